"""The one door for pictures: what may come in, and what readers may be sent of it.

Hides Pillow (nothing else in the project imports it), the colour management, and that every
picture is decoded in a short-lived process of its own: a file that lies about its size can make
a decoder eat memory or time, and that must never be the memory or the time of the server.
"""

import contextlib
import hashlib
import io
import json
import logging
import os
import re
import signal
import struct
import subprocess
import sys
import threading
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from PIL import AvifImagePlugin, Image, ImageCms, UnidentifiedImageError

logger = logging.getLogger(__name__)

MAX_BYTES = 30_000_000
MAX_PIXELS = 50_000_000  # width × height × frames, from the header, before anything is decoded
MAX_HEIGHT = 16_383  # WebP cannot hold more
MAX_SECONDS = 30
MAX_MEMORY = 1_500_000_000  # of address space; 50 megapixels of WebP take 0.9 GB of it
WIDTHS = (320, 640, 960, 1280, 1920)
EXTENSIONS = ("webp", "jpg")
FORMATS = {"JPEG": "JPEG", "PNG": "PNG", "WEBP": "WebP", "GIF": "GIF", "AVIF": "AVIF"}
ANIMATED = ("PNG", "WEBP", "GIF", "AVIF")

ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = (5, 6, 7, 8)
OURS = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF....WEBP|....ftypavi[fs]", re.DOTALL
)
# How to say what a file is when it is none of ours: people upload these by mistake.
STRANGERS = (
    (
        rb"....ftyp(heic|heix|heim|heis|hevc|mif1|msf1)",
        "an HEIC picture, the own format of a phone",
    ),
    (rb"\s*<(!DOCTYPE\s+html|html|\?php|script|body)", "a web page or a program"),
    (rb"\s*<([^\0]*<)?svg\b", "an SVG drawing"),
    (rb"%PDF", "a PDF document"),
    (rb"%!PS", "a PostScript document"),
    (rb"II\*\0|MM\0\*", "a TIFF picture or a camera’s raw file"),
    (rb"8BPS", "a Photoshop document"),
    (rb"BM", "a Windows bitmap"),
)
# The server decodes two pictures at a time, so that uploads never take all of a machine.
_decoders = threading.BoundedSemaphore(2)


class Refused(Exception):
    """The picture is not taken; `sentence` says why and what to do, `code` names the reason."""

    def __init__(self, sentence: str, code: str):
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


@dataclass(frozen=True)
class Picture:
    """A picture as readers may see it: upright, in sRGB, without metadata, in every width."""

    width: int
    height: int
    format: str
    sha256: str
    renditions: dict[tuple[int, str], bytes]


def widths(width: int) -> list[int]:
    """The widths a picture of this width has: never larger than itself, none of them stored.

    A step within a tenth of the picture's own width is left out, since nobody would see it.
    """
    largest = min(width, WIDTHS[-1])
    return [step for step in WIDTHS if step < largest * 0.9] + [largest]


def accept(file: BinaryIO) -> Picture:
    """Read an upload and draw it anew; raise `Refused` with a sentence if it cannot be taken."""
    file.seek(0)
    data = file.read(MAX_BYTES + 1)
    if not data:
        raise Refused("This file is empty. Please choose the picture again.", "empty")
    if len(data) > MAX_BYTES:
        raise Refused(
            f"This file is larger than {MAX_BYTES // 1_000_000} MB. Please export the picture "
            "with a smaller size or as JPEG and upload that.",
            "too-many-bytes",
        )
    return _unpacked(apart(Path(__file__), data))


# --- The process apart -----------------------------------------------------------------------


