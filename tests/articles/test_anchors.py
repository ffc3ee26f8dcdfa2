"""Places in a body that a line can lead to."""

from articles import anchors
from newsroom import html

BODY = (
    "<h2>What we know</h2><p>The ferry left at six. Nobody was on the quay.</p>"
    "<blockquote><h3>What we know</h3></blockquote>"
    '<h2>What we know</h2><p lang="ar">غادرت العبارة.</p><ul><li>One</li></ul><p><br></p>'
    '<figure class="pull"><p>Nobody was on the quay.</p></figure><p>The ferry left at six.</p>'
)


def test_places_are_headings_and_paragraphs_in_order():
    assert anchors.places(BODY) == [
        ("h-what-we-know", "What we know"),
        (
            "p-the-ferry-left-at-six-nobody-was-on-the-quay",
            "The ferry left at six. Nobody was on the quay.",
        ),
        ("h-what-we-know-3", "What we know"),
        ("p-ghdrt-l-brh", "غادرت العبارة."),
        ("p-the-ferry-left-at-six", "The ferry left at six."),
    ]


def test_every_place_is_an_id_of_the_shown_text():
    places = [anchor for anchor, _ in anchors.places(BODY)]

    shown = html.render(anchors.with_places(BODY, set(places)), lambda token, alt: "")

    assert [shown.count(f' id="{place}"') for place in places] == [1] * len(places)
    assert 'lang="ar" dir="rtl" id=' in shown


def test_paragraph_is_found_after_its_end_was_rewritten():
    first = "<p>The ferry left at six on Monday, with nobody on board at all, they say.</p>"
    later = first.replace("they say", "the harbour master confirmed at noon")

    assert [a for a, _ in anchors.places(first)] == [a for a, _ in anchors.places(later)]


def test_body_is_left_alone_where_nothing_is_wanted():
    assert anchors.with_places(BODY, {"", "h-what-we-know"}) == BODY
