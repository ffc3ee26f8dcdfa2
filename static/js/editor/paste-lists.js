/* Lists: Word writes them as paragraphs that carry their own number or bullet and say their level
   in a style; others put an inner list beside the item that it belongs to. */

import { STYLED, rename, says, styleText } from "newsroom/editor/paste-dom"

const ITEM = /mso-list:\s*l\d+\s+level(\d)/i

const levelOf = (element) => Number(ITEM.exec(styleText(element))?.[1] ?? 0)

const takeMarker = (item) => {
  const markers = [...item.querySelectorAll(STYLED)]
  const marker = markers.find((part) => says(part, /mso-list:\s*ignore/i))
  const text = marker?.textContent.trim() ?? ""
  marker?.remove()
  return text
}

const makeList = (item, marker) => {
  const isNumbered = /^\(?[0-9a-z]{1,4}[.)]/i.test(marker)
  const list = item.ownerDocument.createElement(isNumbered ? "ol" : "ul")
  const number = Number.parseInt(marker.replace("(", ""), 10)
  if (isNumbered && number > 1) list.setAttribute("start", number)
  list.dataset.word = ""
  return list
}

const lastItem = (list) => list?.lastElementChild

/* The list of that level at the end of `list`, if there is one. */
const listAt = (list, level) => {
  for (; list && level > 1; level--) list = lastItem(list)?.querySelector(":scope > [data-word]")
  return list
}

const joinItem = (item) => {
  const level = levelOf(item)
  const marker = takeMarker(item)
  const before = item.previousElementSibling?.matches("[data-word]") ? item.previousElementSibling : null
  const fresh = makeList(item, marker)
  let list = listAt(before, level)
  if (!list || list.tagName !== fresh.tagName) {
    const outer = level > 1 && listAt(before, level - 1)
    if (outer) lastItem(outer).append(fresh)
    else item.before(fresh)
    list = fresh
  }
  const entry = item.ownerDocument.createElement("li")
  const words = item.ownerDocument.createElement("p")
  words.append(...item.childNodes)
  entry.append(words)
  list.append(entry)
  item.remove()
}

const isTask = (item) => item.matches('[role="checkbox"]')

export const tidyLists = (body) => {
  for (const item of [...body.querySelectorAll(STYLED)].filter(levelOf)) {
    if (item.matches("p, div")) joinItem(item)
    else takeMarker(item)
  }
  for (const inner of [...body.querySelectorAll(":is(ul, ol) > :is(ul, ol)")]) {
    if (inner.previousElementSibling?.matches("li")) inner.previousElementSibling.append(inner)
    else inner.replaceWith(...inner.children)
  }
  for (const item of [...body.querySelectorAll("li")].filter(isTask)) {
    for (const picture of item.querySelectorAll("img")) picture.remove()
  }
  for (const term of body.querySelectorAll("dt, dd")) rename(term, "p")
}
