// On every page of the desk: signing out asks about text that was not sent; text that waits is
// mentioned on the home page; stories begun without a network are sent when it is back.

import { ask } from "newsroom/desk/dialog"
import { asText } from "newsroom/desk/fields"
import { isEmpty, Journal, orphans, who } from "newsroom/desk/journal"
import { element } from "newsroom/desk/offers"
import { timesIn } from "newsroom/desk/saved"
import { send } from "newsroom/desk/sending"

const house = document.getElementById("desk")
const { journal: address, person, zone } = house.dataset
const time = timesIn(zone)
const titled = (entry) => `“${entry.title || "A story without a headline"}”, ${time(entry.at)}`

// The journal of whoever this page belongs to, if anything is kept on this device at all.
async function open() {
  if (await isEmpty()) return null
  const known = await who(address)
  if (known.why || String(known.person) !== person) return null
  return { journal: await Journal.open(known), token: known.token }
}

// Whether the newsroom has the entry now.
async function deliver(opened, entry) {
  const { journal, token } = opened
  if (entry.number) return deliverBegun(opened, entry)
  const pairs = [...entry.pairs, ["version", entry.version], ["_person", person]]
  const result = await send(entry.address, pairs, token)
  if (result.why || result.wrong.length) return { entry, result }
  await journal.remove(entry.id)
  return { entry, change: entry.page }
}

// The number may have been sent before, with the words of then: the last ones follow by a save.
async function deliverBegun(opened, entry) {
  const begun = await send(entry.address, [["begun_as", entry.number], ...entry.pairs], opened.token)
  if (begun.why) return { entry, result: begun }
  const place = `story:${begun.story}`
  const known = { ...entry, place, number: "", address: begun.autosave, page: begun.change, version: begun.version }
  await opened.journal.write(entry.id, place, known)
  return deliver(opened, known)
}

// Signing out

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

// What waits

async function remind() {
  const opened = await open()
  if (!opened) return
  for (const entry of await orphans(await opened.journal.read())) {
    if (entry.number) await sendBegun(opened, entry)
    else if (document.body.classList.contains("desk-home")) mention(entry, "was not saved.", entry.page)
  }
}

async function sendBegun(opened, entry) {
  const { result, change } = await deliver(opened, entry)
  if (change) mention(entry, "was begun on this device. It is a story now.", change)
  else mention(entry, `was begun on this device and is not sent yet. ${result.sentence ?? ""}`, "")
}

function mention(entry, words, page) {
  const notice = element("p", "notice", `${titled(entry)}: this text ${words} `)
  notice.setAttribute("role", "status")
  if (page) {
    const link = element("a", "", "Open it")
    link.href = page
    notice.append(link)
  }
  document.getElementById("content").prepend(notice)
}

if (person) remind().catch((problem) => console.warn("What waits here could not be sent.", problem))
addEventListener("online", () => { remind().catch(console.warn) })
