/* Words: headings, what styles say of them, and their spaces. */

import {
  BLOCKS, KEEPS, STYLED, isBlank, rename, says, styleText, takeStyle, unwrap, wrapContent,
} from "newsroom/editor/paste-dom"

/* Headings. A text has two levels under its headline. */

const named = {
  'p.MsoTitle, p[class="Title"]': "h1",
  'p.MsoSubtitle, p[class="Subtitle"]': "h2",
}

const sizeOf = (element) =>
  Number(/font(?:-size)?:[^;]*?([\d.]+)px/i.exec(styleText(element))?.[1] ?? 0)

/* Apple's writers have no headings, only larger paragraphs: the sizes above the text's own. */
const fromSizes = (body) => {
  const paragraphs = [...body.querySelectorAll("p")].filter((each) => sizeOf(each) && !isBlank(each))
  const lengths = new Map()
  for (const each of paragraphs) {
    lengths.set(sizeOf(each), (lengths.get(sizeOf(each)) ?? 0) + each.textContent.length)
  }
  const [usual] = [...lengths].sort((a, b) => b[1] - a[1])[0] ?? [0]
  const larger = [...lengths.keys()].filter((size) => size >= usual * 1.2).sort((a, b) => b - a)
  for (const each of paragraphs) {
    const level = larger.indexOf(sizeOf(each)) + 1
    if (level && each.textContent.length <= 200) rename(each, `h${Math.min(level, 6)}`)
  }
}

/* One title alone stands no higher than the headings under it. */
export const tidyHeadings = (body, isApple) => {
  for (const [selector, name] of Object.entries(named)) {
    for (const each of body.querySelectorAll(selector)) rename(each, name)
  }
  for (const each of body.querySelectorAll('p[role="heading"], div[role="heading"]')) {
    rename(each, `h${Math.min(Math.max(Number(each.getAttribute("aria-level")) || 2, 1), 6)}`)
  }
  if (isApple) fromSizes(body)
  const titles = body.querySelectorAll("h1").length
  const top = titles > 1 ? ["H1"] : ["H1", "H2"]
  for (const each of body.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const heading = rename(each, top.includes(each.tagName) ? "h2" : "h3")
    for (const bold of [...heading.querySelectorAll("b, strong")]) unwrap(bold)
    if (isBlank(heading)) heading.remove()
  }
}

/* Styles. */

const isHeavy = (weight = "") => weight === "bold" || weight === "bolder" || Number(weight) >= 600
const isLight = (weight = "") => weight === "normal" || (Number(weight) > 0 && Number(weight) < 600)
const inHeading = (element) => element.closest("h2, h3") !== null

const readStyle = (element) => {
  const style = takeStyle(element)
  if (/^(?:pre|break-spaces)/.test(style["white-space"] ?? "")) element.setAttribute(KEEPS, "")
  if (element.matches("b, strong")) {
    if (isLight(style["font-weight"])) unwrap(element)
  } else if (element.matches("i, em")) {
    if (style["font-style"] === "normal") unwrap(element)
  } else if (element.matches("span, font, a, td, th")) {
    if (isHeavy(style["font-weight"]) && !inHeading(element)) wrapContent(element, "strong")
    if (style["font-style"] === "italic") wrapContent(element, "em")
    if (/line-through/.test(style["text-decoration"] ?? "")) wrapContent(element, "s")
    if (style["vertical-align"] === "super") wrapContent(element, "sup")
    if (style["vertical-align"] === "sub") wrapContent(element, "sub")
  }
}

/* Spaces that a program wrote as unbreakable ones to keep their number are spaces. */
const freeSpaces = (body) => {
  const runs = [...body.querySelectorAll(`.Apple-converted-space, ${STYLED}`)]
  for (const run of runs) {
    if (!run.matches(".Apple-converted-space") && !says(run, /mso-spacerun/i)) continue
    run.textContent = run.textContent.replaceAll("\u00a0", " ")
    run.setAttribute(KEEPS, "")
  }
}

export const tidyStyles = (body) => {
  freeSpaces(body)
  for (const element of [...body.querySelectorAll(STYLED)].reverse()) readStyle(element)
}

const tidyBreaks = (body) => {
  for (const line of body.querySelectorAll("br")) {
    const siblings = [...line.parentElement.children]
    if (line.hasAttribute("clear") || siblings.some((each) => each.matches(BLOCKS))) line.remove()
  }
  for (const block of body.querySelectorAll("p, h2, h3, li, td, th, caption, div")) {
    while (block.lastChild?.nodeName === "BR") block.lastChild.remove()
    while (block.firstChild?.nodeName === "BR") block.firstChild.remove()
  }
}

/* What a browser does with white space, done here: the editor keeps what it gets. Spaces that
   only indent a paragraph go; all others stay as they are, also those that do not break. */
export const tidySpaces = (body) => {
  tidyBreaks(body)
  for (const paragraph of body.querySelectorAll("p")) if (isBlank(paragraph)) paragraph.remove()
  let trailing = null
  let isStart = true
  const endLine = () => {
    if (trailing) trailing.data = trailing.data.replace(/ +$/, "")
    trailing = null
    isStart = true
  }
  const read = (text, keeps) => {
    let words = text.data.replace(keeps ? /[\t\n\r\f]/g : /[ \t\n\r\f]+/g, " ")
    if (isStart) words = words.replace(/^(?: +|[ \u00a0]{2,})/, "")
    else if (trailing && !keeps) words = words.replace(/^ /, "")
    text.data = words
    if (!words) return
    isStart = false
    trailing = words.endsWith(" ") ? text : null
    if (keeps && trailing && !words.trim()) trailing = null
  }
  const visit = (node, keeps) => {
    for (const child of [...node.childNodes]) {
      const isBlock = child.nodeName === "BR" || (child.nodeType === 1 && child.matches(BLOCKS))
      if (child.nodeType === 3) read(child, keeps)
      else if (child.nodeName !== "PRE") {
        if (isBlock) endLine()
        visit(child, keeps || child.hasAttribute?.(KEEPS))
        if (isBlock) endLine()
      }
    }
  }
  visit(body, false)
  endLine()
}
