// The writing page saves by itself: at most two seconds after the last change, one save at a time,
// each from the version of the one before. What is not acknowledged stands in this device's journal.

import { differing, put, read, served, settled, watchUnfinished } from "newsroom/desk/fields"
import { canKeep, Journal, stayAlive, who } from "newsroom/desk/journal"
import { offer } from "newsroom/desk/offers"
import { Line } from "newsroom/desk/saved"
import { isUnsure, pauseAfter, send } from "newsroom/desk/sending"

const REST = 1200 // milliseconds after the last change until it is saved
const LONGEST = 6000 // and while typing goes on
const KEEP = 500 // until it stands in the journal
const LAST_CALL = 4000 // how long “Save” waits for a save under way
const STAYS = 60_000 // how long a page that was sent may take to go
const WITHOUT_COPY = "No copy is kept on this device."
const SIGN_IN = ["csrf", "signed_out"]
const FINAL = ["stale", "spiked", "gone", "other_person"] // trying again would change nothing

const form = document.getElementById("story-form")
const { zone, journal: keyAddress, person, key, now: servedAt } = document.getElementById("desk").dataset
const { version, base } = form.elements // `base` is the stored text that a late save is merged with
const line = new Line(form, zone)
const id = canKeep ? crypto.randomUUID() : ""
const place = `story:${form.dataset.story}`
let mayKeep = canKeep && form.dataset.journal !== "no"

let editor = null
let journal = null
let token = form.elements.csrfmiddlewaretoken.value
let stored = served(form) // what the server has, as far as this tab knows
let changes = 0 // counts changes, so that an answer knows whether there were more meanwhile
let savedChanges = 0
let since = 0 // when the first change was made that is not saved
let isKept = false // whether the journal holds the present text
let hasRest = false // whether a field holds what was sent and could not be stored, or is unfinished
let unanswered = null // a save that may have been stored although no answer came
let inFlight = null
let tries = 0
let trouble = "" // why the last save was not acknowledged
let blocked = form.dataset.byHand ? { why: "by_hand", sentence: form.dataset.byHand } : null
let isRestoring = false
let over = 0 // the version of the own other tab that the text put back is saved over
let isLeaving = false
let timer = 0
let channel = null

const isDirty = () => changes !== savedChanges
const isSafe = () => !isDirty() && !hasRest
const now = () => (journal ? journal.now() : Date.now())

document.addEventListener("prose-editor:ready", ({ detail }) => {
  if (detail.textarea.form === form) editor = detail.editor
})

// Changes

function changed() {
  if (!isDirty()) since = now()
  changes += 1
  isKept = false
  if (line.state === "saved" && !blocked) line.saving()
  keepSoon()
  if (blocked) showUnsaved(blocked)
  else saveSoon()
}

let keeping = 0
const keepSoon = () => { keeping ||= setTimeout(keep, isLeaving ? 0 : KEEP) } // the page may go at once

// Returns whether the text is in the journal or with the newsroom now.
async function keep() {
  clearTimeout(keeping)
  keeping = 0
  if (!mayKeep || !journal || isSafe()) return isSafe()
  const at = changes
  try {
    await write(id)
    if (at === changes) isKept = true
    if (isSafe() || !mayKeep) await journal.remove(id) // the answer came while it was written
    return true
  } catch (problem) {
    console.warn("The journal cannot be written.", problem)
    return (isKept = false)
  }
}

function write(entry) {
  const pairs = read(form)
  const names = differing(pairs, stored)
  const title = form.elements.headline?.value || form.elements.working_title?.value || ""
  return journal.write(entry, place, {
    place, title, pairs, names, version: version.value,
    address: form.dataset.autosave, page: location.pathname,
  })
}

function saveSoon(pause = REST) {
  if (blocked || isLeaving) return
  clearTimeout(timer)
  const waited = now() - since
  timer = setTimeout(save, tries ? pauseAfter(tries) : Math.max(0, Math.min(pause, LONGEST - waited)))
}

// Saving

function save() {
  clearTimeout(timer)
  inFlight ??= saveOnce().finally(() => {
    inFlight = null
    if (isDirty() && !blocked && !isLeaving) saveSoon()
  })
  return inFlight
}

