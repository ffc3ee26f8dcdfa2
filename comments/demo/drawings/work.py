"""The press and the laboratory bench."""

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
    PAPER,
    RED,
    ROSE,
    RUST,
    SAGE,
    SLATE,
    STEEL,
    STRAW,
    Sheet,
    box,
    circle,
    gouges,
    lens,
    poly,
)


def cylinder(sheet: Sheet, x: float, y: float, radius: float, colour: str) -> None:
    """The end of a printing cylinder: rim, spokes, hub, lit from the upper left."""
    sheet.disc(x, y, radius, INK, "fine")
    sheet.disc(x, y, radius - 8, colour, "fine")
    sheet.shade(
        circle(x, y, radius - 8),
        CREAM,
        (x - radius, y - radius),
        (x + radius * 0.2, y + radius * 0.2),
        0.9,
        0.3,
        0,
    )
    sheet.shade(
        circle(x, y, radius - 8), INK, (x + radius, y + radius), (x - radius * 0.1, y), 0.95, 0.4, 0
    )
    sheet.add(
        f'<circle cx="{x}" cy="{y}" r="{radius * 0.72:.0f}" fill="none" '
        f'stroke="{INK}" stroke-width="5"/>'
    )
    spokes = "".join(
        f"M{x} {y}L{x + math.cos(a) * radius * 0.7:.1f} {y + math.sin(a) * radius * 0.7:.1f}"
        for a in [0.4 + i * math.tau / 6 for i in range(6)]
    )
    sheet.line(spokes, INK, radius * 0.07, "fine")
    sheet.disc(x, y, radius * 0.2, INK, "fine")
    sheet.disc(x - radius * 0.04, y - radius * 0.04, radius * 0.08, OCHRE, "fine")


def press() -> Sheet:
    sheet = Sheet("machine-press", paper="#2b3033")
    w, h, chance = sheet.width, sheet.height, sheet.chance
    sheet.shape(
        box(0, 0, w, h),
        sheet.gradient((0, 0), (w, h), [(0, STEEL, 1), (0.45, SLATE, 1), (1, INK, 1)]),
        "",
    )
    high_windows(sheet)
    sheet.shape(poly("-20,930 1640,870 1640,1090 -20,1090"), INK)
    sheet.shape(
        gouges(chance, 90, (0, 930, 1600, 140), 140, 2, -0.03), STEEL, "fine", 'opacity="0.5"'
    )
    machine_frame(sheet)
    rolls = [
        (820, 400, 132, STEEL),
        (1110, 360, 110, DUSK),
        (1300, 540, 126, STEEL),
        (980, 640, 158, DUSK),
        (1270, 810, 100, STEEL),
        (740, 700, 84, DUSK),
    ]
    web = (
        "M-40 800L740 616L700 560M741 616C680 640 660 700 700 760C800 880 930 850 1010 "
        "800C1140 760 1160 700 1176 560L1180 480C1220 400 1210 260 1100 250C1000 240 980 "
        "300 960 380C940 560 720 560 690 420C680 320 750 262 820 268L1640 120"
    )
    sheet.line(web, INK, 24, "fine")
    sheet.line(web, PAPER, 15, "fine")
    for x, y, r, colour in rolls:
        cylinder(sheet, x, y, r, colour)
    paper_web(sheet)
    sheet.shape(circle(1555, 560, 60), RED, "fine")
    sheet.disc(1555, 560, 22, INK, "fine")
    printer(sheet)
    return sheet


def machine_frame(sheet: Sheet) -> None:
    """The iron side of the machine."""
    sheet.shape("M620 1000V250C620 210 650 190 690 190H1400C1450 190 1480 220 1480 262V980z", NIGHT)
    sheet.shade(
        "M620 1000V250C620 210 650 190 690 190H1400C1450 190 1480 220 1480 262V980z",
        STEEL,
        (620, 300),
        (1200, 700),
        0.85,
        0.3,
        0,
    )
    sheet.line(
        "M660 960V270C660 246 676 232 700 232H1390C1424 232 1440 250 1440 280V950", INK, 5, "fine"
    )
    sheet.shape("".join(circle(x, y, 7) for x in (640, 1460) for y in range(280, 960, 74)), INK, "")


