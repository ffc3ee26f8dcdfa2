/* Turns each marked textarea into the editor. The textarea stays the form's field: it gets the
   HTML at every change and an `input` event with it, so that saving and autosaving just work. */

import {
  Blockquote, Bold, BulletList, Code, CodeBlock, Document, Dropcursor, Editor, Gapcursor,
  HardBreak, Heading, History, HorizontalRule, Italic, ListItem, Paragraph, SpecialCharacters,
  Strike, Subscript, Superscript, TableRow, Text,
} from "django-prose-editor/editor"
import { Card } from "newsroom/editor/card"
import { Find } from "newsroom/editor/find"
import { addFindBar } from "newsroom/editor/findbar"
import { Language } from "newsroom/editor/language"
import { Link } from "newsroom/editor/link"
import { OrderedList } from "newsroom/editor/lists"
import { Footnote } from "newsroom/editor/note"
import { disarm, PasteCleanly } from "newsroom/editor/paste"
import { Picture } from "newsroom/editor/picture"
import { Pull } from "newsroom/editor/pull"
import { Cite, Quote, QuoteSource, QuoteText } from "newsroom/editor/quote"
import { TableBlock, TableBody, TableCaption, TableCell, TableHeader } from "newsroom/editor/table"
import { addToolbar } from "newsroom/editor/toolbar"

const extensions = (textarea) => [
  Document, Paragraph, Text, HardBreak, Heading.configure({ levels: [2, 3] }),
  BulletList, OrderedList, ListItem, Blockquote, CodeBlock, HorizontalRule,
  Quote, QuoteText, QuoteSource, Picture.configure({ picker: textarea.dataset.pickPhoto }),
  TableBlock, TableCaption, TableBody, TableRow, TableHeader, TableCell, Pull, Card, Footnote,
  Language.configure({ languages: JSON.parse(textarea.dataset.languages ?? "[]") }),
  Bold, Italic, Strike, Subscript, Superscript, Code, Cite, Link,
  History, Dropcursor, Gapcursor, SpecialCharacters, PasteCleanly, Find,
]

const nothing = (html) => /^<(\w+)><\/\1>$/.test(html)

const describe = (textarea) => {
  const label = textarea.labels?.[0]
  const attributes = {
    "aria-label": textarea.getAttribute("aria-label") || label?.textContent.trim() || "Text",
    spellcheck: "true",
    role: "textbox",
    "aria-multiline": "true",
  }
  for (const name of ["aria-describedby", "aria-invalid", "lang", "dir"]) {
    if (textarea.hasAttribute(name)) attributes[name] = textarea.getAttribute(name)
  }
  return attributes
}

/* What led to the textarea now leads to the editor: its label, links to it, its focus(). */
const standInFor = (textarea, editor) => {
  const focus = () => editor.commands.focus()
  textarea.focus = focus
  for (const label of textarea.labels ?? []) label.addEventListener("click", focus)
  document.addEventListener("click", (event) => {
    if (event.target.closest?.(`a[href="#${CSS.escape(textarea.id)}"]`)) {
      event.preventDefault()
      focus()
    }
  })
}

export const start = (textarea) => {
  const frame = document.createElement("div")
  frame.className = "prose-editor"
  textarea.before(frame)
  frame.append(textarea)
  const showEmpty = () => frame.toggleAttribute("data-empty", !textarea.value)
  const editor = new Editor({
    element: frame,
    injectCSS: false, // its rules stand in editor.css; the policy would block the element
    editable: !textarea.disabled && !textarea.readOnly,
    extensions: extensions(textarea),
    content: disarm(textarea.value),
    parseOptions: { preserveWhitespace: true },
    // Only lists come from typing. Asterisks and underscores are text to a journalist.
    enableInputRules: ["bulletList", "orderedList"],
    enablePasteRules: false,
    editorProps: { attributes: describe(textarea) },
    onUpdate() {
      const html = editor.getHTML()
      textarea.value = nothing(html) ? "" : html
      showEmpty()
      textarea.dispatchEvent(new Event("input", { bubbles: true }))
    },
  })
  textarea.hidden = true
  showEmpty()
  if (editor.isEditable) {
    addFindBar(editor, frame)
    addToolbar(editor, frame)
  }
  standInFor(textarea, editor)
  textarea.dispatchEvent(
    new CustomEvent("prose-editor:ready", { detail: { editor, textarea }, bubbles: true }),
  )
}

for (const textarea of document.querySelectorAll("textarea[data-newsroom-editor]")) start(textarea)
