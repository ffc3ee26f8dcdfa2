"""The hill village and the barley field."""

import math

from comments.demo.drawings.ink import (
    CREAM,
    DUSK,
    INK,
    MOSS,
    OCHRE,
    PAPER,
    RED,
    ROSE,
    RUST,
    SAGE,
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


def house(sheet: Sheet, x: float, y: float, size: float, wall: str, roof: str, lit: str) -> None:
    """A house of the hills, light from the right: a gable, a flank in shade, small windows."""
    s = size
    sheet.shape(
        poly(
            [
                (x, y),
                (x, y - s),
                (x + s * 0.45, y - s * 1.45),
                (x + s * 0.9, y - s),
                (x + s * 0.9, y),
            ]
        ),
        wall,
        "fine",
    )
    sheet.shape(
        poly([(x - s, y), (x - s, y - s), (x, y - s), (x, y)]),
        roof if wall == INK else DUSK,
        "fine",
    )
    sheet.shape(
        poly(
            [
                (x - s * 1.08, y - s * 0.95),
                (x - s * 0.6, y - s * 1.5),
                (x + s * 0.47, y - s * 1.5),
                (x, y - s * 0.95),
            ]
        ),
        roof,
        "fine",
    )
    for ink, lefts, sill, tall in [
        (lit, (0.28, 0.56), 0.75, 0.24),
        (INK, (-0.75, -0.36), 0.68, 0.22),
    ]:
        panes = [box(x + s * left, y - s * sill, s * 0.14, s * tall) for left in lefts]
        sheet.shape("".join(panes), ink, "")


def cypress(sheet: Sheet, x: float, y: float, tall: float) -> None:
    d = smooth(
        [
            (x - tall * 0.09, y),
            (x - tall * 0.12, y - tall * 0.35),
            (x, y - tall),
            (x + tall * 0.11, y - tall * 0.4),
            (x + tall * 0.08, y),
        ]
    )
    sheet.shape(d, INK)
    sheet.shade(d, SAGE, (x + tall * 0.12, y), (x - tall * 0.03, y), 0.7, 0)


def hill_village() -> Sheet:
    sheet = Sheet("hill-village", paper=STRAW)
    w, chance = sheet.width, sheet.chance
    sheet.shape(
        box(0, 0, w, 700),
        sheet.gradient((0, 0), (0, 620), [(0, ROSE, 1), (0.6, STRAW, 1), (1, CREAM, 1)]),
        "",
    )
    sheet.halo(1290, 330, 560, CREAM, 1, 0.6, 0.2, 0)
    sheet.disc(1290, 330, 58, CREAM)
    for points, colour in [
        ("-20,420 260,330 520,400 900,330 1240,440 1640,380", "#c9a58d"),
        ("-20,500 300,440 640,520 1000,470 1300,540 1640,470", "#a3897b"),
    ]:
        skyline = ridge(chance, points, 0.06)
        sheet.shape(down(skyline, 760), colour)
        sheet.shade(down(skyline, 760), CREAM, (0, 420), (0, 640), 0, 0.8)
    hill = "-20,700 160,610 330,480 520,372 640,352 800,410 1010,560 1250,690 1640,780"
    slope = smooth([*at(hill), (1640, 1100), (-20, 1100)])
    sheet.shape(slope, MOSS)
    sheet.shade(slope, STRAW, (1100, 420), (420, 760), 0.75, 0.35, 0)
    with sheet.inside(slope):
        terraces(sheet)
    roofs(sheet)
    bell_tower(sheet)
    for x, y, tall in [
        (360, 640, 150),
        (400, 646, 190),
        (930, 650, 150),
        (1010, 690, 210),
        (1052, 700, 160),
        (250, 640, 110),
    ]:
        cypress(sheet, x, y, tall)
    cistern(sheet)
    return sheet


def bell_tower(sheet: Sheet) -> None:
    """The tower that one sees first."""
    sheet.shape(poly("618,400 618,268 642,224 666,268 666,400"), CREAM, "fine")
    sheet.shape(poly("618,400 618,268 642,224 642,400"), DUSK, "fine")
    sheet.shape(poly("610,270 642,206 674,270"), RUST, "fine")
    sheet.shape(box(648, 288, 10, 22), INK, "")


def roofs(sheet: Sheet) -> None:
    """Four rows of houses up the hill, the nearest last."""
    chance = sheet.chance
    homes = []
    for y, left, right, size in [
        (425, 520, 720, 40),
        (480, 455, 830, 46),
        (545, 390, 900, 50),
        (615, 330, 960, 54),
    ]:
        x = left
        while x < right:
            homes.append(
                (
                    x + chance.uniform(-9, 9),
                    y + chance.uniform(-10, 14),
                    size * chance.uniform(0.85, 1.15),
                )
            )
            x += size * 2.2
    for x, y, size in homes:
        house(
            sheet,
            x,
            y,
            size,
            chance.choice([CREAM, CREAM, PAPER, STRAW]),
            chance.choice([RUST, RUST, RED, "#6c4a35"]),
            INK,
        )


def terraces(sheet: Sheet) -> None:
    """Dry-stone terraces that follow the hill."""
    for i in range(12):
        y = 640 + i * 34 + i * i * 1.2
        points = [
            (x, y + 60 * math.sin((x - 200) / 420 + i * 0.13) * 0.5 + sheet.chance.uniform(-3, 3))
            for x in range(-20, 1660, 70)
        ]
        sheet.line(smooth(points, closed=False), INK, 3 + i * 0.5)
        sheet.shape(
            "".join(
                lens(x, y + 9 + sheet.chance.uniform(0, 14), 46 + i * 4, 2.4 + i * 0.2, -0.08)
                for x, y in points
                for _ in (0, 1)
            ),
            STRAW if i % 2 else SAGE,
            "fine",
            'opacity="0.7"',
        )


def cistern(sheet: Sheet) -> None:
    """The village's basin, half empty: the old waterline is still on its wall."""
    sheet.shape(poly("1020,1090 1090,868 1500,838 1640,900 1640,1090"), PAPER)
    sheet.shape(poly("1068,1090 1122,894 1484,866 1600,920 1640,1090"), DUSK)
    sheet.shade(
        poly("1122,894 1484,866 1600,920 1640,990 1095,990"),
        STRAW,
        (1500, 880),
        (1150, 940),
        0.8,
        0.1,
    )
    sheet.line("M1110 938L1486 910L1608 962", CREAM, 5)
    sheet.shape(poly("1080,1044 1486,1010 1640,1064 1640,1090 1066,1090"), STEEL)
    sheet.shape(ripples(sheet.chance, 1030, 1070, 1130, 1600, 0.8), CREAM, "fine")
    sheet.line("M1030 1080L1090 868L1500 838L1640 900", INK, 5)


def barley_field() -> Sheet:
    sheet = Sheet("field-barley", paper=STRAW)
    w, h, chance = sheet.width, sheet.height, sheet.chance
    sheet.shape(
        box(0, 0, w, 560),
        sheet.gradient((0, 0), (0, 540), [(0, OCHRE, 1), (0.55, STRAW, 1), (1, CREAM, 1)]),
        "",
    )
    sheet.halo(560, 300, 640, CREAM, 1, 0.7, 0.3, 0)
    sheet.disc(560, 300, 118, CREAM)
    for points, colour in [
        ("-20,430 300,470 700,440 1000,360 1260,300 1640,400", "#c9a878"),
        ("-20,470 240,440 560,500 960,470 1300,430 1640,380", "#a98a58"),
        ("-20,520 400,500 800,530 1200,490 1640,500", "#7f7a4e"),
    ]:
        far = down(ridge(chance, points, 0.05), 600)
        sheet.shape(far, colour)
        sheet.shade(far, CREAM, (200, 520), (1300, 420), 0.75, 0.1)
    ground = box(-20, 540, w + 40, 560)
    sheet.shape(
        ground, sheet.gradient((0, 540), (0, h), [(0, STRAW, 1), (0.4, OCHRE, 1), (1, RUST, 1)]), ""
    )
    rows_of_barley(sheet)
    track(sheet)
    tree(sheet, 1190, 560)
    ears(sheet)
    return sheet


def rows_of_barley(sheet: Sheet) -> None:
    """Furrows that run to the horizon, and the stalks between them."""
    chance = sheet.chance
    for i in range(-26, 27):
        near, far_x = 760 + i * 190, 760 + i * 13
        row = poly([(far_x, 545), (far_x + 4, 545), (near + 70, 1090), (near, 1090)])
        sheet.shape(row, RUST, "cut", 'opacity="0.55"')
    for y in range(560, 1090, 13):
        near = (y - 540) / 520
        count = int(70 - 42 * near)
        sheet.shape(
            "".join(
                lens(
                    chance.uniform(-20, 1620),
                    y + chance.uniform(-6, 6),
                    10 + 74 * near,
                    1 + 4.5 * near,
                    -1.35 + chance.uniform(-0.3, 0.3),
                )
                for _ in range(count)
            ),
            chance.choice([STRAW, CREAM, OCHRE, "#7a4c26"]),
            "fine",
        )


def tree(sheet: Sheet, x: float, y: float) -> None:
    """One old tree on the horizon and its shadow."""
    sheet.shape(lens(x + 120, y + 8, 420, 12, 0.03), "#6c4a2c", "cut")
    sheet.shape(
        poly(
            [
                (x - 13, y + 8),
                (x - 8, y - 90),
                (x - 50, y - 150),
                (x - 40, y - 156),
                (x, y - 110),
                (x + 40, y - 160),
                (x + 48, y - 152),
                (x + 12, y - 86),
                (x + 16, y + 8),
            ]
        ),
        INK,
    )
    for _ in range(70):
        turn, reach = sheet.chance.uniform(0, 6.28), sheet.chance.random() ** 0.5
        dx, dy = math.cos(turn) * 120 * reach, math.sin(turn) * 76 * reach - 190
        sheet.disc(x + dx, y + dy, sheet.chance.uniform(16, 34), INK, "torn")
        if dx < 20 and sheet.chance.random() < 0.75:
            sheet.shade(
                circle(x + dx, y + dy, 20),
                OCHRE,
                (x + dx - 20, y + dy - 20),
                (x + dx + 8, y + dy + 8),
                0.75,
                0,
            )


def track(sheet: Sheet) -> None:
    """The way between two trial plots, with the wheels' ruts and the plot's number."""
    path = poly("800,548 816,548 1240,1090 760,1090")
    sheet.shape(path, "#8d8a55")
    sheet.shade(path, INK, (1240, 900), (860, 900), 0.55, 0)
    with sheet.inside(path):
        sheet.shape(
            poly("803,548 806,548 890,1090 820,1090") + poly("810,548 813,548 1130,1090 1050,1090"),
            STRAW,
        )
        sheet.shape(gouges(sheet.chance, 160, (760, 600, 460, 480), 34, 3, -1.4, 0.3), MOSS, "fine")
    sheet.rect(700, 740, 12, 160, INK)
    sheet.shape(poly("656,700 760,692 762,762 658,770"), CREAM, "fine")
    sheet.line("M674 722L744 717M676 742L722 739", INK, 7, "fine")


def ears(sheet: Sheet) -> None:
    """Ears of barley in front, bent and thin."""
    for x, y, lean, size in [
        (70, 700, 26, 1.1),
        (170, 640, 40, 1.3),
        (300, 760, 30, 1.0),
        (400, 860, 60, 0.9),
        (1450, 720, -40, 1.1),
        (1540, 640, -26, 1.3),
        (1360, 850, -50, 0.9),
    ]:
        with sheet.moved(x, y, size, lean):
            sheet.line("M0 0C-10 130 -40 300 -60 520", "#5a3a1e", 6)
            for i in range(9):
                for side in (-1, 1):
                    sheet.shape(
                        lens(side * 10, -14 - i * 17, 34, 8, -1.57 + side * 0.5),
                        "#7a4c26" if side > 0 else OCHRE,
                        "fine",
                    )
                    sheet.line(
                        f"M{side * 14} {-26 - i * 17}L{side * 56} {-130 - i * 19}",
                        "#5a3a1e",
                        1.6,
                        "fine",
                    )
