// Before the page is drawn: whether the details beside the text are folded away. Nothing else is
// kept, and only until the tab is closed. On a phone they come in the text's place, when asked for.

{
  let kept = null
  try {
    kept = sessionStorage.getItem("desk-details")
  } catch {
    // A browser that keeps nothing shows them.
  }
  const isNarrow = matchMedia("(max-width: 61.99rem)").matches
  document.documentElement.dataset.details = isNarrow || kept === "folded" ? "folded" : "open"
}
