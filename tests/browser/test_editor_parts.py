"""The body's tables, cards, notes, pull quotes and languages, and find and replace, in Chromium."""

import pytest
from playwright.sync_api import expect

from tests.browser.looks import axe, too_wide
from tests.browser.test_editor import assert_stored_unchanged, desk, server

__all__ = ["desk", "server"]
pytestmark = pytest.mark.browser

CELLS = "<tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr>"


def dialog(desk, name: str):
    return desk.page.get_by_role("button", name=name, exact=True)


def settle(desk, name: str) -> None:
    """Press a button that ends a dialog; the text changes when it is gone, a moment later."""
    dialog(desk, name).click()
    expect(desk.page.locator(".prose-dialog")).to_have_count(0)


def test_table_is_written_from_the_keyboard(desk):
    desk.open("<p>x</p>").cursor("end")
    desk.tool("Table")
    desk.type("Tides")
    for words in ("Place", "High", "Low", "Mole", "2.1"):
        desk.press("Tab")
        desk.type(words)
    desk.press("Shift+Enter")
    desk.type("2.3")
    for _ in range(4):
        desk.press("Tab")
    desk.press("Enter")
    desk.type("After")

    assert desk.field == (
        "<p>x</p><table><caption>Tides</caption><tbody>"
        "<tr><th>Place</th><th>High</th><th>Low</th></tr>"
        "<tr><td>Mole</td><td>2.1<br>2.3</td><td></td></tr>"
        "<tr><td></td><td></td><td></td></tr></tbody></table><p>After</p>"
    )
    assert_stored_unchanged(desk.field)


def test_table_tools_change_rows_columns_headers_and_caption(desk):
    desk.open(f"<table><tbody>{CELLS}</tbody></table><p>x</p>").cursor("start")
    tools = desk.page.get_by_role("group", name="Table")
    expect(tools).to_be_visible()

    desk.tool("Add row")
    desk.tool("Add column")
    desk.tool("Header row")
    desk.tool("Header column")
    grown = desk.field
    desk.tool("Remove row")
    desk.tool("Remove column")
    desk.tool("Caption")
    desk.type("Left")

    assert grown == (
        "<table><tbody><tr><th>a</th><th></th><th>b</th></tr><tr><th></th><td></td><td></td></tr>"
        "<tr><th>c</th><td></td><td>d</td></tr></tbody></table><p>x</p>"
    )
    assert_stored_unchanged(desk.field)
    assert desk.field.startswith("<table><caption>Left</caption>")
    desk.tool("Remove table")
    assert desk.field == "<p>x</p>"
    expect(tools).to_be_hidden()


def test_table_is_never_torn_by_deleting_across_cells(desk):
    desk.open(f"<p>x</p><table><tbody>{CELLS}</tbody></table><p>y</p>").cursor("start")
    desk.page.evaluate("window.editor.commands.setCellSelection({ anchorCell: 6, headCell: 17 })")

    desk.press("Delete")

    assert_stored_unchanged(desk.field)
    assert "<p>x</p>" in desk.field


def test_link_card_is_typed_and_nothing_is_fetched(desk):
    """THREATS A3, A8: the card is what its writer typed; no address is asked for it."""
    asked = []
    desk.page.on("request", lambda request: asked.append(request.url))
    desk.open("<p>x</p>").cursor("end")
    asked.clear()

    desk.tool("Link card")
    desk.page.get_by_label("Address").fill("http://example.org/a")
    desk.press("Enter")
    expect(desk.page.get_by_role("alert")).to_contain_text("begins with https://")
    desk.page.get_by_label("Address").fill(" example.org/a b?c=1&d=2 ")
    desk.press("Enter")
    expect(desk.page.get_by_role("alert")).to_contain_text("Write the title")
    desk.page.get_by_label("Title").fill(" A “ferry” & <more>\t")
    desk.page.get_by_label("Description").fill("What\nit says")
    settle(desk, "Add")
    added = desk.field
    desk.tool("Link card")
    desk.page.get_by_label("Description").fill("")
    settle(desk, "Change")

    card = '<figure class="embed"><a href="https://example.org/a%20b?c=1&amp;d=2">'
    card += "A “ferry” &amp; &lt;more&gt;</a>"
    assert added == f"<p>x</p>{card}<figcaption>What it says</figcaption></figure>"
    assert_stored_unchanged(added)
    assert desk.field == f"<p>x</p>{card}</figure>"
    assert_stored_unchanged(desk.field)
    assert asked == []


