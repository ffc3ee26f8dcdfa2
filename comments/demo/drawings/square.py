"""The market."""

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
    SAGE,
    SLATE,
    STEEL,
    STRAW,
    Sheet,
    box,
    lens,
    poly,
    smooth,
)
from comments.demo.drawings.town import figure


def awning(sheet: Sheet, x: float, y: float, width: float, colour: str, drop: float = 90) -> None:
    """A striped awning over a stall; its scallops hang in front."""
    count = 8
    step = width / count
    for i in range(count):
        ink = colour if i % 2 == 0 else CREAM
        top = x + 40 + i * (width - 80) / count
        sheet.shape(
            poly(
                [
                    (top, y),
                    (top + (width - 80) / count, y),
                    (x + (i + 1) * step, y + drop),
                    (x + i * step, y + drop),
                ]
            ),
            ink,
            "fine",
        )
        sheet.shape(
            (
                f"M{x + i * step:.0f} {y + drop:.0f}h{step:.0f}q{-step / 2:.0f} "
                f"{step * 0.8:.0f} {-step:.0f} 0z"
            ),
            ink,
            "fine",
        )
    sheet.shade(
        poly([(x + 40, y), (x + width - 40, y), (x + width, y + drop + 30), (x, y + drop + 30)]),
        INK,
        (x, y + drop + 20),
        (x + width * 0.7, y),
        0.75,
        0.1,
        0,
    )


def crate(sheet: Sheet, x: float, y: float, colours: list[str]) -> None:
    for _ in range(26):
        sheet.disc(
            x + 14 + sheet.chance.random() * 92,
            y - 6 - sheet.chance.random() * 22,
            sheet.chance.uniform(10, 14),
            sheet.chance.choice(colours),
            "fine",
        )
    sheet.rect(x, y - 6, 122, 48, RUST, "fine")
    sheet.line(f"M{x} {y + 16}h122M{x + 4} {y - 4}v44M{x + 118} {y - 4}v44", INK, 3, "fine")


def market() -> Sheet:
    sheet = Sheet("market", paper=CREAM)
    w, _chance = sheet.width, sheet.chance
    sheet.shape(
        box(0, 0, w, 640),
        sheet.gradient((0, 0), (0, 560), [(0, MIST, 1), (0.6, HAZE, 1), (1, CREAM, 1)]),
        "",
    )
    sheet.halo(1500, 160, 620, CREAM, 1, 0.6, 0)
    gabled_houses(sheet)
    sheet.shade(box(0, 380, w, 260), CREAM, (0, 380), (0, 640), 0, 0.75)
    sheet.shape(
        box(-20, 620, w + 40, 470),
        sheet.gradient((0, 620), (0, 1067), [(0, HAZE, 1), (1, "#a59a86", 1)]),
        "",
    )
    cobbles(sheet)
    stall(sheet, -60, 500, 560, RED, fish=True)
    stall(sheet, 1080, 470, 620, SLATE)
    shoppers(sheet)
    return sheet


def shoppers(sheet: Sheet) -> None:
    """A woman with a basket, and a child."""
    sheet.shape(lens(640, 1010, 420, 14), DUSK, "fine")
    figure(sheet, 800, 1020, 330, RUST, 1, STRAW)
    sheet.shape("M834 850L900 850L888 920H846z", OCHRE, "fine")
    sheet.shape("M838 852C846 800 890 800 896 852", "none", "", f'stroke="{INK}" stroke-width="5"')
    sheet.shape(smooth("842,850 850,820 868,836 880,812 892,850"), MOSS, "fine")
    figure(sheet, 660, 1000, 215, MOSS, 1, STRAW)


