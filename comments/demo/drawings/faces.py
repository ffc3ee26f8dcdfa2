"""Portraits of the demo’s authors, who do not exist, and the newsroom’s mark."""

from comments.demo.drawings.ink import (
    CREAM,
    DUSK,
    HAZE,
    INK,
    OCHRE,
    RED,
    RUST,
    SLATE,
    STEEL,
    STRAW,
    Sheet,
    box,
    circle,
    gouges,
    poly,
)

GLASSES = (
    "M-94 -10a40 36 0 1 0 80 0a40 36 0 1 0 -80 0zM16 -10a40 36 0 1 0 80 0a40 36 0 1 0 -80 0z"
    "M-14 -16Q1 -26 16 -16M-94 -14L-124 -22M96 -14L124 -22"
)
HEAD = (
    "M-118 -20C-126 -130 -76 -196 4 -196C86 -196 130 -130 120 -20C112 66 66 138 2 138C-62 "
    "138 -110 66 -118 -20z"
)


def portrait(seed: str, ground: str) -> Sheet:
    """Start a portrait: a ground with its light from the left."""
    sheet = Sheet(seed, 800, 800, ground)
    glow = [(0, CREAM, 0.75), (0.5, CREAM, 0.25), (1, CREAM, 0)]
    sheet.shape(box(0, 0, 800, 800), sheet.glow(240, 230, 620, glow), "")
    sheet.shade(box(0, 0, 800, 800), INK, (860, 860), (520, 420), 0.5, 0)
    return sheet


def bust(sheet: Sheet, skin: str, coat: str, collar: str) -> None:
    shoulders = "M70 820C78 690 140 640 270 606L330 580H470L530 606C660 640 722 690 730 820z"
    sheet.shape(shoulders, coat)
    sheet.shade(shoulders, INK, (740, 760), (400, 640), 0.95, 0.3, 0)
    sheet.shade(shoulders, CREAM, (60, 640), (240, 740), 0.55, 0)
    neck = "M330 500H470V596C440 648 360 648 330 596z"
    sheet.shape(neck, skin, "fine")
    sheet.shade(neck, INK, (470, 540), (340, 560), 0.85, 0.35)
    sheet.shape(collar_path(collar), CREAM if collar == "shirt" else coat, "fine")


def collar_path(kind: str) -> str:
    if kind == "shirt":
        return (
            "M322 574L296 622L372 690L400 640L428 690L504 622L478 574C470 612 430 634 400 "
            "636C370 634 330 612 322 574z"
        )
    return "M318 566C340 640 460 640 482 566L496 600C470 676 330 676 304 600z"


def face(sheet: Sheet, skin: str, glasses: bool = False, brows: str = INK, age: float = 0) -> None:
    """Eyes, nose and mouth in few cuts, with the shade that models the head."""
    with sheet.moved(400, 378, 1.12):
        sheet.shape(
            (
                "M-124 -10C-140 -30 -148 0 -138 28C-132 46 -120 44 -114 36zM124 -10C140 "
                "-30 148 0 138 28C132 46 120 44 114 36z"
            ),
            skin,
            "fine",
        )
        sheet.shape(HEAD, skin, "fine")
        sheet.shade(HEAD, INK, (150, 40), (0, -20), 0.9, 0.35, 0)
        sheet.shade(
            (
                "M120 -20C112 66 66 138 2 138C-62 138 -110 66 -118 -20C-90 60 -50 104 4 "
                "104C60 104 100 50 120 -20z"
            ),
            RUST,
            (0, 140),
            (-20, 60),
            0.8,
            0.1,
        )
        sheet.shade(circle(-58, 34, 46), RED, (-58, 80), (-58, 0), 0.3, 0)
        eyes(sheet, age, brows)
        nose_and_mouth(sheet)
        if glasses:
            sheet.line(GLASSES, INK, 6.5, "fine")


def nose_and_mouth(sheet: Sheet) -> None:
    sheet.line("M8 -24C14 6 26 26 24 40C20 50 6 50 -6 46", INK, 5, "fine")
    sheet.shade(
        "M8 -24C14 6 26 26 24 40C34 40 40 30 34 14C28 0 20 -12 8 -24z",
        INK,
        (40, 20),
        (14, 10),
        0.6,
        0,
    )
    sheet.shape(
        "M-40 80C-20 72 -10 74 0 77C12 73 24 72 44 79C28 94 12 99 0 99C-14 98 -28 92 -40 80z",
        "#9c4a3a",
        "fine",
    )
    sheet.line("M-44 80Q0 88 48 78", INK, 3.6, "fine")


