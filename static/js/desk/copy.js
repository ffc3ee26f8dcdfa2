// On a page that gives back what was typed: all of it into the clipboard, at once.

const said = document.querySelector("[data-copied]")

for (const press of document.querySelectorAll("[data-copy-all]")) {
  press.hidden = false
  press.addEventListener("click", copy)
}

function parts() {
  return [...document.querySelectorAll(".typed [data-typed]")].map((part) => {
    const drawn = part.querySelector(".reading")
    const label = part.dataset.typed
    return `${label}\n${drawn ? drawn.innerText : part.querySelector("textarea").value}`
  })
}

async function copy() {
  const text = parts().join("\n\n")
  try {
    await navigator.clipboard.writeText(text)
    said.textContent = "Copied."
  } catch {
    select()
    said.textContent = "This browser does not let it be copied by a button. It is selected: copy it with the keyboard or the menu."
  }
}

function select() {
  const range = document.createRange()
  range.selectNodeContents(document.querySelector(".typed"))
  getSelection().removeAllRanges()
  getSelection().addRange(range)
  document.execCommand("copy")
}
