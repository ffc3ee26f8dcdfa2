// The terms of a story's conversation, set without leaving the page: the story beside them may
// hold words that are not saved yet. Without this the form opens a page of its own.

const form = document.getElementById("thread-form")
const panel = document.querySelector("[data-thread]")
const said = document.querySelector("[data-thread-said]")

// Choosing here is no writing: the story's form need not ask before it is left.
panel.addEventListener("input", (event) => event.stopPropagation())

form.addEventListener("submit", async (event) => {
  event.preventDefault()
  const body = new URLSearchParams(new FormData(form))
  try {
    const answer = await fetch(form.action, { method: "POST", body })
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const fresh = page.querySelector("[data-thread]")
    if (!fresh) return form.submit() // signed out, or the database gone: in a page beside this one
    panel.replaceChildren(...fresh.childNodes)
    said.textContent = answer.ok ? "Set. It holds from now on." : "Not set. See the sentence above."
    panel.querySelector("select").focus()
  } catch {
    said.textContent = "The newsroom did not answer. Look at what holds now, and try again."
  }
})