def test_footnote_holds_its_words_and_is_changed_and_removed(desk):
    desk.open("<p>Six boats came</p>").cursor("end")
    desk.select("boats")

    desk.press("Control+Alt+f")
    desk.press("Enter")
    expect(desk.page.get_by_label("Text of the note")).to_be_visible()
    dialog(desk, "Add").click()
    expect(desk.page.get_by_role("alert")).to_contain_text("Write what the note says")
    desk.page.get_by_label("Text of the note").fill(" Counted\ntwice ")
    settle(desk, "Add")
    desk.type("!")
    added = desk.field
    desk.page.locator(".prose-note").click()
    desk.page.get_by_label("Text of the note").fill("Once")
    settle(desk, "Change")
    changed = desk.field
    desk.page.locator(".prose-note").click()
    settle(desk, "Remove the note")

    assert added == '<p>Six boats<span class="note">Counted twice</span>! came</p>'
    assert_stored_unchanged(added)
    assert changed == added.replace("Counted twice", "Once")
    assert desk.field == "<p>Six boats! came</p>"


def test_footnote_never_stands_in_a_link(desk):
    desk.open('<p>one<span class="note">n</span> two</p>').cursor("end")
    desk.press("Control+a", "Control+k")
    desk.page.get_by_label("Address").fill("example.org")
    desk.press("Enter")

    link = '<a href="https://example.org">'
    assert desk.field == f'<p>{link}one</a><span class="note">n</span>{link} two</a></p>'
    assert_stored_unchanged(desk.field)


def test_pull_quote_repeats_the_selected_words(desk):
    text = '<p>They saw <em>a </em><a href="/x/"><em>big</em></a> wave.</p>'
    desk.open(text).cursor("end")
    desk.page.evaluate("window.editor.commands.setTextSelection({ from: 1, to: 22 })")

    desk.tool("Pull quote")
    made = desk.field
    desk.press("End")
    desk.type("!")
    desk.press("Enter")
    desk.type("After")

    pull = '<figure class="pull"><p>They saw <em>a big</em> wave.'
    assert made == f"{text}{pull}</p></figure>"
    assert_stored_unchanged(made)
    assert desk.field == f"{text}{pull}!</p></figure><p>After</p>"


def test_language_of_words_and_of_a_paragraph(desk):
    desk.open("<p>the fjord here</p><p>نص</p>").cursor("start")
    desk.select("fjord")
    desk.tool("Language")
    desk.page.get_by_role("combobox").select_option("nb")
    settle(desk, "Set")
    desk.select("نص")
    desk.tool("Language")
    desk.page.get_by_role("combobox").select_option("ar")
    settle(desk, "Set")
    set_ = desk.field
    desk.select("fjord")
    desk.tool("Language")
    expect(desk.page.get_by_role("combobox")).to_have_value("nb")
    desk.page.get_by_role("combobox").select_option("")
    settle(desk, "Set")

    assert set_ == '<p>the <span lang="nb">fjord</span> here</p><p lang="ar">نص</p>'
    assert_stored_unchanged(set_)
    assert desk.field == '<p>the fjord here</p><p lang="ar">نص</p>'


TEXT = "<p>Café, <strong>ca</strong>fe and CAFÉ.</p><h2>The cafe</h2><p>x<br>y</p>"


def said(desk):
    return desk.page.get_by_role("search").get_by_role("status")


