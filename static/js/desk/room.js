// The room around the text: the details fold away, and full screen leaves only the text and the
// line that says where it is kept. A link to a field opens whatever it stands in.

const page = document.documentElement
const form = document.getElementById("story-form")
const paper = form.querySelector(".write__paper")
const details = document.getElementById("details")
const bar = form.querySelector(".bar")
const folders = form.querySelectorAll("[data-fold]")
const fillers = form.querySelectorAll("[data-fill]")
const narrow = matchMedia("(max-width: 61.99rem)")

const isOpen = () => page.dataset.details === "open"
const isFull = () => page.hasAttribute("data-full")

let place = 0 // where the text was when a phone showed the details in its place
let cameFrom = null

function draw(opens) {
  page.dataset.details = opens ? "open" : "folded"
  for (const button of folders) button.setAttribute("aria-expanded", String(opens))
}

function remember() {
  try {
    sessionStorage.setItem("desk-details", page.dataset.details)
  } catch {
    // A browser that keeps nothing asks again on the next page.
  }
}

function isKeptFolded() {
  try {
    return sessionStorage.getItem("desk-details") === "folded"
  } catch {
    return false
  }
}

function open() {
  if (isOpen()) return
  place = scrollY
  cameFrom = document.activeElement
  draw(true)
  if (narrow.matches) form.scrollIntoView()
}

function fold() {
  if (!isOpen()) return
  const wasInside = details.contains(document.activeElement)
  draw(false)
  if (narrow.matches) scrollTo(0, place)
  if (wasInside) (paper.contains(cameFrom) ? cameFrom : folders[0]).focus({ preventScroll: true })
}

function toggle() {
  if (isFull()) fill(false)
  if (isOpen()) fold()
  else {
    open()
    details.focus({ preventScroll: true })
  }
  if (!narrow.matches) remember()
}

// The whole screen where the browser gives it; else the whole window.
function fill(fills) {
  page.toggleAttribute("data-full", fills)
  for (const button of fillers) button.setAttribute("aria-pressed", String(fills))
  if (!fills && document.fullscreenElement) document.exitFullscreen()
  if (!fills) return
  if (narrow.matches) draw(false)
  if (!paper.contains(document.activeElement)) paper.querySelector(".ProseMirror, textarea").focus()
  page.requestFullscreen?.({ navigationUI: "hide" }).catch(() => {})
}

// Opens what a link leads to, wherever it is folded away.
function lead(hash) {
  const target = hash && document.getElementById(decodeURIComponent(hash.slice(1)))
  if (!target) return
  if (details.contains(target)) {
    fill(false)
    open()
    for (let each = target; each !== details; each = each.parentElement) {
      if (each.matches("details")) each.open = true
    }
    target.scrollIntoView()
  } else if (narrow.matches && paper.contains(target)) draw(false)
}

const letter = ({ key, code }) => (/^[a-z]$/i.test(key) ? key : code.replace("Key", "")).toLowerCase()

// Before the editor takes it, for which it means something smaller; what is open there closes first.
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return
  if (event.target.closest?.(".prose-find, .prose-toolbar, .menu[open]")) return
  if (!isFull() && !(narrow.matches && isOpen())) return
  event.preventDefault()
  event.stopPropagation()
  if (isFull()) fill(false)
  else fold()
}, true)
addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return
  if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.altKey) return
  const deed = { f: () => fill(!isFull()), l: toggle }[letter(event)]
  if (!deed) return
  event.preventDefault()
  deed()
})
document.addEventListener("fullscreenchange", () => { if (!document.fullscreenElement && isFull()) fill(false) })
narrow.addEventListener("change", () => draw(!narrow.matches && !isKeptFolded()))
addEventListener("hashchange", () => lead(location.hash))
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]')
  if (link) lead(link.hash)
})
for (const button of folders) button.addEventListener("click", toggle)
for (const button of fillers) button.addEventListener("click", () => fill(!isFull()))

// What sticks below the bar must know how high it is.
new ResizeObserver(([{ target }]) => form.style.setProperty("--bar", `${target.offsetHeight}px`)).observe(bar)

for (const button of [...folders, ...fillers]) (button.closest("li[hidden]") ?? button).hidden = false
draw(isOpen() || (!narrow.matches && form.hasAttribute("data-unsaved")))
lead(location.hash)