def cobbles(sheet: Sheet) -> None:
    """The square's paving, and people far off."""
    w, chance = sheet.width, sheet.chance
    for y in range(650, 1080, 26):
        near = (y - 620) / 450
        sheet.shape(
            "".join(
                lens(
                    chance.uniform(0, w),
                    y + chance.uniform(-8, 8),
                    30 + 70 * near,
                    1.5 + 2.5 * near,
                )
                for _ in range(22)
            ),
            DUSK,
            "fine",
            'opacity="0.45"',
        )
    for x, y, tall, coat in [
        (520, 700, 130, SLATE),
        (580, 706, 120, RUST),
        (760, 690, 118, INK),
        (930, 700, 126, DUSK),
        (1010, 696, 112, MOSS),
    ]:
        sheet.shape(lens(x - 50, y, 130, 5), DUSK, "fine")
        figure(sheet, x, y, tall, coat, chance.choice([-1, 1]), CREAM)


def gabled_houses(sheet: Sheet) -> None:
    """The houses round the square, one beside the other."""
    chance = sheet.chance
    x = -30
    while x < 1640:
        width, top = chance.uniform(120, 190), chance.uniform(190, 300)
        wall = chance.choice([ROSE, "#c3a88f", HAZE, STRAW])
        gable = poly(
            [
                (x, 640),
                (x, top),
                (x + width * 0.3, top - 60),
                (x + width * 0.5, top - 100),
                (x + width * 0.7, top - 60),
                (x + width, top),
                (x + width, 640),
            ]
        )
        sheet.shape(gable, wall)
        sheet.shade(gable, DUSK, (x, 400), (x + width, 400), 0.7, 0.25, 0)
        for row in range(3):
            for column in range(3):
                sheet.rect(
                    x + 18 + column * (width - 30) / 3, top + 40 + row * 84, 20, 42, SLATE, "fine"
                )
        x += width


def stall(sheet: Sheet, x: float, y: float, width: float, colour: str, fish: bool = False) -> None:
    sheet.shape(box(x + 40, y + 80, width - 80, 280), NIGHT, "fine")
    sheet.shade(
        box(x + 40, y + 80, width - 80, 280), STRAW, (x + width, y + 200), (x + 80, y + 120), 0.4, 0
    )
    figure(sheet, x + width * 0.52, y + 330, 240, CREAM, -1, STRAW)
    for post in (x + 36, x + width - 50):
        sheet.rect(post, y + 40, 14, 440, INK, "fine")
    awning(sheet, x, y, width, colour)
    sheet.shape(
        poly(
            [
                (x + 10, y + 300),
                (x + width - 10, y + 300),
                (x + width + 16, y + 366),
                (x - 16, y + 366),
            ]
        ),
        RUST,
    )
    sheet.rect(x, y + 366, width, 120, INK)
    if fish:
        fishes(sheet, x, y + 300, width)
        return
    for i, colours in enumerate([[RED, "#c4573f"], [SAGE, MOSS], [OCHRE, STRAW], [RUST, ROSE]]):
        crate(sheet, x + 24 + i * (width - 40) / 4, y + 310, colours)
        crate(sheet, x + 12 + i * (width - 30) / 4, y + 376, colours[::-1])


def fishes(sheet: Sheet, x: float, y: float, width: float) -> None:
    """Cod on ice, head to tail, in two shallow rows."""
    sheet.shape(
        poly([(x + 16, y), (x + width - 16, y), (x + width + 8, y + 62), (x - 8, y + 62)]),
        CREAM,
        "fine",
    )
    for row in range(2):
        for i in range(7):
            with sheet.moved(
                x + 60 + i * (width - 90) / 6 + row * 12, y + 16 + row * 28, 0.8 + row * 0.12, -9
            ):
                body = "M-44 2C-26 -16 14 -16 34 -2L52 -14L48 4L54 18L34 6C14 18 -26 18 -44 2z"
                sheet.shape(body, STEEL, "fine", f'stroke="{INK}" stroke-width="2"')
                sheet.shade(body, INK, (0, -18), (0, 6), 0.8, 0)
                sheet.disc(-32, 0, 3, INK, "")
    for i in range(4):
        left = x + 10 + i * (width - 20) / 4
        sheet.rect(left, y + 78, (width - 20) / 4 - 10, 46, HAZE, "fine")
        sheet.line(f"M{left + 8:.0f} {y + 100}h{(width - 20) / 4 - 26:.0f}", STEEL, 4, "fine")
