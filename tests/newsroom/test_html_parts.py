"""Tables, link cards, footnotes, pull quotes and passages in another language: DESIGN 4.7."""

import pytest
from django.utils.safestring import SafeString

from newsroom import choices, html
from newsroom.html import Refused, clean


def page(body: str) -> str:
    return html.render(clean(body), lambda token, alt: "")


def feed(body: str) -> str:
    return html.render_for_feed(clean(body), lambda token, alt: "")


def table(*rows: str, caption: str = "") -> str:
    inner = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table>{caption}<tbody>{inner}</tbody></table>"


def note(text: str) -> str:
    return f'<span class="note">{text}</span>'


ADDRESS = "https://a.example/x?y=1&amp;z"
CARD = f'<figure class="embed"><a href="{ADDRESS}">T</a></figure>'
BARE = CARD.replace(' class="embed"', "")
PULL = '<figure class="pull"><p>the big wave</p></figure>'


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("<table><tr><td>a<td>b<tr><td>c</table>",
         table("<td>a</td><td>b</td>", "<td>c</td><td></td>")),
        ('<table><tr><td colspan="2" rowspan=3 style=x align=left>a</td></tr></table>',
         table("<td>a</td>")),
        ("<table><thead><tr><th>a</thead><tfoot><tr><td>f</tfoot></table>",
         table("<th>a</th>", "<td>f</td>")),
        ("<table><tr><td><p>a</p><ul><li>b<li><em>c</em></ul></td></tr></table>",
         table("<td>a<br>b<br><em>c</em></td>")),
        ("<table><tr><td>a<table><tr><td>in<td>ner</table>b</table>",
         table("<td>a<br>in<br>ner<br>b</td>")),
        ("<table><caption>a</caption><tr><td>b<caption>c</caption></table>",
         table("<td>b</td>", caption="<caption>a<br>c</caption>")),
        ("<table><caption>only</caption></table>x", "<p>only</p>x"),
        ("<table><tr></table>", ""),
        ('<table><tr><th scope="rowgroup">a</table>', table("<th>a</th>")),
        ("<td>loose</td>", "loose"),
        ("<p>a<table><tr><td>b</table>", "<p>a</p>" + table("<td>b</td>")),
    ],
)  # fmt: skip
def test_table_is_a_plain_grid_of_words(dirty, cleaned):
    assert clean(dirty) == cleaned
    assert clean(cleaned) == cleaned


@pytest.mark.crawl
def test_table_whose_rows_differ_too_much_is_refused_with_a_sentence():
    rows = "<tr>" + "<td>" * 4_000 + "<tr><td>" * 4_000

    with pytest.raises(Refused, match="as many cells as it has columns"):
        clean(f"<table>{rows}</table>")


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        (f"<p>w{note('a <em>b</em><br>c')}</p>", f"<p>w{note('a b c')}</p>"),
        (f"<p>w{note('a' + note('b'))}</p>", f"<p>w{note('ab')}</p>"),
        (
            f"<p><a href='/x'>l{note('n')}k</a> x</p>",
            '<p><a href="/x">lk</a>' + note("n") + " x</p>",
        ),
        ('<p>w<span class="note" lang="fr" id="x">n</span></p>', f"<p>w{note('n')}</p>"),
        (f"<p>{note('')}</p>", f"<p>{note('')}</p>"),
        ("<p>a <span>b</span> <span style=x class=y>c</span></p>", "<p>a b c</p>"),
    ],
)
def test_note_is_words_in_place(dirty, cleaned):
    assert clean(dirty) == cleaned
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        (CARD.replace("https", "http"), BARE.replace("https", "http")),
        (CARD.replace(ADDRESS, "javascript:alert(1)"), "<figure><a>T</a></figure>"),
        (CARD.replace("T", "<em>T</em>"), BARE.replace("T", "<em>T</em>")),
        ('<figure class="embed">words</figure>', "<figure>words</figure>"),
        ('<figure class="embed"><iframe src="https://a.example/"></iframe></figure>', ""),
        ('<figure class="pull"><p>a <a href="/b">c</a></p></figure>',
         '<figure><p>a <a href="/b">c</a></p></figure>'),
        ('<figure class="pull"><p>a</p><p>b</p></figure>', "<figure><p>a</p><p>b</p></figure>"),
        ('<figure class="embed pull">x</figure>', "<figure>x</figure>"),
    ],
)  # fmt: skip
def test_figure_that_only_says_to_be_one_keeps_its_words_and_loses_the_name(dirty, cleaned):
    """THREATS A3: no frame, no script, no other scheme, and nothing that looks like a card."""
    assert clean(dirty) == cleaned
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("given", "kept"),
    [("fr", "fr"), ("FR", "fr"), ("fr-CA", "fr"), ("zh-Hans", "zh-hans"), ("xx", None),
     ("", None), ('fr" onclick="x', None), ("f", None)],
)  # fmt: skip
def test_language_is_one_that_a_story_may_have(given, kept):
    expected = f'<p lang="{kept}">a</p>' if kept else "<p>a</p>"

    assert clean(f'<p lang="{given.replace(chr(34), "&quot;")}" dir="rtl">a</p>') == expected


