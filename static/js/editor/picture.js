/* A picture from the photo library with a caption:
   <figure><img src="/admin/photos/<token>/960.webp" alt="…"><figcaption>…</figcaption></figure> */

import { Node } from "django-prose-editor/editor"
import { around, insertBlock, leaveBlock } from "newsroom/editor/blocks"
import { ask, make } from "newsroom/editor/dialog"

const SOURCE = /^\/admin\/photos\/[0-9a-f]{32}\/[0-9]{2,4}\.(?:webp|jpg)$/

const imageIn = (element) => (element.matches("img") ? element : element.querySelector("img"))

const attributesOf = (element) => {
  const image = imageIn(element)
  const src = image?.getAttribute("src") ?? ""
  return SOURCE.test(src) && { src, alt: image.getAttribute("alt") ?? "" }
}

export const pictureAround = (state) => around(state, "picture")

const nodeView = ({ node, editor, getPos }) => {
  const image = make("img", { alt: node.attrs.alt, src: node.attrs.src, draggable: false })
  const caption = make("figcaption", { "data-placeholder": "Caption" })
  const show = (picture) => {
    image.alt = picture.attrs.alt
    if (image.getAttribute("src") !== picture.attrs.src) image.src = picture.attrs.src
    caption.toggleAttribute("data-empty", !picture.content.size)
  }
  show(node)
  image.addEventListener("click", () => editor.chain().setNodeSelection(getPos()).focus().run())
  return {
    dom: make("figure", { className: "picture" }, image, caption),
    contentDOM: caption,
    update(changed) {
      if (changed.type !== node.type) return false
      show(changed)
      return true
    },
  }
}

export const Picture = Node.create({
  name: "picture",
  group: "block",
  content: "inline*",
  draggable: true,
  isolating: true,
  priority: 1000,
  addOptions: () => ({ picker: null }),
  addAttributes: () => ({ src: { default: null }, alt: { default: "" } }),

  parseHTML: () => [
    {
      tag: "figure:not(.quote, .pull, .embed)",
      getAttrs: attributesOf,
      contentElement: (figure) => figure.querySelector("figcaption") ?? make("figcaption"),
    },
    { tag: "img", getAttrs: attributesOf },
  ],

  renderHTML({ node }) {
    const image = ["img", { src: node.attrs.src, alt: node.attrs.alt }]
    return node.content.size ? ["figure", image, ["figcaption", 0]] : ["figure", image]
  },

  addNodeView: () => nodeView,

  addKeyboardShortcuts: () => ({
    Enter: ({ editor }) => {
      const found = pictureAround(editor.state)
      return Boolean(found) && leaveBlock(editor, found)
    },
  }),
})

const insert = (editor, { src, alt }) =>
  insertBlock(editor, { type: "picture", attrs: { src, alt: alt ?? "" } })

let stopListening = () => {}

/* The picker answers {photo: {token, src, alt}}; from anyone else, or of another form, nothing. */
const pick = (editor, address) => {
  stopListening()
  const picker = window.open(address, "newsroom-photos", "popup,width=960,height=720")
  const listen = ({ origin, source, data }) => {
    // A window that closed itself after answering is no longer known as the source.
    if (origin !== window.location.origin || (source && picker && source !== picker)) return
    const photo = data?.photo
    if (!SOURCE.test(photo?.src ?? "")) return
    stopListening()
    picker?.close()
    window.focus()
    insert(editor, photo)
  }
  window.addEventListener("message", listen)
  stopListening = () => window.removeEventListener("message", listen)
}

const edit = async (editor, { node, pos }) => {
  const answer = await ask(editor, {
    title: "Picture",
    fields: [
      { name: "alt", label: "Description for those who cannot see it", value: node.attrs.alt,
        long: true, help: "Leave it empty only when the picture is decoration." },
    ],
    submit: "Change",
    remove: "Remove the picture",
  })
  if (!answer) return
  editor.commands.command(({ tr }) => {
    if (answer === "remove") tr.delete(pos, pos + node.nodeSize)
    else tr.setNodeAttribute(pos, "alt", answer.alt.replace(/\s+/g, " ").trim())
    return true
  })
}

export const pickerOf = (editor) =>
  editor.extensionManager.extensions.find(({ name }) => name === "picture").options.picker

export const choosePicture = (editor) => {
  const found = pictureAround(editor.state)
  return found ? edit(editor, found) : pick(editor, pickerOf(editor))
}
