/* Links: only addresses that newsroom.html keeps, and a dialog that helps to write them. */

import { Link as Base } from "django-prose-editor/editor"
import { ask } from "newsroom/editor/dialog"

const ALLOWED =
  /^(?:https?:\/\/[^\s/?#\\][^\\]*|mailto:[^\s\\]+@[^\s\\]+|tel:[+0-9][-0-9().%]*|\/(?![/\\])[^\\]*)$/i

export const isAllowed = (href) => ALLOWED.test(href ?? "")

/* What people type for an address: with spaces around it, without https, or a mail address. */
export const normalise = (typed) => {
  const address = typed.replace(/[\t\n\r]/g, "").trim().replaceAll(" ", "%20")
  if (/^[^\s/:@]+@[^\s/:@]+\.[^\s/:@]+$/.test(address)) return `mailto:${address}`
  if (/^[\w-]+(\.[\w-]+)+([/?#:].*)?$/u.test(address)) return `https://${address}`
  return address
}

const advise = (values) =>
  isAllowed(normalise(values.href))
    ? ""
    : "Write a full web address such as https://example.org/page, a mail address, " +
      "or a path on this site that begins with a slash."

const fields = (href, needsText) => [
  { name: "href", label: "Address", value: href, inputMode: "url" },
  ...(needsText ? [{ name: "text", label: "Words to show", value: "" }] : []),
]

const insert = (editor, href, text) =>
  editor
    .chain()
    .focus()
    .insertContent({ type: "text", text, marks: [{ type: "link", attrs: { href } }] })
    .run()

export const editLink = async (editor) => {
  const inLink = editor.isActive("link")
  const needsText = editor.state.selection.empty && !inLink
  const answer = await ask(editor, {
    title: inLink ? "Change the link" : "Link",
    fields: fields(editor.getAttributes("link").href ?? "", needsText),
    submit: inLink ? "Change" : "Add",
    remove: inLink ? "Remove the link" : null,
    advise,
  })
  if (!answer) return
  const chain = editor.chain().focus().extendMarkRange("link")
  if (answer === "remove") return chain.unsetMark("link").run()
  const href = normalise(answer.href)
  if (needsText) return insert(editor, href, answer.text || href)
  return chain.setMark("link", { ...editor.getAttributes("link"), href }).run()
}

export const Link = Base.extend({
  addOptions() {
    return {
      ...this.parent?.(),
      autolink: false,
      openOnClick: false,
      defaultProtocol: "https",
      isAllowedUri: isAllowed,
    }
  },

  addAttributes: () => ({
    href: { default: null },
    title: { default: null },
    lang: { default: null },
  }),

  renderHTML: ({ HTMLAttributes }) => ["a", HTMLAttributes, 0],

  addKeyboardShortcuts: () => ({
    "Mod-k": ({ editor }) => {
      editLink(editor)
      return true
    },
  }),
})
