/* A small question: labelled fields in a modal dialog. Answers the values, "remove", or null. */

let count = 0

export const make = (name, properties = {}, ...children) => {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes("-") || key === "role") element.setAttribute(key, value)
    else element[key] = value
  }
  element.append(...children)
  return element
}

const chooser = ({ id, name, value, options }) => {
  const choices = options.map(([value, textContent]) => make("option", { value, textContent }))
  const field = make("select", { id, name }, ...choices)
  field.value = value ?? ""
  return field
}

const row = (id, { name, label, help, value, long, options, inputMode = "text" }) => {
  const field = options
    ? chooser({ id, name, value, options })
    : make(long ? "textarea" : "input", { id, name, value: value ?? "", inputMode })
  field.className = "prose-dialog__field"
  field.autocomplete = "off"
  const parts = [make("label", { htmlFor: id, textContent: label }), field]
  if (help) {
    parts.push(make("p", { id: `${id}-help`, className: "prose-dialog__help", textContent: help }))
    field.setAttribute("aria-describedby", `${id}-help`)
  }
  return make("div", { className: "prose-dialog__row" }, ...parts)
}

const build = ({ title, fields, submit, remove }) => {
  const id = `prose-dialog-${++count}`
  const button = (value, textContent, type = "button") =>
    make("button", { className: "prose-dialog__button", type, value, textContent })
  return make(
    "dialog",
    { className: "prose-dialog", "aria-labelledby": id },
    make(
      "form",
      { method: "dialog", noValidate: true },
      make("h2", { id, className: "prose-dialog__title", textContent: title }),
      ...fields.map((field, index) => row(`${id}-${index}`, field)),
      make("p", { className: "prose-dialog__advice", role: "alert" }),
      make(
        "div",
        { className: "prose-dialog__buttons" },
        button("submit", submit, "submit"),
        button("", "Cancel"),
        ...(remove ? [button("remove", remove)] : []),
      ),
    ),
  )
}

/* It stands in the body, not in the editor: a form inside the admin's form would not be HTML. */
export const ask = (editor, question) =>
  new Promise((resolve) => {
    const dialog = build(question)
    const form = dialog.querySelector("form")
    const advice = dialog.querySelector(".prose-dialog__advice")
    const bookmark = editor.state.selection.getBookmark()
    // At once, not when "close" is told: keys pressed meanwhile would go where no cursor was put.
    const settle = (answer) => {
      dialog.close()
      dialog.remove()
      // The browser puts the cursor where it likes when the focus returns; the writer's stays.
      editor.view.focus()
      const { tr } = editor.state
      editor.view.dispatch(tr.setSelection(bookmark.resolve(tr.doc)))
      resolve(answer)
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      const values = Object.fromEntries(new FormData(form))
      advice.textContent = question.advise?.(values) ?? ""
      if (advice.textContent) return form.elements[0].focus()
      settle(values)
    })
    form.addEventListener("click", ({ target }) => {
      if (target.type === "button") settle(target.value || null)
    })
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault()
      settle(null)
    })
    dialog.addEventListener("close", () => dialog.isConnected && settle(null))
    document.body.append(dialog)
    dialog.showModal()
  })
