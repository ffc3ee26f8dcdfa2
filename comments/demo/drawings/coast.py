"""The lighthouse, and the ferry between the islands."""

import math

from comments.demo.drawings.ink import (
    CREAM,
    DUSK,
    HAZE,
    INK,
    MIST,
    MOSS,
    NIGHT,
    OCHRE,
    RED,
    ROSE,
    RUST,
    SLATE,
    STEEL,
    STRAW,
    Sheet,
    box,
    circle,
    down,
    gouges,
    lens,
    poly,
    ridge,
    ripples,
)
from comments.demo.drawings.sea import ferry, gull


def lighthouse() -> Sheet:
    sheet = Sheet("lighthouse", paper=SLATE)
    w, h, chance = sheet.width, sheet.height, sheet.chance
    sheet.shape(
        box(0, 0, w, 780),
        sheet.gradient((0, 0), (300, 760), [(0, NIGHT, 1), (0.5, SLATE, 1), (1, ROSE, 1)]),
        "",
    )
    sheet.shade(poly("1096,250 -40,30 -40,420"), STRAW, (1096, 250), (0, 220), 1, 0.6, 0.15)
    sheet.shade(poly("1096,250 1660,190 1660,350"), STRAW, (1096, 250), (1660, 260), 0.9, 0.3)
    for x, y, length, thick in [
        (260, 500, 720, 26),
        (560, 590, 900, 20),
        (1400, 520, 560, 24),
        (100, 640, 500, 14),
        (1500, 640, 400, 14),
    ]:
        sheet.shape(lens(x, y, length, thick), NIGHT, "torn", 'opacity="0.75"')
    sheet.shape(
        box(-20, 700, w + 40, 400),
        sheet.gradient((0, 700), (0, h), [(0, STEEL, 1), (0.3, SLATE, 1), (1, INK, 1)]),
        "",
    )
    sheet.shape(ripples(chance, 706, 860, -20, 1620, 0.9), NIGHT, "fine")
    sheet.shape(ripples(chance, 706, 900, -100, 800, 0.6), ROSE, "fine")
    skerry(sheet)
    granite_tower(sheet)
    keepers_house(sheet)
    waves(sheet)
    return sheet


def skerry(sheet: Sheet) -> None:
    """The rock that the light stands on."""
    chance = sheet.chance
    rock = poly(
        [
            *ridge(
                chance, "760,830 840,740 950,668 1040,640 1180,640 1290,690 1420,730 1560,850", 0.16
            ),
            (1600, 1000),
            (760, 1000),
        ]
    )
    sheet.shape(rock, INK)
    sheet.shade(rock, STEEL, (780, 700), (1150, 900), 0.8, 0.25, 0)
    with sheet.inside(rock):
        sheet.shape(gouges(chance, 120, (780, 660, 800, 240), 70, 4, 1.0, 0.4), SLATE, "fine")


def keepers_house(sheet: Sheet) -> None:
    """The house beside it, with a light in its window."""
    sheet.shape(poly("1190,652 1190,590 1236,556 1284,590 1284,660"), CREAM, "fine")
    sheet.shade(
        poly("1190,652 1190,590 1236,556 1284,590 1284,660"), INK, (1290, 610), (1210, 610), 0.9, 0
    )
    sheet.line("M1182 596L1236 550L1292 596", INK, 7, "fine")
    sheet.rect(1212, 606, 18, 22, OCHRE, "")


def granite_tower(sheet: Sheet) -> None:
    """The tower, course upon course, and its lantern."""
    tower = poly("1040,650 1064,300 1128,300 1156,650")
    sheet.shape(tower, HAZE)
    with sheet.inside(tower):
        for row in range(21):
            y = 312 + row * 17
            sheet.line(f"M1030 {y}H1160", DUSK, 2, "fine", 'opacity="0.6"')
            sheet.line(
                "".join(f"M{1046 + (row % 2) * 11 + i * 22} {y}v17" for i in range(5)),
                DUSK,
                2,
                "fine",
                'opacity="0.6"',
            )
    sheet.rect(1080, 612, 24, 40, RED, "fine")
    sheet.shade(tower, INK, (1160, 480), (1070, 470), 0.95, 0.55, 0)
    sheet.shape(box(1048, 288, 96, 14) + box(1066, 216, 60, 8), INK, "fine")
    sheet.halo(1096, 250, 130, CREAM, 1, 0.6, 0)
    sheet.rect(1072, 222, 48, 68, CREAM, "")
    sheet.line(
        "M1072 222V290M1088 222V290M1104 222V290M1120 222V290M1048 288V270H1144V288", INK, 3, ""
    )
    sheet.shape("M1062 218C1066 190 1086 182 1096 168C1106 182 1126 190 1130 218z", INK, "fine")


def waves(sheet: Sheet) -> None:
    """Three seas rolling in, the last one breaking at our feet, and spray at the rock."""
    sea(sheet, 880, 60, SLATE, 3)
    sea(sheet, 950, 80, NIGHT, 3)
    sea(sheet, 1040, 96, INK, 2)
    for _ in range(260):
        x = sheet.chance.gauss(820, 70)
        sheet.disc(x, 800 - abs(sheet.chance.gauss(0, 60)), sheet.chance.uniform(1, 4.5), CREAM, "")


