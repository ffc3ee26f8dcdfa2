// Opens the form for a comment where the reader is, and sends it from there. Without this script
// the same links lead to the same form on a page of its own. Nothing is asked for before a click.

const section = document.getElementById("comments")
const trouble = section.querySelector("[data-offline]")
let opened = null // the link that was followed, and the part of a page that it brought

const key = (form) => `answer:${form.elements.article.value}:${form.elements.parent.value}`
const field = () => opened?.part?.querySelector("textarea:not([readonly])")

async function ask(address, options) {
  const url = new URL(address, location.href)
  url.searchParams.set("part", "1")
  const response = await fetch(url, options)
  const page = new DOMParser().parseFromString(await response.text(), "text/html")
  return { response, part: page.querySelector(".answer") }
}

function complain(after) {
  after.after(trouble)
  trouble.hidden = false
}

function place(part) {
  trouble.hidden = true
  opened.part?.remove()
  opened.part = part
  opened.link.after(part)
  const text = field()
  // A draft lives as long as this tab: others may use this machine.
  if (text && !text.value) text.value = sessionStorage.getItem(key(text.form)) ?? ""
  const first = part.querySelector("#problems") ?? text ?? part.querySelector("h2")
  first.focus()
}

function close() {
  const { link, part } = opened
  opened = null
  trouble.hidden = true
  part.remove()
  link.focus()
}

async function open(link) {
  try {
    const { response, part } = await ask(link.href)
    if (!part && response.status < 500) return location.assign(link.href)
    if (!part) throw new Error(response.status)
    if (opened) close()
    else history.pushState("answer", "")
    opened = { link }
    place(part)
  } catch {
    complain(link)
  }
}

async function send(form) {
  const button = form.querySelector("[type=submit]")
  button.disabled = true
  try {
    const body = new URLSearchParams(new FormData(form))
    const { response, part } = await ask(form.action, { method: "POST", body })
    if (!part) throw new Error(response.status)
    if (response.redirected) sessionStorage.removeItem(key(form))
    place(part)
  } catch {
    complain(form)
  }
  button.disabled = false
}

section.addEventListener("click", (event) => {
  const link = event.target.closest("a[href*='/comments/form/']")
  const wrong = event.target.closest("#problems a")
  if (wrong) { // without a step in the history, which would close the form
    event.preventDefault()
    document.querySelector(wrong.hash).focus()
  }
  if (event.target.closest("[data-close]")) history.back()
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  open(link)
})
section.addEventListener("submit", (event) => {
  event.preventDefault()
  send(event.target)
})
section.addEventListener("input", ({ target }) => {
  if (target === field()) sessionStorage.setItem(key(target.form), target.value)
})
section.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing && opened) history.back()
})
addEventListener("popstate", () => { if (opened) close() })
