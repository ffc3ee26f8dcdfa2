"""The concert hall shortly before the first note."""

import math

from comments.demo.drawings.ink import (
    CREAM,
    INK,
    OCHRE,
    RED,
    ROSE,
    RUST,
    SKINS,
    STRAW,
    Sheet,
    at,
    box,
    circle,
    lens,
    poly,
    smooth,
)
from comments.demo.drawings.rooms import listener

WOOD, DARK_WOOD = "#7a5434", "#3d2a1c"


def concert_hall() -> Sheet:
    sheet = Sheet("concert-hall", paper=INK)
    w, h, _chance = sheet.width, sheet.height, sheet.chance
    sheet.shape(
        box(0, 0, w, h),
        sheet.glow(800, 620, 1000, [(0, "#6a3f26", 1), (0.5, "#33201a", 1), (1, INK, 1)]),
        "",
    )
    pine_ceiling(sheet)
    for x in (640, 960):
        sheet.shade(
            poly([(x - 26, 60), (x + 26, 60), (x + 250, 800), (x - 250, 800)]),
            CREAM,
            (x, 60),
            (x, 800),
            0.8,
            0.35,
            0.15,
        )
    balconies(sheet)
    stage = "M260 760C420 690 1180 690 1340 760V830H260z"
    sheet.shape(stage, STRAW)
    sheet.shape("M260 760C420 812 1180 812 1340 760V842C1180 890 420 890 260 842z", WOOD, "fine")
    sheet.shade(stage, RUST, (260, 700), (620, 760), 0.9, 0)
    sheet.shade(stage, RUST, (1340, 700), (980, 760), 0.9, 0)
    orchestra(sheet)
    audience(sheet)
    return sheet


def audience(sheet: Sheet) -> None:
    """The heads of those who sit between us and the stage."""
    chance = sheet.chance
    for row, (y, size) in enumerate(at("930,54 990,74 1070,104")):
        count = int(1900 / (size * 1.75))
        for i in range(count):
            x = -40 + i * 1700 / count + chance.uniform(-6, 6) + row * 20
            listener(
                sheet, x, y + abs(x - 800) ** 2 / 9000 - 40, size, INK if row else DARK_WOOD, INK
            )
            sheet.halo(
                x,
                y + abs(x - 800) ** 2 / 9000 - 40 - size * 1.34,
                size * 0.42,
                OCHRE,
                max(0, 0.75 - abs(x - 800) / 1000),
                0,
            )


def balconies(sheet: Sheet) -> None:
    """Three tiers on either side, each with its lamps."""
    for side in (-1, 1):
        for tier in range(3):
            y = 180 + tier * 170
            curve = (
                f"M{800 - side * -860} {y - 60}C{800 + side * 700} {y + 10} "
                f"{800 + side * 600} {y + 60} {800 + side * 560} "
                f"{y + 120}V{y + 168}C{800 + side * 610} {y + 100} {800 + side * 700} "
                f"{y + 60} {800 + side * 860} {y + 10}z"
            )
            sheet.shape(curve, RUST if tier % 2 == 0 else "#6a2a1e", "fine")
            sheet.shade(curve, INK, (800 + side * 860, y), (800 + side * 540, y + 60), 0.95, 0.2)
            for i in range(9):
                x = 800 + side * (590 + i * 29)
                listener(sheet, x, y + 96 - i * 15, 27, INK, INK)
            sheet.halo(800 + side * 640, y + 78, 60, STRAW, 0.95, 0)


def pine_ceiling(sheet: Sheet) -> None:
    """Planks and beams that run towards the wall behind the orchestra."""
    ceiling = poly("-20,-20 1620,-20 1210,330 390,330")
    sheet.shape(ceiling, "#a9743f")
    for i in range(-16, 17):
        sheet.line(f"M{800 + i * 25.6:.0f} 330L{800 + i * 56:.0f} -20", DARK_WOOD, 3, "fine")
    for i in range(5):
        y = 330 - 350 * (i / 5) ** 1.35 - 8
        reach = 410 + (330 - y) * 1.17
        sheet.rect(800 - reach, y - 8 - i * 4, 2 * reach, 12 + i * 5, DARK_WOOD, "fine")
    sheet.shade(ceiling, INK, (800, -20), (800, 330), 0.9, 0.1)
    sheet.shade(ceiling, STRAW, (800, 330), (800, 160), 0.5, 0)
    wall = poly("390,330 1210,330 1210,760 390,760")
    sheet.shape(wall, "#8a5a30")
    for x in range(400, 1210, 54):
        sheet.line(f"M{x} 336V740", DARK_WOOD, 3, "fine")
    sheet.shade(wall, STRAW, (800, 700), (800, 360), 0.7, 0)


