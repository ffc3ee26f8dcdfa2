// The line that always says where the text is: “Saved 14:03”, “Saving”, or “Only on this device
// since 14:03”. Seen at each change; said aloud only when the state itself is another one.

// A moment as the newsroom's clocks show it, with its day when that is another one.
export function timesIn(zone) {
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone })
  const date = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", timeZone: zone })
  return (moment, now = Date.now()) => {
    const [day, today] = [date.format(moment), date.format(now)]
    return (day === today ? "" : `${day}, `) + clock.format(moment)
  }
}

export class Line {
  constructor(place, zone) {
    this.shown = place.querySelector("[data-saved]")
    this.aloud = place.querySelector("[data-saved-aloud]")
    this.note = place.querySelector("[data-saved-note]")
    this.time = timesIn(zone)
    this.state = "saved"
  }

  saved(when, rest = "") {
    this.show("saved", `Saved ${when}${rest}`)
  }

  saving() {
    this.shown.textContent = "Saving"
    this.shown.dataset.saved = "saving"
  }

  // The browser keeps a copy, or it does not: the line never claims what is not so.
  unsaved(since, isKept) {
    this.show("device", isKept ? `Only on this device since ${since}` : `Not saved since ${since}`)
  }

  show(state, words) {
    this.shown.textContent = words
    this.shown.dataset.saved = state
    if (state !== this.state) this.aloud.textContent = words
    this.state = state
  }

  tell(...words) {
    const isNew = this.note.textContent !== words.map((word) => word.textContent ?? word).join("")
    if (isNew) this.note.replaceChildren(...words)
    this.note.hidden = !this.note.textContent
  }
}
