/* Tables: what only arranges a page becomes paragraphs; the rest becomes rows of words. */

import { BLOCKS, isBlank, unwrap } from "newsroom/editor/paste-dom"

const arranges = (table) =>
  table.matches('[role="presentation"], [role="none"]') ||
  Boolean(table.querySelector("table")) ||
  table.querySelectorAll("td, th").length < 2

const dissolve = (table) => {
  const blocks = [...table.querySelectorAll("td, th, caption")]
    .filter((cell) => cell.closest("table") === table)
    .map((cell) => {
      const block = table.ownerDocument.createElement("div")
      block.append(...cell.childNodes)
      return block
    })
  table.replaceWith(...blocks)
}

const beside = (line, side) => {
  let other = line[side]
  while (other?.nodeType === 3 && !/[^ \t\n\r\f]/.test(other.data)) other = other[side]
  return other
}

/* Blocks in a cell become lines of it. */
const flatten = (cell) => {
  for (const block of [...cell.querySelectorAll(BLOCKS)].reverse()) {
    if (isBlank(block)) block.remove()
    else {
      block.before(cell.ownerDocument.createElement("br"))
      block.after(cell.ownerDocument.createElement("br"))
      unwrap(block)
    }
  }
  for (const line of cell.querySelectorAll("br")) {
    const before = beside(line, "previousSibling")
    if (!before || before.nodeName === "BR" || !beside(line, "nextSibling")) line.remove()
  }
}

/* Give every column its own cell: merged ones keep their words in the first. */
const separate = (rows) => {
  const empty = (document) => document.createElement("td")
  rows.forEach((row, n) => {
    for (const cell of [...row.cells]) {
      const [wide, high] = [Math.min(cell.colSpan, 100), Math.min(cell.rowSpan || 1, rows.length - n)]
      const at = cell.cellIndex
      cell.removeAttribute("colspan")
      cell.removeAttribute("rowspan")
      for (let more = 1; more < wide; more++) cell.after(empty(row.ownerDocument))
      for (let down = 1; down < high; down++) {
        const below = rows[n + down]
        for (let more = 0; more < wide; more++) below.insertBefore(empty(row.ownerDocument), below.cells[at] ?? null)
      }
    }
  })
}

const plain = (table) => {
  for (const cell of table.querySelectorAll("thead td")) {
    const header = table.ownerDocument.createElement("th")
    for (const { name, value } of cell.attributes) header.setAttribute(name, value)
    header.append(...cell.childNodes)
    cell.replaceWith(header)
  }
  const rows = [...table.rows].filter((row) => row.cells.length)
  separate(rows)
  for (const cell of table.querySelectorAll("td, th, caption")) flatten(cell)
  const body = table.ownerDocument.createElement("tbody")
  body.append(...rows)
  const caption = table.caption
  table.replaceChildren(...(caption && !isBlank(caption) ? [caption] : []), body)
}

export const tidyTables = (body) => {
  for (const table of [...body.querySelectorAll("table")]) if (arranges(table)) dissolve(table)
  for (const table of body.querySelectorAll("table")) plain(table)
}
