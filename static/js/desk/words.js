// The words, counted as they are written, by the newsroom's own rule (newsroom/sentences.py). Each
// block is counted once: the editor makes a new block of one that changes.

const form = document.getElementById("story-form")
const shown = form.querySelector("[data-words]")
const { body, commissioned_length: commission } = form.elements
const PAUSE = 400 // milliseconds: no key waits for the count
const WORD = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|[^\s\u3040-\u30ff\u3400-\u9fff]+/gu
const SAYS_SOMETHING = /[\p{L}\p{N}]/u

const known = new WeakMap()
let editor = null
let waiting = 0

const count = (text) => (text.match(WORD) ?? []).filter((word) => SAYS_SOMETHING.test(word)).length

// A footnote's words are read after the text, so they join no word of it.
function read(block) {
  let notes = ""
  const leaf = ({ type, attrs }) => {
    if (type.name === "footnote") notes += `\n${attrs.text}`
    if (type.name === "card") return `${attrs.title}\n${attrs.about ?? ""}`
    return type.name === "hardBreak" ? "\n" : ""
  }
  const text = block.isLeaf ? leaf(block) : block.textBetween(0, block.content.size, "\n", leaf)
  return text + notes
}

function ofBlock(block) {
  if (block.type.name === "pull") return 0 // it says nothing new
  if (!known.has(block)) known.set(block, count(read(block)))
  return known.get(block)
}

function total() {
  if (!editor) return count(body.value.replace(/<[^>]*>/g, " "))
  let sum = 0
  editor.state.doc.forEach((block) => { sum += ofBlock(block) })
  return sum
}

function say(words, limit) {
  if (!limit) return words === 1 ? "1 word" : `${words} words`
  return `${words} of ${limit} words${words > limit ? `, ${words - limit} too many` : ""}`
}

function show() {
  waiting = 0
  const said = say(total(), Number(commission?.value) || 0)
  if (shown.textContent !== said) shown.textContent = said
}

const soon = () => { waiting ||= setTimeout(show, PAUSE) }

document.addEventListener("prose-editor:ready", ({ detail }) => {
  if (detail.textarea === body) editor = detail.editor
})
for (const kind of ["input", "change"]) {
  form.addEventListener(kind, ({ target }) => { if (target === body || target === commission) soon() })
}
