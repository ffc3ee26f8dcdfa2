/* A table of words with a caption: <table><caption>…</caption><tbody><tr><th>…</th><td>…</td></tr>…
   What the table library calls a table is the body here, so that the caption may stand beside it.
   Cells hold words and line breaks, and are never merged. */

import {
  Node, pm, Table as Base, TableCell as BaseCell, TableHeader as BaseHeader,
} from "django-prose-editor/editor"
import { around, breakLine, insertBlock, leaveBlock } from "newsroom/editor/blocks"

const fixed = (value) => ({ default: value, rendered: false, parseHTML: () => value })
const spans = { colspan: fixed(1), rowspan: fixed(1), colwidth: fixed(null) } // the library asks

export const tableAround = (state) => around(state, "tableBlock")

/* Where the first cell's words begin. */
const firstCell = ({ node, pos }) => {
  const caption = node.childCount > 1 ? node.firstChild.nodeSize : 0
  return pos + 1 + caption + 3
}

export const TableCell = BaseCell.extend({
  content: "inline*",
  addAttributes: () => spans,
  parseHTML: () => [{ tag: "td" }],
  renderHTML: () => ["td", 0],
})

export const TableHeader = BaseHeader.extend({
  content: "inline*",
  addAttributes: () => ({
    ...spans,
    scope: {
      default: null,
      parseHTML: (cell) => (/^(?:col|row)$/.test(cell.getAttribute("scope")) ? cell.getAttribute("scope") : null),
    },
  }),
  parseHTML: () => [{ tag: "th" }],
  renderHTML: ({ HTMLAttributes }) => ["th", HTMLAttributes, 0],
})

export const TableCaption = Node.create({
  name: "tableCaption",
  content: "inline*",
  isolating: true,
  parseHTML: () => [{ tag: "caption" }],
  renderHTML: () => ["caption", 0],
})

export const TableBody = Base.extend({
  group: "",
  content: "tableRow+",
  parseHTML: () => [{ tag: "tbody" }],
  renderHTML: () => ["tbody", 0],
  addNodeView: null,
  addMenuItems: null,
  addKeyboardShortcuts: null,
})

const allCellsSelected = ({ selection }) =>
  selection instanceof pm.tables.CellSelection && selection.isRowSelection() && selection.isColSelection()

export const removeTable = (editor) => {
  const found = tableAround(editor.state)
  return Boolean(found) && editor.chain().deleteRange({ from: found.pos, to: found.pos + found.node.nodeSize }).focus().run()
}

const removeWhole = ({ editor }) => allCellsSelected(editor.state) && removeTable(editor)

const inCaption = ({ selection: { $from } }) => $from.parent.type.name === "tableCaption"

/* Enter goes down a row, and from the last one out of the table; Shift+Enter breaks the line. */
const goDown = ({ editor }) => {
  const { state } = editor
  const found = tableAround(state)
  if (!found) return false
  if (inCaption(state)) return editor.commands.setTextSelection(firstCell(found))
  if (!pm.tables.isInTable(state)) return false
  const $cell = pm.tables.selectionCell(state)
  const $next = pm.tables.nextCell($cell, "vert", 1)
  return $next ? editor.chain().setTextSelection($next.pos + 1).scrollIntoView().run() : leaveBlock(editor, found)
}

const goOn = ({ editor }) => {
  const found = tableAround(editor.state)
  if (!found) return false
  if (inCaption(editor.state)) return editor.commands.setTextSelection(firstCell(found))
  return editor.commands.goToNextCell() || editor.chain().addRowAfter().goToNextCell().run()
}

export const toggleCaption = (editor) => {
  const { node, pos } = tableAround(editor.state)
  return editor.chain().focus().command(({ tr, state }) => {
    if (node.childCount > 1) tr.delete(pos + 1, pos + 1 + node.firstChild.nodeSize)
    else {
      tr.insert(pos + 1, state.schema.nodes.tableCaption.create())
      tr.setSelection(pm.state.TextSelection.create(tr.doc, pos + 2))
    }
    return true
  }).run()
}

export const hasCaption = (state) => tableAround(state)?.node.childCount > 1

export const TableBlock = Node.create({
  name: "tableBlock",
  group: "block",
  content: "tableCaption? table",
  isolating: true,
  priority: 1000,
  parseHTML: () => [{ tag: "table" }],
  renderHTML: () => ["table", 0],
  addKeyboardShortcuts: () => ({
    Enter: goDown,
    "Shift-Enter": ({ editor }) => Boolean(tableAround(editor.state)) && breakLine(editor),
    Tab: goOn,
    "Shift-Tab": ({ editor }) => editor.commands.goToPreviousCell(),
    Backspace: removeWhole,
    Delete: removeWhole,
  }),
})

const cells = (type) => [1, 2, 3].map(() => ({ type }))
const row = (type) => ({ type: "tableRow", content: cells(type) })

export const addTable = (editor) =>
  insertBlock(editor, {
    type: "tableBlock",
    content: [
      { type: "tableCaption" },
      { type: "table", content: [row("tableHeader"), row("tableCell"), row("tableCell")] },
    ],
  }, 2)

export const mayAddBlock = (state) =>
  !tableAround(state) && state.selection.$from.depth > 0 && Boolean(state.schema.nodes.tableBlock)
