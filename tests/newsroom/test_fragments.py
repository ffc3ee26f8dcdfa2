"""Fragments: the same for the same values, never for others (DESIGN §4.6: no stale page)."""

from datetime import date

import pytest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from newsroom import fragments
from newsroom.models import Site

CARD = "articles/_card.html"


@pytest.fixture(autouse=True)
def _nothing_drawn_yet():
    fragments._drawn.cache_clear()


def drawings() -> int:
    return fragments._drawn.cache_info().misses


def test_same_values_are_drawn_once():
    first = fragments.draw(CARD, headline="Ice on the quay", level=2)

    assert "Ice on the quay" in first
    assert isinstance(first, SafeString)
    assert fragments.draw(CARD, level=2, headline="Ice on the quay") == first
    assert "Snow on the quay" in fragments.draw(CARD, headline="Snow on the quay", level=2)


def test_other_language_is_drawn_anew():
    with override("en"):
        assert "Developing" in fragments.draw(CARD, is_developing=True)
    with override("de"):
        assert "Developing" not in fragments.draw(CARD, is_developing=True)


@pytest.mark.parametrize("safe_first", [True, False])
def test_text_that_equals_a_safe_one_is_escaped(safe_first):
    texts = [mark_safe("<b>Ice</b>"), "<b>Ice</b>"]
    for text in texts if safe_first else reversed(texts):
        fragments.draw(CARD, headline=text)

    assert "&lt;b&gt;Ice" in fragments.draw(CARD, headline=texts[1])
    assert "<b>Ice" in fragments.draw(CARD, headline=texts[0])


def test_number_that_equals_a_truth_is_drawn_anew():
    assert "<h1" in fragments.draw(CARD, level=1)
    assert "<hTrue" in fragments.draw(CARD, level=True)


@pytest.mark.parametrize(
    "value",
    [
        Site(pk=1, name="Equal to every other with its id"),
        date(2026, 11, 23),
        1.5,
        (mark_safe("<b>"),),
        ((("deep",),),),
        (True,),
    ],
)
def test_what_nobody_can_compare_is_refused(value):
    with pytest.raises(TypeError, match="headline"):
        fragments.draw(CARD, headline=value)


def test_nothing_is_kept_while_templates_are_written(settings):
    settings.DEBUG = True
    before = drawings()

    fragments.draw(CARD, headline="Ice on the quay")

    assert drawings() == before
