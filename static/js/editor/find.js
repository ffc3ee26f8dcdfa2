/* Finding words in the text: whatever marks they wear, within one block. The places found are
   decorations; the text changes only when a replacement is pressed, and then in one step of undo. */

import { Extension, Plugin, pm } from "django-prose-editor/editor"

const { Decoration, DecorationSet } = pm.view
const key = new pm.state.PluginKey("find")
const LATER = 200 // ms without typing until the places are looked for anew

const nothing = { query: null, matches: [], current: -1, decorations: DecorationSet.empty }

/* The words of a block with a sign in place of all else, so that places stay the same. */
const wordsOf = (block) => {
  let words = ""
  block.forEach((child) => (words += child.isText ? child.text : "\ufffc".repeat(child.nodeSize)))
  return words
}

/* Fold letters; `places[n]` is where the n-th folded unit begins, since folding changes lengths. */
const fold = (words, { matchCase, matchAccents }) => {
  let folded = ""
  const places = []
  let at = 0
  for (const sign of words) {
    let plain = matchAccents ? sign : sign.normalize("NFD").replace(/\p{M}/gu, "")
    if (!matchCase) plain = plain.toLowerCase()
    for (let n = 0; n < plain.length; n++) places.push(at)
    folded += plain
    at += sign.length
  }
  places.push(at)
  return { folded, places }
}

/* An accent that stands as a sign of its own belongs to the letter before it. */
const withAccents = (words, end) => {
  while (/^\p{M}/u.test(words.slice(end))) end++
  return end
}

const inBlock = (block, pos, query, needle) => {
  const words = wordsOf(block)
  const { folded, places } = fold(words, query)
  const found = []
  for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + needle.length)) {
    const from = places[at]
    let to = places[at + needle.length]
    if (!query.matchAccents) to = withAccents(words, to)
    if (to > from) found.push({ from: pos + 1 + from, to: pos + 1 + to })
  }
  return found
}

const search = (doc, query) => {
  const needle = fold(query.text, query).folded
  const found = []
  if (!needle) return found
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true
    found.push(...inBlock(node, pos, query, needle))
    return false
  })
  return found
}

const drawn = (doc, matches, current) =>
  DecorationSet.create(doc, matches.map(({ from, to }, n) =>
    Decoration.inline(from, to, { class: n === current ? "prose-found prose-found--here" : "prose-found" })))

const moved = ({ from, to }, mapping) => ({ from: mapping.map(from, 1), to: mapping.map(to, -1) })

const apply = (tr, state) => {
  const asked = tr.getMeta(key)
  if (asked) {
    const next = { ...state, ...asked }
    if (!next.query) return nothing
    return { ...next, decorations: drawn(tr.doc, next.matches, next.current) }
  }
  if (!tr.docChanged || !state.query) return state
  return {
    ...state,
    matches: state.matches.map((match) => moved(match, tr.mapping)),
    decorations: state.decorations.map(tr.mapping, tr.doc),
  }
}

export const found = (editor) => key.getState(editor.state)

const tell = (editor, change) => editor.view.dispatch(editor.state.tr.setMeta(key, change))

/* Look for `query` = {text, matchCase, matchAccents}, from the cursor on, or with null for nothing. */
export const look = (editor, query) => {
  if (!query?.text) return tell(editor, { query, matches: [], current: -1 })
  const matches = search(editor.state.doc, query)
  const { from } = editor.state.selection
  const next = matches.findIndex((match) => match.from >= from)
  tell(editor, { query, matches, current: matches.length && next < 0 ? 0 : next })
}

export const step = (editor, by) => {
  const { matches, current } = found(editor)
  if (!matches.length) return
  tell(editor, { current: (current + by + matches.length) % matches.length })
}

const put = (tr, { from, to }, text) => {
  if (text) tr.insertText(text, from, to)
  else tr.delete(from, to)
}

const again = (editor) => {
  const { query } = found(editor)
  const matches = search(editor.state.doc, query)
  const at = editor.state.selection.from
  const next = matches.findIndex(({ from }) => from >= at)
  tell(editor, { matches, current: matches.length && next < 0 ? 0 : next })
}

/* Both look anew first, since what was found may be a moment old. Each is one step of undo. */
export const replace = (editor, text) => {
  const { query, matches, current } = found(editor)
  const here = matches[current]
  if (!here || !editor.isEditable) return 0
  const match = search(editor.state.doc, query).find(({ from, to }) => from === here.from && to === here.to)
  if (!match) return 0
  const tr = pm.history.closeHistory(editor.state.tr)
  put(tr, match, text)
  tr.setSelection(pm.state.TextSelection.create(tr.doc, match.from + text.length))
  editor.view.dispatch(tr)
  again(editor)
  return 1
}

export const replaceAll = (editor, text) => {
  const matches = search(editor.state.doc, found(editor).query ?? { text: "" })
  if (!matches.length || !editor.isEditable) return 0
  const tr = pm.history.closeHistory(editor.state.tr)
  for (const match of [...matches].reverse()) put(tr, match, text)
  editor.view.dispatch(tr)
  again(editor)
  return matches.length
}

/* While somebody types, the places found move along; they are looked for anew when typing rests. */
const keepUp = (editor) => (view) => {
  let timer = 0
  return {
    update(_, before) {
      const state = key.getState(view.state)
      if (!state.query || before.doc === view.state.doc) return
      clearTimeout(timer)
      timer = setTimeout(() => !view.isDestroyed && key.getState(view.state).query && again(editor), LATER)
    },
    destroy: () => clearTimeout(timer),
  }
}

export const Find = Extension.create({
  name: "find",
  addProseMirrorPlugins() {
    return [
      new Plugin({
        key,
        state: { init: () => nothing, apply },
        props: { decorations: (state) => key.getState(state).decorations },
        view: keepUp(this.editor),
      }),
    ]
  },
})
