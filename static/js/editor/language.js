/* The language of a passage: of words as <span lang>, of whole paragraphs as their own attribute.
   Voices, hyphens and spell-checkers go by it; the page derives the direction. */

import { Mark } from "django-prose-editor/editor"
import { ask } from "newsroom/editor/dialog"

const BLOCKS = ["paragraph", "heading", "blockquote", "quoteText"]

const optionsOf = (editor) =>
  editor.extensionManager.extensions.find(({ name }) => name === "language").options.languages

export const Language = Mark.create({
  name: "language",
  addOptions: () => ({ languages: [] }),
  addAttributes: () => ({ lang: { default: null } }),

  parseHTML: () => [{ tag: "span[lang]:not(.note)" }],
  renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],

  addGlobalAttributes: () => [
    {
      types: BLOCKS,
      attributes: { lang: { default: null, parseHTML: (block) => block.getAttribute("lang") } },
    },
  ],
})

/* Whole blocks, when the selection is only a cursor or reaches over all the words of its blocks. */
const coversBlocks = ({ selection: { $from, $to, empty } }) =>
  empty || !$from.sameParent($to) ||
  ($from.parentOffset === 0 && $to.parentOffset === $to.parent.content.size)

const takesLanguage = (node) => node.isTextblock && "lang" in node.type.spec.attrs

export const languageHere = (editor) => {
  const { $from } = editor.state.selection
  return editor.getAttributes("language").lang ?? $from.parent.attrs.lang ?? ""
}

const setOnBlocks = ({ state, tr }, lang) => {
  const { from, to } = state.selection
  state.doc.nodesBetween(from, to, (node, pos) => {
    if (takesLanguage(node)) tr.setNodeAttribute(pos, "lang", lang)
  })
  return true
}

const set = (editor, lang) => {
  const chain = editor.chain().focus()
  if (!lang) {
    return chain.extendMarkRange("language").unsetMark("language")
      .command((props) => setOnBlocks(props, null)).run()
  }
  if (coversBlocks(editor.state) && takesLanguage(editor.state.selection.$from.parent)) {
    return chain.command((props) => setOnBlocks(props, lang)).run()
  }
  return chain.setMark("language", { lang }).run()
}

export const editLanguage = async (editor) => {
  const answer = await ask(editor, {
    title: "Language of this passage",
    fields: [
      { name: "lang", label: "Language", value: languageHere(editor),
        options: [["", "The story’s own"], ...optionsOf(editor)],
        help: "Of the selected words, or of the paragraph where nothing is selected." },
    ],
    submit: "Set",
  })
  if (answer && answer.lang !== languageHere(editor)) set(editor, answer.lang)
}
