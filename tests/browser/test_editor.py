"""The body editor in a real Chromium, under the real policy, on a page with nothing else on it."""

import re
from urllib.parse import quote

import pytest
from django import forms
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.template import engines
from django.test.testcases import LiveServerThread
from django.urls import path
from playwright.sync_api import expect

from newsroom import html
from newsroom.editor import BodyField, with_nonce
from tests.browser.looks import too_wide

pytestmark = pytest.mark.browser

TOKEN = "0123456789abcdef" * 2
PICTURE = f"/admin/photos/{TOKEN}/960.webp"
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c63606060f80f0001040100a5f645400000000049454e44ae426082"
)
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Writing</title>
<meta name="viewport" content="width=device-width, initial-scale=1">{{ media }}
<form method="post"><label for="id_body">Text</label>{{ form.body }}{{ form.body.errors }}
<button id="save">Save</button></form><a href="#id_body">To the text</a>"""
PICKER = """<!doctype html><title>Photos</title><button>Take it</button>
<script type="module" src="/picker.js"></script>"""
PICKER_SCRIPT = """document.querySelector("button").addEventListener("click", () => {
  opener.postMessage({ photo: { token: "%s", src: "%s", alt: "A \\"red\\" boat" } }, origin)
})"""

READY = "addEventListener('prose-editor:ready', (e) => { window.editor = e.detail.editor })"

STORED = [
    "<p>Plain words.</p>",
    "<h2>Heading</h2><p>One.</p><h3>Subheading</h3><p>Two.</p>",
    "<p><strong>Bold</strong>, <em>italic</em>, <s>struck</s>, H<sub>2</sub>O, m<sup>2</sup></p>",
    '<p><a href="https://example.org/?a=1&amp;b=2" title="A &quot;title&quot;" lang="fr">x</a></p>',
    '<p><a href="mailto:desk@example.org">mail</a> <a href="/about/">about</a></p>',
    "<ul><li><p>one</p></li><li><p>two</p><ul><li><p>in</p></li></ul></li></ul>",
    '<ol><li><p>one</p></li></ol><ol start="3"><li><p>three</p></li></ol>',
    "<blockquote><p>Plain quotation.</p></blockquote><p>a</p><hr><p>b<br>c</p>",
    '<figure class="quote"><blockquote><p>Words.</p></blockquote></figure><p>x</p>',
    '<figure class="quote"><blockquote><p>One.</p><p>Two.</p></blockquote>'
    "<figcaption>Ada Lind, <cite>The Report</cite></figcaption></figure>",
    '<figure class="quote"><blockquote><p>W</p></blockquote><figcaption>Ada</figcaption></figure>',
    f'<figure><img src="{PICTURE}" alt="A &quot;red&quot; boat &lt;3"></figure><p>x</p>',
    f'<figure><img src="{PICTURE}" alt=""><figcaption>A <em>boat</em></figcaption></figure>',
    "<p><code>a &lt; b &amp;&amp; c</code></p><pre><code>one\n  two\n\nthree</code></pre>",
    "<p>1&nbsp;000&nbsp;km, «quotes», “quotes”, double  space, soft\u00adhyphen, thin\u202fsp</p>",
    "<p>👩‍🚀 🇩🇪 👍🏽 e\u0301 a\u0308\u0323</p><p>שלום עולם</p><p>مرحبا بالعالم، «نص»</p><p>新</p>",
    "<table><caption>Tides, <em>m</em></caption><tbody><tr><th>Place</th><th>m</th></tr>"
    '<tr><th scope="row">Mole</th><td>2.1<br>2.3</td></tr></tbody></table><p>x</p>',
    "<table><tbody><tr><td></td><td>a</td></tr></tbody></table><p>x</p>",
    '<p>Seen<span class="note">By “two” &amp;  a dog</span>, <strong>b<span class="note">n</span>'
    '</strong>.<span class="note"></span></p>',
    '<p lang="ar">نص</p><h2 lang="fr">T</h2><p>the <span lang="nb"><em>fjord</em> x</span></p>',
    '<blockquote lang="de"><p lang="de">Z</p></blockquote>',
    '<figure class="pull"><p lang="fr">Un <em>mot</em><br>deux</p></figure>',
    '<figure class="embed"><a href="https://example.org/?a=1&amp;b">A &amp; B</a>'
    "<figcaption>About &lt;it&gt;</figcaption></figure>",
    '<figure class="embed"><a href="https://example.org/">42</a></figure><p>x</p>',
    "<p>1 &lt; 2 &amp; 3 &gt; 2, &amp;amp; and &amp;nbsp;</p><p></p><p>after a blank line</p>",
]


class Writing(forms.Form):
    body = BodyField(required=False)


def write(request):
    form = Writing(request.POST or None, initial={"body": request.GET.get("body", "")})
    if request.method == "POST" and form.is_valid():
        return HttpResponse(form.cleaned_data["body"], content_type="text/plain; charset=utf-8")
    page = engines["django"].from_string(PAGE)
    context = {"form": form, "media": with_nonce(form.media, request)}
    return HttpResponse(page.render(context, request))


def picker_script(request):
    return HttpResponse(PICKER_SCRIPT % (TOKEN, PICTURE), content_type="text/javascript")


urlpatterns = [
    path("", write),
    path("favicon.ico", lambda request: HttpResponse(status=204)),
    path("picker.js", picker_script),
    path("admin/photos/pick/", lambda request: HttpResponse(PICKER)),
    path(PICTURE[1:], lambda request: HttpResponse(DOT, content_type="image/png")),
]


@pytest.fixture
def server(settings):
    """Answer the addresses above, with the project's policy and no database."""
    settings.ROOT_URLCONF = __name__
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.MIDDLEWARE = ["csp.middleware.CSPMiddleware"]
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
    thread = LiveServerThread("localhost", lambda _: StaticFilesHandler(WSGIHandler()))
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    assert thread.error is None
    yield f"http://localhost:{thread.port}"
    thread.terminate()


