"""The council chamber and the library."""

from comments.demo.drawings.ink import (
    CREAM,
    DUSK,
    INK,
    MIST,
    MOSS,
    NIGHT,
    OCHRE,
    PAPER,
    RED,
    ROSE,
    RUST,
    SKINS,
    SLATE,
    STEEL,
    STRAW,
    Sheet,
    box,
    circle,
    gouges,
    poly,
)

WOOD, DARK_WOOD = "#7a5434", "#3d2a1c"


def arch(x: float, y: float, width: float, height: float) -> str:
    """A round-headed window or door standing on y."""
    r = width / 2
    return f"M{x - r:.1f} {y:.1f}V{y - height + r:.1f}a{r:.1f} {r:.1f} 0 0 1 {width:.1f} 0V{y:.1f}z"


def listener(
    sheet: Sheet, x: float, y: float, size: float, coat: str, hair: str, light: str = ""
) -> None:
    """Someone seen from behind: a head and shoulders above the back of a bench."""
    skin = sheet.chance.choice(SKINS)
    with sheet.moved(x, y, size / 100):
        back = "M-78 40C-78 -10 -62 -34 -26 -42C-16 -46 16 -46 26 -42C62 -34 78 -10 78 40z"
        sheet.shape(back, coat, "fine")
        if light:
            sheet.shade(back, light, (-84, -20), (10, 0), 0.8, 0)
        sheet.shape("M-15 -70H15V-38C8 -32 -8 -32 -15 -38z", skin, "fine")
        sheet.shape(
            (
                "M-34 -98C-36 -132 -18 -146 0 -146C18 -146 36 -132 34 -98C32 -72 18 -58 0 "
                "-58C-18 -58 -32 -72 -34 -98z"
            ),
            hair,
            "fine",
        )
        if light:
            sheet.shade(circle(0, -102, 36), light, (-40, -110), (4, -100), 0.7, 0)


def town_hall() -> Sheet:
    sheet = Sheet("town-hall", paper="#8a6c4c")
    w, _chance = sheet.width, sheet.chance
    sheet.shape(
        box(0, 0, w, 760),
        sheet.gradient(
            (0, 0), (w, 500), [(0, "#b08e63", 1), (0.5, "#8a6c4c", 1), (1, "#4c3827", 1)]
        ),
        "",
    )
    tall_windows(sheet)
    sheet.shape(box(0, 560, w, 210), DARK_WOOD)
    for x in range(-30, 1640, 110):
        sheet.line(f"M{x} 590h84v150h-84z", WOOD, 4, "fine")
    for i in range(5):
        x = 210 + i * 290
        beam = poly([(x - 76, 130), (x + 76, 130), (x + 660, 1080), (x + 330, 1080)])
        sheet.shade(beam, CREAM, (x, 130), (x + 430, 1000), 0.62, 0.3, 0)
    dais(sheet)
    benches(sheet)
    return sheet


def benches(sheet: Sheet) -> None:
    """The public, row behind row; one of them asks to speak."""
    w, chance = sheet.width, sheet.chance
    for row, (y, size, count, offset) in enumerate(
        [(800, 58, 12, 40), (884, 80, 9, -20), (996, 112, 7, 60)]
    ):
        for i in range(count):
            x = offset + i * (1640 / count) + chance.uniform(-14, 14)
            if chance.random() < 0.86:
                coat = chance.choice(
                    [INK, SLATE, DUSK, "#5b3a2a", MOSS, RED if row == 1 else NIGHT]
                )
                listener(
                    sheet, x, y, size, coat, chance.choice([INK, DARK_WOOD, "#6d6459", RUST]), STRAW
                )
        if row == 1:
            hand(sheet, 1120, 850)
        top = y + size * 0.34
        sheet.rect(-20, top, w + 40, size * 0.95, DARK_WOOD if row != 1 else "#4e3523")
        sheet.shape(box(-20, top, w + 40, size * 0.12), WOOD, "fine")
        sheet.shape(
            gouges(chance, 60, (0, top + 14, w, size * 0.6), 110, 1.6), INK, "fine", 'opacity="0.6"'
        )


def tall_windows(sheet: Sheet) -> None:
    """Five windows, high enough for the light to reach the benches."""
    for i in range(5):
        x = 210 + i * 290
        sheet.shape(arch(x, 560, 176, 470), DARK_WOOD, "fine")
        sheet.shape(
            arch(x, 552, 152, 448),
            sheet.gradient((0, 100), (0, 560), [(0, CREAM, 1), (1, STRAW, 1)]),
            "fine",
        )
        sheet.shade(arch(x, 552, 152, 448), STEEL, (x, 560), (x, 330), 0.75, 0)
        sheet.line(
            f"M{x} 104V552M{x - 76} 260H{x + 76}M{x - 76} 400H{x + 76}", DARK_WOOD, 6, "fine"
        )


