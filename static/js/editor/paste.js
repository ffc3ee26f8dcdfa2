/* What word processors put on the clipboard, turned into what a story may contain.
   They say bold and italic in style attributes, which our policy keeps browsers from reading, so
   the attributes are given another name, read here as text, once, and then dropped. */

import { Extension, Plugin } from "django-prose-editor/editor"

const HEADINGS = { H1: "h2", H4: "h3", H5: "h3", H6: "h3" }
const BLOCKS = "p, h2, h3, ul, ol, li, blockquote, pre, table, div, figure, section, article"

const STYLE = "data-pasted-style"
const TAG = /<[a-z](?:[^>"']|"[^"]*"|'[^']*')*>/gi
const ACTIVE = /"[^"]*"|'[^']*'|[\s/](?:style|on[a-z]+)(?=\s*=)/gi

/* Even a document that is never shown has its styles and handlers judged by the policy, and
   reported. Under another name they are data. */
export const disarm = (html) =>
  html
    .replace(/<style[\s>][^]*?<\/style\s*>/gi, "")
    .replace(TAG, (tag) =>
      tag.replace(ACTIVE, (part) =>
        /["']/.test(part[0]) ? part : `${part[0]}data-pasted-${part.slice(1)}`,
      ),
    )

const styleOf = (element) => {
  const declarations = (element.getAttribute(STYLE) ?? "").toLowerCase().split(";")
  return Object.fromEntries(
    declarations.map((line) => [line.split(":")[0].trim(), line.slice(line.indexOf(":") + 1).trim()]),
  )
}

const isHeavy = (weight = "") => weight === "bold" || weight === "bolder" || Number(weight) >= 600
const isLight = (weight = "") => weight === "normal" || (Number(weight) > 0 && Number(weight) < 600)

const unwrap = (element) => element.replaceWith(...element.childNodes)

const rename = (element, name) => {
  const renamed = element.ownerDocument.createElement(name)
  renamed.append(...element.childNodes)
  element.replaceWith(renamed)
}

const wrapContent = (element, name) => {
  const wrapper = element.ownerDocument.createElement(name)
  wrapper.append(...element.childNodes)
  element.append(wrapper)
}

const readStyle = (element) => {
  const style = styleOf(element)
  element.removeAttribute(STYLE)
  if (element.matches("b, strong")) {
    if (isLight(style["font-weight"])) unwrap(element)
  } else if (element.matches("i, em")) {
    if (style["font-style"] === "normal") unwrap(element)
  } else if (element.matches("span, font, a")) {
    if (isHeavy(style["font-weight"])) wrapContent(element, "strong")
    if (style["font-style"] === "italic") wrapContent(element, "em")
    if (style["vertical-align"] === "super") wrapContent(element, "sup")
    if (style["vertical-align"] === "sub") wrapContent(element, "sub")
  }
}

/* Word writes lists as paragraphs that carry their own number or bullet. */
const isWordItem = (element) => /mso-list:\s*l\d/i.test(element.getAttribute(STYLE) ?? "")

const markerOf = (item) => {
  const markers = [...item.querySelectorAll(`[${STYLE}]`)]
  return markers.find((part) => /mso-list:\s*ignore/i.test(part.getAttribute(STYLE)))
}

const joinWordList = (item) => {
  const marker = markerOf(item)
  const name = /^\s*[0-9a-z]{1,4}[.)]/i.test(marker?.textContent ?? "") ? "ol" : "ul"
  marker?.remove()
  let list = item.previousElementSibling
  if (!list?.matches(`${name}[data-word]`)) {
    list = item.ownerDocument.createElement(name)
    list.dataset.word = ""
    item.before(list)
  }
  const entry = item.ownerDocument.createElement("li")
  entry.append(...item.childNodes)
  list.append(entry)
  item.remove()
}

const isBlank = (element) =>
  !element.textContent.replaceAll("\u00a0", " ").trim() && !element.querySelector("img, br")

const tidyBreaks = (body) => {
  for (const space of body.querySelectorAll(".Apple-converted-space")) space.replaceWith(" ")
  for (const paragraph of body.querySelectorAll("p")) if (isBlank(paragraph)) paragraph.remove()
  for (const line of body.querySelectorAll("br")) {
    const siblings = [...line.parentElement.children]
    if (siblings.some((sibling) => sibling.matches(BLOCKS))) line.remove()
  }
}

export const cleanPaste = (html) => {
  const { body } = new DOMParser().parseFromString(disarm(html), "text/html")
  for (const item of [...body.querySelectorAll(`p[${STYLE}]`)].filter(isWordItem)) joinWordList(item)
  for (const heading of body.querySelectorAll("h1, h4, h5, h6")) {
    rename(heading, HEADINGS[heading.tagName])
  }
  for (const element of [...body.querySelectorAll(`[${STYLE}]`)].reverse()) readStyle(element)
  tidyBreaks(body)
  return body.innerHTML
}

export const PasteCleanly = Extension.create({
  name: "pasteCleanly",
  addProseMirrorPlugins: () => [new Plugin({ props: { transformPastedHTML: cleanPaste } })],
})
