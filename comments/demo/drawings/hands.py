"""Hands: a seamstress’s, and those that hold an exercise book."""

import math

from comments.demo.drawings.ink import (
    CREAM,
    DUSK,
    HAZE,
    INK,
    NIGHT,
    OCHRE,
    RED,
    ROSE,
    RUST,
    SLATE,
    STEEL,
    STRAW,
    Point,
    Points,
    Sheet,
    at,
    box,
    gouges,
    lens,
    poly,
    smooth,
)


def finger(points: Points, widths: list[float]) -> str:
    """A finger as a soft closed outline around a bent line; one width for each of its points."""
    points = at(points)
    left, right = [], []
    for i, (x, y) in enumerate(points):
        ax, ay = points[max(0, i - 1)]
        bx, by = points[min(len(points) - 1, i + 1)]
        length = math.hypot(bx - ax, by - ay)
        nx, ny = -(by - ay) / length * widths[i] / 2, (bx - ax) / length * widths[i] / 2
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    (px, py), (tx, ty) = points[-2], points[-1]
    reach = widths[-1] * 0.42 / math.hypot(tx - px, ty - py)
    return smooth([*left, (tx + (tx - px) * reach, ty + (ty - py) * reach), *reversed(right)])


def limb(
    sheet: Sheet, points: Points, widths: list[float], skin: str, light: Point = (-1, -1)
) -> None:
    """A finger or an arm: outlined, shaded away from the light, with a nail at its end."""
    points = at(points)
    d = finger(points, widths)
    sheet.shape(d, skin, "fine", f'stroke="{INK}" stroke-width="4.5"')
    (ax, ay), (bx, by) = points[0], points[-1]
    mx, my, r = (ax + bx) / 2, (ay + by) / 2, max(widths) * 0.62
    sheet.shade(
        d,
        RUST,
        (mx - light[0] * r, my - light[1] * r),
        (mx + light[0] * r * 0.2, my + light[1] * r * 0.2),
        0.95,
        0.1,
    )
    tx, ty = points[-1]
    px, py = points[-2]
    length = math.hypot(tx - px, ty - py)
    ux, uy = (tx - px) / length, (ty - py) / length
    sheet.shape(
        lens(tx + ux * 2, ty + uy * 2, widths[-1] * 0.6, widths[-1] * 0.34, math.atan2(uy, ux)),
        CREAM,
        "fine",
        'opacity="0.65"',
    )


def hands() -> Sheet:
    sheet = Sheet("hands-sewing", paper=NIGHT)
    w, h = sheet.width, sheet.height
    sheet.shape(
        box(0, 0, w, h),
        sheet.glow(760, 380, 1150, [(0, "#7d6a50", 1), (0.5, "#45433f", 1), (1, INK, 1)]),
        "",
    )
    sheet.halo(700, 330, 460, STRAW, 0.45, 0.2, 0)
    cloth = smooth("-60,700 200,640 480,690 760,600 1060,640 1360,560 1680,620 1680,1120 -60,1120")
    sheet.shape(cloth, RED)
    sheet.shade(cloth, INK, (800, 1100), (800, 700), 0.9, 0.25, 0)
    folds(sheet, cloth)
    patch = smooth("560,660 760,610 960,640 1010,780 930,900 700,910 560,830")
    sheet.shape(patch, OCHRE)
    sheet.shade(patch, RUST, (900, 920), (660, 640), 0.8, 0)
    sheet.line(patch, CREAM, 7, "fine", 'stroke-dasharray="26 20"')
    holding_hand(sheet)
    sewing_hand(sheet)
    return sheet


def folds(sheet: Sheet, cloth: str) -> None:
    """The folds of the cloth."""
    with sheet.inside(cloth):
        for x, lean, wide in [
            (80, -60, 70),
            (330, -30, 54),
            (1130, 60, 60),
            (1360, 110, 90),
            (1560, 130, 60),
        ]:
            fold = poly(
                [
                    (x, 600),
                    (x + lean, 860),
                    (x + lean * 2.2, 1120),
                    (x + lean * 2.2 + wide * 2, 1120),
                    (x + lean + wide, 860),
                ]
            )
            sheet.shade(fold, INK, (x + lean, 860), (x + lean + wide * 1.4, 860), 0.75, 0)
            light = poly(
                [
                    (x - 4, 600),
                    (x + lean - 6, 860),
                    (x + lean * 2.2 - 8, 1120),
                    (x + lean * 2.2 - wide, 1120),
                    (x + lean - wide * 0.6, 860),
                ]
            )
            sheet.shade(light, ROSE, (x + lean, 860), (x + lean - wide * 0.7, 860), 0.55, 0)


def holding_hand(sheet: Sheet) -> None:
    """The left hand keeps the patch flat."""
    skin = "#c98f6c"
    sleeve = poly("-60,760 150,690 220,850 -60,1020")
    limb(sheet, "60,860 250,800 400,760", [170, 150, 170], skin)
    for points, widths in [
        ("400,700 490,664 560,644 620,640", [60, 52, 44, 36]),
        ("420,736 540,704 630,688 694,684", [66, 58, 50, 40]),
        ("420,778 550,756 650,744 722,742", [68, 60, 52, 42]),
        ("410,816 520,812 620,806 690,806", [68, 60, 52, 42]),
    ]:
        limb(sheet, points, widths, skin)
    palm = smooth("300,690 420,672 470,700 476,790 440,850 360,870 270,850")
    sheet.shape(palm, skin, "fine")
    sheet.shade(palm, RUST, (400, 880), (370, 760), 0.9, 0)
    limb(sheet, "330,850 430,880 520,900 580,896", [84, 68, 56, 44], skin, (-1, -1))
    sheet.shape(sleeve, SLATE)
    sheet.shade(sleeve, INK, (60, 980), (60, 760), 0.9, 0.1)
    sheet.line("M150 690L220 850", CREAM, 9, "cut", 'stroke-dasharray="14 12"')