async function saveOnce() {
  if (blocked || !isDirty()) return
  if (line.state === "saved") line.saving()
  // The same words again until they are answered: whether they arrived is not known.
  const sent = unanswered ?? {
    pairs: settled(form), version: over || version.value, changes, whole: read(form), restores: isRestoring,
  }
  unanswered = sent
  const extra = [["version", sent.version], ["_person", person], ...(sent.restores ? [["_keep", "mine"]] : [])]
  let result = await send(form.dataset.autosave, [...sent.pairs, ...extra], token)
  if (SIGN_IN.includes(result.why) && (await known())) {
    result = await send(form.dataset.autosave, [...sent.pairs, ...extra], token)
  }
  if (!isUnsure(result) && !SIGN_IN.includes(result.why)) unanswered = null
  if (result.why) return failed(result)
  acknowledge(sent, result)
}

function acknowledge(sent, result) {
  tries = 0
  trouble = ""
  if (sent.restores) restores(false)
  over = 0
  version.value = result.version
  base.value = result.base
  const refused = result.wrong.map((each) => each.field)
  const isRefused = ([name]) => refused.includes(name) || (refused.includes("bylines") && name.startsWith("bylines-"))
  stored = [...sent.pairs.filter((pair) => !isRefused(pair)), ...stored.filter(isRefused)]
  if (changes === sent.changes) savedChanges = changes
  else since = now()
  const labels = [...new Set(result.wrong.map((each) => each.label).filter(Boolean))]
  line.saved(result.saved_at, labels.length ? ` except “${labels.join("”, “")}”` : "")
  line.tell(result.wrong.map((each) => each.sentence).join(" "))
  // What was left out because it is unfinished, or could not be stored, stays in the journal.
  hasRest = Boolean(refused.length || differing(sent.whole, sent.pairs).length)
  if (result.journal === "no" && mayKeep) keepNothing()
  if (isSafe() || !mayKeep) journal?.remove(id).catch(console.warn)
  else if (!isKept) keepSoon()
  if (isDirty()) line.saving()
  channel?.postMessage({ version: result.version, base: result.base, pairs: stored, when: result.saved_at, mayKeep })
  document.dispatchEvent(new Event("story-saved"))
}

// The story was made sensitive while this page was open.
function keepNothing() {
  mayKeep = false
  isKept = false
  form.dataset.journal = "no"
  line.tell(WITHOUT_COPY)
}

function failed(result) {
  trouble = result.why
  // This text was chosen over the own one of another tab. The form still says what it began from:
  // saved by hand as if from a later version, it would cut what it never knew.
  over = result.own && isRestoring ? result.version : 0
  if (over) return saveOnce()
  if (FINAL.includes(result.why)) blocked = result
  else tries += 1
  showUnsaved(result)
}

async function showUnsaved(result) {
  const isThere = await keep()
  const copy = isThere || form.dataset.journal === "no" ? "" : ` ${WITHOUT_COPY}`
  const words = [`${result.sentence ?? ""}${copy} `]
  if (result.why === "signed_out") words.push(signIn())
  line.unsaved(line.time(since || now(), now()), isThere)
  line.tell(...words)
}

function signIn() {
  const link = document.createElement("a")
  link.href = `/accounts/login/?next=${encodeURIComponent(location.pathname)}`
  link.target = "_blank"
  link.rel = "noopener"
  link.textContent = "Sign in beside this page, and it is saved."
  return link
}

// Asks who is signed in, for the journal's key and a fresh token. Another person gets nothing.
async function known() {
  let answer
  try {
    answer = await who(keyAddress)
  } catch {
    return false
  }
  if (answer.why) return false
  if (String(answer.person) !== person) {
    blocked = { why: "other_person", sentence: "Somebody else is signed in here now. Your text was not saved under their name." }
    return false
  }
  token = answer.token
  for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token
  // Where nothing is kept, what was kept here before is still offered, and then goes.
  if (canKeep && !journal) await openJournal(answer)
  return true
}

async function openJournal(answer) {
  try {
    journal = await Journal.open(answer)
  } catch (problem) {
    console.warn("The journal cannot be opened.", problem)
    return line.tell(WITHOUT_COPY)
  }
  stayAlive(id)
  channel = new BroadcastChannel(await journal.name(place))
  channel.addEventListener("message", ({ data }) => hear(data))
  await offer({ form, journal, place, stored: () => stored, line, putBack })
  form.dataset.isSaving = "begun" // whatever this device has to offer stands on the page now
  await keep()
}

