// Comments decided without leaving the page, and by keyboard. Everything is a form that works
// without this: a decision is the same form sent to the same address, and from the page that
// comes back only what changed is taken. What cannot be understood is sent the plain way.

const queue = document.getElementById("queue")
const said = document.getElementById("said")
const KEYS_OFF = "moderation keys off"
const REFRESHED = ["notice", "end", "tabs"]
let line = Promise.resolve() // one decision after the other, in the order they were made
let plain = null // the form that is to be sent the plain way

const all = (selector, where = queue) => [...where.querySelectorAll(selector)]
const free = () => all(".card:not([aria-busy])")
const current = () => document.activeElement?.closest(".card:not([aria-busy])")
const chosen = () => all(".card__pick input:checked")

function tell(words) {
  said.textContent = words
}

function go(card) {
  if (!card) return document.querySelector("#end .empty")?.focus()
  card.focus({ preventScroll: true })
  const bar = queue.querySelector(".dock").offsetHeight
  const { top, bottom } = card.getBoundingClientRect()
  if (top < 0 || bottom > innerHeight - bar) card.scrollIntoView({ block: "start" })
}

function step(by) {
  const cards = free()
  const at = cards.indexOf(current())
  go(cards[at < 0 ? 0 : Math.min(Math.max(at + by, 0), cards.length - 1)])
}

// The cards that a form decides, in the list.
function decided(form) {
  if (form.id === "bulk") return chosen().map((box) => box.closest(".card"))
  const own = form.closest(".card")
  return own ? [own] : []
}

// What is in focus stays where it is on the screen while the list around it changes.
function hold(change) {
  const still = document.activeElement?.closest(".card") ?? free()[0]
  const before = still?.getBoundingClientRect().top
  change()
  if (still?.isConnected) scrollBy(0, still.getBoundingClientRect().top - before)
}

function show(page, sent) {
  const fresh = all(".card", page)
  const names = new Set(fresh.map((card) => card.id))
  let last = null
  for (const card of all(".card")) if (!names.has(card.id)) card.remove()
  for (const card of fresh) {
    const old = document.getElementById(card.id)
    const isSame = old && (old.dataset.version === card.dataset.version)
    if (old && isSame) old.toggleAttribute("aria-busy", old.hasAttribute("aria-busy") && !sent.includes(old))
    else if (old) old.replaceWith(card)
    else if (last) last.after(card)
    else queue.querySelector(".cards").prepend(card)
    last = document.getElementById(card.id)
  }
  for (const id of REFRESHED) {
    const [old, now] = [document.getElementById(id), page.getElementById(id)]
    if (old && now) old.replaceWith(now)
  }
  count()
}

function giveBack(form, sent) {
  form.removeAttribute("data-sent")
  for (const card of sent) card.removeAttribute("aria-busy")
}

async function send(form, button, body, sent) {
  let answer, page
  try {
    answer = await fetch(form.action, { method: "POST", body })
    page = new DOMParser().parseFromString(await answer.text(), "text/html")
  } catch {
    giveBack(form, sent)
    tell("The newsroom did not answer. It is not certain that anything was done; try again.")
    document.getElementById("notice").textContent = said.textContent
    return
  }
  if (!answer.ok || !page.getElementById("queue")) {
    // Signed out, something missing, or the database gone: that page says so and keeps the note.
    giveBack(form, sent)
    plain = form
    form.requestSubmit(button)
    return
  }
  const before = new Set(all(".card").map((card) => card.id))
  hold(() => show(page, sent))
  const back = form.hasAttribute("data-undo") && all(".card").find((card) => !before.has(card.id))
  if (back) go(back)
  else if (!document.activeElement?.closest(".card, .empty, dialog")) go(free()[0])
  tell(document.querySelector("#notice .done__words")?.innerText ?? "")
}

