/* The few things that every part of cleaning a paste does with its elements. */

const STYLE = "data-pasted-style"

export const STYLED = `[${STYLE}]`
export const KEEPS = "data-keeps-spaces"
export const BLOCKS =
  "p, h1, h2, h3, h4, h5, h6, ul, ol, li, blockquote, pre, table, caption, thead, tbody, tfoot, tr, td, th, " +
  "div, figure, figcaption, section, article, header, footer, main, aside, nav, address, hr, dl, dt, dd"

export const styleText = (element) => element.getAttribute(STYLE) ?? ""

export const addStyle = (element, text) => element.setAttribute(STYLE, `${text};${styleText(element)}`)

export const takeStyle = (element) => {
  const declarations = styleText(element).toLowerCase().split(";")
  element.removeAttribute(STYLE)
  return Object.fromEntries(
    declarations.map((line) => [line.split(":")[0].trim(), line.slice(line.indexOf(":") + 1).trim()]),
  )
}

export const says = (element, pattern) => pattern.test(styleText(element))

export const unwrap = (element) => element.replaceWith(...element.childNodes)

export const rename = (element, name) => {
  const renamed = element.ownerDocument.createElement(name)
  renamed.append(...element.childNodes)
  element.replaceWith(renamed)
  return renamed
}

export const wrapContent = (element, name) => {
  const wrapper = element.ownerDocument.createElement(name)
  wrapper.append(...element.childNodes)
  element.append(wrapper)
}

export const isBlank = (element) =>
  !element.textContent.replaceAll("\u00a0", " ").trim() && !element.querySelector("img, table, hr")

/* Remove an element, and what held nothing else. */
export const removeUp = (element) => {
  const parent = element.parentElement
  element.remove()
  if (parent && parent.tagName !== "BODY" && isBlank(parent)) removeUp(parent)
}

const TAG = /<[a-z](?:[^>"']|"[^"]*"|'[^']*')*>/gi
const ACTIVE = /"[^"]*"|'[^']*'|[\s/](?:style|on[a-z]+)(?=\s*=)/gi

/* Word processors say bold and italic in style attributes, which our policy keeps browsers from
   reading: even a document that is never shown has its styles and handlers judged, and reported.
   Under another name they are data. */
export const disarm = (html) =>
  html
    .replace(/<style[\s>][^]*?<\/style\s*>/gi, "")
    .replace(TAG, (tag) =>
      tag.replace(ACTIVE, (part) =>
        /["']/.test(part[0]) ? part : `${part[0]}data-pasted-${part.slice(1)}`,
      ),
    )

export const parse = (html) => new DOMParser().parseFromString(disarm(html), "text/html").body

/* Apple's writers say sizes in a style sheet, by class: put what it says where it is meant. */
export const applySheet = (body, html) => {
  for (const [, sheet] of html.matchAll(/<style[^>]*>([^]*?)<\/style\s*>/gi)) {
    for (const [, name, className, rules] of sheet.matchAll(/(p|span|li)\.([\w-]+)\s*\{([^}]*)\}/g)) {
      for (const element of body.querySelectorAll(`${name}.${CSS.escape(className)}`)) addStyle(element, rules)
    }
  }
}
