"""The football ground in the rain."""

from comments.demo.drawings.ink import (
    CREAM,
    DUSK,
    HAZE,
    INK,
    MOSS,
    NIGHT,
    OCHRE,
    RED,
    ROSE,
    RUST,
    SAGE,
    SLATE,
    STEEL,
    Sheet,
    box,
    circle,
    down,
    lens,
    poly,
)


def football_rain() -> Sheet:
    sheet = Sheet("football-rain", paper=NIGHT)
    w, h, _chance = sheet.width, sheet.height, sheet.chance
    sheet.shape(
        box(0, 0, w, 600),
        sheet.gradient((0, 0), (0, 560), [(0, INK, 1), (0.6, NIGHT, 1), (1, SLATE, 1)]),
        "",
    )
    behind_the_rail(sheet)
    pitch = box(-20, 552, w + 40, 540)
    sheet.shape(
        pitch,
        sheet.gradient((0, 552), (0, h), [(0, SAGE, 1), (0.4, MOSS, 1), (1, "#252b1f", 1)]),
        "",
    )
    for i in range(0, 12, 2):
        a, b = i - 6, i - 5
        sheet.shape(
            poly(
                [
                    (800 + a * 130, 552),
                    (800 + b * 130, 552),
                    (800 + b * 430, 1090),
                    (800 + a * 430, 1090),
                ]
            ),
            INK,
            "",
            'opacity="0.13"',
        )
    floodlights(sheet)
    the_match(sheet)
    return sheet


def the_match(sheet: Sheet) -> None:
    """Lines, goal, players and ball."""
    _w, _h, _chance = sheet.width, sheet.height, sheet.chance
    sheet.line("M-20 660L1640 660M800 552V660", CREAM, 3.5, "fine", 'opacity="0.8"')
    sheet.shape(
        "M560 660C560 720 1040 720 1040 660",
        "none",
        "fine",
        f'stroke="{CREAM}" stroke-width="4" opacity="0.8"',
    )
    for x, y, size, shirt, look in [
        (420, 650, 92, RED, 1),
        (600, 700, 108, CREAM, -1),
        (1120, 690, 104, RED, -1),
        (1260, 640, 88, CREAM, 1),
        (900, 640, 86, CREAM, 1),
    ]:
        player(sheet, x, y, size, shirt, look)
    sheet.line("M660 640V566H940V640", CREAM, 6, "fine")
    sheet.line(
        "".join(f"M{x} 568V636" for x in range(676, 940, 16))
        + "".join(f"M662 {y}H938" for y in range(578, 640, 14)),
        HAZE,
        1,
        "",
        'opacity="0.6"',
    )
    player(sheet, 740, 900, 290, RED, 1)
    player(sheet, 1010, 880, 262, CREAM, -1)
    sheet.shape(lens(890, 918, 80, 5), INK, "fine")
    sheet.disc(888, 896, 20, CREAM, "fine")
    sheet.shade(circle(888, 896, 20), INK, (880, 914), (892, 884), 0.9, 0.2, 0)
    rain(sheet)


def rain(sheet: Sheet) -> None:
    """Rain in the air, and where it stands on the grass."""
    w, h, chance = sheet.width, sheet.height, sheet.chance
    for _ in range(420):
        x, y = chance.uniform(0, w + 100), chance.uniform(-20, h)
        sheet.line(
            f"M{x:.0f} {y:.0f}l-14 {chance.uniform(24, 64):.0f}",
            HAZE,
            chance.uniform(0.7, 1.9),
            "",
            f'opacity="{chance.uniform(0.25, 0.7):.2f}"',
        )
    sheet.shape(
        "".join(
            lens(chance.uniform(0, w), chance.uniform(760, 1060), chance.uniform(24, 90), 2.4)
            for _ in range(80)
        ),
        HAZE,
        "fine",
        'opacity="0.4"',
    )


