"""A storm on the horizon, and the road over the pass in mountain light."""

import math

from comments.demo.drawings.ink import (
    CREAM,
    DUSK,
    HAZE,
    INK,
    MIST,
    MOSS,
    NIGHT,
    RED,
    RUST,
    SLATE,
    STEEL,
    STRAW,
    Sheet,
    at,
    box,
    circle,
    down,
    gouges,
    lens,
    poly,
    ridge,
    ripples,
    smooth,
)


def border_road() -> Sheet:
    sheet = Sheet("border-road", paper=HAZE)
    w, chance = sheet.width, sheet.chance
    sheet.shape(
        box(0, 0, w, 760),
        sheet.gradient((0, 0), (0, 640), [(0, STEEL, 1), (0.5, MIST, 1), (1, CREAM, 1)]),
        "",
    )
    sheet.halo(330, 470, 620, CREAM, 0.9, 0.55, 0.2, 0)
    peaks = [
        ("-20,420 180,300 360,380 620,170 760,280 980,140 1240,330 1640,220", MIST, 0.16),
        ("-20,540 260,430 520,520 860,350 1180,470 1420,320 1640,400", STEEL, 0.12),
        ("-20,560 240,600 700,610 1060,520 1340,420 1640,330", SLATE, 0.1),
    ]
    for points, colour, rough in peaks:
        skyline = ridge(chance, points, rough)
        body = down(skyline, 820)
        sheet.shape(body, colour)
        sheet.shade(body, CREAM, (200, 700), (900, 250), 0.85, 0.35, 0)
    valley = smooth("-20,700 400,660 900,690 1300,620 1640,560 1640,1100 -20,1100")
    sheet.shape(valley, MOSS)
    light = [(0, STRAW, 0.6), (0.6, STRAW, 0.15), (1, STRAW, 0)]
    sheet.shape(valley, sheet.gradient((250, 640), (900, 900), light), "")
    sheet.shade(valley, CREAM, (350, 660), (480, 780), 0.5, 0.15, 0)
    sheet.shape(
        gouges(chance, 260, (0, 720, 1600, 340), 70, 3, -0.1, 0.25), INK, "fine", 'opacity="0.5"'
    )
    sheet.shape(
        gouges(chance, 160, (0, 710, 900, 340), 60, 2.4, -0.1, 0.25), STRAW, "fine", 'opacity="0.6"'
    )
    road = (
        "M1330 610C1180 640 900 640 800 668C700 700 1010 716 1010 760C1010 820 560 850 380 "
        "1090L1180 1090C1260 900 1330 800 1180 744C1080 706 900 700 960 680C1060 650 1240 "
        "660 1350 616z"
    )
    sheet.shape(road, HAZE)
    sheet.shade(road, SLATE, (1250, 900), (760, 980), 0.75, 0)
    sheet.line("M780 1080C860 960 1020 900 1090 826", CREAM, 8, "cut", 'stroke-dasharray="70 46"')
    checkpoint(sheet)
    return sheet


def checkpoint(sheet: Sheet) -> None:
    """A hut, a lowered barrier, a lamp; one person waits with a suitcase."""
    sheet.shape(lens(660, 905, 520, 16), INK, "cut", 'opacity="0.5"')
    sheet.shape(poly("1250,900 1250,690 1450,690 1450,900"), CREAM)
    sheet.shade(box(1250, 690, 200, 210), DUSK, (1450, 800), (1270, 800), 0.95, 0.5, 0)
    sheet.shape(poly("1222,694 1244,652 1468,652 1486,694"), INK)
    sheet.shape(box(1274, 730, 76, 66), INK, "fine")
    sheet.shape(box(1282, 738, 60, 50), STRAW, "")
    sheet.shape(box(1376, 740, 50, 160), SLATE, "fine")
    sheet.rect(1196, 770, 30, 136, INK)
    sheet.shape(poly("1210,792 1210,776 610,764 610,776"), CREAM, "fine")
    for i in range(5):
        x = 640 + i * 118
        sheet.shape(
            poly(
                [
                    (x, 765 + i * 2.2),
                    (x + 58, 766 + i * 2.2),
                    (x + 58, 778 + i * 2.6),
                    (x, 777 + i * 2.6),
                ]
            ),
            RED,
            "fine",
        )
    sheet.rect(604, 762, 12, 140, INK)
    sheet.line("M1530 920V560C1530 530 1500 526 1470 534", INK, 7)
    waiting(sheet)