def test_every_language_that_a_story_may_have_is_kept():
    for code, _ in choices.languages():
        assert clean(f'<p lang="{code}">a</p>') == f'<p lang="{code}">a</p>'


# Reading.

BODY = (
    f"{PULL}<p>See the{note('Not the <i>small</i> one.')} big wave.</p>"
    f"<h2>It{note('h')} came</h2>"
    f"{table('<th>Place</th><th>Height</th>', '<td>Mole</td><td>2.1</td>')}"
    '<figure class="embed"><a href="https://a.example/">Card</a>'
    "<figcaption>About</figcaption></figure>"
)


def test_text_reads_rows_as_lines_and_notes_last_and_no_words_twice():
    assert html.text(clean(BODY)) == (
        "See the big wave.\nIt came\nPlace Height\nMole 2.1\nCard\nAbout\nNot the small one.\nh"
    )


def test_words_count_notes_and_tables_but_no_pull_quote():
    assert html.words(clean(BODY)) == 17
    assert html.words(clean(PULL)) == 0


def test_first_paragraph_and_headings_pass_over_notes_and_pull_quotes():
    assert html.first_paragraph(clean(BODY)) == "See the big wave."
    assert html.headings(clean(BODY)) == [(2, "h-it-came", "It came")]
    assert html.first_paragraph(PULL) == ""
    assert html.first_paragraph('<p lang="fr">Un mot.</p>') == "Un mot."


def test_empty_notes_are_counted():
    assert html.empty_notes(f"<p>{note('')}{note(' &nbsp; ')}{note('n')}</p>") == 2


# Showing.


def test_page_numbers_notes_and_links_both_ways():
    drawn = page(
        f"<p>a{note('x &lt; &quot;y&quot;, https://a.example/?b=1&amp;c.')}b{note('')}</p>"
    )

    assert isinstance(drawn, SafeString)
    assert drawn == (
        '<p>a<sup class="note-mark"><a href="#note-1" id="note-1-mark" role="doc-noteref">1</a>'
        '</sup>b<sup class="note-mark"><a href="#note-2" id="note-2-mark" role="doc-noteref">2</a>'
        '</sup></p><section class="notes" role="doc-endnotes" aria-labelledby="notes">'
        '<h2 id="notes" lang="en">Notes</h2><ol><li id="note-1"><span dir="auto">'
        "x &lt; &quot;y&quot;, "
        '<a href="https://a.example/?b=1&amp;c" rel="noopener">https://a.example/?b=1&amp;c</a>.'
        '</span> <a href="#note-1-mark" role="doc-backlink" lang="en" '
        'aria-label="Back to the text">↩\ufe0e</a></li><li id="note-2"><span dir="auto">This note '
        'has no text yet.</span> <a href="#note-2-mark" role="doc-backlink" lang="en" '
        'aria-label="Back to the text">↩\ufe0e</a></li></ol></section>'
    )


def test_note_gives_a_link_no_way_out_of_its_attribute():
    """THREATS A1: a quotation mark after an address ends it."""
    drawn = page(f"<p>{note('https://a.example/&quot;onmouseover=alert(1)')}</p>")

    assert '<a href="https://a.example/" rel="noopener">https://a.example/</a>&quot;on' in drawn