def orchestra(sheet: Sheet) -> None:
    """A chamber orchestra in a half circle, and its conductor before it."""
    seats = []
    for radius, count, start in [(400, 9, 0.12), (270, 7, 0.16)]:
        for i in range(count):
            turn = math.pi * (start + (1 - 2 * start) * i / (count - 1))
            seats.append(
                (800 - math.cos(turn) * radius * 1.12, 772 - math.sin(turn) * radius * 0.2)
            )
    for number, (x, y) in enumerate(sorted(seats, key=lambda seat: seat[1])):
        musician(
            sheet,
            x,
            y,
            ("bass" if x > 1090 else "cello" if x > 940 else "violin"),
            SKINS[number % 4],
        )
    with sheet.moved(800, 838, 1.5):
        sheet.shape("M-50 0L-42 -16H42L50 0z", RED, "fine")
        sheet.shape("M-16 -14L-13 -76H13L17 -14H5L0 -56L-5 -14z", INK, "fine")
        sheet.shape(
            "M-24 -66C-28 -96 -28 -124 -18 -132C-8 -138 8 -138 18 -132C28 -124 28 -96 24 -66z",
            INK,
            "fine",
        )
        sheet.line("M-18 -126L-46 -138L-58 -168M18 -126L50 -130L66 -158", INK, 11, "fine")
        sheet.line("M66 -160L90 -192", CREAM, 2.6, "")
        sheet.shape(circle(-59, -172, 5) + circle(67, -161, 5) + "M-5 -148H5V-132H-5z", ROSE, "")
        sheet.shape(
            "M-15 -156C-16 -176 16 -176 15 -156C16 -142 8 -138 0 -138C-8 -138 -16 -142 -15 -156z",
            DARK_WOOD,
            "fine",
        )


def musician(sheet: Sheet, x: float, y: float, instrument: str, skin: str) -> None:
    tall = 1.2 if instrument == "bass" else 1
    with sheet.moved(x, y, 1.0):
        sheet.shape(
            (
                f"M-24 0C-30 -40 -26 -{70 * tall:.0f} -12 -{80 * tall:.0f}H12C26 "
                f"-{70 * tall:.0f} 30 -40 24 0z"
            ),
            INK,
            "fine",
        )
        sheet.shape(
            f"M-5 -{92 * tall:.0f}H5V-{78 * tall:.0f}L0 -{66 * tall:.0f}L-5 -{78 * tall:.0f}z",
            CREAM,
            "",
        )
        sheet.disc(0, -100 * tall, 13, skin, "fine")
        sheet.shape(
            (
                f"M-14 -{100 * tall:.0f}C-16 -{120 * tall:.0f} 16 -{120 * tall:.0f} 14 "
                f"-{100 * tall:.0f}C6 -{108 * tall:.0f} -6 -{108 * tall:.0f} -14 "
                f"-{100 * tall:.0f}z"
            ),
            INK,
            "fine",
        )
        instrument_of(sheet, instrument)


def instrument_of(sheet: Sheet, instrument: str) -> None:
    """The violin with its stand, or the cello or bass held upright."""
    if instrument == "violin":
        sheet.shape(lens(-20, -72, 44, 11, -0.5), RUST, "fine")
        sheet.line("M-30 -50L14 -92", CREAM, 2, "")
        sheet.line("M-44 -4V-44M-60 -58L-30 -44", DARK_WOOD, 3.4, "fine")
    else:
        size = 1.5 if instrument == "bass" else 1
        sheet.shape(
            smooth(
                [
                    (16, 2),
                    (16 - 20 * size, -14 * size),
                    (16 - 11 * size, -34 * size),
                    (16 - 14 * size, -52 * size),
                    (16, -62 * size),
                    (16 + 14 * size, -52 * size),
                    (16 + 11 * size, -34 * size),
                    (16 + 20 * size, -14 * size),
                ]
            ),
            RUST,
            "fine",
        )
        sheet.line(f"M16 -{30 * size:.0f}V-{104 * size:.0f}", INK, 4.5, "fine")
        sheet.line(f"M-16 -{36 * size:.0f}L44 -{30 * size:.0f}", CREAM, 2, "")
