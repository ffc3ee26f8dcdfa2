// After an ended login: says how the text comes back. A story's is in the journal, locked, and offered
// when the story is opened again. A decision's note is carried over in this tab, for the same person
// (decide_again.js). Everything else is copied from this page.

const link = document.getElementById("sign-in")
const then = document.getElementById("then")
const sent = document.getElementById("sent").textContent
const fields = new URLSearchParams(JSON.parse(sent))

function comeBack(words) {
  link.removeAttribute("target")
  link.nextSibling.textContent = "."
  then.textContent = words
}

if (fields.get("_on_device")) {
  comeBack("The story opens and offers you this text. Put it back and save. Until then it is copied from here.")
} else if (fields.get("_person")) {
  try {
    sessionStorage.setItem(`typed:${location.pathname}`, sent)
    comeBack("Your text is in the form again. Look it over and save.")
  } catch (problem) {
    console.warn("The text cannot be carried over, it is too long for this browser.", problem)
  }
}
