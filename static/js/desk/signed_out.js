// Carries what was chosen over the login, in this tab only; decide_again.js puts it back. A story's
// text is not carried so: the journal has it, locked, and offers it when the story is opened.

const link = document.getElementById("sign-in")
const isStory = /\/articles\/story\/\d+\//.test(location.pathname)
const isKept = Boolean(globalThis.crypto?.subtle && globalThis.indexedDB)
const then = document.getElementById("then")

function comeBack(words) {
  link.removeAttribute("target")
  link.nextSibling.textContent = "."
  then.textContent = words
}

if (isStory && isKept) {
  comeBack("The story opens and offers you this text. Put it back and save. Until then it is copied from here.")
} else if (!isStory) {
  try {
    sessionStorage.setItem(`typed:${location.pathname}`, document.getElementById("sent").textContent)
    comeBack("Your text is in the form again. Look it over and save.")
  } catch (problem) {
    console.warn("The text cannot be carried over, it is too long for this browser.", problem)
  }
}
