// “New story” without a network: a plain panel in this page, kept on this device and sent to a new
// story when the network is back. The number made here keeps one story one, however often it is sent.

import { canKeep, Journal, stayAlive, who } from "newsroom/desk/journal"
import { Line } from "newsroom/desk/saved"
import { pauseAfter, send } from "newsroom/desk/sending"

const { journal: keyAddress, person, zone } = document.getElementById("desk").dataset
const template = document.getElementById("begin-panel")
const REST = 1200
const KEEP = 500
const WITHOUT_COPY = "No copy is kept on this device. Leave this page open."
let journal = null
let panel = null
let known = null

// The key is asked for while there is a network: without it nothing can be kept later.
async function know() {
  const answer = await who(keyAddress)
  if (answer.why || String(answer.person) !== person) throw new Error(answer.sentence ?? "Somebody else is signed in.")
  known = answer
  if (canKeep && !journal) await openJournal(answer)
}

// Where the browser refuses to keep anything, the text is sent all the same.
async function openJournal(answer) {
  try {
    journal = await Journal.open(answer)
    panel?.hold()
  } catch (problem) {
    console.warn("The journal cannot be opened.", problem)
  }
}

for (const form of document.querySelectorAll("[data-begin]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault()
    if (panel) return panel.headline.focus()
    const token = form.elements.csrfmiddlewaretoken.value
    const result = navigator.onLine ? await send(form.action, [], token, AbortSignal.timeout(8000)) : { why: "away" }
    if (result.change) location.assign(result.change)
    else if (result.why === "away") panel = new Panel(form.action)
    else form.submit() // signed out, or the page is too old: that page says so
  })
}

// As crypto.randomUUID, which only secure addresses have.
function makeNumber() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")
}

class Panel {
  constructor(address) {
    this.address = address
    this.id = this.number = makeNumber()
    this.changes = this.savedChanges = this.since = this.tries = 0
    this.refused = -1 // the change that the newsroom could not take: sending it again is of no use
    this.story = null
    const content = template.content.cloneNode(true)
    this.section = content.firstElementChild
    document.getElementById("content").prepend(content)
    this.line = new Line(this.section, zone)
    this.headline = this.section.querySelector("[name=headline]")
    this.body = this.section.querySelector("[name=body]")
    this.section.addEventListener("input", () => this.changed())
    addEventListener("online", () => this.save())
    addEventListener("beforeunload", (event) => {
      if (this.changes !== this.savedChanges && !this.isKept) event.preventDefault()
    })
    if (journal) this.hold()
    else this.line.tell(WITHOUT_COPY)
    this.headline.focus()
  }

  // While this panel is open, no other page sends or offers what it writes.
  hold() {
    stayAlive(this.id)
    this.line.tell("")
  }

  isSaved() {
    return this.changes === this.savedChanges
  }

  pairs() {
    return [["headline", this.headline.value.replace(/\s*\n\s*/g, " ")], ["body", this.body.value]]
  }

  changed() {
    if (this.changes === this.savedChanges) this.since = journal?.now() ?? Date.now()
    this.changes += 1
    this.isKept = false
    if (this.line.state === "saved") this.line.saving()
    this.keeping ||= setTimeout(() => this.keep(), KEEP)
    this.soon(REST)
  }

  async keep() {
    this.keeping = 0
    if (!journal || this.isSaved()) return this.showUnsaved()
    const changes = this.changes
    try {
      await this.write()
      this.isKept = changes === this.changes
      if (this.isSaved()) await journal.remove(this.id) // the answer came while it was written
    } catch (problem) {
      console.warn("The journal cannot be written.", problem)
    }
    this.showUnsaved()
  }

  write() {
    const { place, autosave: address, change: page, version } = this.story ?? {
      place: `new:${this.number}`, autosave: this.address, change: "", version: 1,
    }
    return journal.write(this.id, place, {
      place, address, page, version, number: this.story ? "" : this.number,
      pairs: this.pairs(), names: ["headline", "body"], title: this.headline.value,
    })
  }

  showUnsaved() {
    if (this.isSaved() || !this.tries) return
    this.line.unsaved(this.line.time(this.since), this.isKept)
    this.line.tell([this.why, this.isKept ? "" : WITHOUT_COPY].filter(Boolean).join(" "))
  }

  soon(pause) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), this.tries ? pauseAfter(this.tries) : pause)
  }

  save() {
    this.inFlight ??= this.saveOnce().finally(() => {
      this.inFlight = null
      if (this.mustSend()) this.soon(REST)
    })
    return this.inFlight
  }

  mustSend() {
    return !this.isSaved() && this.changes !== this.refused
  }

  async saveOnce() {
    if (!this.mustSend()) return
    try {
      await know()
    } catch (problem) {
      return this.failed(problem.message)
    }
    if (!this.story && !(await this.begin())) return
    if (this.isSaved()) return
    const changes = this.changes
    const extra = [["version", this.story.version], ["_person", person]]
    const result = await send(this.story.autosave, [...this.pairs(), ...extra], known.token)
    if (result.why) return this.failed(result.sentence)
    this.story.version = result.version
    if (result.wrong.length) return this.refuse(changes, result)
    this.acknowledge(changes, result.saved_at)
  }

  // Part of it could not be stored: that stays here, and on this device, until it is mended.
  refuse(changes, { wrong, saved_at: when }) {
    this.tries = 0
    this.refused = changes
    this.line.saved(when, ` except “${[...new Set(wrong.map((each) => each.label))].join("”, “")}”`)
    this.line.tell(wrong.map((each) => each.sentence).join(" "))
    this.keep()
  }

  // A number that was sent before has the words of then: the present ones follow by a save.
  async begin() {
    const result = await send(this.address, [["begun_as", this.number], ["_person", person], ...this.pairs()], known.token)
    if (result.why) return this.failed(result.sentence)
    this.story = { ...result, place: `story:${result.story}` }
    const link = this.section.querySelector("[data-open-story]")
    link.href = result.change
    link.parentElement.hidden = false
    return true
  }

  acknowledge(changes, when) {
    this.tries = 0
    this.why = ""
    this.line.saved(when)
    this.line.tell("")
    if (changes !== this.changes) return this.line.saving()
    this.savedChanges = changes
    journal?.remove(this.id).catch(console.warn)
  }

  failed(sentence) {
    this.tries += 1
    this.why = sentence === "Failed to fetch" ? "" : sentence
    this.showUnsaved()
    return false
  }
}

if (template) know().catch((problem) => console.warn("The journal waits for the network.", problem))
