"""Paper, inks and cutting tools for the demo's illustrations: everything becomes one SVG.

Hides how a print is imitated: hand-cut edges (a displacement), shading by stipple (a gradient
dissolved by noise), gouge marks, and the grain of paper. Chance comes from a seed only.
"""

import itertools
import math
import random
from collections.abc import Sequence

Point = tuple[float, float]
Points = str | Sequence[Point]  # a text reads "x,y x,y …"

PAPER, CREAM, INK, NIGHT = "#efe7d4", "#fbf5e4", "#1c1914", "#1d2831"
SLATE, STEEL, MIST, HAZE = "#3c4a52", "#71838a", "#a9b4b0", "#d3d5c8"
RED, RUST, OCHRE, STRAW = "#a5321f", "#84502f", "#c48f3c", "#e4c481"
MOSS, SAGE, ROSE, DUSK = "#4f5a40", "#8d9675", "#d8a98c", "#54565c"

SKINS = (ROSE, "#b98062", "#85563c", "#e0b899")

# Groups are moved and scaled, so a filter's own coordinates must reach far in every direction.
EVERYWHERE = (
    'x="-4000" y="-4000" width="9000" height="9000" filterUnits="userSpaceOnUse" '
    'color-interpolation-filters="sRGB"'
)


class Sheet:
    """A sheet of paper that takes one ink after the other, the farthest first."""

    def __init__(self, seed: str, width: int = 1600, height: int = 1067, paper: str = PAPER):
        self.width, self.height = width, height
        self.chance = random.Random(seed)
        self.defs: dict[str, str] = {}
        self.marks: list[str] = []
        self.rect(0, 0, width, height, paper, edge="")

    def add(self, markup: str) -> None:
        self.marks.append(markup)

    # --- shapes

    def shape(self, d: str, fill: str, edge: str = "cut", extra: str = "") -> None:
        """Lay down one flat ink; `edge` is cut by hand, torn, or clean when empty."""
        self.add(f'<path d="{d}" fill="{fill}"{self._edge(edge)} {extra}/>')

    def rect(self, x, y, width, height, fill, edge="cut", extra="") -> None:
        self.shape(f"M{x:.1f} {y:.1f}h{width:.1f}v{height:.1f}h{-width:.1f}z", fill, edge, extra)

    def disc(self, x, y, radius, fill, edge="cut", extra="") -> None:
        self.shape(circle(x, y, radius), fill, edge, extra)

    def line(self, d: str, colour: str, width: float, edge: str = "cut", extra: str = "") -> None:
        self.add(
            f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width:.2f}" '
            f'stroke-linecap="round" stroke-linejoin="round"{self._edge(edge)} {extra}/>'
        )

    def _edge(self, edge: str) -> str:
        scale = {"": 0, "fine": 2.5, "cut": 5, "torn": 16}[edge]
        if not scale:
            return ""
        frequency = {"fine": 0.06, "cut": 0.035, "torn": 0.02}[edge]
        self.defs[edge] = (
            f'<filter id="{edge}" {EVERYWHERE}><feTurbulence type="fractalNoise" '
            f'baseFrequency="{frequency}" numOctaves="3" seed="4"/><feDisplacementMap '
            f'in="SourceGraphic" scale="{scale}" xChannelSelector="R" yChannelSelector="G"/>'
            "</filter>"
        )
        return f' filter="url(#{edge})"'

    # --- light

    def gradient(self, start: Point, end: Point, stops: Sequence[tuple[float, str, float]]) -> str:
        """Return a fill running from one point to another; stops are (place, colour, alpha)."""
        (x1, y1), (x2, y2) = start, end
        where = f'x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}"'
        return self._gradient("linear", where, stops)

    def glow(self, x: float, y: float, radius: float, stops) -> str:
        return self._gradient("radial", f'cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}"', stops)

    def _gradient(self, kind: str, where: str, stops) -> str:
        name = f"g{len(self.defs)}"
        inside = "".join(
            f'<stop offset="{at}" stop-color="{colour}" stop-opacity="{alpha}"/>'
            for at, colour, alpha in stops
        )
        self.defs[name] = (
            f'<{kind}Gradient id="{name}" gradientUnits="userSpaceOnUse" {where}>{inside}'
            f"</{kind}Gradient>"
        )
        return f"url(#{name})"

    def shade(self, d: str, colour: str, start: Point, end: Point, *alphas: float) -> None:
        """Stipple a shape with one ink, as dense as the alphas say from start to end."""
        last = max(1, len(alphas) - 1)
        stops = [(i / last, "#000", alpha) for i, alpha in enumerate(alphas)]
        self.stipple(d, colour, self.gradient(start, end, stops))

    def halo(self, x: float, y: float, radius: float, colour: str, *alphas: float) -> None:
        """Stipple light around a point, dense in the middle."""
        last = max(1, len(alphas) - 1)
        stops = [(i / last, "#000", alpha) for i, alpha in enumerate(alphas)]
        self.stipple(circle(x, y, radius), colour, self.glow(x, y, radius, stops))

    def stipple(self, d: str, colour: str, fill: str) -> None:
        name = f"s{colour[1:]}"
        self.defs[name] = (
            f'<filter id="{name}" {EVERYWHERE}>'
            '<feTurbulence type="fractalNoise" baseFrequency="0.55" numOctaves="2" seed="11"/>'
            '<feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 2.4 0 0 0 -0.7" result="n"/>'
            '<feComposite in="SourceAlpha" in2="n" operator="arithmetic" k2="1" k3="1" k4="-1"/>'
            '<feComponentTransfer result="m"><feFuncA type="linear" slope="5"/>'
            f'</feComponentTransfer><feFlood flood-color="{colour}"/>'
            '<feComposite in2="m" operator="in"/></filter>'
        )
        self.add(f'<path d="{d}" fill="{fill}" filter="url(#{name})"/>')

    # --- groups

    def inside(self, d: str) -> "Clip":
        """`with sheet.inside(path):` keeps what is drawn within the path."""
        name = f"c{len(self.defs)}"
        self.defs[name] = f'<clipPath id="{name}"><path d="{d}"/></clipPath>'
        return Clip(self, f'<g clip-path="url(#{name})">')

    def moved(self, x: float, y: float, scale: float = 1, turn: float = 0) -> "Clip":
        return Clip(
            self, f'<g transform="translate({x:.1f} {y:.1f}) rotate({turn}) scale({scale})">'
        )

    def faded(self, opacity: float) -> "Clip":
        return Clip(self, f'<g opacity="{opacity}">')

    def svg(self) -> str:
        """Return the print: the inks, then the grain of paper and roller over all of them."""
        size = f'width="{self.width}" height="{self.height}"'
        grain = (
            f'<filter id="grain" {EVERYWHERE}><feTurbulence type="fractalNoise" '
            'baseFrequency="0.3" numOctaves="1" seed="7"/><feColorMatrix values="0 0 0 0 0.1 '
            '0 0 0 0 0.08 0 0 0 0 0.05 0.9 0 0 0 -0.36"/></filter>'
            f'<filter id="wear" {EVERYWHERE}><feTurbulence type="fractalNoise" '
            'baseFrequency="0.2 0.27" numOctaves="2" seed="21"/><feColorMatrix values="0 0 0 0 '
            '0.98 0 0 0 0 0.95 0 0 0 0 0.87 0 6 0 0 -4.1"/></filter>'
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f"{size}><defs>{''.join(self.defs.values())}{grain}</defs>{''.join(self.marks)}"
            f'<rect {size} filter="url(#grain)" opacity="0.18"/>'
            f'<rect {size} filter="url(#wear)" opacity="0.3"/></svg>'
        )


