/* The toolbar's line drawings, on a grid of 24 units. */

const DRAWINGS = {
  bullets: "M9 6h12M9 12h12M9 18h12M4 6h.01M4 12h.01M4 18h.01",
  card: "M3 5h18v14H3zM7 9h10M7 12h10M7 15h5",
  find: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5L21 21",
  language: "M3 6h10M8 3v3M11 6c-1 4-4 7-8 8M5 9c1 2 4 4 7 5M12 21l4.5-11L21 21M13.5 17.5h6",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1-1",
  numbers: "M10 6h11M10 12h11M10 18h11M4 4l1.5-.8V9M3.6 15.2c.4-1.4 3-1.2 3 .3 0 1.2-1.8 2-3 3.5h3.2",
  note: "M4 19h16M4 15h10M13 5l2-1v7M4 7h5M4 11h5",
  picture: "M3 5h18v14H3zM3 16l5-5 4 4 3-3 6 6M15.5 9h.01",
  pull: "M4 4h16M4 20h16M7 14c2-.7 2.5-2 2.5-4H7v3M14 14c2-.7 2.5-2 2.5-4H14v3",
  quote: "M5 17c3-1 4-3 4-6V7H4v5h4M15 17c3-1 4-3 4-6V7h-5v5h4",
  redo: "M20 9H9a5 5 0 0 0 0 10h4M16 5l4 4-4 4",
  rule: "M3 12h18",
  table: "M3 5h18v14H3zM3 10h18M3 14.5h18M9 5v14M15 5v14",
  undo: "M4 9h11a5 5 0 0 1 0 10h-4M8 5L4 9l4 4",
}

const SVG = "http://www.w3.org/2000/svg"

export const icon = (name) => {
  const svg = document.createElementNS(SVG, "svg")
  svg.setAttribute("viewBox", "0 0 24 24")
  svg.setAttribute("aria-hidden", "true")
  const path = document.createElementNS(SVG, "path")
  path.setAttribute("d", DRAWINGS[name])
  svg.append(path)
  return svg
}
