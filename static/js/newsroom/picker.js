/* Hands the chosen picture to the page that opened this window, and closes it. Without an opener
   (or without this script) each picture's HTML stands beside it, to copy. */
const opener = window.opener;

function hand(button) {
  const { token, src, alt } = button.dataset;
  opener.postMessage({ photo: { token, src, alt } }, window.location.origin);
  window.close();
}

if (opener && !opener.closed) {
  document.documentElement.classList.add("picker-live");
  for (const button of document.querySelectorAll("[data-token]")) {
    button.hidden = false;
    button.addEventListener("click", () => hand(button));
  }
}