class Clip:
    def __init__(self, sheet: Sheet, start: str):
        self.sheet, self.start = sheet, start

    def __enter__(self) -> Sheet:
        self.sheet.add(self.start)
        return self.sheet

    def __exit__(self, *_) -> None:
        self.sheet.add("</g>")


# --- Paths


def at(points: Points) -> Sequence[Point]:
    """Read points from their short form; leave others as they are."""
    if not isinstance(points, str):
        return points
    pairs = (pair.split(",") for pair in points.split())
    return [(float(x), float(y)) for x, y in pairs]


def poly(points: Points, closed: bool = True) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in at(points)) + ("z" if closed else "")


def circle(x: float, y: float, radius: float, flat: float = 1) -> str:
    arc = f"a{radius:.1f} {radius * flat:.1f} 0 1 1"
    return f"M{x - radius:.1f} {y:.1f}{arc} {2 * radius:.1f} 0{arc} {-2 * radius:.1f} 0z"


def box(x: float, y: float, width: float, height: float) -> str:
    return f"M{x:.1f} {y:.1f}h{width:.1f}v{height:.1f}h{-width:.1f}z"


def smooth(points: Points, closed: bool = True) -> str:
    """Return a soft curve through the points (Catmull and Rom)."""
    points = at(points)
    count = len(points)

    def near(i: int) -> Point:
        return points[i % count] if closed else points[min(max(i, 0), count - 1)]

    d = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for i in range(count if closed else count - 1):
        (ax, ay), (bx, by), (cx, cy), (ex, ey) = near(i - 1), near(i), near(i + 1), near(i + 2)
        d += (
            f"C{bx + (cx - ax) / 6:.1f} {by + (cy - ay) / 6:.1f} "
            f"{cx - (ex - bx) / 6:.1f} {cy - (ey - by) / 6:.1f} {cx:.1f} {cy:.1f}"
        )
    return d + ("z" if closed else "")


