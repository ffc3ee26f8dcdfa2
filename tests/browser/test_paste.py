"""Pasting, in a real Chromium: shapes that word processors and pages put on the clipboard, written
by us, each with the exact text that stands in the story afterwards and the line that says what was
left out. A shape's plain text is on the clipboard too, as in life.
"""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from newsroom import html
from tests.browser.test_editor import assert_stored_unchanged, desk, server

__all__ = ["desk", "server"]
pytestmark = pytest.mark.browser

FOLDER = Path(__file__).parent / "clipboard"
SHAPES = sorted(file for file in FOLDER.glob("*.html") if ".expected" not in file.name)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda file: file.stem)
def test_paste_keeps_the_text_and_its_form(desk, shape):
    lines = shape.with_suffix(".expected.html").read_text("utf-8").rstrip("\n").split("\n")
    said = lines.pop() if not lines[-1].endswith(">") else ""
    expected = "\n".join(lines)

    desk.open().paste(html=shape.read_text("utf-8"), plain="the plain text of it")

    assert desk.field == expected
    assert_stored_unchanged(desk.field)
    expect(desk.page.locator(".prose-notice")).to_have_text(said)


def test_paste_writes_no_character_anew(desk):
    typed = "-- \"a\" 'b' ... (c) 1/2 — “x” ‘y’ «z» 10\u00a0% 3\u202f000 a\u00a0\u00a0b"

    desk.open().paste(html=f"<p>{typed}</p>", plain=typed)

    assert html.text(desk.field) == typed


def test_words_cut_in_the_editor_come_back_as_they_were(desk):
    body = (
        '<h3>Alone</h3><p lang="ar">نص <span lang="fr">mot</span><span class="note">n</span></p>'
        "<table><tbody><tr><th>a</th><td>b</td></tr></tbody></table><p>x</p>"
        '<figure class="pull"><p>w</p></figure>'
        '<figure class="embed"><a href="https://example.org/">T</a></figure><p>  end </p>'
    )
    desk.open(body).cursor("start")

    desk.press("Control+a", "Control+x")
    assert desk.field == ""
    desk.press("Control+v")

    assert desk.field == body


def test_a_line_about_one_paste_goes_with_the_next(desk):
    desk.open().paste(html='<p>a<img src="https://example.org/x.png"></p>')
    expect(desk.page.locator(".prose-notice")).to_contain_text("1 picture was left out")

    desk.paste(html="<p>b</p>")

    expect(desk.page.locator(".prose-notice")).to_have_text("")
