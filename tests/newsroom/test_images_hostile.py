"""The door for pictures: nothing leaks through it, and what is refused gets a sentence."""

import contextlib
import io
import json
import struct
import subprocess
import sys
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from newsroom import images
from tests.newsroom.picture_files import (
    FORMATS,
    SECRET,
    accept,
    chunk,
    encode,
    make_image,
    refusal,
    telling,
)

pytestmark = pytest.mark.crawl

# --- Nothing leaks (DESIGN §4.8, THREATS E5)


@pytest.mark.parametrize("kind", FORMATS)
def test_no_metadata_is_in_any_rendition(kind):
    """Invariant 8: served bytes hold the picture and nothing else."""
    data = telling(kind)
    assert data.count(SECRET) >= 2

    picture = accept(data)

    for rendition in picture.renditions.values():
        for leak in [SECRET, b"Exif", b"EXIF", b"xmp", b"XMP ", b"8BIM", b"ICC", b"MotionPhoto"]:
            assert leak not in rendition


@pytest.mark.parametrize("kind", FORMATS)
def test_renditions_hold_only_what_a_decoder_needs(kind):
    picture = images.redraw(telling(kind))

    assert webp_chunks(picture.renditions[64, "webp"]) == [b"VP8 "]
    assert set(jpeg_markers(picture.renditions[64, "jpg"])) <= {0xE0, 0xDB, 0xC2, 0xC4, 0xDA}


def webp_chunks(data):
    names, at = [], 12
    while at < len(data):
        name, length = struct.unpack_from("<4sI", data, at)
        names.append(name)
        at += 8 + length + length % 2
    assert at == len(data)
    return names


def jpeg_markers(data):
    at = 2
    while data[at + 1] != 0xD9:
        yield data[at + 1]
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]
        while data[at] != 0xFF or data[at + 1] == 0:  # the coded pixels, after 0xDA
            at += 1
    assert at + 2 == len(data)


# --- What is refused, each with a sentence


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing"),
        (b"<?xml version='1.0'?><!-- x --><!DOCTYPE svg><svg/>", "an SVG drawing"),
        (b"  <!DOCTYPE html><script>alert(1)</script>", "a web page"),
        (b"<?php system($_GET['c']);", "a web page or a program"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "a PostScript document"),
        (b"%PDF-1.7", "a PDF document"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "an HEIC picture"),
        (encode(make_image(), "TIFF"), "a TIFF picture"),
        (encode(make_image(), "BMP"), "a Windows bitmap"),
        (b"hello", "not a picture we know"),
        (b"\0", "not a picture we know"),
        (b"<!---->" * 200, "not a picture we know"),
    ],
)
def test_other_files_are_named_and_refused(data, word):
    refused = refusal(data)

    assert refused.code == "unknown-format"
    assert word in refused.sentence