def sewing_hand(sheet: Sheet) -> None:
    """The right hand draws the needle up; the thread hangs in a bow."""
    skin = "#c98f6c"
    sleeve = poly("1370,190 1680,40 1680,440 1440,430")
    limb(sheet, "1540,300 1380,340 1240,380", [200, 156, 170], skin, (-0.4, -1))
    for points, widths in [
        ("1250,460 1210,540 1150,560 1110,536", [60, 54, 48, 40]),
        ("1220,450 1160,534 1086,546 1050,510", [66, 60, 52, 44]),
        ("1190,430 1110,506 1030,508 1004,468", [68, 62, 54, 46]),
    ]:
        limb(sheet, points, widths, skin, (-0.6, -1))
    palm = smooth("1340,310 1230,306 1150,336 1130,400 1180,470 1260,490 1340,450")
    sheet.shape(palm, skin, "fine")
    sheet.shade(palm, RUST, (1270, 510), (1220, 380), 0.9, 0)
    sheet.line(
        (
            "M770 706C800 640 830 600 842 566M930 342C960 260 1000 240 1000 160C980 40 820 "
            "60 760 200C700 340 560 380 470 470C440 500 430 540 436 580"
        ),
        CREAM,
        4.5,
        "fine",
    )
    limb(sheet, "1180,420 1090,452 1000,446 924,416", [82, 70, 58, 46], skin, (-0.4, -1))
    sheet.line("M838 578L940 322", INK, 11, "")
    sheet.line("M838 578L940 322", HAZE, 7, "")
    sheet.line("M934 336L938 326", INK, 3, "")
    limb(sheet, "1190,350 1090,306 990,318 914,384", [76, 66, 56, 44], skin, (-0.4, -1))
    sheet.shape(sleeve, SLATE)
    sheet.shade(sleeve, INK, (1680, 420), (1480, 200), 0.9, 0.2)


def letter() -> Sheet:
    """Hands that hold an exercise book open in the light of a lamp; the lines cannot be read."""
    sheet = Sheet("hands-letter", paper=INK)
    sheet.shape(
        box(0, 0, 1600, 1067),
        sheet.glow(820, 380, 1000, [(0, "#8f7446", 1), (0.45, "#4a3d2c", 1), (1, INK, 1)]),
        "",
    )
    sheet.shape(
        gouges(sheet.chance, 160, (0, 700, 1600, 360), 260, 3, 0.01, 0.02),
        INK,
        "fine",
        'opacity="0.5"',
    )
    sheet.halo(820, 330, 620, STRAW, 0.6, 0.25, 0)
    sheet.shape(poly("330,300 800,350 1290,290 1400,880 810,950 230,890"), INK)
    left = "M340 280C500 250 680 280 800 340L806 920C640 860 420 850 240 870z"
    right = "M800 340C920 270 1110 240 1270 268L1380 850C1190 836 970 860 806 920z"
    for page, start, end in [(left, (340, 560), (800, 600)), (right, (1380, 560), (820, 600))]:
        sheet.shape(page, CREAM, "fine")
        sheet.shade(page, OCHRE, start, end, 0.45, 0.05)
    sheet.shade("M740 316L800 340L806 920L720 890z", INK, (806, 600), (730, 600), 0.85, 0)
    sheet.shade("M800 340L850 312L880 890L806 920z", INK, (800, 600), (870, 600), 0.6, 0)
    handwriting(sheet)
    sheet.line("M560 300L500 860", RED, 2.6, "fine", 'opacity="0.7"')
    skin = "#b98062"
    holding_hands(sheet, skin)
    return sheet


def holding_hands(sheet: Sheet, skin: str) -> None:
    """A hand on either side."""
    for side in (1, -1):
        sheet.add(f'<g transform="translate({0 if side > 0 else 1610} 0) scale({side} 1)">')
        light = (side, -1)
        limb(sheet, "60,1060 190,900 250,800", [190, 160, 150], skin, light)
        for points in ["260,880 330,900 390,890", "250,840 340,848 410,832"]:
            limb(sheet, points, [62, 54, 42], skin, light)
        limb(sheet, "230,800 300,740 370,716 430,716", [92, 74, 60, 46], skin, light)
        cuff = poly("-60,960 70,860 250,980 180,1120 -60,1120")
        sheet.shape(cuff, NIGHT)
        sheet.shade(cuff, STEEL, (240, 900), (0, 1060), 0.7, 0)
        sheet.add("</g>")


def handwriting(sheet: Sheet) -> None:
    """Lines that nobody can read."""
    for i in range(13):
        y = 340 + i * 39
        inset = 12 + i * 7.5
        for start, end in [(360 - inset, 748), (842, 1262 + inset * 0.95)]:
            points = [
                (
                    start + (end - start) * k / 26,
                    y
                    + 24 * math.sin(math.pi * k / 26) * (-1 if start > 500 else -0.6)
                    + sheet.chance.uniform(-5, 5),
                )
                for k in range(int(27 * sheet.chance.uniform(0.55, 1)))
            ]
            if i not in (4, 9):
                sheet.line(smooth(points, closed=False), SLATE if i < 9 else DUSK, 3.2, "fine")
