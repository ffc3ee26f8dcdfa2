// Ctrl+K or ⌘K brings the page “Go to” onto whatever page is open: the same form, the same places.
// Arrow keys walk through them, Enter follows the first. `?` shows the page's keys.

const openers = document.querySelectorAll("[data-palette]")
const PAUSE = 120 // milliseconds after a letter
const dialog = document.getElementById("palette") // not on the page “Go to” itself
let asked, waiting

async function page(words) {
  asked?.abort()
  asked = new AbortController()
  const address = `${openers[0].href}?q=${encodeURIComponent(words)}`
  const answer = await fetch(address, { signal: asked.signal })
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status))
  return new DOMParser().parseFromString(await answer.text(), "text/html")
}

const places = () => [...dialog.querySelectorAll(".place")]

function tell() {
  const number = places().length
  dialog.querySelector("[role=status]").textContent = number === 1 ? "One place" : `${number} places`
}

// What the open page itself can do, by the words on its buttons.
function deeds(words) {
  const begins = words.toLowerCase().split(/\s+/)
  const holds = (label) => begins.every((word) => label.toLowerCase().split(/\s+/).some((part) => part.startsWith(word)))
  const seen = new Set()
  return [...document.querySelectorAll("[data-deeds] :is(button, a[href])")].filter((each) => {
    const label = each.textContent.trim()
    if (!label || seen.has(label) || !holds(label)) return false
    seen.add(label)
    return true
  })
}

function section(found) {
  const part = document.createElement("section")
  part.innerHTML = "<h2>Here</h2><ul></ul>"
  for (const each of found) {
    const item = document.createElement("li")
    const button = document.createElement("button")
    button.type = "button"
    button.className = "place"
    button.textContent = each.textContent.trim()
    button.addEventListener("click", () => { dialog.close(); each.click() })
    item.append(button)
    part.lastChild.append(item)
  }
  return part
}

async function look(words) {
  try {
    const fresh = (await page(words)).getElementById("places")
    const own = deeds(words)
    if (own.length) fresh.querySelector(".empty")?.remove()
    const held = places().indexOf(document.activeElement)
    dialog.querySelector("#places").replaceWith(fresh)
    if (own.length) fresh.prepend(section(own))
    // Whoever walked on before the answer came stays in the list.
    if (held >= 0) (places()[held] ?? places()[0] ?? dialog.querySelector("input")).focus()
    tell()
  } catch (problem) {
    if (problem.name === "AbortError") return
    dialog.querySelector("#places").textContent = "The newsroom cannot be reached just now. Try again in a moment."
  }
}

function step(by) {
  const field = dialog.querySelector("input")
  const stops = [field, ...places()]
  const at = Math.max(stops.indexOf(document.activeElement), 0)
  stops[(at + by + stops.length) % stops.length].focus()
}

if (dialog) {
  dialog.addEventListener("input", (event) => {
    clearTimeout(waiting)
    waiting = setTimeout(look, PAUSE, event.target.value)
  })
  dialog.addEventListener("keydown", (event) => {
    // A search field would only empty itself, and ask for a second press.
    if (event.key === "Escape") {
      event.preventDefault()
      return dialog.close()
    }
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!by) return
    event.preventDefault()
    step(by)
  })
  dialog.addEventListener("submit", async (event) => {
    if (!event.target.matches(".go")) return
    event.preventDefault()
    clearTimeout(waiting)
    await look(dialog.querySelector("input").value)
    places()[0]?.click()
  })
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close() })
}

function open() {
  const field = dialog.querySelector("input")
  field.value = ""
  dialog.querySelector("#places").replaceChildren()
  dialog.querySelector("[role=status]").textContent = "" // of the last time
  dialog.showModal()
  field.focus()
  look("")
}

const keys = document.getElementById("keys") ? null : document.getElementById("desk-keys") // a page may have its own

for (const opener of keys ? document.querySelectorAll("[data-keys]") : []) {
  opener.closest("li").hidden = false
  opener.addEventListener("click", () => keys.showModal())
}

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey) {
    event.preventDefault()
    if (dialog) open()
    else document.getElementById("go-words").focus()
  }
  const writes = event.target.closest?.("input, textarea, select, [contenteditable]")
  if (event.key === "?" && keys && !writes) keys.showModal()
})
for (const opener of openers) {
  opener.addEventListener("click", (event) => {
    if (!dialog || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    open()
  })
}
