/* A link card: an address with the title and description that the writer gives it. Nothing is
   fetched, by nobody. <figure class="embed"><a href="https://…">…</a><figcaption>…</figcaption>… */

import { Node } from "django-prose-editor/editor"
import { around, insertBlock, oneLine } from "newsroom/editor/blocks"
import { ask, make } from "newsroom/editor/dialog"
import { normalise } from "newsroom/editor/link"

const ADDRESS = /^https:\/\/[^\s/?#\\][^\\]*$/

const attributesOf = (figure) => {
  const link = figure.querySelector("a")
  const href = link?.getAttribute("href") ?? ""
  const title = link?.textContent ?? ""
  if (!ADDRESS.test(href) || !title.trim()) return false
  return { href, title, about: figure.querySelector("figcaption")?.textContent ?? "" }
}

const hostOf = (href) => href.replace(/^https:\/\/(?:[^/?#@]*@)?/, "").split(/[/?#:]/)[0]

const nodeView = ({ node, editor, getPos }) => {
  const { title, href, about } = node.attrs
  const dom = make(
    "figure",
    { className: "embed" },
    make("b", { textContent: title }),
    make("span", { className: "embed-host", textContent: hostOf(href) }),
    ...(about ? [make("figcaption", { textContent: about })] : []),
  )
  dom.addEventListener("dblclick", () => editor.chain().setNodeSelection(getPos()).run() && editCard(editor))
  return { dom }
}

export const cardAround = (state) => around(state, "card")

export const Card = Node.create({
  name: "card",
  group: "block",
  atom: true,
  draggable: true,
  priority: 1000,
  addAttributes: () => ({ href: { default: "" }, title: { default: "" }, about: { default: "" } }),
  parseHTML: () => [{ tag: "figure.embed", priority: 70, getAttrs: attributesOf }],
  renderHTML: ({ node: { attrs } }) => {
    const link = ["a", { href: attrs.href }, attrs.title]
    const about = attrs.about ? [["figcaption", attrs.about]] : []
    return ["figure", { class: "embed" }, link, ...about]
  },
  addNodeView: () => nodeView,
  addKeyboardShortcuts: () => ({
    Enter: ({ editor }) => {
      if (editor.state.selection.node?.type.name !== "card") return false
      editCard(editor)
      return true
    },
  }),
})

const addressOf = (typed) => normalise(typed).replace(/^https:/i, "https:")

const advise = ({ href, title }) => {
  if (!ADDRESS.test(addressOf(href))) return "Write a web address that begins with https://."
  return oneLine(title) ? "" : "Write the title that readers see. Nothing is fetched from the address."
}

export const editCard = async (editor) => {
  const found = cardAround(editor.state)
  const { href, title, about } = found?.node.attrs ?? {}
  const answer = await ask(editor, {
    title: found ? "Change the link card" : "Link card",
    fields: [
      { name: "href", label: "Address", value: href, inputMode: "url" },
      { name: "title", label: "Title", value: title },
      { name: "about", label: "Description", value: about, long: true,
        help: "A sentence on what stands there. It may stay empty." },
    ],
    submit: found ? "Change" : "Add",
    remove: found ? "Remove the card" : null,
    advise,
  })
  if (!answer) return
  if (answer === "remove") return editor.chain().deleteRange({ from: found.pos, to: found.pos + 1 }).focus().run()
  const attrs = { href: addressOf(answer.href), title: oneLine(answer.title), about: oneLine(answer.about) }
  if (!found) return insertBlock(editor, { type: "card", attrs }, 0)
  return editor.commands.command(({ tr }) => Boolean(tr.setNodeMarkup(found.pos, null, attrs)))
}