def test_page_says_of_each_header_what_it_heads():
    rows = ("<th></th><th>m</th>", "<th>Mole</th><td>2</td>", '<th scope="col">x</th><td>3</td>')
    caption = "<caption>Tides</caption>"

    assert page(table(*rows, caption=caption)) == (
        '<div class="table" role="region" tabindex="0" aria-labelledby="table-1"><table>'
        '<caption id="table-1">Tides</caption><thead><tr><th scope="col"></th>'
        '<th scope="col">m</th></tr></thead><tbody><tr><th scope="row">Mole</th><td>2</td></tr>'
        '<tr><th scope="col">x</th><td>3</td></tr></tbody></table></div>'
    )


def test_page_names_a_table_without_a_caption_by_its_number():
    drawn = page(table("<td>a</td>", caption="<caption></caption>") * 2)

    assert 'aria-label="Table 2"><table><tbody><tr><td>a</td></tr></tbody></table></div>' in drawn
    assert "caption" not in drawn


def test_page_hides_from_listeners_a_pull_quote_that_repeats_the_text():
    repeated = page(f"<p>See <em>the big</em> “wave”!</p>{PULL}")
    alone = page(f"<p>See it.</p>{PULL}")
    in_parts = page(f"<p>See the very big wave.</p>{PULL.replace('big', '… big')}")

    assert '<figure class="pull" aria-hidden="true"><p>the big wave</p></figure>' in repeated
    assert PULL in alone
    assert 'aria-hidden="true"' in in_parts
    assert page('<figure class="pull"><p></p></figure>') == ""


def test_page_says_where_a_card_leads():
    body = '<figure class="embed"><a href="https://bank.example@a.example:1/x">Bank</a></figure>'

    assert page(body) == (
        '<figure class="embed"><a rel="noopener" href="https://bank.example@a.example:1/x">Bank '
        '<span class="embed-host"><bdi>a.example</bdi></span></a></figure>'
    )


def test_page_derives_the_direction_of_a_passage():
    drawn = page('<h2 lang="he">T</h2><p lang="ar">n <span lang="fr">m</span></p><p>x</p>')

    assert drawn == (
        '<h2 lang="he" dir="rtl" id="h-t">T</h2><p lang="ar" dir="rtl">n '
        '<span lang="fr" dir="ltr">m</span></p><p>x</p>'
    )


def test_feed_has_plain_links_numbers_and_no_words_twice():
    body = f"<p>a{note('n')}</p>{PULL}" + CARD.replace(
        "</figure>", "<figcaption>D</figcaption></figure>"
    )

    assert feed(body + table("<th>h</th>", "<td>1</td>")) == (
        '<p>a<sup>1</sup></p><p><a rel="noopener" href="https://a.example/x?y=1&amp;z">T</a>'
        '<br>D</p><table><thead><tr><th scope="col">h</th></tr></thead><tbody><tr><td>1</td></tr>'
        "</tbody></table><hr><ol><li>n</li></ol>"
    )


def picture(number: int, caption: str = "") -> str:
    about = f"<figcaption>{caption}</figcaption>" if caption else ""
    source = f"/admin/photos/{number:032x}/640.webp"
    return f'<figure><img src="{source}" alt="x">{about}</figure>'


@pytest.mark.parametrize(
    ("body", "galleries"),
    [
        (picture(1), 0),
        (f"{picture(1)}<p>x</p>{picture(2)}", 0),
        (f"<p>x</p>{picture(1, '<em>One</em>')} {picture(2)}<p>y</p>", 1),
        (f"{picture(1)}{picture(2)}{picture(3)}<h2>x</h2>{picture(1)}{picture(2)}", 2),
        (f'{picture(1)}<figure class="pull"><p>x</p></figure>{picture(2)}', 0),
    ],
)
def test_pictures_with_nothing_between_them_are_one_block(body, galleries):
    """Issue 6, point 3."""
    shown = html.render(clean(body), lambda token, alt: "<img>")

    assert shown.count('<div class="gallery">') == galleries
    assert shown.count("<img>") == body.count("<img")
    assert shown.count("<div") == shown.count("</div>")
