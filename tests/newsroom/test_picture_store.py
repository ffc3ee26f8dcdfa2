"""Where pictures are kept: all or nothing, private originals, no way out of the folder."""

import io
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from newsroom import images, picture_store

ROOT = Path(__file__).parents[2]
TOKEN = "0123456789abcdef0123456789abcdef"


def make_picture():
    out = io.BytesIO()
    Image.new("RGB", (400, 300)).save(out, "PNG")
    return images.redraw(out.getvalue()), out.getvalue()


def files(root):
    return sorted(str(file.relative_to(root)) for file in root.rglob("*") if file.is_file())


def test_store_writes_every_rendition_and_the_private_original(tmp_path):
    picture, original = make_picture()

    picture_store.store(picture, original, tmp_path, TOKEN)

    assert files(tmp_path) == [
        f"originals/{TOKEN}",
        *(f"pictures/{TOKEN}/{name}" for name in ["320.jpg", "320.webp", "400.jpg", "400.webp"]),
    ]
    for (width, extension), data in picture.renditions.items():
        assert picture_store.path(tmp_path, TOKEN, width, extension).read_bytes() == data
    kept = tmp_path / "originals" / TOKEN
    assert kept.read_bytes() == original
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_a_token_is_never_written_twice(tmp_path):
    picture, original = make_picture()
    picture_store.store(picture, original, tmp_path, TOKEN)
    before = files(tmp_path)

    with pytest.raises(FileExistsError):
        picture_store.store(picture, b"other", tmp_path, TOKEN)

    assert files(tmp_path) == before
    assert (tmp_path / "originals" / TOKEN).read_bytes() == original


@pytest.mark.crawl
def test_a_full_disk_gives_a_sentence_and_leaves_nothing(tmp_path):
    """THREATS F8. A bound on the size of a file fails the write as a full disk does."""
    code = """
import resource, sys
from pathlib import Path
from newsroom import images, picture_store
from tests.newsroom.test_picture_store import TOKEN, make_picture
picture, original = make_picture()
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    picture_store.store(picture, original * 100, Path(sys.argv[1]), TOKEN)
except images.Refused as refused:
    print(refused.code)
"""
    sizes = sorted({len(data) for data in make_picture()[0].renditions.values()})

    for most in [0, sizes[0], sizes[-1]]:  # at the first rendition, at a later one, at the original
        command = [sys.executable, "-c", code, str(tmp_path), str(most)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)

        assert (done.stdout.strip(), files(tmp_path)) == ("not-kept", []), done.stderr
        assert list((tmp_path / "pictures").iterdir()) == []


@pytest.mark.parametrize("blocked", ["pictures", "originals"])
def test_a_folder_that_cannot_be_written_gives_a_sentence(tmp_path, blocked):
    (tmp_path / blocked).write_text("a file is in the way")

    with pytest.raises(images.Refused) as refused:
        picture_store.store(*make_picture(), tmp_path, TOKEN)

    assert refused.value.code == "not-kept"
    assert files(tmp_path) == [blocked]


@pytest.mark.parametrize(
    ("token", "width", "extension"),
    [
        ("../../etc/passwd", 320, "jpg"),
        (TOKEN + "\n", 320, "jpg"),
        (TOKEN.upper(), 320, "jpg"),
        (TOKEN[:-1], 320, "jpg"),
        ("", 320, "jpg"),
        (TOKEN, 320, "png"),
        (TOKEN, 320, "jpg/../../x"),
        (TOKEN, 0, "jpg"),
        (TOKEN, -320, "jpg"),
        (TOKEN, 10**9, "jpg"),
    ],
)
def test_no_path_leads_out_of_the_folder(tmp_path, token, width, extension):
    with pytest.raises(ValueError, match="no picture has this"):
        picture_store.path(tmp_path, token, width, extension)


def test_discard_removes_the_picture_and_only_it(tmp_path):
    other = picture_store.new_token()
    for token in (TOKEN, other):
        picture_store.store(*make_picture(), tmp_path, token)

    picture_store.discard(tmp_path, TOKEN)
    picture_store.discard(tmp_path, TOKEN)

    assert {name.split("/")[1] for name in files(tmp_path)} == {other}


@pytest.mark.parametrize("token", ["", ".", "..", "../pictures", "*"])
def test_discard_refuses_what_is_no_token(tmp_path, token):
    (tmp_path / "pictures").mkdir()

    with pytest.raises(ValueError, match="no picture has this name"):
        picture_store.discard(tmp_path, token)

    assert (tmp_path / "pictures").exists()


def test_tokens_are_random_and_valid():
    tokens = {picture_store.new_token() for _ in range(1000)}

    assert len(tokens) == 1000
    assert all(picture_store.TOKEN.fullmatch(token) for token in tokens)