@pytest.mark.parametrize("kind", FORMATS)
def test_a_truncated_picture_is_refused(kind):
    noise = Image.effect_noise((200, 200), 80).convert("RGB")
    data = encode(noise, kind)

    for kept in [len(data) // 2, len(data) // 20]:
        assert refusal(data[:kept]).code == "broken"


def test_a_web_page_behind_a_png_header_is_refused():
    assert refusal(b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>").code == "broken"


def test_an_empty_file_is_refused():
    assert refusal(b"").code == "empty"


def test_thirty_megabytes_are_the_most():
    data = encode(make_image())

    assert accept(data.ljust(images.MAX_BYTES, b"\0")).width == 64
    assert refusal(data.ljust(images.MAX_BYTES + 1, b"\0")).code == "too-many-bytes"


def test_fifty_megapixels_are_the_most():
    assert refusal(encode(Image.new("1", (7072, 7072)))).code == "too-many-pixels"
    assert images.redraw(encode(Image.new("1", (7000, 7000)))).width == 7000


@pytest.mark.crawl
def test_pixels_are_counted_over_all_frames():
    frames = [Image.new("L", (1000, 1000), shade * 5) for shade in range(51)]

    for kind in ["GIF", "PNG", "WEBP"]:
        data = encode(frames[0], kind, save_all=True, append_images=frames[1:])
        assert refusal(data).code == "too-many-pixels"


def test_a_picture_too_tall_for_webp_is_refused():
    assert refusal(encode(Image.new("1", (10, 17000)))).code == "too-tall"


def lying_png(width, height, *chunks):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = b"".join([chunk(b"IHDR", header), *chunks, chunk(b"IDAT", zlib.compress(b""))])
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b"")


def lying_webp():
    data = bytearray(encode(make_image(), "WEBP", lossless=True, exif=b"x"))
    data[24:30] = b"\xff\xff\xff\xff\xff\xff"  # 16,777,216 × 16,777,216
    return bytes(data)


def lying_avif():
    data = bytearray(encode(make_image(), "AVIF"))
    size = data.index(b"ispe") + 8
    data[size : size + 8] = struct.pack(">II", 16000, 16000)
    return bytes(data)


def packed_png(kind, size, times=1):
    return lying_png(9, 9, *[chunk(kind, b"a\0\0" + zlib.compress(bytes(size)))] * times)


@pytest.mark.parametrize(
    "bomb",
    [
        lambda: lying_png(2**31 - 1, 2**31 - 1),
        lambda: lying_png(60_000, 60_000),
        lambda: lying_png(7000, 7000),
        lambda: packed_png(b"zTXt", 200_000_000),
        lambda: packed_png(b"iCCP", 10**8, times=9),
        lying_webp,
        lying_avif,
    ],
    ids=["huge", "large", "plausible", "text bomb", "profile bombs", "webp", "avif"],
)
def test_bombs_are_refused(bomb):
    """THREATS E3: what a file says of its size is not believed."""
    assert refusal(bomb()).code in {"broken", "too-many-pixels"}


def test_decoding_has_a_bound_on_memory_and_time():
    code = """
import resource, runpy, sys
door = runpy.run_path(sys.argv[1])
door["_limit_this_process"]()
for what in (resource.RLIMIT_AS, resource.RLIMIT_CPU):
    print(resource.getrlimit(what)[0])
bytearray(2 * door["MAX_MEMORY"])
"""
    command = [sys.executable, "-c", code, images.__file__]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.stdout.split() == [str(images.MAX_MEMORY), str(images.MAX_SECONDS)]
    assert "MemoryError" in done.stderr


def test_a_picture_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(images, "MAX_SECONDS", 0.01)

    assert refusal(encode(make_image())).code == "too-slow"


def test_more_pictures_at_once_than_there_is_room_for_are_refused(monkeypatch):
    monkeypatch.setattr(images, "MAX_SECONDS", 0.01)
    with images._decoders, images._decoders:
        assert refusal(encode(make_image())).code == "busy"


def test_the_process_apart_speaks_one_line_and_the_renditions(monkeypatch, capfdbinary):
    picture = images.redraw(encode(make_image()))
    limited = []
    monkeypatch.setattr(images, "_limit_this_process", lambda: limited.append(True))

    assert images._unpacked(images._packed(picture)) == picture
    for data, part in [(encode(make_image()), "picture"), (b"hello", "refused")]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        images.main()
        assert part in json.loads(capfdbinary.readouterr().out.partition(b"\n")[0])
    assert limited == [True, True]


def test_the_process_apart_gets_no_secrets(monkeypatch):
    """It sees only what the loader of shared libraries may need."""
    seen = {}
    monkeypatch.setenv("SECRET_KEY", "hush")
    run = subprocess.run

    def watched(command, **options):
        seen.update(options["env"])
        return run(command, **options)

    monkeypatch.setattr(subprocess, "run", watched)

    accept(encode(make_image()))

    assert set(seen) <= {"LD_LIBRARY_PATH"}


# --- Hostile bytes

SAMPLES = {kind: telling(kind) for kind in FORMATS}


def spoilt(kind):
    """Sample files of this format with some bytes changed and perhaps an end cut off."""
    data = SAMPLES[kind]
    changes = st.lists(st.tuples(st.integers(0, len(data) - 1), st.integers(0, 255)), max_size=12)
    return st.tuples(changes, st.integers(len(data) // 8, len(data))).map(
        lambda drawn: spoil(data, *drawn)
    )


def spoil(data, changes, kept):
    spoilt_data = bytearray(data)
    for at, value in changes:
        spoilt_data[at] = value
    return bytes(spoilt_data[:kept])


def assert_clean(picture):
    assert [width for width, _ in picture.renditions][::2] == images.widths(picture.width)
    for rendition in picture.renditions.values():
        assert SECRET not in rendition
        Image.open(io.BytesIO(rendition)).load()


@pytest.mark.parametrize("kind", FORMATS)
def test_spoilt_files_are_refused_or_drawn_clean(kind):
    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(spoilt(kind))
    def check(data):
        try:
            picture = accept(data)
        except images.Refused:
            return
        assert_clean(picture)

    check()


@pytest.mark.crawl
@pytest.mark.parametrize("kind", FORMATS)
def test_many_spoilt_files_are_refused_or_drawn_clean(kind):
    """Five times as many without a process for each. It is always the same thousand."""

    @settings(max_examples=1000, deadline=None, derandomize=True, database=None)
    @given(spoilt(kind))
    def check(data):
        pictures = []
        with contextlib.suppress(Exception):  # the process apart would end with it: a refusal
            pictures.append(images.redraw(data))
        for picture in pictures:
            assert_clean(picture)

    check()