@pytest.fixture
def desk(server, page):
    """The page with the editor on it; nothing may be blocked or fail while a test runs."""
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    desk = Desk(page, server)
    yield desk
    assert complaints == []


class Desk:
    """What a journalist does, and what the field then holds."""

    def __init__(self, page, server):
        self.page, self.server = page, server
        page.set_default_timeout(5000)
        page.add_init_script(READY)

    def open(self, body: str = "") -> "Desk":
        self.page.goto(f"{self.server}/?body={quote(body)}")
        self.page.wait_for_selector(".prose-toolbar")
        return self

    @property
    def text(self):
        return self.page.get_by_role("textbox", name="Text", exact=True)

    @property
    def field(self) -> str:
        expect(self.page.locator("dialog")).to_have_count(0)
        return self.page.evaluate("document.getElementById('id_body').value")

    def cursor(self, place: str) -> "Desk":
        """Put the cursor at the "start" or "end" and wait until typing would go there."""
        self.page.evaluate("(place) => void window.editor.commands.focus(place)", place)
        expect(self.text).to_be_focused()
        return self

    def select(self, words: str) -> None:
        """Select words of the text; the editor hears of a selection by keys a moment later."""
        self.page.evaluate(
            """(words) => window.editor.state.doc.descendants((node, at) => {
              const from = node.text?.indexOf(words) ?? -1
              if (from < 0) return
              const range = { from: at + from, to: at + from + words.length }
              window.editor.commands.setTextSelection(range)
            })""",
            words,
        )

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def tool(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def paste(self, **data: str) -> None:
        """Paste as the browser does, with e.g. `html` and `plain` on the clipboard."""
        self.cursor("end")
        self.page.evaluate(
            """(data) => {
              const clipboardData = new DataTransfer()
              for (const [kind, text] of Object.entries(data)) {
                clipboardData.setData(`text/${kind}`, text)
              }
              document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
            }""",
            data,
        )

    def save(self) -> str:
        with self.page.expect_navigation():
            self.page.locator("#save").click()
        return self.page.evaluate("document.body.textContent")


def assert_stored_unchanged(written: str) -> None:
    assert html.clean(written) == written
    assert html.from_field(written) == written


def test_editor_gives_back_stored_text_byte_for_byte(desk):
    stored = "".join(STORED)
    desk.open(stored)
    desk.cursor("start")

    desk.type("z")
    desk.press("Backspace")

    assert_stored_unchanged(stored)
    assert desk.field == stored


def test_editor_saves_untouched_text_byte_for_byte(desk):
    stored = "<p>un\ntouched</p>\n<pre>\n\nraw</pre>" + "".join(STORED)

    saved = desk.open(stored).save()

    assert_stored_unchanged(stored)
    assert saved == stored


def test_typed_text_is_stored_as_it_was_typed(desk):
    desk.open().cursor("end")

    desk.type('**Two**  spaces, _x_ `y` -- "quoted" 1 < 2 & 3, see README.md or www.example.org ')
    desk.press("Enter")
    desk.type("«Été» 👩‍🚀 e\u0301 مرحبا ")

    assert desk.field == (
        '<p>**Two**  spaces, _x_ `y` -- "quoted" 1 &lt; 2 &amp; 3, see README.md or '
        "www.example.org </p><p>«Été» 👩‍🚀 e\u0301 مرحبا </p>"
    )
    assert_stored_unchanged(desk.field)
    typed = desk.field
    assert desk.save() == typed


def test_toolbar_formats_words_and_blocks(desk):
    desk.open().cursor("end")
    desk.tool("Heading")
    desk.type("Title")
    desk.press("Enter")
    desk.tool("Subheading")
    desk.type("Below")
    desk.press("Enter")
    desk.tool("Bold")
    desk.type("bold")
    desk.tool("Bold")
    desk.tool("Italic")
    desk.type("italic")
    desk.tool("Italic")
    desk.press("Enter")

    desk.tool("Rule")
    desk.tool("Bulleted list")
    desk.type("one")
    desk.press("Enter")
    desk.type("two")

    assert desk.field == (
        "<h2>Title</h2><h3>Below</h3><p><strong>bold</strong><em>italic</em></p><hr>"
        "<ul><li><p>one</p></li><li><p>two</p></li></ul>"
    )
    assert_stored_unchanged(desk.field)


def test_a_typed_number_begins_a_list(desk):
    desk.open().cursor("end")

    desk.type("3. third")
    desk.press("Enter")
    desk.type("fourth")

    assert desk.field == ('<ol start="3"><li><p>third</p></li><li><p>fourth</p></li></ol>')
    assert_stored_unchanged(desk.field)


def test_undo_and_redo_take_back_and_give_again(desk):
    desk.open("<p>First.</p>").cursor("end")
    desk.type(" Second.")

    desk.tool("Undo")
    undone = desk.field
    desk.tool("Redo")

    assert undone == "<p>First.</p>"
    assert desk.field == "<p>First. Second.</p>"


def test_quotation_asks_for_speaker_and_source(desk):
    desk.open("<p>We saw <em>everything</em>.</p>").cursor("end")

    desk.tool("Quotation")
    desk.page.get_by_label("Speaker").fill("Ada Lind")
    desk.page.get_by_label("Source").fill("The Report")
    desk.press("Enter")

    assert desk.field == (
        '<figure class="quote"><blockquote><p>We saw <em>everything</em>.</p></blockquote>'
        "<figcaption>Ada Lind, <cite>The Report</cite></figcaption></figure>"
    )
    assert_stored_unchanged(desk.field)


def test_quotation_is_left_by_enter_changed_and_undone_by_its_tool(desk):
    desk.open("<p>Words</p>").cursor("end")
    desk.tool("Quotation")
    desk.press("Enter")
    desk.type(" more")
    desk.press("Enter", "Enter")
    desk.type("After")
    left = desk.field

    desk.select("Words")
    desk.tool("Quotation")
    desk.page.get_by_label("Speaker").fill("Ada")
    desk.page.get_by_role("button", name="Change").click()
    changed = desk.field
    desk.tool("Quotation")
    desk.page.get_by_role("button", name="Make it plain text").click()

    quote_ = '<figure class="quote"><blockquote><p>Words more</p></blockquote>'
    assert left == quote_ + "</figure><p>After</p>"
    assert changed == quote_ + "<figcaption>Ada</figcaption></figure><p>After</p>"
    assert desk.field == "<p>Words more</p><p>Ada</p><p>After</p>"


def test_what_is_typed_right_after_an_answer_stands_where_the_cursor_was(desk):
    """The next key may come before the browser tells that the question is closed."""
    desk.open("<p>Words</p>").cursor("end")
    desk.tool("Quotation")

    desk.page.evaluate(
        """async () => {
          document.querySelector("dialog [type=submit]").click()
          for (let turn = 0; turn < 9; turn++) await null
          document.execCommand("insertText", false, " more")
        }"""
    )

    quote_ = '<figure class="quote"><blockquote><p>Words more</p></blockquote></figure>'
    expect(desk.page.locator("#id_body")).to_have_value(quote_)


def test_link_is_added_changed_and_removed(desk):
    desk.open("<p>See the report</p>").cursor("end")
    desk.select("report")
    desk.press("Control+k")
    desk.page.get_by_label("Address").fill(" example.org/a b?x=1&y=2 ")
    desk.press("Enter")
    added = desk.field

    desk.tool("Link")
    desk.page.get_by_label("Address").fill("desk@example.org")
    desk.press("Enter")
    changed = desk.field
    desk.tool("Link")
    desk.page.get_by_role("button", name="Remove the link").click()

    assert added == ('<p>See the <a href="https://example.org/a%20b?x=1&amp;y=2">report</a></p>')
    assert_stored_unchanged(added)
    assert changed == '<p>See the <a href="mailto:desk@example.org">report</a></p>'
    assert desk.field == "<p>See the report</p>"


def test_link_to_a_script_is_refused_with_advice(desk):
    desk.open("<p>word</p>").cursor("end")
    desk.press("Control+a", "Control+k")

    desk.page.get_by_label("Address").fill("javascript:alert(1)")
    desk.press("Enter")

    expect(desk.page.get_by_role("alert")).to_contain_text("Write a full web address")
    desk.press("Escape")
    assert desk.field == "<p>word</p>"


def test_picture_comes_from_the_picker_and_takes_a_caption(desk):
    desk.open("<p>Before</p>").cursor("end")
    with desk.page.expect_popup() as popup:
        desk.tool("Picture")

    popup.value.get_by_role("button", name="Take it").click()
    desk.page.wait_for_selector("figure img")
    desk.type("A boat")
    desk.press("Enter")
    desk.type("After")

    assert desk.field == (
        f'<p>Before</p><figure><img src="{PICTURE}" alt="A &quot;red&quot; boat">'
        "<figcaption>A boat</figcaption></figure><p>After</p>"
    )
    assert_stored_unchanged(desk.field)


def test_picture_description_is_changed_and_the_picture_removed(desk):
    desk.open(f'<p>x</p><figure><img src="{PICTURE}" alt="old"></figure>')
    desk.page.locator("figure img").click()

    desk.tool("Picture")
    desk.page.get_by_label("Description").fill("A red\nboat")
    desk.page.get_by_role("button", name="Change").click()
    changed = desk.field
    desk.page.locator("figure img").click()
    desk.tool("Picture")
    desk.page.get_by_role("button", name="Remove").click()

    assert changed == f'<p>x</p><figure><img src="{PICTURE}" alt="A red boat"></figure>'
    assert desk.field == "<p>x</p>"


def test_picker_answers_of_another_form_are_ignored(desk):
    desk.open("<p>x</p>").cursor("end")
    with desk.page.expect_popup() as popup:
        desk.tool("Picture")

    for message in (
        {"photo": {"token": TOKEN, "src": f"https://example.org{PICTURE}", "alt": ""}},
        {"photo": {"token": TOKEN}},
        {"photo": None},
        "photo",
    ):
        popup.value.evaluate("(message) => opener.postMessage(message, origin)", message)
    popup.value.get_by_role("button", name="Take it").click()
    desk.page.wait_for_selector("figure img")

    assert desk.field.count("<figure>") == 1
    assert PICTURE in desk.field


def test_paste_from_google_docs_is_not_all_bold(desk):
    desk.open().paste(
        html='<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1">'
        '<h1 style="x"><span style="font-size:20pt">Title</span></h1><p dir="ltr" style="x">'
        '<span style="font-weight:400;">Plain </span><span style="font-weight:700">bold</span>'
        '<span style="font-style:italic"> italic</span></p><br><p><span>Second</span></p></b>'
    )

    assert desk.field == (
        "<h2>Title</h2><p>Plain <strong>bold</strong><em> italic</em></p><p>Second</p>"
    )
    assert_stored_unchanged(desk.field)


def test_paste_from_word_keeps_lists_and_drops_the_rest(desk):
    item = '<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><![if !supportLists]>'
    desk.open().paste(
        html="<html><head><style>p.MsoNormal {color:red}</style></head><body>"
        '<p class="MsoNormal"><b style="mso-bidi-font-weight:normal">Bold</b> text'
        "<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
        f'{item}<span style="mso-list:Ignore">1.<span>&nbsp; </span></span><![endif]>One</p>'
        f'{item}<span style="mso-list:Ignore">2.<span>&nbsp; </span></span><![endif]>Two</p>'
        '<p><img src="file:///C:/x.png">end <a href="javascript:alert(1)">link</a></p></body>'
    )

    assert desk.field == (
        "<p><strong>Bold</strong> text</p><ol><li><p>One</p></li><li><p>Two</p></li></ol>"
        "<p>end link</p>"
    )


def test_paste_of_plain_text_keeps_every_character(desk):
    desk.open().paste(
        plain="“One” — **1**\u00a0km < 2 & 3\r\n\r\n«Two», www.example.org\nThree 👩‍🚀"
    )

    assert desk.field == (
        "<p>“One” — **1**&nbsp;km &lt; 2 &amp; 3</p><p>«Two», www.example.org</p><p>Three 👩‍🚀</p>"
    )
    assert_stored_unchanged(desk.field)


def test_copied_picture_and_quotation_are_pasted_whole(desk):
    blocks = STORED[9] + STORED[12]
    desk.open("<p>x</p>").paste(html=blocks)

    assert desk.field == "<p>x</p>" + blocks


def test_hostile_paste_and_hostile_draft_run_nothing(desk):
    hostile = (
        '<img src=x onerror="window.ran=1"><svg onload="window.ran=1"></svg>'
        '<p style="background:url(//example.org)">a<script>window.ran=1</script></p>'
        '<iframe srcdoc="<script>parent.ran=1</script>"></iframe>'
    )
    desk.open(hostile).paste(html=hostile)

    assert desk.page.evaluate("window.ran") is None
    assert re.fullmatch(r"(<p>a*</p>)+", desk.field)


def test_editor_is_a_named_text_box_with_spell_check(desk):
    desk.open()

    desk.page.get_by_role("link", name="To the text").click()

    expect(desk.text).to_be_focused()
    expect(desk.text).to_have_attribute("spellcheck", "true")
    desk.page.locator("label").click()
    expect(desk.text).to_be_focused()


def test_toolbar_is_worked_with_the_keyboard_alone(desk):
    desk.open("<p>word</p>").cursor("end")
    desk.select("word")
    desk.press("Alt+F10", "End", "ArrowLeft", "Home", "ArrowRight", "ArrowRight")
    expect(desk.page.get_by_role("button", name="Bold")).to_be_focused()

    desk.press("Enter")

    expect(desk.page.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "true")
    expect(desk.text).to_be_focused()
    assert desk.field == "<p><strong>word</strong></p>"


def test_editor_fits_a_small_phone(desk):
    desk.page.set_viewport_size({"width": 360, "height": 640})

    desk.open("<p>" + "word " * 40 + "x" * 200 + "</p>")

    assert too_wide(desk.page) == []


def test_refused_text_comes_back_with_a_sentence(desk):
    desk.open("<blockquote>" * 33 + "<p>deep</p>")

    answer = desk.save()

    assert "more than 32 levels deep" in answer
    assert "deep" in desk.field


def test_plain_field_works_without_javascript(server, browser):
    page = browser.new_page(java_script_enabled=False)
    page.goto(server)

    page.locator("#id_body").fill("First line\nsecond & <third>\n\nAnother paragraph")
    page.locator("#save").click()

    expected = "<p>First line<br>second &amp; &lt;third&gt;</p><p>Another paragraph</p>"
    expect(page.locator("body")).to_have_text(expected)
    page.close()
