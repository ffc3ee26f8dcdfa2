// Carries what was typed over the login, in this tab only; write.js puts it back into the form.

const link = document.getElementById("sign-in")
try {
  sessionStorage.setItem(`typed:${location.pathname}`, document.getElementById("sent").textContent)
  link.removeAttribute("target")
  link.nextSibling.textContent = "."
  document.getElementById("then").textContent = "Your text is in the form again. Look it over and save."
} catch (problem) {
  console.warn("The text cannot be carried over, it is too long for this browser.", problem)
}