def waiting(sheet: Sheet) -> None:
    """One person with a suitcase before the barrier."""
    with sheet.moved(500, 905, 1.0):
        sheet.shape(
            (
                "M-20 0L-17 -74C-34 -90 -32 -148 -18 -160C-8 -166 8 -166 16 -160C32 -146 "
                "32 -92 19 -74L22 0H6L2 -66L-5 0z"
            ),
            INK,
            "fine",
        )
        sheet.disc(0, -182, 16, INK, "fine")
        sheet.shape("M30 -6V-58H78V-6zM44 -58V-66H64V-58H60V-62H48V-58z", RUST, "fine")
        sheet.shade(
            "M-20 0L-17 -74C-34 -90 -32 -148 -18 -160L-8 -160L-6 0z",
            STRAW,
            (-34, -80),
            (0, -80),
            0.9,
            0,
        )


def thunderhead(sheet: Sheet) -> None:
    """A cloud of many small heads, lit from the left, with an anvil that the wind draws out."""
    chance = sheet.chance
    anvil = smooth("640,150 900,70 1300,20 1700,-10 1700,330 1100,260 820,210")
    sheet.shape(anvil, MIST, "torn")
    sheet.shade(anvil, CREAM, (640, 60), (1300, 260), 0.9, 0.2)
    body = sheet.gradient(
        (560, 240), (1350, 660), [(0, HAZE, 1), (0.3, MIST, 1), (0.6, STEEL, 1), (1, NIGHT, 1)]
    )
    heads = []
    for _ in range(150):
        depth = chance.random()
        y = 215 + 430 * depth
        left = 930 - 470 * depth**0.8 + 30 * math.sin(y / 37)
        x = left + chance.random() ** 1.5 * (1660 - left)
        heads.append((y, x, chance.uniform(34, 74) * (0.8 + 0.5 * (x > left + 160))))
    sheet.shape(smooth("930,220 1300,130 1660,120 1660,700 520,660 600,500 800,360"), body, "torn")
    for y, x, r in sorted(heads):
        head = circle(x, y, r, 0.86)
        sheet.shape(head, body, "torn")
        light = max(0.12, 0.95 - (x - 480) / 1000 - (y - 200) / 1400)
        sheet.shade(
            head,
            CREAM,
            (x - r * 0.8, y - r * 0.8),
            (x + r * 0.1, y + r * 0.25),
            light,
            light * 0.4,
            0,
        )
        sheet.shade(head, NIGHT, (x + r * 0.7, y + r), (x, y - r * 0.1), 0.45, 0)


def storm() -> Sheet:
    sheet = Sheet("storm-front", paper=MIST)
    w, chance = sheet.width, sheet.chance
    sheet.shape(
        box(0, 0, w, 900),
        sheet.gradient((0, 0), (1000, 760), [(0, STRAW, 1), (0.35, HAZE, 1), (1, SLATE, 1)]),
        "",
    )
    thunderhead(sheet)
    base = poly(
        [
            *ridge(chance, "430,640 700,610 1000,650 1640,600", 0.08),
            *at([(1640, 700), (900, 716), (500, 680)]),
        ]
    )
    sheet.shape(base, NIGHT, "torn")
    for _ in range(170):
        x = chance.uniform(620, 1640)
        sheet.line(
            (
                f"M{x:.0f} {chance.uniform(640, 700):.0f}l{-70 + chance.uniform(-8, 8):.0f} "
                f"{chance.uniform(150, 230):.0f}"
            ),
            chance.choice([HAZE, STEEL, SLATE]),
            chance.uniform(0.8, 2.4),
            "",
        )
    sheet.shape(
        box(-20, 846, w + 40, 240),
        sheet.gradient((0, 0), (w, 0), [(0, STRAW, 1), (0.3, STEEL, 1), (1, NIGHT, 1)]),
        "",
    )
    sheet.shape(ripples(chance, 850, 1070, -20, 1620, 1.3), NIGHT, "fine")
    sheet.shape(ripples(chance, 852, 1070, -60, 700, 0.8), CREAM, "fine")
    sheet.shade(box(-20, 800, 700, 60), CREAM, (0, 0), (640, 0), 0.9, 0)
    boat(sheet)
    sheet.shape(ripples(chance, 900, 990, 150, 520, 0.5), CREAM, "fine")
    return sheet


def boat(sheet: Sheet) -> None:
    """A boat that makes for home."""
    with sheet.moved(330, 898, 1.35, -4):
        sheet.shape(
            "M-90 -22C-60 -14 40 -12 96 -34C84 -6 70 6 54 8L-66 8C-78 2 -86 -10 -90 -22z",
            INK,
            "fine",
        )
        sheet.shape("M-50 -18V-62H-12L-6 -18z", INK, "fine")
        sheet.shape(box(-42, -54, 22, 14), STRAW, "")
        sheet.line("M20 -18V-118M20 -112L88 -30M20 -112L-50 -60", INK, 3, "fine")
        sheet.shape("M24 -106L62 -52L24 -44z", RED, "fine")
