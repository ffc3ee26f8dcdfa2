"""The door for pictures: what is taken, upright and in its true colours."""

import struct
from hashlib import sha256

import pytest
from PIL import Image, ImageCms

from newsroom import images
from tests.newsroom.picture_files import FORMATS, accept, drawn, encode, make_image, near

# --- What is taken


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_is_taken_and_drawn_in_webp_and_jpeg(kind):
    data = encode(make_image(), kind)

    picture = accept(data)

    assert (picture.width, picture.height) == (64, 48)
    assert picture.format.upper() == kind
    assert picture.sha256 == sha256(data).hexdigest()
    assert list(picture.renditions) == [(64, "webp"), (64, "jpg")]
    for extension, name in [("webp", "WEBP"), ("jpg", "JPEG")]:
        rendition = drawn(picture, extension=extension)
        assert (rendition.format, rendition.size, rendition.mode) == (name, (64, 48), "RGB")
        assert near(rendition.getpixel((32, 24)), (200, 60, 20))


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (1, [1]),
        (320, [320]),
        (330, [330]),
        (500, [320, 500]),
        (650, [320, 650]),
        (1280, [320, 640, 960, 1280]),
        (1920, [320, 640, 960, 1280, 1920]),
        (9000, [320, 640, 960, 1280, 1920]),
    ],
)
def test_widths_never_exceed_the_picture(width, expected):
    assert images.widths(width) == expected


@pytest.mark.crawl
def test_renditions_have_exactly_the_promised_widths_and_keep_the_shape():
    picture = accept(encode(make_image(2400, 1000), "JPEG"))

    sizes = {key: drawn(picture, *key).size for key in picture.renditions}

    assert sizes == {
        (width, extension): (width, round(1000 * width / 2400))
        for width in images.widths(2400)
        for extension in images.EXTENSIONS
    }


def test_an_animation_becomes_its_first_frame():
    frames = [make_image(colour=colour) for colour in [(255, 0, 0), (0, 255, 0), (0, 0, 255)]]

    for kind in ["GIF", "WEBP", "PNG", "AVIF"]:
        data = encode(frames[0], kind, save_all=True, append_images=frames[1:])
        rendition = drawn(images.redraw(data))

        assert getattr(rendition, "n_frames", 1) == 1
        assert near(rendition.getpixel((30, 20)), (255, 0, 0), 12)


def test_a_phones_double_jpeg_is_taken_as_its_first_picture():
    data = encode(make_image(), "MPO", save_all=True, append_images=[make_image(colour="blue")])

    picture = images.redraw(data)

    assert picture.format == "JPEG"
    assert near(drawn(picture).getpixel((30, 20)), (200, 60, 20))


def test_a_very_wide_picture_keeps_one_row_of_pixels():
    picture = images.redraw(encode(make_image(4000, 1)))

    assert drawn(picture, 320).size == (320, 1)


# --- Upright


QUARTERS = {"top left": "red", "top right": "lime", "bottom left": "blue", "bottom right": "white"}


def quartered():
    image = Image.new("RGB", (60, 40))
    for (x, y), colour in zip([(0, 0), (30, 0), (0, 20), (30, 20)], QUARTERS.values(), strict=True):
        image.paste(colour, (x, y, x + 30, y + 20))
    return image


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_every_orientation_comes_out_upright(kind, orientation):
    undo = [None, None, 0, 3, 1, 5, 2, 6, 4][
        orientation
    ]  # how such a camera holds an upright scene
    held = quartered() if undo is None else quartered().transpose(Image.Transpose(undo))
    exif = Image.Exif()
    exif[images.ORIENTATION] = orientation

    picture = images.redraw(encode(held, kind, exif=exif))

    assert (picture.width, picture.height) == (60, 40)
    rendition = drawn(picture)
    corners = [rendition.getpixel(at) for at in [(10, 8), (50, 8), (10, 32), (50, 32)]]
    expected = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)]
    assert all(near(*pair, 40) for pair in zip(corners, expected, strict=True))


@pytest.mark.parametrize(
    "exif", [b"Exif\0\0", b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x02", b"?" * 99]
)
def test_broken_exif_means_upright(exif):
    picture = images.redraw(encode(quartered(), "JPEG", exif=exif))

    assert (picture.width, picture.height) == (60, 40)


# --- Colours


def display_p3():
    """The sRGB profile of lcms with Display P3's primaries written over its own."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    primaries = {
        b"rXYZ": (0.5151, 0.2412, -0.0011),
        b"gXYZ": (0.2920, 0.6922, 0.0419),
        b"bXYZ": (0.1571, 0.0666, 0.7841),
    }
    for number in range(struct.unpack_from(">I", profile, 128)[0]):
        name, offset = struct.unpack_from(">4sI", profile, 132 + 12 * number)
        if name in primaries:
            fixed = [round(value * 65536) for value in primaries[name]]
            struct.pack_into(">3i", profile, offset + 8, *fixed)
    return bytes(profile)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_display_p3_is_converted_and_the_profile_left_out(kind):
    data = encode(make_image(colour=(200, 100, 100)), kind, icc_profile=display_p3(), quality=95)

    rendition = drawn(images.redraw(data))

    assert near(rendition.getpixel((30, 20)), (213, 94, 98), 6)
    assert "icc_profile" not in rendition.info


def test_cmyk_becomes_roughly_the_same_colour():
    picture = images.redraw(encode(make_image(mode="CMYK"), "JPEG", quality=95))

    assert near(drawn(picture).getpixel((30, 20)), (200, 60, 20), 12)


@pytest.mark.parametrize("profile", [b"nonsense", display_p3()[:200], display_p3()])
def test_an_unsound_or_unfitting_profile_is_ignored(profile):
    picture = images.redraw(
        encode(make_image(mode="CMYK"), "JPEG", icc_profile=profile, quality=95)
    )

    assert near(drawn(picture).getpixel((30, 20)), (200, 60, 20), 12)


def test_sixteen_bit_greys_keep_their_tone():
    image = Image.new("I;16", (40, 30), 32896)  # half of white; Pillow alone would make it white

    assert near(drawn(images.redraw(encode(image))).getpixel((20, 15)), (128, 128, 128))


@pytest.mark.parametrize(("mode", "grey"), [("1", 255), ("L", 255), ("P", 255), ("LA", 255)])
def test_small_modes_come_out_in_full_colour(mode, grey):
    picture = images.redraw(encode(make_image(colour="white", mode=mode)))

    assert drawn(picture).mode == "RGB"
    assert near(drawn(picture).getpixel((9, 9)), (grey, grey, grey))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_stays_in_webp_and_is_white_in_jpeg(mode):
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (0, 0, 20, 40))
    image = image.quantize(4) if mode == "P" else image.convert(mode)

    picture = images.redraw(encode(image))

    webp, jpeg = drawn(picture), drawn(picture, extension="jpg")
    assert (webp.getpixel((5, 5))[3], webp.getpixel((35, 5))[3]) == (255, 0)
    assert near(jpeg.getpixel((5, 5)), (0, 0, 0))
    assert near(jpeg.getpixel((35, 5)), (255, 255, 255))