def dais(sheet: Sheet) -> None:
    """The speaker at the lectern, in the light of the window; the council behind a long table."""
    sheet.shape(poly("820,700 1560,700 1590,760 790,760"), WOOD)
    sheet.rect(800, 756, 780, 60, DARK_WOOD)
    councillors(sheet)
    with sheet.moved(560, 770, 1.25):
        sheet.shape(
            "M-34 0C-36 -80 -46 -120 -36 -150C-28 -166 28 -166 36 -150C46 -120 36 -80 34 0z",
            INK,
            "fine",
        )
        sheet.shade(
            "M-34 0C-36 -80 -46 -120 -36 -150C-28 -166 -10 -166 0 -164V0z",
            STRAW,
            (-46, -90),
            (-4, -90),
            0.9,
            0,
        )
        sheet.line("M32 -140L66 -112L104 -150", INK, 17, "fine")
        sheet.disc(108, -156, 10, ROSE, "fine")
        sheet.shape("M-9 -180H9V-158H-9z", ROSE, "")
        sheet.shape(
            "M-20 -200C-20 -226 22 -226 22 -200C22 -184 12 -172 2 -172C-10 -172 -20 -184 -20 -200z",
            ROSE,
            "fine",
        )
        sheet.shape(
            "M-22 -190C-30 -236 26 -240 24 -206C10 -214 -6 -212 -12 -200z", DARK_WOOD, "fine"
        )
        sheet.shape(poly("-70,-90 60,-96 48,-74 -62,-70"), WOOD, "fine")
        sheet.shape(poly("-40,-72 34,-74 40,20 -46,20"), DARK_WOOD, "fine")
        sheet.line("M20 -96C24 -120 10 -128 4 -140", INK, 3, "")


def councillors(sheet: Sheet) -> None:
    """Six members behind the table."""
    for i, x in enumerate(range(900, 1560, 122)):
        skin = SKINS[i * 3 % 4]
        with sheet.moved(x, 690, 0.62):
            sheet.shape(
                "M-56 20C-54 -26 -38 -44 -12 -50H12C38 -44 54 -26 56 20z",
                [INK, SLATE, RED, MOSS, DUSK, INK][i],
                "fine",
            )
            sheet.shape("M-9 -70H9V-46L0 -34L-9 -46z", skin, "")
            sheet.shape(
                "M-22 -96C-22 -118 22 -118 22 -96C22 -72 10 -60 0 -60C-10 -60 -22 -72 -22 -96z",
                skin,
                "fine",
            )
            sheet.shape(
                [
                    "M-25 -88C-30 -130 30 -130 25 -88C22 -104 -10 -108 -18 -100z",
                    "M-26 -60C-34 -128 34 -128 26 -60L18 -96C6 -104 -10 -104 -18 -96z",
                ][i % 2],
                [INK, "#6d6459", DARK_WOOD][i % 3],
                "fine",
            )


def hand(sheet: Sheet, x: float, y: float) -> None:
    """Someone in the rows asks to speak."""
    sheet.line(f"M{x + 30} {y + 60}L{x + 6} {y - 40}L{x + 10} {y - 110}", INK, 30, "fine")
    sheet.line(f"M{x + 10} {y - 118}V{y - 140}", ROSE, 20, "fine")
    sheet.line(
        (
            f"M{x + 2} {y - 140}L{x - 6} {y - 172}M{x + 9} {y - 142}V{y - 180}M{x + 16} "
            f"{y - 140}L{x + 22} {y - 174}M{x} {y - 126}L{x - 16} {y - 144}"
        ),
        ROSE,
        7,
        "fine",
    )


def library() -> Sheet:
    sheet = Sheet("library-hall", paper="#c9b48f")
    w, h = sheet.width, sheet.height
    sheet.shape(
        box(0, 0, w, h),
        sheet.glow(800, 470, 980, [(0, CREAM, 1), (0.35, STRAW, 1), (1, "#6d4f33", 1)]),
        "",
    )
    sheet.shape(arch(800, 640, 250, 430), CREAM, "fine")
    sheet.shade(arch(800, 640, 250, 430), MIST, (800, 640), (800, 300), 0.9, 0)
    sheet.line("M800 212V640M676 330H924M676 450H924M676 560H924", WOOD, 6, "fine")
    for i in range(6, -1, -1):
        reach = 170 * 1.42**i
        rise = reach * 1.0
        rib = (
            f"M{800 - reach:.0f} "
            f"{560 + reach * 0.4:.0f}V{560 - rise * 0.62:.0f}A{reach:.0f} "
            f"{reach * 0.82:.0f} 0 0 1 {800 + reach:.0f} "
            f"{560 - rise * 0.62:.0f}V{560 + reach * 0.4:.0f}"
        )
        sheet.line(rib, DARK_WOOD, 5 + i * 3.4)
        sheet.line(rib, WOOD, 2 + i * 1.3, "fine")
    floor = poly("-60,1090 640,632 960,632 1660,1090")
    sheet.shape(floor, sheet.gradient((800, 632), (800, h), [(0, STRAW, 1), (1, "#7d5c3b", 1)]), "")
    for i in range(-8, 9):
        sheet.line(
            f"M{800 + i * 20} 632L{800 + i * 118} 1090", DARK_WOOD, 1.6, "fine", 'opacity="0.5"'
        )
    sheet.shade(
        poly("700,636 900,636 1090,1090 510,1090"), CREAM, (800, 640), (800, 1080), 0.85, 0.25
    )
    for side in (-1, 1):
        shelves(sheet, side)
    for side in (-1, 1):
        for depth in (0.42, 0.66, 1.0):
            table(sheet, 800 + side * 350 * depth, 560 + 400 * depth, depth, side)
    reader(sheet, 800, 900)
    return sheet