addEventListener("submit", (event) => {
  const { target: form, submitter: button } = event
  if (!form.hasAttribute("data-decide") || form === plain) return
  event.preventDefault()
  if (form.hasAttribute("data-sent")) return // a double click
  form.toggleAttribute("data-sent", form.id !== "bulk")
  const body = new URLSearchParams(new FormData(form, button))
  const sent = decided(form)
  const cards = free()
  const after = cards.slice(cards.indexOf(sent.at(-1)) + 1).find((card) => !sent.includes(card))
  const next = after ?? cards.findLast((card) => !sent.includes(card))
  for (const card of sent) {
    card.setAttribute("aria-busy", "true")
    for (const box of all(".card__pick input", card)) box.checked = false
  }
  if (form.id === "bulk") for (const sheet of all("details", form)) sheet.open = false
  if (sent.length) go(next)
  count()
  line = line.then(() => send(form, button, body, sent))
})

function count() {
  const number = chosen().length
  for (const place of all("[data-count]")) place.textContent = number ? `(${number})` : ""
}

// Keys

// With a selection the keys mean all that is selected, else the comment in focus.
function place() {
  return (chosen().length && document.getElementById("bulk")) || current()
}

function press(verb) {
  const where = place()
  const button = where?.querySelector(`.deeds > button[value="${verb}"]`)
  if (button) button.click()
  else tell(where ? "That is not possible here." : "Choose a comment first, with j.")
}

function openReasons(verb) {
  const sheet = place()?.querySelector(`.why[data-verb="${verb}"]`)
  if (!sheet) return tell("That is not possible here.")
  sheet.open = true
  sheet.querySelector(".why__reasons button").focus()
  tell("Choose a reason: 1 to 8. Escape leaves.")
}

function openSheet() {
  return document.activeElement?.closest(".why[open]") ?? place()?.querySelector(".why[open]")
}

function choose(number) {
  openSheet()?.querySelectorAll(".why__reasons button")[number - 1]?.click()
}

function leave() {
  const sheet = openSheet()
  if (!sheet) return
  sheet.open = false
  sheet.querySelector("summary").focus()
  go(sheet.closest(".card") ?? current())
}

function select() {
  const box = current()?.querySelector(".card__pick input")
  if (box) box.click()
}

const keys = document.getElementById("keys")
const DOES = {
  j: () => step(1),
  k: () => step(-1),
  a: () => press("approve"),
  r: () => openReasons("reject"),
  d: () => openReasons("remove"),
  x: () => openReasons("remove"),
  u: () => { line = line.then(() => document.querySelector("#notice form button")?.click()) },
  o: () => current()?.querySelector(".card__text > .fold > summary")?.click(),
  "?": () => keys.showModal(),
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || keys?.open) return
  const on = document.activeElement
  if (event.key === "Escape") return leave()
  if (!keys || localStorage.getItem(KEYS_OFF) || on?.matches("textarea, select, input:not([type=checkbox])")) return
  const does = /^[1-9]$/.test(event.key) ? () => choose(Number(event.key)) : DOES[event.key]
  if (does) does()
  else if (event.key === " " && on?.matches(".card")) select()
  else return
  event.preventDefault()
})

if (keys) {
  const isOn = keys.querySelector("[data-keys-on]")
  isOn.checked = !localStorage.getItem(KEYS_OFF)
  isOn.addEventListener("change", () => {
    if (isOn.checked) localStorage.removeItem(KEYS_OFF)
    else localStorage.setItem(KEYS_OFF, "yes")
  })
  queue.querySelector(".queue__keys").hidden = false
  queue.querySelector("[data-keys]").addEventListener("click", () => keys.showModal())
  queue.querySelector("[data-all]")?.addEventListener("click", () => {
    const boxes = all(".card:not([aria-busy]) .card__pick input")
    const isAll = boxes.every((box) => box.checked)
    for (const box of boxes) box.checked = !isAll
    count()
  })
}
queue?.addEventListener("change", count)