def high_windows(sheet: Sheet) -> None:
    """Windows under the roof and the light that falls from them."""
    for i in range(4):
        x = 90 + i * 190
        sheet.shape(poly([(x, 40), (x + 130, 40), (x + 130, 330), (x, 330)]), HAZE, "fine")
        sheet.line(f"M{x + 65} 40V330M{x} 136H{x + 130}M{x} 234H{x + 130}", SLATE, 7, "fine")
        sheet.shade(
            poly([(x, 60), (x + 130, 60), (x + 760, 1080), (x + 430, 1080)]),
            CREAM,
            (x, 60),
            (x + 520, 980),
            0.5,
            0.2,
            0,
        )


def paper_web(sheet: Sheet) -> None:
    """The paper runs out of the machine towards us, page after page."""
    band = poly("688,690 838,742 420,1100 -40,1100 -40,930")
    sheet.shape(band, CREAM)
    with sheet.inside(band):
        for number in range(7):
            printed_page(sheet, number)
    sheet.shade(band, INK, (700, 700), (420, 860), 0.8, 0)


def on_web(along: float, across: float) -> tuple[float, float]:
    """Return the point of the paper this far along and across it, both from 0 to 1."""
    bent = along**0.8
    left = 688 - 728 * bent, 690 + 250 * bent
    right = 838 - 418 * bent, 742 + 358 * bent
    return left[0] + (right[0] - left[0]) * across, left[1] + (right[1] - left[1]) * across


def printed_page(sheet: Sheet, number: int) -> None:
    def cell(across: float, down: float) -> tuple[float, float]:
        return on_web((number + 0.86 * down) / 7, across)

    sheet.line(
        poly([cell(0.06, 0.1), cell(0.94, 0.1)], closed=False), INK, 4 + number * 2.4, "fine"
    )
    for column in range(5):
        kind, left = (column + number) % 4, 0.06 + column * 0.18
        if kind == 1:
            ends = [(left, 0.22), (left + 0.33, 0.22), (left + 0.33, 0.58), (left, 0.58)]
            sheet.shape(poly([cell(*end) for end in ends]), SLATE, "fine")
        for row in range(5 if kind in (1, 2) else 0, 9):
            top, end = 0.22 + row * 0.083, left + 0.15 * sheet.chance.uniform(0.75, 1)
            text = poly([cell(left, top), cell(end, top)], closed=False)
            sheet.line(text, DUSK, 1 + number * 0.75, "fine")


def printer(sheet: Sheet) -> None:
    """The printer holds a sheet to the light."""
    with sheet.moved(330, 905, 1.85):
        sheet.shape("M-34 110L-30 -20H30L36 110z", INK, "fine")
        sheet.shape(
            "M-38 0C-44 -60 -46 -110 -34 -132C-22 -146 22 -146 34 -132C46 -110 42 -60 38 0z",
            "#2f4458",
            "fine",
        )
        sheet.shade(
            "M-38 0C-44 -60 -46 -110 -34 -132C-22 -146 0 -146 6 -144L0 0z",
            CREAM,
            (-46, -80),
            (0, -70),
            0.75,
            0,
        )
        sheet.shape("M-10 -162H10V-138H-10z", ROSE, "")
        sheet.disc(2, -172, 21, ROSE, "fine")
        sheet.shape(
            (
                "M23 -184C10 -190 -2 -186 -6 -176C-8 -166 -10 -160 -16 -158C-28 -174 -20 "
                "-196 2 -198C16 -198 24 -192 23 -184z"
            ),
            INK,
            "fine",
        )
        proof(sheet)


