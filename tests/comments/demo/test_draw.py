"""The demo's pictures: few, small, described, and taken by the same door as any upload."""

import io

import pytest

from comments.demo import draw
from comments.demo.pictures import PICTURES, master
from newsroom import images


def test_every_picture_has_a_drawing_a_master_and_words():
    files = {file.stem for file in master("ferry").parent.glob("*.webp")}

    assert sorted(PICTURES) == sorted(draw.DRAWINGS) == sorted(files)


def test_the_masters_are_few_and_small():
    sizes = [master(name).stat().st_size for name in PICTURES]

    assert len(sizes) <= 24
    assert sum(sizes) <= 3_000_000


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_is_described_as_an_illustration_of_ours(name):
    words = PICTURES[name]

    assert 40 <= len(words["alt"]) <= 400
    assert words["alt"].endswith(".")
    assert (words["kind"], words["credit"]) == ("illustration", "Newsroom")


def test_the_door_takes_a_master():
    picture = images.accept(io.BytesIO(master("portrait-1").read_bytes()))

    assert (picture.width, picture.height) == (640, 640)


def test_the_same_seed_composes_the_same_sheet():
    for name, compose in draw.DRAWINGS.items():
        assert compose().svg() == compose().svg(), name
