// Small help on the writing page, which works without it: another row for the byline, Ctrl+S, and a
// question before unsaved words are left where nothing saves them.
// No module, so that the import map may still come after it.

{
  const form = document.getElementById("story-form")
  const body = form.querySelector("#id_body")
  let isChanged = false

  form.addEventListener("input", (event) => {
    isChanged = event.isTrusted || isChanged || event.target === body
  })
  form.addEventListener("submit", () => { isChanged = false })
  addEventListener("beforeunload", (event) => {
    if (isChanged && !("isSaving" in form.dataset)) event.preventDefault()
  })
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    form.requestSubmit()
  })

  const total = form.querySelector("[name=bylines-TOTAL_FORMS]")
  const more = document.createElement("button")
  more.type = "button"
  more.className = "button"
  more.dataset.moreAuthors = ""
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
}
