"""What is drawn for shared links, and that no letter is drawn that the face does not have."""

import io

import pytest
from PIL import Image, ImageFont

from newsroom import share_images
from newsroom.share_images import HEADLINE_SIZES, MARGIN, MOST_LINES, SIZE, _set, draw, has_letters

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def face(size: int = 52):
    return ImageFont.truetype(share_images.FACE, size)


def colours(picture: bytes, box) -> set:
    """The greys of a part of a picture, roughly."""
    part = Image.open(io.BytesIO(picture)).convert("L").crop(box)
    return (
        {value // 64 for value in part.get_flattened_data()}
        if hasattr(part, "get_flattened_data")
        else {value // 64 for value in part.getdata()}
    )


@pytest.mark.parametrize(
    ("text", "has_them"),
    [
        ("The ferry’s “last” run – 3 €", True),
        ("Zürich, Århus, Kraków", True),
        ("أسابيعك الأولى", False),
        ("The ferry أ", False),
        ("A 🚢", False),
        ("a\u202eb", False),
        ("  ", False),
    ],
)
def test_only_what_the_face_has_is_drawn(text, has_them):
    assert has_letters(face(), text) is has_them


@pytest.mark.parametrize("headline", ["Ferry", "The ferry " * 30, f"{LONG} " * 5, LONG])
def test_headline_fits(headline):
    """THREATS E2."""
    size, lines = _set(headline)

    assert size in HEADLINE_SIZES
    assert 1 <= len(lines) <= MOST_LINES
    assert all(face(size).getlength(line) <= SIZE[0] - 2 * MARGIN for line in lines)


def test_headline_in_another_script_gives_the_papers_name_alone():
    """The headline's place is empty, the middle is not."""
    latin, arabic = draw("The Courier", "The ferry"), draw("The Courier", "أسابيعك الأولى")

    place = (MARGIN, 100, 500, 200)
    assert 0 in colours(latin, place)
    assert colours(arabic, place) == {3}
    assert 0 in colours(arabic, (300, 220, 900, 400))


@pytest.mark.parametrize(
    ("size", "white", "focus", "light"),
    [
        ((1600, 400), (800, 0, 1600, 400), [100, 50], 3),
        ((1600, 400), (800, 0, 1600, 400), [0, 50], 0),
        ((600, 1200), (0, 600, 600, 1200), [50, 0], 0),
        ((600, 1200), (0, 600, 600, 1200), [50, 100], 3),
    ],
)
def test_what_matters_in_a_picture_stays_in_sight(size, white, focus, light):
    """The picture is black, and half of it white."""
    field, source = Image.new("L", size), io.BytesIO()
    field.paste(255, white)
    field.save(source, "PNG")

    card = draw("جريدة", "", source.getvalue(), focus)

    assert colours(card, (100, 50, 1100, 580)) == {light}


def test_picture_keeps_its_shape_and_carries_the_name():
    source = io.BytesIO()
    Image.new("RGB", (640, 900), "#808080").save(source, "WEBP")

    marked, plain = (draw(name, "", source.getvalue()) for name in ("The Courier", "جريدة"))

    assert Image.open(io.BytesIO(marked)).size == SIZE
    assert 3 in colours(marked, (0, 570, 200, 630))
    assert 3 not in colours(plain, (0, 570, 200, 630))
