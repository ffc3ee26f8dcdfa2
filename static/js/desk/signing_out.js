// Signing out, at the desk or on its own page, asks about text that was not sent.

import { ask } from "newsroom/desk/dialog"
import { asText } from "newsroom/desk/fields"
import { deliver, open, titled } from "newsroom/desk/kept"
import { element } from "newsroom/desk/offers"

for (const form of document.querySelectorAll("[data-sign-out]")) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.asked) return
    event.preventDefault()
    if (await mayLeave()) {
      form.dataset.asked = "yes"
      form.requestSubmit()
    }
  })
}

async function mayLeave() {
  let opened = null
  try {
    const waits = [] // the writing page keeps and sends its last words
    document.dispatchEvent(new CustomEvent("signing-out", { detail: waits }))
    await Promise.race([Promise.allSettled(waits), new Promise((done) => setTimeout(done, 4000))])
    opened = await open()
  } catch {
    return true // offline: signing out will say so itself, and what is kept stays locked
  }
  for (let note = ""; opened;) {
    const entries = await opened.journal.read()
    if (!entries.length) return true
    const answer = await ask("Text on this device was not sent", told(entries, note), [
      ["send", "Send it now", "button--main"], ["download", "Download it and sign out"],
      ["discard", "Discard it and sign out"], ["", "Stay signed in"],
    ])
    if (answer === "download") return download(entries)
    if (answer === "discard") return forget(opened.journal, entries)
    if (answer !== "send") return false
    note = await sendAll(opened, entries)
  }
  return true
}

function told(entries, note) {
  const list = element("ul")
  for (const entry of entries) {
    const row = element("li", "", titled(entry))
    row.dir = "auto"
    list.append(row)
  }
  const words = "A download leaves it here, too, locked until you sign in again. Nobody else can read it."
  const parts = [list, element("p", "", words)]
  return note ? [element("p", "ask__note", note), ...parts] : parts
}

async function sendAll(opened, entries) {
  const results = []
  for (const entry of entries) results.push(await deliver(opened, entry))
  const failed = results.filter((each) => each.result)
  return failed.map(({ entry, result }) =>
    `${titled(entry)}: ${result.sentence ?? result.wrong.map((each) => each.sentence).join(" ")}`).join(" ")
}

function download(entries) {
  const text = entries.map((entry) => `${titled(entry)}\n\n${asText(entry.pairs)}`).join("\n\n\n")
  const link = element("a")
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }))
  link.download = "unsent-text.txt"
  link.click()
  return new Promise((resolve) => setTimeout(resolve, 500, true))
}

async function forget(journal, entries) {
  for (const entry of entries) await journal.remove(entry.id)
  return true
}
