// Related articles on the writing page: found by a few letters, shown by their headlines, put in
// order. The field with their addresses stays what is saved; the page that finds them answers here.

import { element } from "newsroom/desk/offers"

const PAUSE = 150 // milliseconds after a letter
const MOST = 4
const ASK = "Words of an article"
const FULL = "Four are enough: take one out to name another."
const HELP = "Up to four. They stand first under the text; the rest is filled by tags and section."
const AWAY = "The newsroom cannot be reached just now. Try again in a moment."

const box = document.querySelector("[data-related]")
const field = box.querySelector("textarea")
const label = box.querySelector("label")
const list = box.querySelector(".related__named")
const search = element("input")
const results = element("div", "related__found")
const said = element("p", "visually-hidden")
const headlines = new Map([...list.querySelectorAll("a")].map((link) => [link.getAttribute("href"), link.textContent]))
let asked, waiting

// What is named

const lines = () => field.value.split("\n").map((line) => line.trim()).filter(Boolean)
const called = (path) => headlines.get(path) || path
const focus = (place) => list.children[place].querySelector("button").focus()

function write(paths, words) {
  field.value = paths.join("\n")
  field.dispatchEvent(new CustomEvent("settled", { bubbles: true }))
  said.textContent = words
  show()
}

function show() {
  const paths = lines()
  list.replaceChildren(...paths.map(row))
  search.disabled = paths.length >= MOST
  search.placeholder = search.disabled ? FULL : ASK
}

function row(path, place) {
  const item = element("li")
  const link = element("a", "", called(path))
  link.href = path
  link.target = "_blank"
  link.dir = "auto"
  item.append(link)
  if (place) item.append(act("Up", path, () => moveUp(place)))
  item.append(act("Take out", path, () => takeOut(place)))
  return item
}

function act(words, path, deed) {
  const button = element("button", "linklike", words)
  button.type = "button"
  button.append(element("span", "visually-hidden", ` “${called(path)}”`))
  button.addEventListener("click", deed)
  return button
}

function moveUp(place) {
  const paths = lines()
  const [path] = paths.splice(place, 1)
  paths.splice(place - 1, 0, path)
  write(paths, `Place ${place}: ${called(path)}`)
  focus(place - 1)
}

function takeOut(place) {
  const path = lines()[place]
  write(lines().filter((each) => each !== path), `Taken out: ${called(path)}`)
  search.focus()
}

function name(path, headline) {
  headlines.set(path, headline)
  search.value = ""
  write([...lines(), path], `Named: ${headline}`)
  if (search.disabled) focus(MOST - 1)
  else search.focus()
  close()
}

// What is found

async function look() {
  asked?.abort()
  asked = new AbortController()
  const { signal } = asked
  try {
    const answer = await fetch(`${box.dataset.related}?q=${encodeURIComponent(search.value)}`, { signal })
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status))
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    offer(page.getElementById("articles"))
  } catch (problem) {
    if (signal.aborted) return
    results.replaceChildren(element("p", "help", AWAY))
  }
  results.hidden = false
}

function offer(found) {
  const named = new Set(lines())
  const choices = [...found.querySelectorAll(".row")].map(choice).filter((each) => !named.has(each.value))
  const none = found.querySelector(".empty")?.textContent ?? "All that was found is named already."
  results.replaceChildren(...(choices.length ? choices : [element("p", "help", none)]))
  said.textContent = choices.length === 1 ? "One article" : `${choices.length} articles`
}

function choice(found) {
  const link = found.querySelector("a")
  const button = element("button", "place")
  const headline = element("span", "", link.textContent)
  const about = [...found.querySelectorAll(".row__meta > span")].map((each) => each.textContent).join(" · ")
  Object.assign(headline, { dir: link.dir, lang: link.lang })
  Object.assign(button, { type: "button", value: link.getAttribute("href") })
  button.append(headline, element("span", "place__about", about))
  button.addEventListener("click", () => name(button.value, link.textContent))
  return button
}

function close() {
  asked?.abort()
  clearTimeout(waiting)
  results.hidden = true
  results.replaceChildren()
}

// Arrow keys open what there is and walk through it, Enter takes the first, Escape closes it.
function key(event) {
  const stops = [search, ...results.querySelectorAll("button")]
  const at = stops.indexOf(event.target)
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (at < 0) return
  if (by && results.hidden) look()
  else if (by) stops[(at + by + stops.length) % stops.length].focus()
  else if (event.key === "Enter" && at === 0) stops[1]?.click()
  else if (event.key === "Escape" && !results.hidden) {
    search.focus()
    close()
  } else return
  event.preventDefault()
}

Object.assign(search, { id: "related-search", type: "search", autocomplete: "off", maxLength: 200 })
label.htmlFor = search.id
said.setAttribute("role", "status")
results.setAttribute("role", "group")
results.setAttribute("aria-label", "Articles found")
field.setAttribute("aria-label", "Related articles, as they are kept")
field.hidden = !box.querySelector(".errorlist") // what was refused is mended where it was typed
box.querySelector(".field .help").textContent = HELP
box.querySelector(":scope > .help").remove()
list.after(search, results, said)
close()
show()

search.addEventListener("click", () => { if (results.hidden) look() })
for (const kind of ["input", "change"]) {
  search.addEventListener(kind, (event) => event.stopPropagation()) // it changes nothing of the story
}
search.addEventListener("input", () => {
  clearTimeout(waiting)
  waiting = setTimeout(look, PAUSE)
})
box.addEventListener("keydown", key)
box.addEventListener("focusout", ({ relatedTarget }) => { if (!box.contains(relatedTarget)) close() })
field.addEventListener("put", show) // a kept text was put back
field.addEventListener("input", show)
