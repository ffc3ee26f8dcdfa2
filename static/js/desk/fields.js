// A form's fields as pairs of name and text: read, compared, put back, told as plain text.

const OURS = /^(csrfmiddlewaretoken|version|base|_.*|.*-(MIN_NUM|MAX_NUM)_FORMS)$/
// Half a tag or half a name is none: these count when their field is left.
const UNFINISHED = "[name=tags], [name=related], [name^=bylines-], input[type=date], input[type=time], input[type=datetime-local]"

export const read = (form) =>
  [...new FormData(form)].filter(([name, value]) => !OURS.test(name) && typeof value === "string")

// The same as the page came: a person may have typed before any script was there. The body's field is
// the editor's, which may have written its own form of it.
export const served = (form) => read(form).map(([name, value]) => {
  const { type, defaultValue } = form.elements[name]
  return [name, /^text/.test(type) && name !== "body" ? defaultValue : value]
})

// Notes what a field held when it was entered, so that `settled` can leave out what is unfinished.
export function watchUnfinished(form) {
  form.addEventListener("focusin", ({ target }) => {
    if (target.matches(UNFINISHED)) target.enteredWith = target.value
  })
  form.addEventListener("focusout", ({ target }) => {
    if (target.enteredWith === undefined) return
    const isChanged = target.enteredWith !== target.value
    delete target.enteredWith
    if (isChanged) target.dispatchEvent(new CustomEvent("settled", { bubbles: true }))
  })
}

export function settled(form) {
  const now = document.activeElement
  const isUnfinished = now?.form === form && now.enteredWith !== undefined && now.enteredWith !== now.value
  const pairs = read(form)
  return isUnfinished ? pairs.map(([name, value]) => [name, name === now.name ? now.enteredWith : value]) : pairs
}

const tidy = (html) => new DOMParser().parseFromString(html, "text/html").body.innerHTML

// One text a name. Empty fields and rows without an author say nothing.
function map(pairs) {
  const found = new Map()
  for (const [name, value] of pairs) {
    const text = name === "body" ? tidy(value) : value.replaceAll("\r\n", "\n")
    if (text && !name.endsWith("_FORMS")) found.set(name, [...(found.get(name) ?? []), text].sort())
  }
  for (const name of [...found.keys()]) {
    const row = name.match(/^(bylines-\d+-)(role|order)$/)
    if (row && !found.has(`${row[1]}author`)) found.delete(name)
  }
  return found
}

// The names of the fields in which two lists of pairs differ.
export function differing(some, others) {
  const [a, b] = [map(some), map(others)]
  const names = new Set([...a.keys(), ...b.keys()])
  return [...names].filter((name) => String(a.get(name) ?? "") !== String(b.get(name) ?? ""))
}

export const only = (pairs, names) => pairs.filter(([name]) => names.includes(name))

// Puts texts into the fields; the editor shows its own. Byline rows are added as they are needed.
export function put(form, pairs, names, editor) {
  const rows = Object.fromEntries(pairs)["bylines-TOTAL_FORMS"] ?? 0
  const total = form.elements["bylines-TOTAL_FORMS"]
  for (let n = Number(total?.value ?? 60); n < Math.min(rows, 60); n++) form.querySelector("[data-more-authors]")?.click()
  for (const name of names) {
    const values = pairs.filter((pair) => pair[0] === name).map((pair) => pair[1])
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) set(field, values)
    if (name === "body" && editor) {
      editor.commands.setContent(values[0] ?? "", { emitUpdate: false, parseOptions: { preserveWhitespace: true } })
    }
    if (name === "body") form.elements.body.dispatchEvent(new Event("change", { bubbles: true }))
  }
}

function set(field, values) {
  if (field.matches("[type=radio], [type=checkbox]")) field.checked = values.includes(field.value) || (!values.length && !field.value)
  else if (field.multiple) for (const option of field.options) option.selected = values.includes(option.value)
  else field.value = values[0] ?? ""
  field.dispatchEvent(new Event("put"))
}

// What a person reads of a field: no markup, a line a paragraph.
export function plain(value) {
  if (!value.startsWith("<")) return value
  const page = new DOMParser().parseFromString(value, "text/html").body
  for (const block of page.querySelectorAll("p, h2, h3, h4, li, blockquote, pre, tr, figcaption")) block.append("\n\n")
  for (const line of page.querySelectorAll("br")) line.replaceWith("\n")
  return page.textContent.replace(/\n{3,}/g, "\n\n").trim()
}

export const label = (name) => name.replace(/[-_]+/g, " ").replace(/^./, (letter) => letter.toUpperCase())

const MERE_CHOICE = /^[a-z0-9_-]{1,14}$/

export const asText = (pairs) =>
  pairs.filter(([, value]) => value.trim() && !MERE_CHOICE.test(value))
    .map(([name, value]) => `${label(name)}\n${plain(value)}`).join("\n\n")