def floodlights(sheet: Sheet) -> None:
    """Two masts and what they light."""
    for x in (180, 1420):
        sheet.shape(poly([(x - 9, 552), (x - 5, 130), (x + 5, 130), (x + 9, 552)]), INK, "")
        sheet.halo(x, 100, 400, CREAM, 0.9, 0.4, 0.12, 0)
        sheet.rect(x - 66, 66, 132, 70, INK, "fine")
        for lamp in range(8):
            sheet.disc(x - 48 + lamp % 4 * 32, 84 + lamp // 4 * 34, 12, CREAM, "")
    for x, lean in [(180, 1), (1420, -1)]:
        sheet.shade(
            poly([(x, 110), (x + lean * 260, 1090), (x + lean * 1000, 1090)]),
            CREAM,
            (x, 110),
            (x + lean * 520, 1000),
            0.5,
            0.18,
            0,
        )


def behind_the_rail(sheet: Sheet) -> None:
    """The roofs of the town and the few who watch."""
    chance = sheet.chance
    roofs = (
        "-20,480 60,480 100,436 150,480 330,474 350,420 372,474 520,486 640,452 700,486 "
        "980,480 1020,396 1040,340 1060,396 1100,480 1280,470 1360,430 1440,474 1640,468"
    )
    sheet.shape(down(roofs, 560), INK, "fine")
    sheet.shape(
        "".join(
            box(x, y, 9, 12)
            for x, y in [
                (90, 500),
                (128, 500),
                (300, 508),
                (560, 506),
                (650, 490),
                (850, 510),
                (1000, 500),
                (1036, 440),
                (1200, 512),
                (1330, 490),
                (1480, 506),
            ]
        ),
        OCHRE,
        "",
    )
    for x in range(20, 1600, 33):
        tall = chance.uniform(52, 78)
        if chance.random() < 0.5 and not 640 < x < 960:
            sheet.shape(
                f"M{x - 10} 556V{556 - tall * 0.7:.0f}q10 -12 20 0V556z"
                + circle(x, 556 - tall * 0.9, 7),
                chance.choice([DUSK, SLATE, RUST]),
                "fine",
            )
    sheet.line("M-20 536H1640M-20 552H1640", STEEL, 4, "fine")


def player(sheet: Sheet, x: float, y: float, tall: float, shirt: str, look: int) -> None:
    """A player at full stretch, with the long shadows of two floodlights."""
    for lean in (-1, 1):
        sheet.shape(
            lens(x + lean * tall * 0.5, y + tall * 0.03, tall, tall * 0.05, lean * 0.06),
            INK,
            "fine",
            'opacity="0.5"',
        )
    with sheet.moved(x, y, tall / 200):
        sheet.add(f'<g transform="scale({look} 1)">')
        sheet.line("M-4 -92L-34 -58L-62 -8", INK, 17, "fine")
        sheet.line("M6 -92L38 -66L44 -18", INK, 17, "fine")
        sheet.line("M-56 -18L-64 -4L-44 2M42 -22L46 -6L66 -6", INK, 12, "fine")
        sheet.shape(
            "M-22 -104L22 -108L46 -74L26 -62L4 -86L-26 -58L-42 -72z",
            NIGHT if shirt == CREAM else CREAM,
            "fine",
        )
        sheet.shape(
            "M-20 -100C-24 -130 -18 -152 -4 -164C10 -170 26 -166 32 -156C30 -136 26 -116 22 -102z",
            shirt,
            "fine",
        )
        sheet.shade(
            "M-20 -100C-24 -130 -18 -152 -4 -164L6 -166L0 -100z",
            INK,
            (-24, -130),
            (8, -130),
            0.85,
            0,
        )
        sheet.line("M-4 -156L-36 -138L-48 -106M26 -154L52 -136L76 -150", shirt, 13, "fine")
        sheet.line("M-46 -112L-50 -100M66 -144L80 -152", ROSE, 10, "fine")
        sheet.disc(22, -184, 16, INK, "fine")
        sheet.shape("M26 -196C40 -192 40 -176 30 -170C22 -172 22 -190 26 -196z", ROSE, "fine")
        sheet.add("</g>")