def proof(sheet: Sheet) -> None:
    """The sheet in his hands."""
    sheet.shape(poly("44,-168 112,-186 122,-98 54,-82"), CREAM, "fine")
    sheet.line(
        (
            "M54 -156L104 -169M56 -142L80 -148M58 -130L82 -136M60 -118L84 -124M90 "
            "-150L108 -154M92 -138L110 -142M94 -126L112 -130M96 -114L114 -118"
        ),
        DUSK,
        2.6,
        "fine",
    )
    sheet.line("M-30 -122C-34 -92 -18 -74 6 -70L50 -96", INK, 20, "fine")
    sheet.line("M-30 -122C-34 -92 -18 -74 6 -70L50 -96", "#2f4458", 16, "fine")
    sheet.line("M52 -98L62 -104", ROSE, 12, "fine")
    sheet.line("M30 -122L64 -116L108 -140", "#24374a", 16, "fine")
    sheet.line("M108 -140L118 -146", ROSE, 11, "fine")


def flask(sheet: Sheet, x: float, y: float, size: float, liquid: str, level: float) -> None:
    """A conical flask on the bench, half full, with the window in its glass."""
    with sheet.moved(x, y, size):
        body = "M-18 -190H18V-120L74 -14C80 -2 74 0 62 0H-62C-74 0 -80 -2 -74 -14L-18 -120z"
        sheet.shape(body, CREAM, "", 'opacity="0.35"')
        with sheet.inside(body):
            sheet.rect(-90, -level, 180, level, liquid, "fine")
            sheet.shade(box(-90, -level, 180, level), INK, (80, 0), (-20, -20), 0.8, 0)
            sheet.shape(lens(0, -level, 170, 5), CREAM, "", 'opacity="0.7"')
        sheet.line(body, INK, 5, "fine")
        sheet.line("M-24 -192H24", INK, 8, "fine")
        sheet.line("M-46 -24L-12 -100", CREAM, 6, "fine")


def tube(sheet: Sheet, x: float, y: float, liquid: str, level: float) -> None:
    glass = f"M{x - 15} {y - 170}V{y - 15}a15 15 0 0 0 30 0V{y - 170}"
    with sheet.inside(glass + "z"):
        sheet.rect(x - 16, y - level, 32, level, liquid, "fine")
        sheet.shade(box(x - 16, y - level, 32, level), INK, (x + 16, y), (x - 6, y), 0.8, 0)
    sheet.line(glass, INK, 4, "fine")
    sheet.line(f"M{x - 8} {y - 150}V{y - 40}", CREAM, 3.5, "fine")


def laboratory() -> Sheet:
    sheet = Sheet("laboratory", paper=HAZE)
    w, h, _chance = sheet.width, sheet.height, sheet.chance
    sheet.shape(
        box(0, 0, w, h),
        sheet.gradient((0, 0), (w, 0), [(0, SLATE, 1), (0.5, STEEL, 1), (1, SLATE, 1)]),
        "",
    )
    window_view(sheet)
    bottles(sheet)
    bench_top(sheet)
    glassware(sheet)
    sheet.line("M560 806L610 794M575 810L640 796M600 812L660 800", DUSK, 2.5, "fine")
    sheet.shade(box(330, 60, 940, 720), CREAM, (800, 60), (800, 780), 0.25, 0.1, 0.25)
    return sheet


def glassware(sheet: Sheet) -> None:
    """What stands on the bench, with its shadow."""
    for x, reach in [(260, -260), (470, -160), (830, 10), (1120, 160), (1380, 260)]:
        sheet.shape(
            poly(
                [
                    (x - 50, 792),
                    (x + 50, 792),
                    (x + 70 + reach * 0.4, 832),
                    (x - 50 + reach * 0.4, 832),
                ]
            ),
            DUSK,
            "fine",
            'opacity="0.55"',
        )
    flask(sheet, 250, 796, 1.35, OCHRE, 70)
    flask(sheet, 450, 802, 0.95, RED, 58)
    sheet.shape(
        box(1040, 690, 330, 14)
        + box(1052, 630, 306, 10)
        + box(1052, 630, 12, 170)
        + box(1346, 630, 12, 170)
        + box(1040, 790, 330, 14),
        RUST,
        "fine",
    )
    for i, (liquid, level) in enumerate(
        [(RED, 90), (RUST, 70), (OCHRE, 96), (SAGE, 60), (MOSS, 84)]
    ):
        tube(sheet, 1098 + i * 54, 780, liquid, level)
    microscope(sheet)
    sheet.shape(poly("520,812 600,786 700,790 650,820"), PAPER, "fine")


