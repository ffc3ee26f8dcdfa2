// Arranging a front page: the same presses without the journey, and dragging by a grip.
// The server draws every step; what it says is said aloud, and focus stays with the story.

const AWAY = "The newsroom does not answer. Press again: the same press twice does no harm."
const AGAIN = "You are signed out, or this page is old. Load it anew: your working copy is kept."
const PARTS = [".arrange", ".arrange-waiting", "main"]
const PATIENCE = 20_000 // milliseconds
const REACH = 6 // pixels before a press on the grip becomes a drag
let dragged = null
let isBusy = false

document.addEventListener("submit", (event) => {
  const form = event.target
  if (form.id !== "arrange" || !event.submitter?.name) return
  event.preventDefault()
  press(event.submitter.name, event.submitter.value, event.submitter.dataset.key)
})

async function press(name, value, key = "") {
  if (isBusy) return
  isBusy = true
  const form = document.querySelector("#arrange")
  const body = new URLSearchParams(new FormData(form))
  body.set(name, value)
  try {
    const answer = await fetch(form.action, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) })
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    if (page.querySelector("#arrange")) show(page, name, value, key)
    else warn(AGAIN)
  } catch {
    warn(AWAY)
  } finally {
    isBusy = false
  }
}

function show(page, name, value, key) {
  for (const part of PARTS) {
    const there = document.querySelector(part)
    const next = page.querySelector(part)
    if (there && next) there.replaceWith(document.adoptNode(next))
    else if (there) there.remove()
    else if (next) document.querySelector(".arrange").after(document.adoptNode(next))
  }
  addGrips()
  const problem = document.querySelector(".arrange-stop")
  const told = document.querySelector("[data-say]")
  // A live region must be there before its words are.
  setTimeout(() => say((problem ?? told)?.textContent ?? ""), 50)
  focus(name, value, key)
}

function focus(name, value, key) {
  const article = value.split(":")[0]
  const same = key && document.querySelector(`[data-key="${CSS.escape(key)}"]`)
  const place = document.querySelector(`.place[data-article="${CSS.escape(article)}"]`)
  const target = same || (name !== "do" && place) || document.querySelector(".arrange-do button")
  target?.focus({ preventScroll: name === "do" })
}

function say(words) {
  const said = document.querySelector("[data-said]")
  if (said) said.textContent = words
}

function warn(words) {
  const known = document.querySelector("[data-warning]")
  const line = known ?? document.createElement("p")
  line.className = "arrange-stop"
  line.dataset.warning = ""
  line.textContent = words
  document.querySelector(".arrange-state").prepend(line)
  say(words)
}

// The grip: a place's own, for mouse, pen and finger. The buttons do the same for everyone else.

function addGrips() {
  for (const controls of document.querySelectorAll(".place .place-do")) {
    const grip = document.createElement("button")
    grip.type = "button"
    grip.className = "place-grip"
    grip.tabIndex = -1
    grip.setAttribute("aria-hidden", "true")
    grip.textContent = "⠿ Drag"
    controls.prepend(grip)
  }
}

const placeUnder = (event) =>
  document.elementFromPoint(event.clientX, event.clientY)?.closest(".card")?.querySelector("[data-place]")

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.(".place-grip")
  if (!grip || event.button !== 0 || isBusy) return
  event.preventDefault()
  const place = grip.closest(".place")
  dragged = { place, card: place.closest(".card"), x: event.clientX, y: event.clientY, isMoving: false }
  grip.setPointerCapture(event.pointerId)
})

document.addEventListener("pointermove", (event) => {
  if (!dragged) return
  const way = Math.hypot(event.clientX - dragged.x, event.clientY - dragged.y)
  if (!dragged.isMoving && way < REACH) return
  dragged.isMoving = true
  document.documentElement.classList.add("is-dragging")
  dragged.card.classList.add("is-dragged")
  mark(placeUnder(event))
  scrollNear(event.clientY)
})

document.addEventListener("pointerup", (event) => {
  if (!dragged) return
  const { place, isMoving } = dragged
  const target = isMoving && placeUnder(event)
  letGo()
  if (!target || target === place) return
  const from = place.dataset.place === undefined ? "" : `:${place.dataset.place}`
  press("move", `${place.dataset.article}:${target.dataset.place}${from}`)
})

document.addEventListener("pointercancel", letGo)
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") letGo()
})

function mark(place) {
  for (const card of document.querySelectorAll(".is-target")) card.classList.remove("is-target")
  if (place && place !== dragged.place) place.closest(".card").classList.add("is-target")
}

function scrollNear(y) {
  const edge = 80
  if (y < edge + 80) scrollBy(0, -16)
  else if (y > innerHeight - edge) scrollBy(0, 16)
}

function letGo() {
  if (!dragged) return
  mark(null)
  dragged.card.classList.remove("is-dragged")
  document.documentElement.classList.remove("is-dragging")
  dragged = null
}

addGrips()