def ridge(chance: random.Random, heights: Points, rough: float, times: int = 6) -> list[Point]:
    """Return a skyline through the given points, broken finer and finer."""
    points = list(at(heights))
    for _ in range(times):
        broken = [points[0]]
        for (ax, ay), (bx, by) in itertools.pairwise(points):
            slip = chance.uniform(-1, 1) * rough * abs(bx - ax)
            broken += [((ax + bx) / 2, (ay + by) / 2 + slip), (bx, by)]
        points = broken
    return points


def down(points: Points, bottom: float) -> str:
    """Close a skyline to the foot of the sheet."""
    points = at(points)
    return poly([*points, (points[-1][0], bottom), (points[0][0], bottom)])


def lens(x: float, y: float, length: float, thick: float, turn: float = 0) -> str:
    """The mark of a gouge: pointed at both ends."""
    dx, dy = math.cos(turn) * length / 2, math.sin(turn) * length / 2
    nx, ny = -math.sin(turn) * thick, math.cos(turn) * thick
    return (
        f"M{x - dx:.1f} {y - dy:.1f}Q{x + nx:.1f} {y + ny:.1f} {x + dx:.1f} {y + dy:.1f}"
        f"Q{x - nx:.1f} {y - ny:.1f} {x - dx:.1f} {y - dy:.1f}z"
    )


def gouges(chance, count, area, length, thick, turn=0.0, jitter=0.1) -> str:
    """Many gouge marks scattered over (x, y, width, height), as one path."""
    x, y, width, height = area
    return "".join(
        lens(
            x + chance.random() * width,
            y + chance.random() * height,
            length * chance.uniform(0.4, 1.3),
            thick * chance.uniform(0.5, 1.3),
            turn + chance.uniform(-jitter, jitter),
        )
        for _ in range(count)
    )


def ripples(chance, top, bottom, left, right, density=1.0, pull=None, spread=0.4) -> str:
    """Water: gouges that lengthen towards the viewer; `pull` gathers them under a light."""
    d, y = "", top
    while y < bottom:
        near = (y - top) / max(1, bottom - top)
        for _ in range(int((3 + 10 * (1 - near)) * density)):
            if pull is None:
                x = chance.uniform(left, right)
            else:
                x = chance.gauss(pull, (right - left) * spread * (0.12 + 0.3 * near))
            length = (12 + 130 * near**1.2) * chance.uniform(0.4, 1.4)
            d += lens(x, y + chance.uniform(-2, 2), length, 0.8 + 5.5 * near)
        y += 3 + 17 * near
    return d
