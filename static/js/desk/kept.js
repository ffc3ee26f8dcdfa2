// What the journal of the person whom this page belongs to holds, and how the newsroom gets it.

import { isEmpty, Journal, who } from "newsroom/desk/journal"
import { timesIn } from "newsroom/desk/saved"
import { send } from "newsroom/desk/sending"

const { journal: address, person, zone } = document.getElementById("desk").dataset
const time = timesIn(zone)
export const titled = (entry) => `“${entry.title || "A story without a headline"}”, ${time(entry.at)}`

// The journal of whoever this page belongs to, if anything is kept on this device at all.
export async function open() {
  if (await isEmpty()) return null
  const known = await who(address)
  if (known.why || String(known.person) !== person) return null
  return { journal: await Journal.open(known), token: known.token }
}

// Whether the newsroom has the entry now.
export async function deliver(opened, entry) {
  const { journal, token } = opened
  if (entry.number) return deliverBegun(opened, entry)
  const pairs = [...entry.pairs, ["version", entry.version], ["_person", person]]
  const result = await send(entry.address, pairs, token)
  if (result.why || result.wrong.length) return { entry, result }
  await journal.remove(entry.id, entry.at)
  return { entry, change: entry.page }
}

// The number may have been sent before, with the words of then: the last ones follow by a save.
async function deliverBegun(opened, entry) {
  const begun = await send(entry.address, [["begun_as", entry.number], ["_person", person], ...entry.pairs], opened.token)
  if (begun.why) return { entry, result: begun }
  const place = `story:${begun.story}`
  const known = { ...entry, place, number: "", address: begun.autosave, page: begun.change, version: begun.version }
  const at = await opened.journal.write(entry.id, place, known)
  return deliver(opened, { ...known, at })
}
