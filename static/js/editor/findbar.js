/* The bar for find and replace: at the foot of the text, opened by Ctrl+F in the text or by its tool. */

import { make } from "newsroom/editor/dialog"
import { found, look, replace, replaceAll, step } from "newsroom/editor/find"

const bars = new WeakMap()
let count = 0

const field = (id, label) => {
  const input = make("input", { id, type: "text", className: "prose-find__field", autocomplete: "off", spellcheck: false })
  return { input, row: make("div", { className: "prose-find__row" }, make("label", { htmlFor: id, textContent: label }), input) }
}

const choice = (label) => {
  const input = make("input", { type: "checkbox" })
  return { input, row: make("label", { className: "prose-find__choice" }, input, ` ${label}`) }
}

const button = (label, run, className = "") => {
  const element = make("button", { type: "button", className: `prose-find__button ${className}`.trim(), textContent: label })
  element.addEventListener("click", run)
  return element
}

const build = (id) => {
  const parts = {
    find: field(`${id}-find`, "Find"),
    change: field(`${id}-change`, "Replace with"),
    matchCase: choice("Match case"),
    matchAccents: choice("Match accents"),
    said: make("p", { className: "prose-find__said", role: "status" }),
  }
  parts.bar = make("div", { className: "prose-find", role: "search", "aria-label": "Find and replace in the text", hidden: true })
  return parts
}

const place = ({ matches, current, query }) => {
  if (!query?.text) return ""
  return matches.length ? `${current + 1} of ${matches.length}` : "Nothing found"
}

const showHere = (editor) =>
  editor.view.dom.querySelector(".prose-found--here")?.scrollIntoView({ block: "nearest" })

/* The form around the editor must neither be sent by Enter here nor take these fields for its own. */
const keepApart = (bar, keys) => {
  for (const kind of ["input", "change"]) bar.addEventListener(kind, (event) => event.stopPropagation())
  bar.addEventListener("keydown", (event) => {
    const run = keys[event.key]
    if (!run || (event.key === "Enter" && event.target.matches("button"))) return
    event.preventDefault()
    event.stopPropagation()
    run(event)
  })
}

/* What can be done with the bar; each tells what came of it. */
const acts = (editor, { find, change, matchCase, matchAccents, said, bar }) => {
  const tell = (words = place(found(editor))) => {
    said.textContent = words
    showHere(editor)
  }
  return {
    ask() {
      const query = { text: find.input.value, matchCase: matchCase.input.checked, matchAccents: matchAccents.input.checked }
      look(editor, query)
      tell()
    },
    go(by) {
      step(editor, by)
      tell()
    },
    close() {
      const { matches, current } = found(editor)
      bar.hidden = true
      look(editor, null)
      const chain = editor.chain()
      if (matches[current]) chain.setTextSelection(matches[current])
      chain.focus().run()
    },
    one() {
      const done = replace(editor, change.input.value)
      tell(done ? `Replaced. ${place(found(editor))}` : undefined)
    },
    all() {
      const done = replaceAll(editor, change.input.value)
      tell(done ? `${done} replaced` : undefined)
    },
  }
}

const connect = (editor, parts) => {
  const { find, change, matchCase, matchAccents, said, bar } = parts
  const { ask, go, close, one, all } = acts(editor, parts)
  find.input.addEventListener("input", ask)
  for (const { input } of [matchCase, matchAccents]) input.addEventListener("change", ask)
  keepApart(bar, {
    Escape: close,
    Enter: ({ target, shiftKey }) => (target === change.input ? one() : go(shiftKey ? -1 : 1)),
  })
  bar.append(
    find.row, said,
    make("div", { className: "prose-find__buttons" }, button("Previous", () => go(-1)), button("Next", () => go(1))),
    change.row,
    make("div", { className: "prose-find__buttons" }, button("Replace", one), button("Replace all", all)),
    matchCase.row, matchAccents.row,
    button("Close", close, "prose-find__close"),
  )
  editor.on("transaction", () => {
    if (!bar.hidden && !/replaced/i.test(said.textContent)) said.textContent = place(found(editor))
  })
  return { find, ask }
}

const selectedWords = ({ state }) => {
  const { from, to, $from, $to } = state.selection
  return $from.sameParent($to) ? state.doc.textBetween(from, to, " ") : ""
}

const frames = new WeakMap()

/* Made when it is first asked for. */
const barOf = (editor) => {
  if (!bars.has(editor)) {
    const parts = build(`prose-find-${++count}`)
    bars.set(editor, { parts, ...connect(editor, parts) })
    frames.get(editor).append(parts.bar)
  }
  return bars.get(editor)
}

export const openFind = (editor) => {
  const { parts, find, ask } = barOf(editor)
  const words = selectedWords(editor)
  parts.bar.hidden = false
  if (words) find.input.value = words
  find.input.focus()
  find.input.select()
  ask()
}

export const addFindBar = (editor, frame) => {
  frames.set(editor, frame)
  editor.view.dom.addEventListener("keydown", (event) => {
    const isFind = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
    if (!isFind || event.key.toLowerCase() !== "f") return
    event.preventDefault()
    openFind(editor)
  })
}