def shelves(sheet: Sheet, side: int) -> None:
    """One wall of books, in perspective towards the window."""

    def at(depth, height):
        return 800 + side * 840 * depth, 560 + (420 - height * 820) * depth

    sheet.shape(poly([at(1, 0), at(1, 1), at(0.2, 1), at(0.2, 0)]), DARK_WOOD)
    inks = [RED, RUST, MOSS, SLATE, OCHRE, PAPER, INK, "#6d4028", STEEL, "#8c3a26"]
    for row in range(7):
        low, high = 0.05 + row * 0.134, 0.05 + row * 0.134 + 0.112
        depth = 1.0
        while depth > 0.22:
            thick = 0.0135 * depth * sheet.chance.uniform(0.7, 1.4)
            tall = high - sheet.chance.uniform(0, 0.034)
            if sheet.chance.random() < 0.94:
                sheet.shape(
                    poly(
                        [
                            at(depth, low),
                            at(depth, tall),
                            at(depth - thick, tall),
                            at(depth - thick, low),
                        ]
                    ),
                    sheet.chance.choice(inks),
                    "",
                )
            depth -= thick * 1.08
    for i in range(6):
        depth = 1 - i * 0.15
        sheet.line(poly([at(depth, 0), at(depth, 1)], closed=False), "#2b1d13", 16 * depth, "fine")
    wall = poly([at(1, 0), at(1, 1), at(0.2, 1), at(0.2, 0)])
    sheet.shade(wall, INK, at(1, 0.5), at(0.3, 0.5), 0.9, 0.45, 0)
    sheet.shade(wall, STRAW, at(0.2, 0.5), at(0.5, 0.5), 0.55, 0)


def table(sheet: Sheet, x: float, y: float, size: float, side: int) -> None:
    with sheet.moved(x, y, size):
        sheet.shape(
            poly(
                "-190,-30 150,-30 200,20 -230,20" if side < 0 else "-150,-30 190,-30 230,20 -200,20"
            ),
            WOOD,
            "fine",
        )
        sheet.shape(box(-215, 20, 430, 16), DARK_WOOD, "fine")
        sheet.shape(box(-190, 34, 20, 120) + box(170, 34, 20, 120), DARK_WOOD, "fine")
        sheet.halo(0, -40, 170, CREAM, 0.95, 0.4, 0)
        sheet.line("M0 -8V-96", OCHRE, 7, "")
        sheet.shape("M-46 -86C-42 -124 42 -124 46 -86z", MOSS, "fine")
        sheet.shape(circle(0, -6, 22, 0.3), OCHRE, "")
        sheet.shape(poly("60,-4 104,-12 148,-4 104,4"), CREAM, "fine")


def reader(sheet: Sheet, x: float, y: float) -> None:
    """A woman walks through the hall with books under her arm, dark against the window."""
    sheet.shape(
        poly([(x - 20, y), (x + 22, y), (x + 70, y + 190), (x - 40, y + 190)]),
        DARK_WOOD,
        "cut",
        'opacity="0.55"',
    )
    with sheet.moved(x, y, 1.15):
        sheet.shape("M-16 0L-13 -60H0L-4 0zM18 0L8 -60H20L26 0z", INK, "fine")
        sheet.shape(
            "M-30 -52C-24 -90 -30 -118 -26 -142C-20 -158 20 -158 26 -142C30 -118 24 -90 32 -52z",
            INK,
            "fine",
        )
        sheet.shade(
            "M-30 -52C-24 -90 -30 -118 -26 -142L-14 -154L-12 -52z",
            STRAW,
            (-32, -100),
            (-14, -100),
            0.9,
            0,
        )
        sheet.shape("M-6 -168H6V-150H-6z", INK, "")
        sheet.shape(circle(0, -176, 16) + circle(-2, -196, 9), INK, "fine")
        sheet.shape(poly("18,-104 50,-108 52,-72 20,-68"), RED, "fine")
        sheet.line("M20 -134C36 -118 42 -96 34 -84", INK, 11, "fine")
