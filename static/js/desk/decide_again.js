// After a new login of the same person: what was to be decided stands here again, with its note. The
// page that said “signed out” kept it in this tab.

const key = `typed:${location.pathname}`
const typed = sessionStorage.getItem(key)
const pairs = new URLSearchParams(JSON.parse(typed ?? "[]"))
const isOwn = pairs.get("_person") === document.getElementById("desk").dataset.person
if (typed && !isOwn) {
  sessionStorage.removeItem(key)
} else if (typed) {
  const asked = new URLSearchParams(pairs.getAll("comment").map((pick) => ["comment", pick]))
  asked.set("verb", pairs.get("verb") ?? "")
  const note = document.getElementById("id_note")
  if (note) {
    note.value ||= pairs.get("note") ?? ""
    for (const back of document.querySelectorAll("[name=_back]")) back.value = pairs.get("_back") ?? ""
    sessionStorage.removeItem(key)
  } else if (!location.search && asked.has("comment")) {
    location.replace(`?${asked}`)
  }
}
