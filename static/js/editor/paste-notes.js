/* Footnotes: two links that lead to each other, the first in the text, the second before the note.
   Word, LibreOffice, Google Docs and most pages write them so. */

import { removeUp } from "newsroom/editor/paste-dom"

const fragment = (link) => decodeURI(link.getAttribute("href").split("#")[1] ?? "")

const targetOf = (body, link) => {
  const name = CSS.escape(fragment(link))
  return name ? body.querySelector(`[id="${name}"], [name="${name}"]`) : null
}

const isBefore = (one, other) =>
  Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING)

const LINKS = "a[href*='#']"

/* The link before the note that `link` leads to, if it leads back. */
const backOf = (body, link) => {
  const target = targetOf(body, link)
  if (!target || !isBefore(link, target)) return null
  const back = target.matches(LINKS) ? target : target.querySelector(LINKS)
  const origin = back && targetOf(body, back)
  return origin && (origin.contains(link) || link.contains(origin)) ? back : null
}

const holderOf = (back) => {
  const holder = back.closest("li, p") ?? back.parentElement
  const box = holder.parentElement
  const isAlone = box?.tagName === "DIV" && box.querySelectorAll(LINKS).length === 1
  return isAlone && box.firstElementChild === holder ? box : holder
}

const takeNote = (back) => {
  const holder = holderOf(back)
  const rule = (holder.closest("ol, ul, div") ?? holder).previousElementSibling
  if (rule?.matches("hr")) rule.remove()
  const mark = back.parentElement.matches("sup") ? back.parentElement : back
  mark.remove()
  const words = holder.textContent.replace(/[ \t\n\r\f]+/g, " ").trim()
  removeUp(holder)
  return words
}

export const readNotes = (body) => {
  for (const link of [...body.querySelectorAll(LINKS)]) {
    const back = link.isConnected ? backOf(body, link) : null
    if (!back) continue
    const note = body.ownerDocument.createElement("span")
    note.dataset.note = takeNote(back)
    const mark = link.parentElement.matches("sup") && link.parentElement.children.length === 1 ? link.parentElement : link
    mark.replaceWith(note)
  }
}

/* Their class only now: a page's own may be called the same. */
export const drawNotes = (body) => {
  for (const note of body.querySelectorAll("span[data-note]")) {
    note.className = "note"
    note.textContent = note.dataset.note
  }
}
