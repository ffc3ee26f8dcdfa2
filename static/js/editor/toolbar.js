/* The row of tools over the text: one stop for the Tab key, arrows inside, Alt+F10 to reach it. */

import { cardAround, editCard } from "newsroom/editor/card"
import { make } from "newsroom/editor/dialog"
import { openFind } from "newsroom/editor/findbar"
import { icon } from "newsroom/editor/icons"
import { editLanguage, languageHere } from "newsroom/editor/language"
import { editLink } from "newsroom/editor/link"
import { editNote, isNote, mayNote } from "newsroom/editor/note"
import { choosePicture, pickerOf, pictureAround } from "newsroom/editor/picture"
import { pullAround, togglePull } from "newsroom/editor/pull"
import { editQuote, mayQuote, quoteAround } from "newsroom/editor/quote"
import {
  addTable, hasCaption, mayAddBlock, removeTable, tableAround, toggleCaption,
} from "newsroom/editor/table"

const heading = (label, level) => ({
  label,
  text: label,
  keys: `Mod+Alt+${level}`,
  run: (editor) => editor.chain().focus().toggleHeading({ level }).run(),
  can: (editor) => editor.can().toggleHeading({ level }),
  on: (editor) => editor.isActive("heading", { level }),
})

const mark = (label, name, text, keys) => ({
  label,
  text,
  keys,
  className: `prose-toolbar__button--${name}`,
  run: (editor) => editor.chain().focus().toggleMark(name).run(),
  can: (editor) => editor.can().toggleMark(name),
  on: (editor) => editor.isActive(name),
})

const list = (label, drawing, name, command, keys) => ({
  label,
  drawing,
  keys,
  run: (editor) => editor.chain().focus()[command]().run(),
  can: (editor) => editor.can()[command](),
  on: (editor) => editor.isActive(name),
})

const history = (label, name, keys) => ({
  label,
  drawing: name,
  keys,
  run: (editor) => editor.chain().focus()[name]().run(),
  can: (editor) => editor.can()[name](),
})

const GROUPS = [
  [heading("Heading", 2), heading("Subheading", 3)],
  [
    mark("Bold", "bold", "B", "Mod+B"),
    mark("Italic", "italic", "I", "Mod+I"),
    { label: "Link", drawing: "link", keys: "Mod+K", run: editLink,
      can: (editor) => editor.schema.marks.link && !editor.isActive("codeBlock"),
      on: (editor) => editor.isActive("link") },
    { label: "Footnote", drawing: "note", keys: "Mod+Alt+F", run: editNote,
      can: ({ state }) => mayNote(state), on: ({ state }) => isNote(state) },
    { label: "Language", drawing: "language", run: editLanguage,
      on: (editor) => Boolean(languageHere(editor)) },
  ],
  [
    list("Bulleted list", "bullets", "bulletList", "toggleBulletList", "Mod+Shift+8"),
    list("Numbered list", "numbers", "orderedList", "toggleOrderedList", "Mod+Shift+7"),
    { label: "Quotation", drawing: "quote", run: editQuote,
      can: ({ state }) => mayQuote(state), on: ({ state }) => Boolean(quoteAround(state)) },
    { label: "Pull quote", drawing: "pull", run: togglePull,
      can: ({ state }) => pullAround(state) || mayAddBlock(state),
      on: ({ state }) => Boolean(pullAround(state)) },
    { label: "Picture", drawing: "picture", run: choosePicture, needsPicker: true,
      on: ({ state }) => Boolean(pictureAround(state)) },
    { label: "Table", drawing: "table", run: addTable, can: ({ state }) => mayAddBlock(state),
      on: ({ state }) => Boolean(tableAround(state)) },
    { label: "Link card", drawing: "card", run: editCard,
      can: ({ state }) => cardAround(state) || mayAddBlock(state),
      on: ({ state }) => Boolean(cardAround(state)) },
    { label: "Rule", drawing: "rule",
      run: (editor) => editor.chain().focus().setHorizontalRule().run(),
      can: (editor) => editor.can().setHorizontalRule() },
  ],
  [
    history("Undo", "undo", "Mod+Z"), history("Redo", "redo", "Mod+Shift+Z"),
    { label: "Find and replace", drawing: "find", keys: "Mod+F", run: openFind },
  ],
]

