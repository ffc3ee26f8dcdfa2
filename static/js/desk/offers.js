// Text that this device has and the newsroom has not: shown when its story is opened, never put in
// place of anything without being asked.

import { differing, label, plain } from "newsroom/desk/fields"
import { orphans } from "newsroom/desk/journal"

export async function offer({ form, journal, place, stored, line, putBack }) {
  for (const entry of await orphans(await journal.read(place))) {
    const names = differing(entry.pairs, stored()).filter((name) => entry.names.includes(name))
    if (names.length) show({ ...entry, names })
    else await journal.remove(entry.id) // it arrived after all
  }

  function show(entry) {
    const notice = element("section", "notice offer")
    const said = element("p", "", `This device has text of ${line.time(entry.at, journal.now())} that was not saved.`)
    const strong = element("strong")
    strong.append(...said.childNodes)
    said.append(strong)
    said.setAttribute("role", "status")
    const both = comparison(entry, stored())
    const buttons = element("p", "offer__do")
    buttons.append(
      button("Put it back", async () => {
        if (!(await putBack(entry))) return
        notice.remove()
        await journal.remove(entry.id)
      }, "button--main"),
      button("Compare", (event) => {
        both.hidden = !both.hidden
        event.target.setAttribute("aria-expanded", String(!both.hidden))
      }),
      button("Discard", (event) => discard(event.target)),
    )
    buttons.children[1].setAttribute("aria-expanded", "false")
    notice.append(said, buttons, both)
    form.querySelector(".write__page").before(notice)

    async function discard(asked) {
      if (asked.dataset.sure) {
        notice.remove()
        await journal.remove(entry.id)
      }
      asked.dataset.sure = "yes"
      asked.textContent = "Discard for good"
    }
  }
}

function comparison(entry, stored) {
  const place = element("div", "offer__both")
  place.hidden = true
  for (const name of entry.names) {
    const pair = element("div", "offer__pair")
    pair.append(text("On this device", name, entry.pairs), text("Stored now", name, stored))
    place.append(element("h2", "offer__field", label(name)), pair)
  }
  return place
}

function text(title, name, pairs) {
  const place = element("div", "theirs")
  const value = pairs.filter((pair) => pair[0] === name).map((pair) => plain(pair[1])).join(", ")
  const words = element("div", "theirs__text offer__text", value || "(nothing)")
  words.dir = "auto"
  place.append(element("p", "theirs__head", title), words)
  return place
}

export function element(name, kind = "", words = "") {
  const made = document.createElement(name)
  made.className = kind
  made.textContent = words
  return made
}

export function button(words, act, kind = "") {
  const made = element("button", `button ${kind}`.trim(), words)
  made.type = "button"
  made.addEventListener("click", act)
  return made
}