def sea(sheet: Sheet, base: float, tall: float, colour: str, count: int) -> None:
    """One row of waves with streaks along their flanks and foam on their crests."""
    chance = sheet.chance
    points = []
    for i in range(count * 12 + 1):
        turn = i / 12 * math.tau + base
        swell = tall * max(0, math.sin(turn)) ** 2.2 + 12 * math.sin(turn * 2.3)
        points.append((-100 + i * 1800 / (count * 12), base - swell))
    body = down(points, 1100)
    sheet.shape(body, colour)
    sheet.shade(body, STEEL, (0, base - tall), (0, base + 50), 0.8, 0.2, 0)
    streaks = "".join(
        lens(x + chance.uniform(-30, 30), y + 8 + chance.random() ** 2 * 60, 90, 4, 0.22)
        for x, y in points
        for _ in range(3)
    )
    with sheet.inside(body):
        sheet.shape(streaks, HAZE, "fine", 'opacity="0.7"')
    foam = "".join(
        circle(x + chance.gauss(0, 26), y + chance.gauss(-6, 9), chance.uniform(1, 5.5))
        for x, y in points
        if y < base - tall * 0.5
        for _ in range(26)
    )
    sheet.shape(foam, CREAM, "fine")


def island_ferry() -> Sheet:
    """The ferry on a bright day between the islands, its wake behind it."""
    sheet = Sheet("ferry", paper=CREAM)
    w, h, chance = sheet.width, sheet.height, sheet.chance
    sheet.shape(
        box(0, 0, w, 560),
        sheet.gradient((0, 0), (0, 540), [(0, STEEL, 1), (0.55, MIST, 1), (1, CREAM, 1)]),
        "",
    )
    sheet.halo(240, 120, 700, CREAM, 0.9, 0.4, 0)
    islands(sheet)
    sheet.shape(
        box(-20, 548, w + 40, 540),
        sheet.gradient((0, 548), (0, h), [(0, MIST, 1), (0.25, STEEL, 1), (1, NIGHT, 1)]),
        "",
    )
    sheet.shape(ripples(chance, 556, 1070, -20, 1620, 1.1), SLATE, "fine")
    sheet.shape(ripples(chance, 556, 1070, -300, 780, 0.9), CREAM, "fine")
    sheet.shape(poly("-20,800 420,742 470,772 -20,920"), HAZE, "torn", 'opacity="0.7"')
    sheet.shape(gouges(chance, 120, (-20, 760, 520, 110), 110, 5, -0.14), CREAM, "fine")
    under_way(sheet)
    for x, y, span, tilt in [
        (360, 330, 120, -12),
        (250, 430, 70, 8),
        (520, 420, 60, -4),
        (640, 270, 84, 14),
        (150, 300, 52, 0),
    ]:
        gull(sheet, x, y, span, CREAM if x > 300 else SLATE, tilt)
    return sheet


def under_way(sheet: Sheet) -> None:
    """The ship, its passengers on deck, and the water at its bow."""
    chance = sheet.chance
    with sheet.moved(800, 772, 1.28, -1.2):
        ferry(sheet, NIGHT, CREAM, RED, SLATE)
        sheet.shade(
            poly("-320,-96 -250,-84 240,-84 330,-118 300,0 -290,0"),
            STEEL,
            (-320, -60),
            (120, -40),
            0.75,
            0,
        )
        sheet.shade(box(-250, -186, 470, 102), DUSK, (230, -140), (-60, -140), 0.75, 0)
        for x in range(-230, 30, 22):
            sheet.shape(
                f"M{x} -186v-16h9v16z" + circle(x + 4.5, -207, 5),
                [INK, SLATE, RUST, RED, MOSS][x // 22 % 5],
                "",
            )
    sheet.shape(gouges(chance, 70, (1080, 752, 190, 36), 70, 4, 0.12), CREAM, "fine")
    spray = (
        circle(chance.gauss(1206, 30), 770 - abs(chance.gauss(0, 20)), chance.uniform(1, 4))
        for _ in range(120)
    )
    sheet.shape("".join(spray), CREAM, "fine")


def islands(sheet: Sheet) -> None:
    """Clouds, three islands one behind the other, and a hamlet."""
    chance = sheet.chance
    for x, y, length, thick in [
        (1180, 170, 620, 34),
        (900, 230, 700, 22),
        (1400, 270, 520, 22),
        (420, 330, 460, 13),
    ]:
        sheet.shape(lens(x, y, length, thick), CREAM, "torn")
        sheet.shade(
            lens(x, y + thick * 0.2, length * 0.9, thick * 0.7),
            STEEL,
            (x, y + thick),
            (x, y - thick),
            0.6,
            0,
        )
    for points, colour, rough in [
        ("-20,540 220,470 520,500 760,545", MIST, 0.08),
        ("640,545 860,480 1120,440 1380,360 1640,410", STEEL, 0.1),
        ("1180,552 1330,500 1480,486 1640,500", SLATE, 0.1),
    ]:
        skyline = ridge(chance, points, rough)
        sheet.shape(down(skyline, 556), colour)
        sheet.shade(
            down(skyline, 556), CREAM, (skyline[0][0], 480), (skyline[-1][0], 540), 0.7, 0.1
        )
    for x in (1390, 1430, 1475, 1540):
        sheet.shape(
            poly([(x, 552), (x, 534), (x + 13, 524), (x + 26, 534), (x + 26, 552)]), CREAM, "fine"
        )
        sheet.shape(poly([(x - 3, 535), (x + 13, 520), (x + 29, 535)]), RED, "fine")
