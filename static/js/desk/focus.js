// On a photo's page: the point that stays in sight is set by pressing into the picture, or moved
// with the arrow keys; under it stands what is left of the picture where it is cut.

import { element } from "newsroom/desk/offers"

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
const LARGE = 10 // percent, with Shift
const CUTS = { card: "On a card", square: "Square", link: "Beside a link" }

const preview = document.querySelector(".photo-preview")
const fields = ["focus_x", "focus_y"].map((name) => document.querySelector(`input[name=${name}]`))
const point = element("button", "focus-point")
const none = element("button", "button focus-none", "Take the point out")
const cuts = element("div", "focus-cuts")
const said = element("span", "visually-hidden")
const isSet = () => fields.every((field) => field.value !== "" && field.validity.valid)

function build() {
  const frame = element("div", "focus")
  point.type = none.type = "button"
  said.setAttribute("role", "status")
  cuts.setAttribute("aria-hidden", "true")
  cuts.append(...Object.entries(CUTS).map(([name, words]) => cut(name, words)))
  preview.replaceWith(frame)
  frame.append(preview, point, said)
  frame.after(cuts, none)
}

function cut(name, words) {
  const figure = element("figure", `focus-cut focus-cut--${name}`)
  const image = element("img")
  Object.assign(image, { src: preview.src, alt: "" })
  figure.append(image, element("figcaption", "", words))
  return figure
}

// Draws what the fields say, and returns it in words.
function show() {
  const [x, y] = isSet() ? fields.map((field) => Number(field.value)) : [50, 50]
  const where = isSet() ? `${x} percent from the left, ${y} from the top` : "not set"
  Object.assign(point.style, { left: `${x}%`, top: `${y}%` })
  point.classList.toggle("focus-point--none", !isSet())
  point.setAttribute("aria-label", `What stays in sight: ${where}. The arrow keys move it.`)
  none.hidden = !isSet()
  for (const image of cuts.querySelectorAll("img")) image.style.objectPosition = `${x}% ${y}%`
  return where
}

function put(values) {
  fields.forEach((field, n) => {
    field.value = values[n]
    field.dispatchEvent(new Event("input", { bubbles: true }))
  })
  said.textContent = show()
}

const within = (percent) => Math.round(Math.min(100, Math.max(0, percent)))

function press({ clientX, clientY }) {
  const { left, top, width, height } = preview.getBoundingClientRect()
  put([within((100 * (clientX - left)) / width), within((100 * (clientY - top)) / height)])
}

function step(event) {
  const way = STEPS[event.key]
  if (!way || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  const by = event.shiftKey ? LARGE : 1
  put(fields.map((field, n) => within(Number(field.value || 50) + by * way[n])))
}

// Whoever may only look at the photo has no fields.
if (preview && fields.every(Boolean)) {
  build()
  show()
  preview.addEventListener("click", press)
  point.addEventListener("keydown", step)
  none.addEventListener("click", () => {
    put(["", ""])
    point.focus()
  })
  for (const field of fields) field.addEventListener("input", show)
}
