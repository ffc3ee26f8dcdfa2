// Asks for the list of second looks anew, whenever the words were saved.

const form = document.getElementById("story-form")
const place = () => document.getElementById("checks")
const PAUSE = 1000 // milliseconds: while saves follow each other, the last one counts
let waiting = 0

async function look() {
  try {
    const answer = await fetch(form.dataset.autosave.replace("/autosave/", "/checks/"))
    if (!answer.ok || answer.redirected) return
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const fresh = page.getElementById("checks")
    // Nobody's button goes away under the finger.
    if (fresh && !place().contains(document.activeElement)) place().replaceWith(fresh)
  } catch {
    // The newsroom is away for a moment; the list stays as it was.
  }
}

document.addEventListener("story-saved", () => {
  clearTimeout(waiting)
  waiting = setTimeout(look, PAUSE)
})