const inTable = (label, command) => ({
  label,
  text: label,
  className: "prose-toolbar__button--word",
  run: (editor) => editor.chain().focus()[command]().run(),
  can: (editor) => editor.can()[command](),
})

/* Shown while the cursor is in a table. */
const TABLE = [
  inTable("Add row", "addRowAfter"), inTable("Add column", "addColumnAfter"),
  inTable("Remove row", "deleteRow"), inTable("Remove column", "deleteColumn"),
  inTable("Header row", "toggleHeaderRow"), inTable("Header column", "toggleHeaderColumn"),
  { ...inTable("Caption"), can: () => true, run: toggleCaption, on: ({ state }) => hasCaption(state) },
  { ...inTable("Remove table"), can: () => true, run: removeTable },
]

const isMac = /Mac|iPhone|iPad/.test(navigator.platform)
const spoken = (keys) => keys.replace("Mod", isMac ? "Meta" : "Control")
const printed = (keys) => keys.replace("Mod", isMac ? "⌘" : "Ctrl")

const draw = (tool) => {
  const button = make("button", {
    type: "button",
    className: `prose-toolbar__button ${tool.className ?? ""}`.trim(),
    title: tool.keys ? `${tool.label} (${printed(tool.keys)})` : tool.label,
    "aria-label": tool.label,
    tabIndex: -1,
  })
  if (tool.keys) button.setAttribute("aria-keyshortcuts", spoken(tool.keys))
  button.append(tool.text ?? icon(tool.drawing))
  return button
}

const connect = (editor, tool, button) => {
  const allowed = () => !tool.can || Boolean(tool.can(editor))
  button.addEventListener("mousedown", (event) => event.preventDefault()) // the selection stays
  button.addEventListener("click", () => allowed() && tool.run(editor))
  return () => {
    button.setAttribute("aria-disabled", String(!allowed()))
    if (tool.on) button.setAttribute("aria-pressed", String(Boolean(tool.on(editor))))
  }
}

const STEPS = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }

const walk = (bar, editor) => {
  const buttons = () => [...bar.querySelectorAll("button")].filter((button) => !button.closest("[hidden]"))
  const stop = (chosen) => {
    for (const button of bar.querySelectorAll("button")) button.tabIndex = button === chosen ? 0 : -1
  }
  stop(buttons()[0])
  bar.addEventListener("focusin", (event) => stop(event.target))
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return editor.commands.focus()
    if (!(event.key in STEPS)) return
    event.preventDefault()
    const all = buttons()
    const next = all.indexOf(document.activeElement) + STEPS[event.key]
    all[Math.min(Math.max(next, 0), all.length - 1)].focus()
  })
  editor.view.dom.addEventListener("keydown", (event) => {
    if (event.altKey && event.key === "F10") bar.querySelector('[tabindex="0"]').focus()
  })
  return () => stop(buttons()[0])
}

const drawGroup = (editor, tools, className = "") => {
  const group = make("div", { className: `prose-toolbar__group ${className}`.trim() })
  const updates = tools.map((tool) => {
    const button = draw(tool)
    group.append(button)
    return connect(editor, tool, button)
  })
  return { group, update: () => updates.forEach((each) => each()) }
}

export const addToolbar = (editor, frame) => {
  const bar = make("div", { className: "prose-toolbar", role: "toolbar", "aria-label": "Formatting" })
  const groups = GROUPS.map((tools) =>
    drawGroup(editor, tools.filter((each) => !each.needsPicker || pickerOf(editor))))
  const table = drawGroup(editor, TABLE, "prose-toolbar__group--table")
  table.group.setAttribute("role", "group")
  table.group.setAttribute("aria-label", "Table")
  table.group.hidden = true
  bar.append(...groups.map(({ group }) => group), table.group)
  frame.prepend(bar)
  const toFirst = walk(bar, editor)
  const update = () => {
    groups.forEach((each) => each.update())
    const wasHidden = table.group.hidden
    table.group.hidden = !tableAround(editor.state)
    if (!table.group.hidden) table.update()
    else if (!wasHidden && table.group.querySelector('[tabindex="0"]')) toFirst()
  }
  editor.on("transaction", update)
  update()
}
