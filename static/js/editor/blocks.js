/* Putting a whole block into the text: after the one with the cursor, or in place of a blank line.
   The cursor goes `depth` levels into it, or the block is selected. */

export const insertBlock = (editor, block, depth = 1) => {
  const { $to } = editor.state.selection
  const at = $to.depth ? $to.after(1) : $to.pos
  const replacesBlank = $to.depth === 1 && $to.parent.type.name === "paragraph" && !$to.parent.content.size
  const from = replacesBlank ? at - 2 : at
  const chain = editor.chain().focus().insertContentAt(replacesBlank ? { from, to: at } : at, block)
  const chosen = depth ? chain.setTextSelection(from + depth) : chain.setNodeSelection(from)
  return chosen.scrollIntoView().run()
}

/* A new paragraph after the node that begins at `pos`, with the cursor in it. */
export const leaveBlock = (editor, { node, pos }) => {
  const after = pos + node.nodeSize
  return editor
    .chain()
    .insertContentAt(after, { type: "paragraph" })
    .setTextSelection(after + 1)
    .scrollIntoView()
    .run()
}

/* The innermost node of that name around the cursor, or selected, as {node, pos}, or undefined. */
export const around = ({ selection }, name) => {
  if (selection.node?.type.name === name) return { node: selection.node, pos: selection.from }
  const { $from } = selection
  for (let depth = $from.depth; depth > 0; depth--) {
    if ($from.node(depth).type.name === name) return { node: $from.node(depth), pos: $from.before(depth) }
  }
}

/* One line without spaces around it, as titles and notes are. */
export const oneLine = (typed) => typed.replace(/[ \t\n\r\f]+/g, " ").trim()

/* A line break where a block does not let its own be made. */
export const breakLine = (editor) => editor.chain().insertContent({ type: "hardBreak" }).scrollIntoView().run()
