/* A footnote: a mark that holds its text, <span class="note">…</span>. Pages number the notes and
   list them after the text; here they are numbered by style, so typing stays quick. */

import { Node, Plugin, pm } from "django-prose-editor/editor"
import { oneLine } from "newsroom/editor/blocks"
import { ask, make } from "newsroom/editor/dialog"

const nodeView = ({ node, editor, getPos }) => {
  const text = node.attrs.text.trim()
  const dom = make("span", {
    className: text ? "prose-note" : "prose-note prose-note--empty",
    title: text || "This note has no text yet.",
  })
  // Read by ear as the note itself; the number is drawn by style.
  dom.append(make("span", { className: "prose-note__text", textContent: ` (Note: ${text || "without text"}) ` }))
  dom.addEventListener("click", () => editor.chain().setNodeSelection(getPos()).run() && editNote(editor))
  return { dom }
}

const selectedNote = ({ selection }) =>
  selection.node?.type.name === "footnote" ? { node: selection.node, pos: selection.from } : undefined

/* A link must not hold a note, which is a link itself on the page. */
const freeFromLinks = (transactions, _, state) => {
  const linked = transactions.some(({ steps }) =>
    steps.some((step) => step instanceof pm.transform.AddMarkStep && step.mark.type.name === "link"))
  if (!linked) return null
  const { tr } = state
  state.doc.descendants((node, pos) => {
    const link = node.type.name === "footnote" && node.marks.find(({ type }) => type.name === "link")
    if (link) tr.removeMark(pos, pos + 1, link)
  })
  return tr.docChanged ? tr : null
}

export const Footnote = Node.create({
  name: "footnote",
  group: "inline",
  inline: true,
  atom: true,
  priority: 1000,
  addAttributes: () => ({
    text: { default: "", rendered: false, parseHTML: (element) => element.textContent },
  }),
  parseHTML: () => [{ tag: "span.note", priority: 70 }],
  renderHTML: ({ node }) => ["span", { class: "note" }, node.attrs.text],
  addNodeView: () => nodeView,
  addProseMirrorPlugins: () => [new Plugin({ appendTransaction: freeFromLinks })],
  addKeyboardShortcuts: () => ({
    "Mod-Alt-f": ({ editor }) => {
      if (mayNote(editor.state)) editNote(editor)
      return true
    },
    Enter: ({ editor }) => {
      if (!selectedNote(editor.state)) return false
      editNote(editor)
      return true
    },
  }),
})

export const isNote = (state) => Boolean(selectedNote(state))

export const mayNote = ({ schema, selection: { $to, node } }) =>
  node?.type.name === "footnote" || $to.parent.type.contentMatch.matchType(schema.nodes.footnote) !== null

const insert = (editor, text) =>
  editor.commands.command(({ tr, state }) => {
    const at = state.selection.to
    tr.insert(at, state.schema.nodes.footnote.create({ text }))
    tr.setSelection(pm.state.TextSelection.create(tr.doc, at + 1))
    return true
  })

export const editNote = async (editor) => {
  const found = selectedNote(editor.state)
  const answer = await ask(editor, {
    title: found ? "Change the footnote" : "Footnote",
    fields: [
      { name: "text", label: "Text of the note", value: found?.node.attrs.text, long: true,
        help: "Web addresses become links on the page." },
    ],
    submit: found ? "Change" : "Add",
    remove: found ? "Remove the note" : null,
    advise: ({ text }) => (oneLine(text) ? "" : "Write what the note says."),
  })
  if (!answer) return
  if (!found) return insert(editor, oneLine(answer.text))
  return editor.commands.command(({ tr }) => {
    if (answer === "remove") tr.delete(found.pos, found.pos + 1)
    else tr.setNodeMarkup(found.pos, null, { text: oneLine(answer.text) })
    return true
  })
}