def apart(program: Path, data: bytes) -> bytes:
    """Run a program on these bytes in a process with nothing of ours in it; return its output.

    Starting it costs about 0.1 s, little beside the encoding, and buys that no decoder ever
    runs in the server. The process gets no environment (so no secrets) and no open files.
    """
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    command = [sys.executable, "-I", str(program.resolve())]
    if not _decoders.acquire(timeout=MAX_SECONDS):
        raise Refused("Many pictures are coming in. Please try again in a minute.", "busy")
    try:
        answer = subprocess.run(
            command, input=data, capture_output=True, env=kept, timeout=MAX_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise _slow() from late
    finally:
        _decoders.release()
    if answer.returncode:
        logger.warning("picture refused: %s", answer.stderr.decode(errors="replace")[-200:])
        raise _slow() if answer.returncode == -signal.SIGXCPU else _broken()
    return answer.stdout


def _slow() -> Refused:
    return Refused(
        "This picture took too long to open. Please export it again as JPEG or PNG.", "too-slow"
    )


def _broken() -> Refused:
    return Refused(
        "This picture is damaged or incomplete and cannot be opened. Please export it again, "
        "or copy it from the camera again, and upload the new file.",
        "broken",
    )


def _packed(picture: Picture) -> bytes:
    header = {
        "picture": [picture.width, picture.height, picture.format, picture.sha256],
        "renditions": [[*key, len(data)] for key, data in picture.renditions.items()],
    }
    return b"".join([json.dumps(header).encode(), b"\n", *picture.renditions.values()])


def _unpacked(answer: bytes) -> Picture:
    line, _, rest = answer.partition(b"\n")
    header = json.loads(line)
    if "refused" in header:
        raise Refused(*header["refused"])
    renditions, start = {}, 0
    for width, extension, length in header["renditions"]:
        renditions[width, extension] = rest[start : start + length]
        start += length
    return Picture(*header["picture"], renditions)


def _limit_this_process() -> None:
    import resource  # only the process apart needs it

    for what, most in ((resource.RLIMIT_AS, MAX_MEMORY), (resource.RLIMIT_CPU, MAX_SECONDS)):
        with contextlib.suppress(ValueError, OSError):  # macOS cannot bound memory
            resource.setrlimit(what, (most, most + 1))


def main() -> None:
    """Standard input is a picture; standard output its renditions, or a refusal."""
    _limit_this_process()
    try:
        answer = _packed(redraw(sys.stdin.buffer.read()))
    except Refused as refused:
        answer = json.dumps({"refused": [refused.sentence, refused.code]}).encode() + b"\n"
    sys.stdout.buffer.write(answer)


# --- Drawing a picture anew ------------------------------------------------------------------


def redraw(data: bytes) -> Picture:
    """Decode the picture in these bytes, make it harmless and encode it in every width.

    For `accept`'s process. Apart from `Refused` it raises whatever Pillow raises.
    """
    image = _open(data)
    # Many phones' JPEG is what Pillow calls MPO: a second picture hides behind the first.
    kind, full = FORMATS.get(image.format, "JPEG"), image.size
    image.draft(None, (WIDTHS[-1], WIDTHS[-1]))  # a JPEG can be decoded at 1/2, 1/4 or 1/8
    image.load()
    icc = image.info.get("icc_profile")
    orientation = _orientation(image)
    image = _plain(image)
    if orientation in UPRIGHT:
        image = image.transpose(UPRIGHT[orientation])
    if orientation in SIDEWAYS:
        full = full[::-1]
    _refuse_too_tall(*full)
    renditions = _renditions(image, full, icc)
    return Picture(*full, kind, hashlib.sha256(data).hexdigest(), renditions)


def _open(data: bytes) -> Image.Image:
    """Read the header; refuse what is no picture of ours or would be too large in memory."""
    AvifImagePlugin.DEFAULT_MAX_THREADS = 2  # each thread takes of the memory that is bounded
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2  # Pillow refuses at twice this, before allocating
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    try:
        image = Image.open(io.BytesIO(data), formats=list(FORMATS))
    except Image.DecompressionBombError as bomb:
        raise _too_many_pixels() from bomb
    except UnidentifiedImageError as unknown:
        raise _not_ours(data) from unknown
    frames = image.n_frames if image.format in ANIMATED else 1
    if image.width * image.height * frames > MAX_PIXELS:
        raise _too_many_pixels()
    return image


def _too_many_pixels() -> Refused:
    return Refused(
        f"This picture has more than {MAX_PIXELS // 1_000_000} megapixels, counting every frame "
        "of an animation. Please make it smaller and upload it again.",
        "too-many-pixels",
    )


def _not_ours(data: bytes) -> Refused:
    """Say what the file is rather than what it is not, where its first bytes tell."""
    if OURS.match(data):
        return _broken()
    names = (name for start, name in STRANGERS if re.match(start, data[:1000], re.I | re.S))
    name = next(names, "not a picture we know")
    return Refused(
        f"This file is {name}. Please export it as JPEG, PNG, WebP, GIF or AVIF and upload that.",
        "unknown-format",
    )


def _refuse_too_tall(width: int, height: int) -> None:
    if _height(width, height, widths(width)[-1]) > MAX_HEIGHT:
        raise Refused(
            "This picture is too tall for its width. Please cut it into parts and upload those.",
            "too-tall",
        )


def _orientation(image: Image.Image) -> int:
    """Return how the camera was held; nonsense in the metadata means upright."""
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except (OSError, SyntaxError, ValueError, TypeError, LookupError, struct.error):
        return 1


def _plain(image: Image.Image) -> Image.Image:
    """Return 8-bit channels that can be resized: no palette, single bits or 16-bit greys."""
    if image.mode.startswith("I"):
        # Pillow's own conversion would turn all but the darkest greys into white.
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    elif image.has_transparency_data:
        image = image.convert("RGBA")
    elif image.mode not in ("L", "RGB", "CMYK"):
        image = image.convert("L" if image.mode == "1" else "RGB")
    return image


def _renditions(image: Image.Image, full: tuple[int, int], icc: bytes | None) -> dict:
    """Encode every width, each made from the largest; colours are converted only once."""
    steps = widths(full[0])
    largest = _srgb(_resized(image, full, steps[-1]), icc)
    drawn = {}
    for step in steps:
        rendition = _resized(largest, full, step)
        drawn[step, "webp"] = _encoded(rendition, "WEBP", quality=75, method=4)
        drawn[step, "jpg"] = _encoded(
            _on_paper(rendition), "JPEG", quality=80, progressive=True, optimize=True
        )
    return drawn


def _height(width: int, height: int, step: int) -> int:
    return max(1, round(height * step / width))


def _resized(image: Image.Image, full: tuple[int, int], step: int) -> Image.Image:
    size = (step, _height(*full, step))
    if image.size == size:
        return image
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _srgb(image: Image.Image, icc: bytes | None) -> Image.Image:
    """Return the picture in sRGB, through its own profile if that is sound, with its alpha."""
    colours = _through_profile(image, icc) if icc else None
    if colours is None:
        colours = image.convert("RGB")
    if image.mode == "RGBA" and image.getextrema()[3] != (255, 255):
        colours.putalpha(image.getchannel("A"))
    return colours


def _through_profile(image: Image.Image, icc: bytes) -> Image.Image | None:
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        mode = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}[profile.profile.xcolor_space.strip()]
        if (mode == "CMYK") != (image.mode == "CMYK"):
            return None
        return ImageCms.profileToProfile(
            image.convert(mode),
            profile,
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, KeyError):
        return None  # a broken profile is no reason to refuse the picture


def _on_paper(image: Image.Image) -> Image.Image:
    """JPEG knows no transparency: what was clear becomes white."""
    if image.mode != "RGBA":
        return image
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _encoded(image: Image.Image, kind: str, **options) -> bytes:
    image.info.clear()  # Pillow would copy a JPEG's comment from here
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


if __name__ == "__main__":
    main()
