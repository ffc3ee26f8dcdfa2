// The headline as others will show it, while it is written: its characters, and how it breaks in a
// card, in a search result and in a shared link. Where they cut is the style's affair.

const form = document.getElementById("story-form")
const place = document.getElementById("headline-shown")
const { headline, short_headline: short, share_title: share, standfirst, kind, language } = form.elements
const WATCHED = [headline, short, share, standfirst, kind, language, form.elements.body]
const PAUSE = 150 // milliseconds: no key waits for it
const LONG = 90 // characters: the article sets a longer headline smaller

let editor = null
let waiting = 0

const length = (text) => [...text].length
const counted = (text) => (length(text) === 1 ? "1 character" : `${length(text)} characters`)

function titles() {
  const title = share.value.trim() || headline.value.trim()
  const label = kind.value === "news" ? "" : `${kind.selectedOptions[0].text}: `
  const shared = title && label + title
  return {
    card: short.value.trim() || headline.value.trim(),
    search: shared && `${shared} – ${place.dataset.site}`,
    share: shared,
  }
}

// As a card has it: the standfirst, else the first paragraph with words in it.
function summary() {
  const own = standfirst.value.trim().split(/\n\s*\n/)[0]
  if (own || !editor) return own
  let found = ""
  editor.state.doc.forEach((block) => {
    if (!found && block.type.name === "paragraph") found = block.textContent.trim()
  })
  return found.slice(0, 200)
}

const put = (element, text) => { if (element && element.textContent !== text) element.textContent = text }

function room(text, limit) {
  const said = `${counted(text)}.`
  return limit && length(text) > limit ? `${said} About the first ${limit} are seen.` : said
}

function show() {
  waiting = 0
  put(form.querySelector("[data-characters]"), counted(headline.value))
  headline.toggleAttribute("data-long", length(headline.value) > LONG)
  const found = titles()
  const isEmpty = !found.card && !found.share
  place.querySelector("[data-nothing]").hidden = !isEmpty
  for (const each of place.querySelectorAll("[data-shown]")) {
    const text = found[each.dataset.shown]
    each.hidden = !text
    put(each.querySelector("[data-title]"), text)
    put(each.querySelector("[data-room]"), room(text, Number(each.dataset.limit)))
  }
  const picture = form.querySelector(".pick:has(input:checked) img")?.getAttribute("src") ?? ""
  for (const each of place.querySelectorAll("[data-picture]")) {
    if (each.getAttribute("src") !== picture) each.src = picture
    each.hidden = !picture
  }
  const about = summary()
  for (const each of place.querySelectorAll("[data-summary]")) {
    put(each, about)
    each.hidden = !about
  }
  turn()
}

// Checked and set in the story's own language, as soon as another is chosen.
function turn() {
  const lang = language.value
  const dir = form.dataset.rightToLeft.split(" ").includes(lang) ? "rtl" : "ltr"
  if (headline.lang === lang && headline.dir === dir) return
  for (const each of form.querySelectorAll("[data-own-words], .ProseMirror")) Object.assign(each, { lang, dir })
}

const soon = () => { waiting ||= setTimeout(show, PAUSE) }

document.addEventListener("prose-editor:ready", ({ detail }) => {
  if (detail.textarea.form === form) editor = detail.editor
})
for (const event of ["input", "change"]) {
  form.addEventListener(event, ({ target }) => { if (WATCHED.includes(target) || target.name === "lead_photo") soon() })
}
addEventListener("load", show)
