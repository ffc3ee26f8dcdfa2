/* Numbered lists as plain <ol>, with a start but without types, and begun by typing "1. ". */

import { OrderedList as Base, wrappingInputRule } from "django-prose-editor/editor"

export const OrderedList = Base.extend({
  addNodeView: null,

  addAttributes: () => ({
    start: {
      default: 1,
      parseHTML: (element) => Number.parseInt(element.getAttribute("start") ?? "1", 10) || 1,
    },
  }),

  addInputRules() {
    return [
      wrappingInputRule({
        find: /^(\d{1,3})\.\s$/,
        type: this.type,
        getAttributes: (match) => ({ start: Number(match[1]) }),
        joinPredicate: (match, node) => node.childCount + node.attrs.start === Number(match[1]),
      }),
    ]
  },
})