def test_find_counts_and_walks_through_marks_without_changing_the_text(desk):
    desk.open(TEXT).cursor("start")

    desk.press("Control+f")
    desk.type("cafe")
    expect(said(desk)).to_have_text("1 of 4")
    desk.press("Enter", "Enter")
    expect(said(desk)).to_have_text("3 of 4")
    expect(desk.page.locator(".prose-found--here")).to_have_text("CAFÉ")
    desk.press("Shift+Enter")
    expect(said(desk)).to_have_text("2 of 4")
    desk.page.get_by_label("Match case").check()
    expect(said(desk)).to_contain_text("of 2")
    desk.page.get_by_label("Match case").uncheck()
    desk.page.get_by_label("Match accents").check()
    expect(said(desk)).to_contain_text("of 2")
    desk.page.get_by_label("Find", exact=True).fill("nowhere")
    expect(said(desk)).to_have_text("Nothing found")
    desk.press("Escape")

    expect(desk.text).to_be_focused()
    assert desk.field == TEXT
    expect(desk.page.locator(".prose-found")).to_have_count(0)


def test_replace_changes_one_and_all_and_each_is_one_step_of_undo(desk):
    desk.open(TEXT).cursor("start")
    desk.press("Control+f")
    desk.type("cafe")
    desk.page.get_by_label("Replace with").fill("bar $1 & <b>")

    desk.press("Enter")
    expect(said(desk)).to_have_text("Replaced. 1 of 3")
    one = desk.field
    dialog(desk, "Replace all").click()
    expect(said(desk)).to_have_text("3 replaced")
    all_ = desk.field
    desk.press("Escape")
    expect(desk.text).to_be_focused()
    desk.press("Control+z")
    undone = desk.field
    desk.press("Control+z")

    new = "bar $1 &amp; &lt;b&gt;"
    assert one == TEXT.replace("Café", new)
    assert all_ == f"<p>{new}, <strong>{new}</strong> and {new}.</p><h2>The {new}</h2><p>x<br>y</p>"
    assert undone == one
    assert desk.field == TEXT


def test_find_is_opened_by_its_tool_with_the_selected_words_and_keeps_the_form(desk):
    desk.open("<p>one two one</p>").cursor("end")
    desk.select("one")

    desk.tool("Find and replace")

    expect(desk.page.get_by_label("Find", exact=True)).to_have_value("one")
    expect(said(desk)).to_have_text("1 of 2")
    desk.press("Enter")
    expect(said(desk)).to_have_text("2 of 2")
    assert "/?body=" in desk.page.url


def test_places_found_follow_what_is_typed(desk):
    desk.open("<p>one two one</p>").cursor("start")
    desk.press("Control+f")
    desk.type("one")
    expect(said(desk)).to_have_text("1 of 2")

    desk.cursor("start")
    desk.type("one and ")

    expect(said(desk)).to_contain_text("of 3")
    assert desk.field == "<p>one and one two one</p>"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_editor_with_every_part_open_passes_axe_and_fits_a_phone(desk, scheme):
    desk.page.emulate_media(color_scheme=scheme)
    desk.page.set_viewport_size({"width": 360, "height": 780})
    desk.open(
        f"<table><caption>T</caption><tbody><tr><th>x</th><th>y</th></tr>{CELLS}</tbody></table>"
        '<figure class="pull"><p>w</p></figure><p>a<span class="note">n</span> '
        '<span lang="fr">mot</span></p>'
        '<figure class="embed"><a href="https://example.org/">T</a></figure><p>z</p>'
    ).cursor("start")
    desk.press("Control+f")
    desk.type("a")

    broken = axe(desk.page, rules={"region": {"enabled": False}})

    assert {rule: found for rule, found in broken.items() if rule not in PAGE_RULES} == {}
    assert too_wide(desk.page) == []


PAGE_RULES = {"landmark-one-main", "page-has-heading-one"}  # the test's own bare page


def test_new_parts_are_written_in_the_plain_field(server, browser):
    page = browser.new_page(java_script_enabled=False)
    page.goto(server)

    page.locator("#id_body").fill(
        "First paragraph\n\n<table><caption>T</caption><tr><th>a</th><td>1</td></tr></table>\n\n"
        'Then <span lang="fr">mot</span><span class="note">n</span>\nnext line'
    )
    page.locator("#save").click()

    expect(page.locator("body")).to_contain_text(
        "<p>First paragraph</p>\n\n<table><caption>T</caption><tbody><tr><th>a</th><td>1</td></tr>"
        '</tbody></table>\n\n<p>Then <span lang="fr">mot</span><span class="note">n</span><br>'
    )
    page.close()
