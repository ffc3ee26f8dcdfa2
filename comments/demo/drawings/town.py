"""The street at night, and the people who walk in it."""

from comments.demo.drawings.ink import (
    CREAM,
    DUSK,
    HAZE,
    INK,
    NIGHT,
    OCHRE,
    RED,
    RUST,
    SKINS,
    SLATE,
    STEEL,
    STRAW,
    Sheet,
    box,
    circle,
    lens,
    poly,
)


def figure(
    sheet: Sheet, x: float, y: float, tall: float, coat: str, look: int = 1, light: str = ""
) -> None:
    """A person in a coat, walking; `light` is the ink of the lit side."""
    skin = INK if coat == INK else sheet.chance.choice(SKINS)
    with sheet.moved(x, y, tall / 200):
        sheet.add(f'<g transform="scale({look} 1)">')
        sheet.shape(
            "M-26 0L-12 -66H4L-6 -30L-14 0zM24 0L10 -34L2 -66H18L26 -34L38 -2z", INK, "fine"
        )
        sheet.shape("M-28 0H-8V-7H-20zM24 0H46V-6L34 -9z", INK, "")
        coat_path = (
            "M-26 -54C-24 -92 -30 -124 -27 -140C-24 -152 -12 -158 1 -158C14 -158 25 -152 "
            "27 -140C30 -120 25 -92 28 -54z"
        )
        sheet.shape(coat_path, coat, "fine")
        if light:
            sheet.shade(coat_path, light, (34, -110), (-6, -110), 0.8, 0)
            sheet.shade(coat_path, INK, (-30, -100), (6, -100), 0.7, 0)
        sheet.line(
            "M-20 -140C-32 -118 -34 -96 -28 -76M20 -140C30 -120 36 -100 42 -84", INK, 12.5, "fine"
        )
        sheet.line(
            "M-20 -140C-32 -118 -34 -96 -28 -76M20 -140C30 -120 36 -100 42 -84", coat, 9.5, "fine"
        )
        sheet.shape(circle(-27, -72, 5.5) + circle(43, -80, 5.5) + "M-5 -172H8V-153H-5z", skin, "")
        sheet.shape(circle(3, -178, 14), skin, "")
        sheet.shape(
            (
                "M17 -182C12 -186 4 -186 1 -180C0 -174 -4 -168 -9 -166C-16 -176 -14 -192 "
                "-2 -196C10 -198 17 -192 17 -182z"
            ),
            INK,
            "fine",
        )
        sheet.add("</g>")


def facade(sheet: Sheet, near: float, far: float, top: float, wall: str, lit: float) -> None:
    """One house of a street seen in perspective towards (800, 600), with rows of windows."""

    def at(x, height):  # a point on this side's wall; height 0 is the pavement, 1 the eaves
        depth = (x - 800) / (near - 800)
        return x, 600 + depth * (430 - height * top)

    wall_path = poly([at(near, 0), at(near, 1), at(far, 1), at(far, 0)])
    sheet.shape(wall_path, wall)
    sheet.shade(wall_path, NIGHT, (near, 300), (far, 600), 0.9, 0.35, 0)
    for row in range(4):
        for column in range(4):
            a = near + (far - near) * (0.1 + column * 0.235) ** 0.86
            b = near + (far - near) * (0.1 + column * 0.235 + 0.11) ** 0.86
            low, high = 0.26 + row * 0.185, 0.37 + row * 0.185
            pane = poly([at(a, low), at(a, high), at(b, high), at(b, low)])
            sheet.shape(pane, STRAW if sheet.chance.random() < lit else INK, "")
            sheet.line(
                poly([at((a + b) / 2, low), at((a + b) / 2, high)], closed=False), wall, 2, ""
            )
    shop = poly(
        [
            at(near + (far - near) * 0.08, 0.02),
            at(near + (far - near) * 0.08, 0.19),
            at(near + (far - near) * 0.86, 0.19),
            at(near + (far - near) * 0.86, 0.02),
        ]
    )
    sheet.shape(shop, sheet.chance.choice([OCHRE, INK, STRAW]), "fine")
    sheet.line(poly([at(near, 1), at(far, 1)], closed=False), INK, 7)