def eyes(sheet: Sheet, age: float, brows: str) -> None:
    """Brows, lids and irises; `age` deepens the lines beside them."""
    for side in (-1, 1):
        sheet.line(f"M{side * 82} -36Q{side * 54} -58 {side * 24} -42", brows, 11, "fine")
        sheet.shape(
            f"M{side * 78} -6Q{side * 52} -28 {side * 26} -4Q{side * 52} 12 {side * 78} -6z",
            CREAM,
            "fine",
        )
        sheet.disc(side * 50 + 3, -8, 11, INK, "")
        sheet.line(f"M{side * 82} -8Q{side * 52} -32 {side * 24} -6", INK, 5.5, "fine")
        if age:
            sheet.line(
                (
                    f"M{side * 34} 16Q{side * 56} 28 {side * 76} 14M{side * 44} "
                    f"50Q{side * 62} 70 {side * 58} 92"
                ),
                INK,
                2.5,
                "fine",
                f'opacity="{age}"',
            )


def hair(sheet: Sheet, d: str, colour: str, light: str = CREAM) -> None:
    with sheet.moved(400, 378, 1.12):
        sheet.shape(d, colour, "cut")
        sheet.shade(d, light, (-150, -190), (10, -90), 0.5, 0)


def portrait_1() -> Sheet:
    skin = "#b98062"
    sheet = portrait("portrait-1", "#6d8086")
    hair(
        sheet,
        (
            "M-150 200C-170 90 -170 -60 -140 -140C-110 -216 -50 -240 10 -238C90 -236 140 "
            "-190 152 -110C170 -20 166 110 150 200z"
        ),
        INK,
        STEEL,
    )
    bust(sheet, skin, "#7a2c20", "round")
    face(sheet, skin)
    hair(
        sheet,
        (
            "M-140 60C-150 -60 -136 -150 -70 -200C-20 -232 70 -232 116 -180C146 -140 152 "
            "-40 142 60C128 10 122 -50 104 -96C60 -80 -10 -96 -50 -140C-72 -100 -110 -60 "
            "-118 -20C-124 10 -130 40 -140 60z"
        ),
        INK,
        STEEL,
    )
    return sheet


def portrait_2() -> Sheet:
    skin = "#e0b899"
    sheet = portrait("portrait-2", "#a88a5c")
    bust(sheet, skin, SLATE, "shirt")
    face(sheet, skin, glasses=True, brows=DUSK, age=0.6)
    grey = "#8f8a80"
    with sheet.moved(400, 378, 1.12):
        beard = (
            "M-120 10C-112 92 -66 172 2 174C70 172 112 92 122 10C104 50 84 66 56 66C30 54 "
            "-26 54 -52 66C-84 66 -104 46 -120 10z"
        )
        sheet.shape(beard, grey, "cut")
        sheet.shade(beard, INK, (130, 120), (-20, 90), 0.85, 0)
        sheet.shape(
            gouges(sheet.chance, 60, (-90, 70, 180, 80), 30, 2.4, 1.5, 0.4),
            CREAM,
            "fine",
            'opacity="0.55"',
        )
        sheet.shape("M-40 82C-14 76 16 76 44 81C26 96 -22 96 -40 82z", "#8a4436", "fine")
    hair(
        sheet,
        (
            "M-128 0C-140 -70 -132 -160 -60 -204C0 -234 90 -226 126 -160C142 -110 138 -50 "
            "128 0C124 -40 118 -70 100 -104C40 -112 -50 -112 -96 -110C-112 -80 -120 -40 "
            "-128 0z"
        ),
        grey,
    )
    return sheet


def portrait_4() -> Sheet:
    skin = "#85563c"
    sheet = portrait("portrait-4", "#b9653f")
    for x, y, r in [
        (250, 300, 86),
        (290, 210, 92),
        (370, 160, 100),
        (460, 164, 98),
        (530, 220, 90),
        (556, 310, 82),
        (270, 380, 66),
        (540, 390, 64),
    ]:
        sheet.disc(x, y, r, INK, "torn")
    for _ in range(120):
        x, y = sheet.chance.uniform(280, 520), sheet.chance.uniform(130, 230)
        sheet.line(f"M{x:.0f} {y:.0f}q8 -10 14 0t10 6", "#4a3a33", 2.5, "fine")
    bust(sheet, skin, "#3f5560", "round")
    face(sheet, skin)
    with sheet.moved(400, 378, 1.12):
        cap = (
            "M-124 -60C-116 -150 -60 -190 4 -190C70 -190 116 -150 126 -60C90 -124 50 -138 "
            "2 -138C-50 -138 -92 -120 -124 -60z"
        )
        sheet.shape(cap, INK, "torn")
        for side in (-1, 1):
            sheet.disc(side * 132, 62, 11, OCHRE, "fine")
    return sheet


