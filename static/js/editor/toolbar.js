/* The row of tools over the text: one stop for the Tab key, arrows inside, Alt+F10 to reach it. */

import { make } from "newsroom/editor/dialog"
import { icon } from "newsroom/editor/icons"
import { editLink } from "newsroom/editor/link"
import { choosePicture, pickerOf, pictureAround } from "newsroom/editor/picture"
import { editQuote, mayQuote, quoteAround } from "newsroom/editor/quote"

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
  ],
  [
    list("Bulleted list", "bullets", "bulletList", "toggleBulletList", "Mod+Shift+8"),
    list("Numbered list", "numbers", "orderedList", "toggleOrderedList", "Mod+Shift+7"),
    { label: "Quotation", drawing: "quote", run: editQuote,
      can: ({ state }) => mayQuote(state), on: ({ state }) => Boolean(quoteAround(state)) },
    { label: "Picture", drawing: "picture", run: choosePicture, needsPicker: true,
      on: ({ state }) => Boolean(pictureAround(state)) },
    { label: "Rule", drawing: "rule",
      run: (editor) => editor.chain().focus().setHorizontalRule().run(),
      can: (editor) => editor.can().setHorizontalRule() },
  ],
  [history("Undo", "undo", "Mod+Z"), history("Redo", "redo", "Mod+Shift+Z")],
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
  const buttons = [...bar.querySelectorAll("button")]
  const stop = (chosen) => buttons.forEach((button) => (button.tabIndex = button === chosen ? 0 : -1))
  stop(buttons[0])
  bar.addEventListener("focusin", (event) => stop(event.target))
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return editor.commands.focus()
    if (!(event.key in STEPS)) return
    event.preventDefault()
    const next = buttons.indexOf(document.activeElement) + STEPS[event.key]
    buttons[Math.min(Math.max(next, 0), buttons.length - 1)].focus()
  })
  editor.view.dom.addEventListener("keydown", (event) => {
    if (event.altKey && event.key === "F10") bar.querySelector('[tabindex="0"]').focus()
  })
}

export const addToolbar = (editor, frame) => {
  const bar = make("div", {
    className: "prose-toolbar",
    role: "toolbar",
    "aria-label": "Formatting",
  })
  const updates = []
  for (const tools of GROUPS) {
    const group = make("div", { className: "prose-toolbar__group" })
    for (const tool of tools.filter((each) => !each.needsPicker || pickerOf(editor))) {
      const button = draw(tool)
      updates.push(connect(editor, tool, button))
      group.append(button)
    }
    bar.append(group)
  }
  frame.prepend(bar)
  walk(bar, editor)
  const update = () => updates.forEach((each) => each())
  editor.on("transaction", update)
  update()
}
