/* A pull quote: a passage of the text shown large, <figure class="pull"><p>…</p></figure>.
   It repeats what is said elsewhere; readers who listen and who count words do not meet it. */

import { Node } from "django-prose-editor/editor"
import { around, breakLine, insertBlock, leaveBlock } from "newsroom/editor/blocks"

export const pullAround = (state) => around(state, "pull")

/* The selected words without links and notes. */
const selectedWords = ({ doc, schema, selection: { from, to } }) => {
  const words = []
  doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isText) return true
    const text = node.text.slice(Math.max(0, from - pos), to - pos)
    const marks = node.marks.filter((mark) => schema.nodes.pull.allowsMarkType(mark.type))
    if (text) words.push(schema.text(text, marks).toJSON())
    return false
  })
  return words
}

const plain = (editor, { node, pos }) =>
  editor.chain().focus().command(({ state, tr }) => {
    tr.replaceWith(pos, pos + node.nodeSize, state.schema.nodes.paragraph.create(null, node.content))
    return true
  }).run()

export const togglePull = (editor) => {
  const found = pullAround(editor.state)
  if (found) return plain(editor, found)
  const { $from, $to } = editor.state.selection
  const content = $from.parent.isTextblock && $from.sameParent($to) ? selectedWords(editor.state) : []
  return insertBlock(editor, { type: "pull", content })
}

export const Pull = Node.create({
  name: "pull",
  group: "block",
  content: "(text | hardBreak)*",
  marks: "bold italic strike subscript superscript code cite language",
  isolating: true,
  priority: 1000,
  addAttributes: () => ({
    lang: { default: null, parseHTML: (figure) => figure.querySelector("p")?.getAttribute("lang") ?? null },
  }),
  parseHTML: () => [
    { tag: "figure.pull", priority: 70, contentElement: (figure) => figure.querySelector("p") ?? figure },
  ],
  renderHTML: ({ node: { attrs } }) =>
    ["figure", { class: "pull" }, ["p", attrs.lang ? { lang: attrs.lang } : {}, 0]],
  addKeyboardShortcuts: () => ({
    "Shift-Enter": ({ editor }) => Boolean(pullAround(editor.state)) && breakLine(editor),
    Enter: ({ editor }) => {
      const found = pullAround(editor.state)
      return Boolean(found) && leaveBlock(editor, found)
    },
    Backspace: ({ editor }) => {
      const found = pullAround(editor.state)
      const { $from, empty } = editor.state.selection
      return Boolean(found) && empty && $from.parentOffset === 0 && plain(editor, found)
    },
  }),
})
