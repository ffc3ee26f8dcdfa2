"""The harbour, by day and by night."""

from comments.demo.drawings.ink import (
    CREAM,
    DUSK,
    HAZE,
    INK,
    MIST,
    NIGHT,
    OCHRE,
    PAPER,
    RED,
    SAGE,
    SLATE,
    STEEL,
    STRAW,
    Point,
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


def crane(sheet: Sheet, x: float, y: float, scale: float, colour: str, reach: int = 1) -> None:
    """A harbour crane: a portal, a slanted tower, a jib with its cable."""
    with sheet.moved(x, y, scale):
        sheet.add(f'<g transform="scale({reach} 1)">')
        sheet.shape(poly("-60,0 -40,-150 -28,-150 -46,0"), colour, "fine")
        sheet.shape(poly("60,0 40,-150 28,-150 46,0"), colour, "fine")
        sheet.shape(poly("-52,-140 52,-140 46,-168 -46,-168"), colour, "fine")
        sheet.shape(poly("-36,-168 40,-168 34,-226 -6,-240 -36,-226"), colour)
        sheet.shape(poly("10,-220 250,-420 256,-412 30,-206"), colour, "fine")
        sheet.line(
            (
                "M-20 -230L0 -330L250 -416M0 -330L34 -206M60 -262L52 -312M120 -312L110 "
                "-372M180 -362L176 -396"
            ),
            colour,
            4,
            "",
        )
        sheet.line("M252 -416V-250", colour, 2.5, "")
        sheet.shape(box(240, -250, 24, 16), colour, "")
        sheet.add("</g>")


def ferry(sheet: Sheet, hull: str, house: str, band: str, window: str) -> None:
    """A small car ferry seen from the side, 640 wide, its waterline at y = 0."""
    sheet.shape(poly("-320,-96 -250,-84 240,-84 330,-118 300,0 -290,0"), hull, "fine")
    sheet.shape(poly("-293,-12 303,-12 300,0 -290,0"), band, "fine")
    sheet.shape(poly("-250,-84 -250,-140 190,-140 214,-84"), house, "fine")
    sheet.shape(poly("-180,-140 -180,-186 120,-186 146,-140"), house, "fine")
    sheet.shape(poly("40,-186 46,-222 126,-222 140,-186"), house, "fine")
    sheet.shape(poly("-120,-186 -112,-256 -62,-256 -56,-186"), hull, "fine")
    sheet.rect(-115, -240, 55, 14, band, "")
    sheet.line(
        "M86 -222V-300M66 -280H106M-220 -140V-176M86 -300L-112 -256M86 -296L320 -118", hull, 3, ""
    )
    for y, start, end, step in [(-122, -232, 180, 34), (-170, -164, 110, 30)]:
        for x in range(start, end, step):
            sheet.rect(x, y, 19, 15, window, "")
    for x in range(52, 122, 18):
        sheet.rect(x, -214, 13, 14, window, "")


def gull(sheet: Sheet, x: float, y: float, span: float, colour: str, tilt: float = 0) -> None:
    with sheet.moved(x, y, span / 100, tilt):
        sheet.shape(
            (
                "M0 0C-12 -16 -30 -22 -50 -12C-30 -16 -14 -8 0 6C14 -8 32 -18 52 -16C30 "
                "-24 12 -16 0 0z"
            ),
            colour,
            "",
        )


def harbour_fog() -> Sheet:
    sheet = Sheet("harbour-fog", paper=HAZE)
    w, h = sheet.width, sheet.height
    sheet.shape(
        box(0, 0, w, h),
        sheet.gradient((0, 0), (0, 760), [(0, MIST, 1), (0.6, HAZE, 1), (1, CREAM, 1)]),
        "",
    )
    sheet.disc(1130, 330, 76, CREAM)
    sheet.halo(1130, 330, 430, CREAM, 0.95, 0.5, 0)
    far = ridge(sheet.chance, "0,470 300,430 700,480 1100,462 1600,500", 0.05)
    with sheet.faded(0.35):
        sheet.shape(down(far, 640), STEEL)
    docks(sheet)
    sheet.shade(box(0, 430, w, 260), CREAM, (0, 430), (0, 690), 0, 0.55, 0.95)
    sheet.shape(
        box(0, 660, w, 410),
        sheet.gradient((0, 660), (0, h), [(0, HAZE, 1), (0.5, MIST, 1), (1, STEEL, 1)]),
        "",
    )
    with sheet.moved(1090, 742, 1.25):
        ferry(sheet, SLATE, CREAM, RED, STEEL)
    sheet.shade(
        poly("690,480 1500,560 1480,745 740,745"), HAZE, (680, 600), (1250, 600), 0.85, 0.2, 0
    )
    with sheet.inside(box(650, 742, 900, 200)), sheet.faded(0.5):
        sheet.shape(ripples(sheet.chance, 744, 930, 720, 1470, 1.6), SLATE, "fine")
    sheet.shape(ripples(sheet.chance, 668, 1060, -40, 1640, 0.5), STEEL, "fine")
    sheet.shape(ripples(sheet.chance, 668, 1060, -40, 1640, 0.7, pull=1130), CREAM, "fine")
    quay(sheet)
    for x, y, span, tilt in [(560, 250, 90, -8), (700, 320, 54, 10), (470, 350, 40, 0)]:
        gull(sheet, x, y, span, SLATE, tilt)
    return sheet


def docks(sheet: Sheet) -> None:
    """Cranes and sheds, fading into the fog."""
    for x, y, scale, colour, reach, fade in [
        (180, 640, 0.72, MIST, 1, 0.9),
        (430, 640, 0.9, STEEL, -1, 0.55),
        (620, 650, 1.1, STEEL, 1, 0.8),
    ]:
        with sheet.faded(fade):
            crane(sheet, x, y, scale, colour, reach)
    with sheet.faded(0.7):
        for x, width, height in [
            (0, 150, 90),
            (140, 190, 60),
            (320, 130, 110),
            (700, 120, 70),
            (800, 90, 50),
        ]:
            sheet.rect(x, 648 - height, width, height + 12, STEEL)


def quay(sheet: Sheet) -> None:
    """The dark edge of the quay where we stand, with a bollard and its rope."""
    edge = poly("-20,880 520,960 760,1090 -20,1090")
    sheet.shape(edge, INK)
    sheet.shade(poly("-20,880 520,960 540,985 -20,912"), STEEL, (0, 880), (500, 990), 0.7, 0.2)
    sheet.shape(
        (
            "M190 940C200 900 206 870 202 842C180 838 168 822 172 806C200 786 286 786 312 "
            "806C316 822 304 838 282 842C278 876 286 920 300 956z"
        ),
        INK,
    )
    sheet.shade(
        "M206 846C240 852 262 850 282 842C278 876 286 920 300 956L262 950C252 910 250 880 252 852z",
        STEEL,
        (300, 850),
        (240, 850),
        0.75,
        0,
    )
    sheet.line("M196 880C230 900 262 898 290 884M194 896C230 914 264 912 292 898", PAPER, 5)
    sheet.line("M288 892C420 960 560 900 745 748", INK, 6)
    sheet.shape(gouges(sheet.chance, 60, (0, 930, 560, 130), 60, 2, 0.14), SLATE, "")


def moonlit_sky(sheet: Sheet, x: float, y: float) -> None:
    w = sheet.width
    sheet.shape(
        box(0, 0, w, 700),
        sheet.gradient((0, 0), (0, 640), [(0, INK, 1), (0.55, NIGHT, 1), (1, SLATE, 1)]),
        "",
    )
    sheet.halo(x, y, 520, STEEL, 0.8, 0.42, 0.16, 0)
    sheet.disc(x, y, 62, CREAM)
    sheet.shade(circle(x, y, 62), STRAW, (x - 60, y), (x + 60, y + 40), 0, 0.1, 0.55)


def harbour_mouth(sheet: Sheet) -> None:
    """Two moles with their lights, red and green, and a boat that comes in between them."""
    for points, x, top, lamp in [
        ("-20,712 250,700 268,672 300,672 330,716 -20,752", 284, 596, RED),
        ("1640,694 640,706 612,678 582,678 552,722 1640,766", 598, 596, SAGE),
    ]:
        sheet.shape(poly(points), INK)
        sheet.shape(
            poly([(x - 11, 676), (x - 8, top + 14), (x + 8, top + 14), (x + 11, 676)]),
            SLATE,
            "fine",
        )
        sheet.halo(x, top, 90, lamp, 1, 0.5, 0)
        sheet.disc(x, top, 11, CREAM, "fine")
        sheet.shape(
            "".join(
                lens(x + sheet.chance.gauss(0, 5), 736 + i * 15, 30 + i * 4, 3.2) for i in range(12)
            ),
            lamp,
            "fine",
        )
    sheet.shape(gouges(sheet.chance, 70, (660, 712, 940, 34), 60, 2.4), SLATE, "fine")
    with sheet.moved(440, 800, 1.25, -2):
        sheet.shape(
            "M-96 -26C-60 -16 50 -14 108 -42C94 -8 78 8 58 10L-70 10C-84 2 -94 -12 -96 -26z",
            INK,
            "fine",
        )
        sheet.shape("M-62 -20V-78H-14L-6 -20z", SLATE, "fine")
        sheet.shape(box(-54, -68, 15, 18) + box(-33, -68, 15, 18), STRAW, "")
        sheet.line("M28 -22V-140M28 -132L100 -40M28 -132L-60 -78", INK, 3.4, "fine")
        sheet.disc(28, -142, 6, CREAM, "")
    sheet.halo(475, 624, 70, CREAM, 0.9, 0.3, 0)


def harbour_night() -> Sheet:
    sheet = Sheet("harbour-night", paper=NIGHT)
    w, h = sheet.width, sheet.height
    moonlit_sky(sheet, 420, 230)
    for y, x, length in [
        (300, 520, 620),
        (268, 250, 420),
        (350, 150, 560),
        (180, 900, 500),
        (400, 1100, 700),
    ]:
        sheet.shape(lens(x, y, length, 13), DUSK, "torn")
    hill = ridge(sheet.chance, "-20,560 300,520 640,545 1000,440 1330,360 1640,430", 0.07)
    sheet.shape(down(hill, 640), INK)
    lamps = town_lights(sheet)
    sheet.shape(
        box(0, 628, w, 450),
        sheet.gradient((0, 628), (0, h), [(0, SLATE, 1), (0.35, NIGHT, 1), (1, INK, 1)]),
        "",
    )
    sheet.shape(ripples(sheet.chance, 636, 1060, -40, 1640, 0.8), INK, "fine")
    sheet.shape(ripples(sheet.chance, 634, 1067, 0, w, 1.5, pull=420, spread=0.34), CREAM, "fine")
    sheet.shape(ripples(sheet.chance, 634, 1067, 0, w, 0.7, pull=420, spread=0.7), STEEL, "fine")
    for x, _ in lamps[:22]:
        sheet.shape(
            "".join(
                lens(x + sheet.chance.gauss(0, 5), 640 + i * 15, 26 + i * 2, 3) for i in range(9)
            ),
            OCHRE,
            "fine",
            'opacity="0.75"',
        )
    harbour_mouth(sheet)
    piles(sheet)
    return sheet


def town_lights(sheet: Sheet) -> list[Point]:
    """Light windows on the hill; return where, for the water to repeat them."""
    lamps = []
    for _ in range(110):
        x = sheet.chance.uniform(700, 1600)
        y = sheet.chance.triangular(430, 630, 610)
        if y > 800 - 0.28 * x:
            lamps.append((x, y))
            sheet.rect(
                x,
                y,
                sheet.chance.choice([5, 7, 9]),
                7,
                sheet.chance.choice([STRAW, OCHRE, CREAM]),
                "",
            )
    return lamps


def piles(sheet: Sheet) -> None:
    """Three mooring posts in front."""
    for x in (70, 190, 300):
        top = 760 + x * 0.3
        sheet.rect(x, top, 34, 400, INK)
        sheet.shade(box(x, top, 34, 400), STEEL, (x + 34, top), (x, top), 0.7, 0.1, 0)
        sheet.shape(circle(x + 17, top, 17, 0.35), DUSK, "fine")
