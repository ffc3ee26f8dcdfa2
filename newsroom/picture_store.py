"""Where pictures are kept: the renditions that readers may be sent, and the private originals.

Hides the layout on disk (`pictures/<token>/<width>.<extension>` and `originals/<token>`,
`shared/<article>/<name>.jpg`) and that
nothing half written ever has its name.
"""

import contextlib
import os
import re
import secrets
import shutil
from pathlib import Path

from newsroom.images import EXTENSIONS, WIDTHS, Picture, Refused

TOKEN = re.compile(r"[0-9a-f]{32}")


def new_token() -> str:
    """Return a public name that nobody can guess: 128 random bits."""
    return secrets.token_hex(16)


def path(root: Path, token: str, width: int, extension: str) -> Path:
    """Return where a rendition is kept; raise ValueError for what can be none."""
    if not TOKEN.fullmatch(token) or extension not in EXTENSIONS:
        raise ValueError("no picture has this name")
    if not 0 < width <= WIDTHS[-1]:
        raise ValueError("no picture has this width")
    return _folder(root, token) / f"{int(width)}.{extension}"


def share_path(root: Path, article: int, name: str) -> Path:
    """Return where the picture for links to an article is kept; its name tells what is drawn."""
    if not TOKEN.fullmatch(name):
        raise ValueError("no picture has this name")
    return root / "shared" / str(int(article)) / f"{name}.jpg"


def store_shared(file: Path, data: bytes) -> None:
    """Keep a picture for links in place of what was drawn for the article before."""
    file.parent.mkdir(parents=True, exist_ok=True)
    making = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        _write(making, data, 0o644)
        making.rename(file)
    finally:
        making.unlink(missing_ok=True)
    for old in file.parent.glob("*.jpg"):
        if old != file:
            old.unlink(missing_ok=True)


def discard_shared(root: Path, article: int) -> None:
    """Remove what was drawn for links to an article; nothing there is fine."""
    shutil.rmtree(root / "shared" / str(int(article)), ignore_errors=True)


def store(picture: Picture, original: bytes, root: Path, token: str) -> None:
    """Write every rendition and the private original, all or nothing; `Refused` if it cannot.

    Files are written and synced under other names and only then renamed, the renditions last:
    what has its name is whole.
    """
    folder, kept = _folder(root, token), _original(root, token)
    if folder.exists() or kept.exists():
        raise FileExistsError(f"a picture is already kept as {token}")
    making = folder.with_name(f".{token}"), kept.with_name(f".{token}")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        kept.parent.mkdir(mode=0o700, exist_ok=True)
        making[0].mkdir()
        for (width, extension), data in picture.renditions.items():
            _write(making[0] / f"{width}.{extension}", data, 0o644)
        _sync(making[0])
        _write(making[1], original, 0o600)
        making[1].rename(kept)
        making[0].rename(folder)
        _sync(kept.parent)
        _sync(folder.parent)
    except OSError as failure:
        discard(root, token)
        raise Refused(
            "The picture could not be kept: the disk is full or cannot be written to. "
            "Please tell the person who runs this newsroom, and try again later.",
            "not-kept",
        ) from failure


def best(root: Path, token: str) -> Path:
    """Return what later renditions are drawn from: the original, or the largest one there is."""
    if (kept := _original(root, token)).exists():
        return kept
    found = _folder(root, token).glob("*.webp")
    return max(found, key=lambda file: int(file.stem))


def destroy_original(root: Path, token: str) -> None:
    """Remove the original alone, for good; nothing there is fine. Raises OSError if it stays."""
    kept = _original(root, token)
    for gone in (kept, kept.with_name(f".{token}")):
        gone.unlink(missing_ok=True)
    if kept.parent.exists():
        _sync(kept.parent)


def discard(root: Path, token: str) -> None:
    """Remove all that is kept under this token, half made or whole; nothing there is fine."""
    folder, kept = _folder(root, token), _original(root, token)
    for gone in (folder, folder.with_name(f".{token}")):
        shutil.rmtree(gone, ignore_errors=True)
    for gone in (kept, kept.with_name(f".{token}")):
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            gone.unlink()


def _folder(root: Path, token: str) -> Path:
    if not TOKEN.fullmatch(token):
        raise ValueError("no picture has this name")
    return root / "pictures" / token


def _original(root: Path, token: str) -> Path:
    return root / "originals" / token


def _write(file: Path, data: bytes, mode: int) -> None:
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
