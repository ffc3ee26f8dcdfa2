// On every page of the desk: text that waits on this device is mentioned on the home page; stories
// begun without a network are sent when it is back.

import { orphans } from "newsroom/desk/journal"
import { deliver, open, titled } from "newsroom/desk/kept"
import { element } from "newsroom/desk/offers"

const told = new Set() // each is mentioned once, however often the network comes back

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
  if (told.has(entry.id + words)) return
  told.add(entry.id + words)
  const notice = element("p", "notice", `${titled(entry)}: this text ${words} `)
  notice.setAttribute("role", "status")
  if (page) {
    const link = element("a", "", "Open it")
    link.href = page
    notice.append(link)
  }
  document.getElementById("content").prepend(notice)
}

remind().catch((problem) => console.warn("What waits here could not be sent.", problem))
addEventListener("online", () => { remind().catch(console.warn) })