// The person's other tab saved. Without words of its own this tab shows them.
function hear(news) {
  if (!news.mayKeep && mayKeep) {
    keepNothing()
    journal.remove(id).catch(console.warn)
  }
  // What is unfinished here, or could not be stored, is not to be written over either.
  if (!isSafe() || inFlight) return line.tell("You also have this story open in another tab.")
  const names = differing(news.pairs, stored)
  put(form, news.pairs, names, editor)
  stored = news.pairs
  version.value = news.version
  base.value = news.base
  line.saved(news.when)
}

// Text of the journal goes into the form as if typed now, from the version it was typed on. What was
// typed here meanwhile and is not saved gives way to it, and is kept to be offered in its turn.
// Returns whether the text is kept as this page's own now.
async function putBack(entry) {
  if (mayKeep && !isSafe()) await write(crypto.randomUUID())
  put(form, entry.pairs, entry.names, editor)
  if (Number(entry.version) < Number(version.value)) version.value = entry.version
  restores(true)
  changed()
  form.elements.body?.dispatchEvent(new Event("input", { bubbles: true }))
  return keep()
}

// Saved by hand, too, what it is put over goes to the history.
function restores(isSo) {
  isRestoring = isSo
  form.querySelector("input[name=_keep]")?.remove()
  if (!isSo) return
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "_keep", value: "mine" })
  form.append(field)
}

// Leaving

const hurry = () => { if (isDirty() && !blocked) save() }

let mayPass = false
form.addEventListener("submit", (event) => {
  if (mayPass || event.defaultPrevented) return leave()
  if (!isDirty() && !inFlight) return leave()
  event.preventDefault()
  passOn(event.submitter)
})

function leave() {
  isLeaving = true
  clearTimeout(timer)
  setTimeout(stay, STAYS)
}

// The page did not go: the way was stopped, or no page came.
function stay() {
  if (!isLeaving) return
  isLeaving = false
  if (isDirty()) saveSoon()
}

// A save under way ends first, so that the form is sent from the version it makes. While the
// newsroom is away the page stays: the browser's own error page would stand in its place.
async function passOn(button) {
  const limit = new Promise((resolve) => setTimeout(resolve, LAST_CALL))
  const noted = keep().then((isThere) => { form.elements._on_device.value = isThere ? "yes" : "" })
  if (blocked) await Promise.race([keep(), limit])
  else await Promise.race([save().then(() => (isDirty() && !trouble ? save() : null)), limit])
  if (trouble === "away") return
  await Promise.race([noted, limit])
  mayPass = true
  form.requestSubmit(button)
  mayPass = false
}

addEventListener("beforeunload", (event) => {
  if (isDirty() && !isLeaving && !isKept) event.preventDefault()
})
addEventListener("pagehide", () => { keep() })
addEventListener("pageshow", (event) => {
  isLeaving = false
  if (event.persisted && !isDirty()) location.reload()
})
addEventListener("online", hurry)
document.addEventListener("visibilitychange", () => {
  if (document.hidden) keep()
  hurry()
})

// Beginning

const isOwn = (target) => target.form === form || form.contains(target)
const typed = (event) => {
  const isEditor = event.type === "input" && event.target.id === "id_body"
  if (isOwn(event.target) && (event.isTrusted || isEditor)) changed()
}

async function begin() {
  // The page brings the key: its first words are kept even if nothing answers any more.
  if (mayKeep) await openJournal({ key, now: servedAt })
  for (let n = 0; !(await known()) && !blocked; n += 1) {
    await new Promise((resolve) => setTimeout(resolve, pauseAfter(n)))
  }
  if (blocked?.why === "other_person") showUnsaved(blocked)
}

form.addEventListener("input", typed)
form.addEventListener("change", typed)
form.addEventListener("settled", changed)
document.addEventListener("signing-out", (event) => event.detail.push(keep().then(() => blocked || save())))
watchUnfinished(form)
form.dataset.isSaving = "" // write.js leaves the question at leaving to this module
line.saved(line.time(form.dataset.savedAt * 1000, Number(servedAt))) // a device's clock may be wrong
if (form.dataset.journal === "no") line.tell(WITHOUT_COPY)
else if (!canKeep) line.tell(`${WITHOUT_COPY} This browser cannot, or the address is not a secure one.`)
addEventListener("load", () => {
  begin()
  const isTypedEarly = differing(read(form), stored).length > 0 // while this script was on its way
  if (form.hasAttribute("data-unsaved") || isTypedEarly) changed()
})
