/* A quotation with its speaker and source:
   <figure class="quote"><blockquote>…</blockquote><figcaption>Speaker, <cite>Source</cite></…> */

import { Mark, Node } from "django-prose-editor/editor"
import { ask } from "newsroom/editor/dialog"

export const Cite = Mark.create({
  name: "cite",
  inclusive: false,
  parseHTML: () => [{ tag: "cite" }],
  renderHTML: () => ["cite", 0],
})

export const QuoteText = Node.create({
  name: "quoteText",
  content: "(paragraph | bulletList | orderedList)+",
  parseHTML: () => [{ tag: "blockquote", context: "quote/", priority: 70 }],
  renderHTML: () => ["blockquote", 0],
})

export const QuoteSource = Node.create({
  name: "quoteSource",
  content: "inline*",
  parseHTML: () => [{ tag: "figcaption", context: "quote/", priority: 70 }],
  renderHTML: () => ["figcaption", 0],
})

/* The quote around the cursor as {node, pos}, or undefined. */
export const quoteAround = ({ selection: { $from } }) => {
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth)
    if (node.type.name === "quote") return { node, pos: $from.before(depth) }
  }
}

const partsOf = (quote) => {
  const parts = { speaker: "", source: "" }
  if (quote.childCount < 2) return parts
  quote.lastChild.forEach((child) => {
    const cited = child.marks.some((mark) => mark.type.name === "cite")
    parts[cited ? "source" : "speaker"] += child.text ?? ""
  })
  return { speaker: parts.speaker.replace(/,\s*$/, "").trim(), source: parts.source }
}

const sourceNode = (schema, { speaker, source }) => {
  if (!speaker && !source) return []
  const content = []
  if (speaker) content.push(schema.text(source ? `${speaker}, ` : speaker))
  if (source) content.push(schema.text(source, [schema.marks.cite.create()]))
  return [schema.nodes.quoteSource.create(null, content)]
}

/* The selected blocks as paragraphs, and where they stand; null where no quote may stand. */
const selected = (state) => {
  const { $from, $to } = state.selection
  const range = $from.blockRange($to)
  const { quote, paragraph } = state.schema.nodes
  if (!range?.parent.canReplaceWith(range.startIndex, range.endIndex, quote)) return null
  const paragraphs = []
  let other = false
  state.doc.nodesBetween(range.start, range.end, (node, pos) => {
    if (pos < range.start) return true
    if (node.isTextblock) paragraphs.push(paragraph.create(null, node.content))
    else if (node.isAtom || node.type.name === "picture" || node.type.name === "quote") other = true
    return !node.isTextblock
  })
  return other || !paragraphs.length ? null : { range, paragraphs }
}

export const mayQuote = (state) => Boolean(quoteAround(state) || selected(state))

const question = (parts, exists) => ({
  title: exists ? "Change the quotation" : "Quotation",
  fields: [
    { name: "speaker", label: "Speaker", value: parts.speaker },
    { name: "source", label: "Source", value: parts.source,
      help: "The work or the occasion. Both may stay empty." },
  ],
  submit: exists ? "Change" : "Quote",
  remove: exists ? "Make it plain text" : null,
})

const trimmed = ({ speaker, source }) => ({ speaker: speaker.trim(), source: source.trim() })

const wrap = ({ state, tr }, answer) => {
  const found = selected(state)
  if (!found) return false
  const { quote, quoteText } = state.schema.nodes
  const { range, paragraphs } = found
  const text = quoteText.create(null, paragraphs)
  const { selection } = tr
  tr.replaceWith(
    range.start, range.end, quote.create(null, [text, ...sourceNode(state.schema, answer)]),
  )
  // Two more tokens now open before the words: the quote and its text.
  tr.setSelection(selection.constructor.near(tr.doc.resolve(selection.to + 2), -1))
  return true
}

const unwrap = ({ state, tr }) => {
  const { node, pos } = quoteAround(state)
  const blocks = node.firstChild.content.content.slice()
  if (node.childCount > 1 && node.lastChild.content.size) {
    blocks.push(state.schema.nodes.paragraph.create(null, node.lastChild.content))
  }
  tr.replaceWith(pos, pos + node.nodeSize, blocks)
  return true
}

const change = ({ state, tr }, answer) => {
  const { node, pos } = quoteAround(state)
  const end = pos + node.nodeSize - 1
  tr.replaceWith(pos + 1 + node.firstChild.nodeSize, end, sourceNode(state.schema, answer))
  return true
}

export const editQuote = async (editor) => {
  const found = quoteAround(editor.state)
  const parts = found ? partsOf(found.node) : { speaker: "", source: "" }
  const answer = await ask(editor, question(parts, Boolean(found)))
  if (!answer) return
  const run = (command) => editor.chain().focus().command(command).run()
  if (answer === "remove") return run(unwrap)
  const next = trimmed(answer)
  if (!found) return run((props) => wrap(props, next))
  if (next.speaker !== parts.speaker || next.source !== parts.source) {
    return run((props) => change(props, next))
  }
}

/* Open a paragraph after the quote; `empty` is the blank line that asked for it, if any. */
const leave = (editor, { node, pos }, empty = 0) =>
  editor
    .chain()
    .command(({ state, tr }) => {
      const after = pos + node.nodeSize
      tr.insert(after, state.schema.nodes.paragraph.create())
      if (empty) tr.delete(empty - 1, empty + 1)
      const place = tr.doc.resolve(tr.mapping.slice(1).map(after) + 1)
      tr.setSelection(state.selection.constructor.near(place))
      return true
    })
    .scrollIntoView()
    .run()

export const Quote = Node.create({
  name: "quote",
  group: "block",
  content: "quoteText quoteSource?",
  isolating: true, // or a pasted quote would melt into the paragraph that it is pasted into
  priority: 1000,
  parseHTML: () => [{ tag: "figure.quote", priority: 70 }],
  renderHTML: () => ["figure", { class: "quote" }, 0],

  addKeyboardShortcuts: () => ({
    Enter: ({ editor }) => {
      const { $from, empty } = editor.state.selection
      const found = quoteAround(editor.state)
      if (!found || !empty) return false
      if ($from.parent.type.name === "quoteSource") return leave(editor, found)
      const isBlank = $from.parent.content.size === 0 && $from.node(-1).type.name === "quoteText"
      const isLast = isBlank && $from.index(-1) === $from.node(-1).childCount - 1
      return isLast && $from.node(-1).childCount > 1 && leave(editor, found, $from.pos)
    },
    Backspace: ({ editor }) => {
      const { $from, empty } = editor.state.selection
      const isFirst = empty && $from.parentOffset === 0 && $from.depth > 1
      if (!isFirst || $from.node(-1).type.name !== "quoteText" || $from.index(-1)) return false
      return editor.commands.command(unwrap)
    },
  }),
})