def night_tram() -> Sheet:
    sheet = Sheet("night-tram", paper=NIGHT)
    w, h, chance = sheet.width, sheet.height, sheet.chance
    sheet.shape(
        box(0, 0, w, 700),
        sheet.gradient((0, 0), (0, 620), [(0, INK, 1), (0.6, NIGHT, 1), (1, STEEL, 1)]),
        "",
    )
    sheet.halo(800, 590, 420, STRAW, 0.75, 0.4, 0.12, 0)
    sheet.shape(box(-20, 600, w + 40, 500), INK)
    for side in (-1, 1):
        for near, far, top, wall in [
            (180, 120, 640, DUSK),
            (330, 180, 800, "#4b4038"),
            (560, 330, 700, SLATE),
            (860, 560, 860, "#3a332d"),
        ]:
            facade(sheet, 800 + side * near, 800 + side * far, top, wall, 0.4)
    street = poly("150,1090 770,620 830,620 1450,1090")
    sheet.shape(street, sheet.gradient((800, 640), (800, h), [(0, SLATE, 1), (1, INK, 1)]), "")
    tram(sheet)
    for x in (560, 700, 900, 1150):
        sheet.line(f"M{x} 1090L{800 + (x - 800) * 0.3:.0f} 830", STEEL, 4.5)
    wet_light(sheet)
    sheet.line(
        "M800 470L760 -20M800 470L1010 -20M690 520L-20 250M910 520L1640 250M-20 250L1640 250",
        INK,
        3,
        "",
    )
    figure(sheet, 1300, 1010, 270, SLATE, -1)
    umbrella(sheet, 1296, 742)
    figure(sheet, 370, 890, 165, RUST, 1, STRAW)
    for _ in range(150):
        x, y = chance.uniform(0, w), chance.uniform(0, h)
        sheet.line(
            f"M{x:.0f} {y:.0f}l-7 {chance.uniform(22, 50):.0f}", HAZE, 0.9, "", 'opacity="0.4"'
        )
    return sheet


def wet_light(sheet: Sheet) -> None:
    """Headlamps and shop windows on the wet street."""
    chance = sheet.chance
    for x, spread, colour in [(722, 26, CREAM), (878, 26, CREAM), (800, 60, STRAW)]:
        for i in range(26):
            y = 842 + i * 9.5
            sheet.shape(
                lens(
                    800 + (x - 800) * (1 + i * 0.016) + chance.gauss(0, 5 + i * 0.7),
                    y,
                    spread + i * 3.4 * chance.random(),
                    2.2 + i * 0.07,
                ),
                colour,
                "fine",
                f'opacity="{0.95 - i * 0.027:.2f}"',
            )
    for side in (-1, 1):
        for _ in range(60):
            y = chance.uniform(720, 1060)
            sheet.shape(
                lens(
                    800 + side * chance.uniform(480, 840) * (y - 590) / 430,
                    y,
                    chance.uniform(20, 70),
                    2,
                ),
                OCHRE,
                "fine",
                'opacity="0.55"',
            )


def umbrella(sheet: Sheet, x: float, y: float) -> None:
    sheet.line(f"M{x} {y - 10}V{y + 130}", INK, 5, "")
    dome = (
        f"M{x - 118} {y + 34}C{x - 100} {y - 70} {x + 100} {y - 70} {x + 118} "
        f"{y + 34}Q{x + 80} {y + 10} {x + 40} {y + 30}Q{x} {y + 6} {x - 40} "
        f"{y + 30}Q{x - 80} {y + 10} {x - 118} {y + 34}z"
    )
    sheet.shape(dome, RED, "fine")
    sheet.shade(dome, INK, (x + 120, y), (x - 90, y - 20), 0.95, 0.5, 0)


def tram(sheet: Sheet) -> None:
    """The last tram, coming towards us with its lights on."""
    sheet.halo(800, 760, 340, STRAW, 0.9, 0.35, 0)
    body = "M672 838C664 700 668 600 684 556C700 530 900 530 916 556C932 600 936 700 928 838z"
    sheet.shape(body, CREAM, "fine")
    sheet.shape("M669 838C667 790 666 756 667 716H933C934 756 933 790 931 838z", RED, "fine")
    sheet.shade(body, INK, (664, 700), (770, 700), 0.85, 0)
    sheet.shape("M690 690C690 640 694 600 700 592H900C906 600 910 640 910 690z", NIGHT, "fine")
    sheet.shape("M700 690C700 640 702 606 706 600H792V690z", STRAW, "")
    sheet.shape("M808 690V600H894C898 606 900 640 900 690z", STRAW, "")
    sheet.shape("M836 690C832 656 836 640 852 636C868 640 874 656 870 690z", INK, "fine")
    sheet.disc(852, 628, 13, INK, "")
    sheet.rect(740, 546, 120, 30, INK, "")
    sheet.shape("M756 568V556H776V568zM786 568V556H800V568zM810 568V556H842V568z", OCHRE, "")
    for x in (722, 878):
        sheet.halo(x, 770, 70, CREAM, 1, 0.5, 0)
        sheet.disc(x, 770, 19, CREAM, "")
    sheet.shape(box(664, 828, 272, 26), INK, "fine")
    sheet.line("M770 532L800 470L830 532M760 470H840", INK, 4, "")