def portrait_3() -> Sheet:
    skin = "#d8a98c"
    sheet = portrait("portrait-3", "#7d8468")
    hair(
        sheet,
        (
            "M-150 70C-166 -40 -160 -150 -90 -208C-30 -250 80 -246 130 -180C166 -120 166 0 "
            "148 76C110 96 -110 96 -150 70z"
        ),
        "#b5aa98",
        CREAM,
    )
    bust(sheet, skin, "#2f3a3f", "shirt")
    face(sheet, skin, glasses=True, brows="#7f7668", age=0.5)
    hair(
        sheet,
        (
            "M-142 74C-156 -30 -140 -140 -80 -196C-20 -236 70 -232 116 -184C150 -140 156 0 "
            "142 70C128 30 124 -20 116 -60C70 -84 40 -120 26 -150C-10 -100 -70 -84 -104 "
            "-76C-122 -30 -124 30 -142 74z"
        ),
        "#c9bfae",
        CREAM,
    )
    with sheet.moved(400, 378, 1.12):
        for i in range(16):
            x = -110 + i * 15
            sheet.line(
                f"M{x} {-150 - 40 * (1 - ((x - 5) / 120) ** 2):.0f}q-14 40 -20 {70 - i:.0f}",
                "#8f8676",
                2.4,
                "fine",
                'opacity="0.7"',
            )
    return sheet


def newsroom_mark() -> Sheet:
    """The newsroom's own mark: a folded front page in the light of a lamp."""
    sheet = Sheet("newsroom-mark", 800, 800, "#2a3338")
    sheet.halo(400, 60, 820, STRAW, 0.8, 0.4, 0.1, 0)
    page = poly("170,240 600,200 650,650 220,690")
    sheet.shape(poly("200,270 640,232 690,676 250,716"), INK)
    sheet.shape(poly("600,200 632,222 680,662 650,650"), HAZE, "fine")
    sheet.shape(page, CREAM)
    sheet.shade(page, DUSK, (640, 700), (380, 420), 0.65, 0)

    front_page(sheet)
    for column, start in [(0.06, 0.69), (0.35, 0.69), (0.66, 0.27)]:
        t = start
        while t < 0.95:
            sheet.line(
                poly(
                    [
                        on_page(column, t),
                        on_page(column + 0.25 + sheet.chance.uniform(-0.03, 0.02), t),
                    ],
                    closed=False,
                ),
                DUSK,
                4.5,
                "fine",
            )
            t += 0.034
    sheet.shape(circle(600, 560, 26), RED, "fine")
    sheet.line("M618 578L720 690", RED, 22, "fine")
    return sheet


def on_page(across: float, down: float) -> tuple[float, float]:
    """Return the point of the tilted page this far across and down, both from 0 to 1."""
    return 170 + 430 * across + 50 * down, 240 - 40 * across + 450 * down


def front_page(sheet: Sheet) -> None:
    """The title, the lead with its picture, three columns of text."""
    sheet.line(poly([on_page(0.06, 0.14), on_page(0.94, 0.14)], closed=False), INK, 34)
    sheet.line(poly([on_page(0.06, 0.2), on_page(0.94, 0.2)], closed=False), INK, 3, "fine")
    sheet.line(poly([on_page(0.06, 0.27), on_page(0.6, 0.27)], closed=False), INK, 13, "fine")
    sheet.shape(
        poly([on_page(0.06, 0.33), on_page(0.6, 0.33), on_page(0.6, 0.64), on_page(0.06, 0.64)]),
        SLATE,
        "fine",
    )
    x, y = on_page(0.4, 0.43)
    sheet.disc(x, y, 24, CREAM, "fine")
    sheet.shape(
        poly(
            [
                on_page(0.06, 0.64),
                on_page(0.06, 0.55),
                on_page(0.24, 0.5),
                on_page(0.4, 0.57),
                on_page(0.6, 0.52),
                on_page(0.6, 0.64),
            ]
        ),
        INK,
        "fine",
    )
