"""Pictures made for tests, among them some that tell more than they should."""

import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from newsroom import images

SECRET = b"SOURCE-47.3769N-8.5417E"
FORMATS = ["JPEG", "PNG", "WEBP", "GIF", "AVIF"]


def make_image(width=64, height=48, mode="RGB", colour=(200, 60, 20)):
    return Image.new("RGB", (width, height), colour).convert(mode)


def encode(image, kind="PNG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def accept(data):
    return images.accept(io.BytesIO(data))


def drawn(picture, width=None, extension="webp"):
    width = width or images.widths(picture.width)[-1]
    return Image.open(io.BytesIO(picture.renditions[width, extension]))


def near(pixel, expected, tolerance=8):
    return all(abs(a - b) <= tolerance for a, b in zip(pixel, expected, strict=True))


def refusal(data):
    with pytest.raises(images.Refused) as refused:
        accept(data)
    assert str(refused.value) == refused.value.sentence
    assert refused.value.sentence.endswith(".")
    return refused.value


def telling_exif():
    """EXIF with a place, a camera's serial number, and a thumbnail of the uncropped scene."""
    thumbnail = encode(make_image(16, 12), "JPEG", comment=SECRET)
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    exif.get_ifd(0x8769)[0xA431] = SECRET.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 22.0, 36.8), 29: SECRET.decode()})
    return exif.tobytes() + thumbnail


def segment(marker, data):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data


def chunk(name, data):
    body = name + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def telling_jpeg():
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", 5 + len(SECRET))
    iptc += b"\x1c\x02\x50" + struct.pack(">H", len(SECRET)) + SECRET + b"\0"
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    data = encode(make_image(), "JPEG", exif=telling_exif(), comment=SECRET)
    trailer = b"MotionPhoto_Data\0\0\0\x18ftypmp42" + SECRET
    return data[:2] + segment(0xE1, xmp) + segment(0xED, iptc) + data[2:] + trailer


def telling_png():
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", SECRET.decode())
    text.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{SECRET.decode()}</x:xmpmeta>")
    data = encode(make_image(), "PNG", exif=telling_exif(), pnginfo=text)
    end = data.index(b"IEND") - 4
    return data[:end] + chunk(b"tEXt", b"Late\0" + SECRET) + data[end:] + SECRET


def telling(kind):
    if kind == "JPEG":
        return telling_jpeg()
    if kind == "PNG":
        return telling_png()
    if kind == "GIF":
        return encode(make_image(), kind, comment=SECRET) + SECRET
    return encode(make_image(), kind, exif=telling_exif(), xmp=b"<x:xmpmeta>" + SECRET) + SECRET
