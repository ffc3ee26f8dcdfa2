/* What word processors and pages put on the clipboard, turned into what a story may contain.
   What cannot come along is told in a line under the text. */

import { Extension, Plugin, pm } from "django-prose-editor/editor"
import { make } from "newsroom/editor/dialog"
import { applySheet, disarm, parse, removeUp, says, STYLED, unwrap } from "newsroom/editor/paste-dom"
import { tidyLists } from "newsroom/editor/paste-lists"
import { drawNotes, readNotes } from "newsroom/editor/paste-notes"
import { tidyTables } from "newsroom/editor/paste-tables"
import { tidyHeadings, tidySpaces, tidyStyles } from "newsroom/editor/paste-words"

export { disarm }

const OURS = /^\/admin\/photos\/[0-9a-f]{32}\/[0-9]{2,4}\.(?:webp|jpg)$/
const MACHINERY = "script, style, template, noscript, title, meta, link, button, select, input, textarea, svg, [hidden]"
const EMBEDDED = "iframe, video, audio, object, embed"
const COMMENTS = ".msocomanchor, .MsoCommentReference, a[href*='#cmnt_ref'], a[href*='#cmnt']"

const styled = (body, pattern) => [...body.querySelectorAll(STYLED)].filter((each) => says(each, pattern))

const isSeen = (image) => image.getAttribute("width") !== "1" && image.getAttribute("height") !== "1"

const dropComments = (body) => {
  const lists = styled(body, /mso-element:\s*comment-list/i)
  const marks = [...body.querySelectorAll(COMMENTS)]
  const anchors = new Set(marks.map((mark) => mark.closest(".MsoCommentReference") ?? mark))
  lists.forEach((list) => list.remove())
  let count = 0
  for (const anchor of anchors) {
    if (!anchor.isConnected) continue
    if (anchor.matches("a[href*='#cmnt_ref']")) removeUp(anchor.closest("div, p") ?? anchor)
    else {
      count++
      removeUp(anchor)
    }
  }
  return count
}

const drop = (elements) => {
  elements.forEach((element) => element.remove())
  return elements.length
}

/* Remove what a story cannot have; tell how much of it a reader of the source would have seen. */
const leaveOut = (body) => {
  drop([...body.querySelectorAll(MACHINERY), ...styled(body, /display:\s*none|mso-hide:\s*all/i)])
  const comments = dropComments(body)
  const deleted = drop([...body.querySelectorAll("del")].filter((each) => !each.parentElement.closest("del")))
  const embedded = drop([...body.querySelectorAll(EMBEDDED)])
  const tasks = "li[role='checkbox'] img"
  const foreign = [...body.querySelectorAll("img")].filter((each) => !OURS.test(each.getAttribute("src") ?? ""))
  const pictures = foreign.filter((each) => isSeen(each) && !each.matches(tasks)).length
  foreign.forEach((each) => (each.closest("p, div, figure") ? removeUp(each) : each.remove()))
  return { pictures, embedded, deleted, comments }
}

const KEPT_FIGURE = "figure.quote:has(blockquote)"

/* Names that other houses use for something else. */
const forgetNames = (body) => {
  for (const element of body.querySelectorAll("[class], [lang], [dir]")) {
    if (!element.matches(KEPT_FIGURE)) element.removeAttribute("class")
    element.removeAttribute("lang")
  }
  for (const link of body.querySelectorAll("a[href^='#'], a:not([href])")) unwrap(link)
}

export const cleanPaste = (html) => {
  if (/\sdata-pm-slice=/.test(html)) return { html: disarm(html), left: {} }
  const isApple = /Cocoa HTML Writer/i.test(html)
  const body = parse(html)
  if (isApple) applySheet(body, html)
  const left = leaveOut(body)
  readNotes(body)
  tidyLists(body)
  tidyHeadings(body, isApple)
  tidyStyles(body)
  forgetNames(body)
  tidyTables(body)
  tidySpaces(body)
  drawNotes(body)
  return { html: body.innerHTML, left }
}

const told = {
  pictures: (n) =>
    n === 1 ? "1 picture was left out: add it with the picture button."
      : `${n} pictures were left out: add them with the picture button.`,
  embedded: (n) =>
    n === 1 ? "1 video or other embedded item was left out: a link card can lead to it."
      : `${n} videos or other embedded items were left out: link cards can lead to them.`,
  deleted: (n) => (n === 1 ? "1 deleted passage was left out." : `${n} deleted passages were left out.`),
  comments: (n) => (n === 1 ? "1 comment was left out." : `${n} comments were left out.`),
}

export const sentences = (left) =>
  Object.entries(told).map(([what, tell]) => (left[what] ? tell(left[what]) : "")).filter(Boolean).join(" ")

const notices = new WeakMap()

const noticeOf = (view) => {
  if (!notices.has(view)) {
    const line = make("p", { className: "prose-notice", role: "status" })
    view.dom.after(line)
    notices.set(view, line)
  }
  return notices.get(view)
}

const withoutBreaks = (parser) => ({
  parseSlice: (dom, options) => parser.parseSlice(dom, { ...options, preserveWhitespace: true }),
})

export const PasteCleanly = Extension.create({
  name: "pasteCleanly",
  addProseMirrorPlugins() {
    const { schema } = this.editor
    return [
      new Plugin({
        view(view) {
          noticeOf(view)
          return {}
        },
        props: {
          clipboardParser: withoutBreaks(pm.model.DOMParser.fromSchema(schema)),
          transformPastedHTML: (html, view) => {
            const cleaned = cleanPaste(html)
            noticeOf(view).textContent = sentences(cleaned.left)
            return cleaned.html
          },
        },
      }),
    ]
  },
})
