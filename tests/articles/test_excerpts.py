"""Excerpts: the words that were looked for, marked; everything else is text."""

import pytest

from articles.excerpts import END, START, cards, marked
from tests.cast import make_article, make_user

EVIL = '<script>alert(1)</script> & "quotes" <b>bold</b>'


def test_marked_text_is_escaped():
    """DESIGN §4.7: also inside a mark, also where the text holds the signs itself."""
    text = f"<b>{START}<i>x</i>{END} & {END}y{START} <u>"

    found = marked(text)

    assert found == "&lt;b&gt;<mark>&lt;i&gt;x&lt;/i&gt;</mark> &amp; y &lt;u&gt;"


@pytest.mark.parametrize("text", ["", "plain", START, END + START, START * 9, f"{START}{END}"])
def test_signs_without_a_pair_are_nothing(text):
    assert "<mark>" not in marked(text).replace("<mark></mark>", "")
    assert START not in marked(text)
    assert END not in marked(text)


@pytest.fixture
def found(db):
    def look(words, **kwargs):
        editor = make_user("Editor")
        article = make_article(by=editor, owner=editor, **kwargs)
        return cards([article.pk], words)[0].excerpt

    return look


def test_excerpt_shows_the_words_in_their_sentence(found):
    body = f"<p>{'Nothing here. ' * 200}</p><p>The café closed.</p><p>{'And on. ' * 200}</p>"

    excerpt = found("cafe", headline="A Café & more", body=body)

    assert excerpt.headline == "A <mark>Café</mark> &amp; more"
    assert "The <mark>café</mark> closed" in excerpt.lines
    assert excerpt.lines.startswith("… ")
    assert len(excerpt.lines) < 500


def test_excerpt_of_any_text_is_escaped(found):
    """What a text says of scripts is words, and no script (DESIGN §4.7)."""
    shown = EVIL.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    excerpt = found("bold", headline=EVIL, body=f"<p>{shown}</p>", standfirst=EVIL)

    for part in (excerpt.headline, excerpt.lines):
        assert "<script" not in part
        assert "<b>" not in part
        assert "<mark>bold</mark>" in part


def test_standfirst_stands_in_where_the_text_lacks_the_words(found):
    excerpt = found("lighthouse", standfirst="The lighthouse is dark.", body="<p>Nothing.</p>")

    assert excerpt.lines == "The <mark>lighthouse</mark> is dark."


def test_signs_in_a_text_cost_nothing(found):
    excerpt = found("ferry", headline=f"Ferry {START}x", body=f"<p>A ferry {END} left.</p>")

    assert excerpt.headline == "<mark>Ferry</mark> x"
