// A small dialog that waits for an answer; Escape answers nothing.

import { element } from "newsroom/desk/offers"

export function ask(title, parts, answers) {
  const dialog = element("dialog", "ask")
  const heading = element("h2", "", title)
  heading.id = "ask-title"
  dialog.setAttribute("aria-labelledby", heading.id)
  const buttons = element("p", "ask__do")
  dialog.append(heading, ...parts, buttons)
  document.body.append(dialog)
  return new Promise((resolve) => {
    for (const [answer, words, kind] of answers) {
      const made = element("button", `button ${kind ?? ""}`.trim(), words)
      made.addEventListener("click", () => dialog.close(answer))
      buttons.append(made)
    }
    dialog.addEventListener("close", () => {
      dialog.remove()
      resolve(dialog.returnValue)
    })
    dialog.showModal()
  })
}
