// Small help on the writing page, which works without it: words counted while typing, another row
// for the byline, Ctrl+S, a question before unsaved words are left, and what was typed before the
// login ended put back. It runs before the editor, which then shows the text it finds.
// No module, so that the import map may still come after it.

{
  const form = document.getElementById("story-form")
  const body = form.querySelector("#id_body")
  const counter = form.querySelector("[data-words]")
  const words = new Intl.Segmenter(form.dataset.language || undefined, { granularity: "word" })
  let isChanged = false

  function plain(html) {
    return new DOMParser().parseFromString(html.replace(/<(?=[/a-z])/gi, " <"), "text/html").body.textContent
  }

  function count() {
    let found = 0
    for (const part of words.segment(plain(body.value))) found += part.isWordLike
    counter.textContent = found
  }

  let waiting = 0
  form.addEventListener("input", (event) => {
    isChanged = event.isTrusted || isChanged || event.target === body
    if (event.target !== body) return
    clearTimeout(waiting)
    waiting = setTimeout(count, 300)
  })
  form.addEventListener("submit", () => { isChanged = false })
  addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault() })
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    form.requestSubmit()
  })

  const total = form.querySelector("[name=bylines-TOTAL_FORMS]")
  const more = document.createElement("button")
  more.type = "button"
  more.className = "button"
  more.textContent = "Another author"
  more.addEventListener("click", () => {
    const rows = form.querySelectorAll(".credit")
    const row = rows[rows.length - 1].cloneNode(true)
    for (const each of row.querySelectorAll("[name], label")) {
      for (const key of ["name", "id", "for"]) {
        const value = each.getAttribute(key)
        if (value) each.setAttribute(key, value.replace(/bylines-\d+/, `bylines-${rows.length}`))
      }
      if (each.matches("input")) each.value = ""
      if (each.matches("label")) each.textContent = each.textContent.replace(/\d+/, rows.length + 1)
    }
    rows[rows.length - 1].after(row)
    total.value = rows.length + 1
    row.querySelector("input[list]").focus()
  })
  form.querySelector(".credits .help").before(more)

  function putBack(pairs) {
    const wanted = Object.fromEntries(pairs)
    for (let n = total.value; n < Math.min(wanted["bylines-TOTAL_FORMS"], 60); n++) more.click()
    for (const [name, value] of pairs) {
      const field = form.elements[name]
      if (field && !name.endsWith("_FORMS") && !name.startsWith("_")) field.value = value
    }
  }

  const key = `typed:${location.pathname}`
  const typed = sessionStorage.getItem(key)
  if (typed) {
    putBack(JSON.parse(typed))
    isChanged = true
    const notice = document.createElement("p")
    notice.className = "notice"
    notice.role = "status"
    notice.textContent = "This is what you typed before you were signed out. Look it over and save."
    form.querySelector(".write__page").before(notice)
    form.addEventListener("submit", () => sessionStorage.removeItem(key))
  }
}
