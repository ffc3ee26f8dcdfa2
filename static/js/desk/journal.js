// What this device keeps of unsaved text, locked by a key that the server gives only to the person
// who is signed in. The key is held in memory; what is stored tells nobody whose it is, of which
// story, or what it says. Entries go when the server has acknowledged them, or after thirty days.

const DATABASE = "newsroom"
const STORE = "texts"
const DAYS = 30
const LOCK = "newsroom text "

export const canKeep = Boolean(globalThis.crypto?.subtle && globalThis.indexedDB)

// Who is signed in, by the server's word: {person, key, token, now}, or {why} with its sentence.
export async function who(address) {
  const answer = await fetch(address, {
    headers: { Accept: "application/json" }, cache: "no-store", redirect: "manual",
    signal: AbortSignal.timeout(15_000),
  })
  if (answer.type === "opaqueredirect") return { why: "signed_out", sentence: "You are signed out." }
  if (!answer.ok && answer.status !== 403) throw new Error(String(answer.status))
  return answer.json()
}

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result)
  request.onerror = () => reject(request.error)
})

function connect() {
  const request = indexedDB.open(DATABASE, 1)
  request.onupgradeneeded = () => {
    const store = request.result.createObjectStore(STORE, { keyPath: "id" })
    for (const name of ["owner", "place", "at"]) store.createIndex(name, name)
  }
  return done(request)
}

// Whether anybody's text is kept here; asked without a key, so that most pages need none.
export async function isEmpty() {
  if (!canKeep) return true
  const database = await connect()
  const count = await done(database.transaction(STORE).objectStore(STORE).count())
  database.close()
  return count === 0
}

export class Journal {
  static async open(known) {
    const raw = Uint8Array.from(atob(known.key), (sign) => sign.charCodeAt(0))
    const journal = new Journal()
    journal.raw = raw
    journal.key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"])
    journal.skew = known.now - Date.now()
    journal.owner = await journal.name("owner")
    journal.database = await connect()
    await journal.prune()
    return journal
  }

  now() {
    return Date.now() + this.skew
  }

  // A name that only this person's key can make: it tells nobody else what it stands for.
  async name(what) {
    const text = new TextEncoder().encode(what)
    const digest = await crypto.subtle.digest("SHA-256", new Uint8Array([...this.raw, ...text]))
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  }

  store(mode) {
    // Strict: what is acknowledged here has left the browser's memory.
    return this.database.transaction(STORE, mode, { durability: "strict" }).objectStore(STORE)
  }

  // One after the other: what is locked faster must not be overwritten by what is older.
  write(...entry) {
    this.last = (this.last ?? Promise.resolve()).catch(() => {}).then(() => this.writeOne(...entry))
    return this.last
  }

  async writeOne(...entry) {
    try {
      return await this.put(...entry)
    } catch (problem) {
      if (problem.name !== "InvalidStateError") throw problem
      this.database = await connect() // the browser shut it: its data were cleared, or the disk failed
      return this.put(...entry)
    }
  }

  async put(id, place, data) {
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const text = new TextEncoder().encode(JSON.stringify(data))
    const bytes = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.key, text)
    const row = { id, owner: this.owner, place: await this.placed(place), at: this.now(), iv, bytes }
    const store = this.store("readwrite") // a transaction ends while one waits for anything else
    store.put(row)
    await finished(store.transaction)
    return row.at
  }

  async placed(place) {
    this.names ??= {}
    this.names[place] ??= await this.name(place)
    return this.names[place]
  }

  // This person's entries, oldest first; with a place, only those of it.
  async read(place) {
    const [index, value] = place ? ["place", await this.placed(place)] : ["owner", this.owner]
    const rows = await done(this.store("readonly").index(index).getAll(value))
    const found = await Promise.all(rows.map((row) => this.unlock(row)))
    return found.filter(Boolean).sort((a, b) => a.at - b.at)
  }

  async unlock({ id, at, iv, bytes }) {
    try {
      const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, this.key, bytes)
      return { id, at, ...JSON.parse(new TextDecoder().decode(text)) }
    } catch {
      return null // the server has another key now: nobody can read it any more
    }
  }

  // With a time, only if the entry is still the one of then: its tab may have typed on.
  async remove(id, at) {
    const store = this.store("readwrite")
    const row = at && (await done(store.get(id)))
    if (!row || row.at === at) store.delete(id)
    await finished(store.transaction)
  }

  async prune() {
    const store = this.store("readwrite")
    const old = await done(store.index("at").getAllKeys(IDBKeyRange.upperBound(this.now() - DAYS * 86_400_000)))
    for (const id of old) store.delete(id)
    await finished(store.transaction)
  }
}

const finished = (transaction) => new Promise((resolve, reject) => {
  transaction.oncomplete = resolve
  transaction.onerror = transaction.onabort = () => reject(transaction.error)
})

// A tab's own entries are not lost while it is open: it holds a lock that ends with it.
export function stayAlive(id) {
  navigator.locks?.request(LOCK + id, () => new Promise(() => {}))
}

export async function orphans(entries) {
  const held = (await navigator.locks?.query())?.held ?? []
  const alive = new Set(held.map((lock) => lock.name))
  return entries.filter((entry) => !alive.has(LOCK + entry.id))
}