def bench_top(sheet: Sheet) -> None:
    """The bench and its drawers."""
    w = sheet.width
    bench = poly("-20,760 1640,760 1640,836 -20,836")
    sheet.shape(bench, CREAM)
    sheet.shade(bench, DUSK, (0, 760), (560, 800), 0.85, 0)
    sheet.shade(bench, DUSK, (1600, 760), (1080, 800), 0.85, 0)
    sheet.rect(-20, 832, w + 40, 300, NIGHT)
    sheet.line(
        "M60 870h430v180h-430zM560 870h430v180h-430zM1060 870h430v180h-430z", STEEL, 5, "fine"
    )
    sheet.line("M230 912h90M730 912h90M1230 912h90", OCHRE, 9, "fine")


def bottles(sheet: Sheet) -> None:
    """Bottles with labels that nobody can read from here."""
    chance = sheet.chance
    for x in (70, 1340):
        for y in (180, 340, 500):
            sheet.rect(x, y, 200, 12, INK, "fine")
            for i in range(5):
                tall = chance.uniform(46, 96)
                sheet.rect(
                    x + 10 + i * 38,
                    y - tall,
                    28,
                    tall,
                    chance.choice([RUST, INK, MOSS, OCHRE, DUSK]),
                    "fine",
                )
                sheet.rect(x + 14 + i * 38, y - tall * 0.6, 20, tall * 0.3, PAPER, "")


def window_view(sheet: Sheet) -> None:
    """A window on the fields."""
    window = box(330, 60, 940, 620)
    sheet.shape(
        window,
        sheet.gradient((0, 60), (0, 680), [(0, MIST, 1), (0.7, CREAM, 1), (1, STRAW, 1)]),
        "fine",
    )
    with sheet.inside(window):
        sheet.halo(990, 470, 430, CREAM, 1, 0.5, 0)
        sheet.shape(
            poly("300,700 300,560 420,540 560,575 700,550 860,590 1040,560 1300,590 1300,700"), MIST
        )
        sheet.shape(poly("300,700 300,632 480,622 700,640 1000,626 1300,644 1300,700"), SAGE)
    sheet.line("M330 60H1270V680H330zM640 60V680M960 60V680M330 300H1270", INK, 13)


def microscope(sheet: Sheet) -> None:
    with sheet.moved(830, 800, 1.5):
        sheet.shape("M-80 0C-80 -18 -64 -26 -40 -26H56C76 -26 84 -14 84 0z", INK, "fine")
        sheet.shape(
            (
                "M30 -24C84 -60 98 -130 60 -190C52 -204 30 -214 16 -210L10 -186C42 -176 62 "
                "-130 44 -88C36 -66 24 -50 6 -40L0 -24z"
            ),
            INK,
            "fine",
        )
        sheet.shape(box(-66, -80, 100, 12), INK, "fine")
        with sheet.moved(-22, -92, 1, -14):
            sheet.shape("M-11 0H11V-28H20V-120H14V-176H-14V-120H-20V-28H-11z", INK, "fine")
            sheet.shape(box(-20, -124, 40, 9) + box(-16, -180, 32, 10), OCHRE, "fine")
            sheet.shade(box(-20, -118, 40, 90), CREAM, (22, -60), (-6, -60), 0.9, 0)
            sheet.shape(box(-6, 0, 12, 12), OCHRE, "")
        sheet.disc(58, -120, 17, INK, "fine")
        sheet.disc(58, -120, 9, OCHRE, "fine")
        sheet.shade(
            "M30 -24C84 -60 98 -130 60 -190C88 -150 92 -70 40 -24z",
            CREAM,
            (96, -110),
            (66, -110),
            0.9,
            0,
        )
        sheet.shape(lens(-16, -82, 50, 4), CREAM, "")
        sheet.disc(-14, -50, 14, STEEL, "fine")
