"""Two people on one story: the slower one's text is shown, kept, and never in anybody's way."""

import json
import re
from html import unescape

import pytest
from django.db.models import F

from articles.admin import saving
from articles.models import Revision, Story
from tests.articles.test_admin import address, fields
from tests.cast import make_author, make_story, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def journalist(client):
    user = make_user("Journalist")
    client.force_login(user)
    return user


# Two people (DESIGN §4.4)


def test_stale_save_is_409_with_both_texts_and_keeps_mine(client, journalist):
    story = make_story(owner=journalist, headline="The old one")
    mine = fields(story, headline="Mine <b>bold</b>", tags="mine")
    other = make_user("Editor", first_name="Ada", last_name="Berg")
    story.claim(other, 1, "headline")
    Story.objects.filter(pk=story.pk).update(headline="Theirs <i>slanted</i>")

    answer = client.post(address("change", story.pk), mine)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mine &lt;b&gt;bold&lt;/b&gt;" in page
    assert "Theirs &lt;i&gt;slanted&lt;/i&gt;" in page
    assert "Ada Berg changed headline" in page
    assert Story.objects.get(pk=story.pk).headline == "Theirs <i>slanted</i>"
    kept = story.revisions.get()
    assert (kept.kind, kept.made_by) == (Revision.Kind.CONFLICT, journalist)
    assert (kept.content["headline"], kept.content["tags"]) == ("Mine <b>bold</b>", ["mine"])


def test_keep_mine_saves_over_theirs_and_keeps_theirs_too(client, journalist):
    story = make_story(owner=journalist, headline="Theirs")
    story.claim(make_user("Editor"), 1)
    mine = fields(story, headline="Mine", version=1)
    page = client.post(address("change", story.pk), mine).content.decode()
    assert '<input type="hidden" name="version" value="2">' in page

    client.post(address("change", story.pk), mine | {"version": 2, "_keep": "mine"})

    story.refresh_from_db()
    assert (story.headline, story.version) == ("Mine", 3)
    assert {r.content["headline"] for r in story.revisions.all()} == {"Mine", "Theirs"}


def test_stale_save_sent_twice_keeps_one_text(client, journalist):
    story = make_story(owner=journalist)
    mine = fields(story, headline="Mine")
    story.claim(make_user("Editor"), 1)

    client.post(address("change", story.pk), mine)
    client.post(address("change", story.pk), mine)

    assert story.revisions.count() == 1


def test_save_sent_twice_is_saved_once(client, journalist):
    story = make_story(owner=journalist)
    mine = fields(story, headline="Mine")

    client.post(address("change", story.pk), mine)
    answer = client.post(address("change", story.pk), mine)

    story.refresh_from_db()
    assert (answer.status_code, story.version, story.revisions.count()) == (302, 2, 0)


def test_save_beside_a_publication_does_not_undo_it(client, journalist, monkeypatch):
    """A verb that comes between reading and saving keeps what it wrote."""
    story = make_story(owner=journalist)
    stale = saving.stale

    def publish_meanwhile(row, version):
        Story.objects.get(pk=story.pk).publish(make_user("Editor"), 1)
        return stale(row, version)

    monkeypatch.setattr(saving, "stale", publish_meanwhile)

    client.post(address("change", story.pk), fields(story, headline="Later words"))

    story.refresh_from_db()
    assert (story.published_version, story.version, story.state) == (1, 2, "changed")


def test_save_that_loses_the_race_after_its_look_is_409(client, journalist, monkeypatch):
    """The check is the UPDATE itself: a look that saw nothing does not help the slower one."""
    story = make_story(owner=journalist)
    look = saving.stale
    others = [make_user("Editor")]

    def overtaken(row, version):
        found = look(row, version)
        if others:
            Story.objects.get(pk=story.pk).claim(others.pop(), version, "body")
        return found

    monkeypatch.setattr(saving, "stale", overtaken)

    answer = client.post(address("change", story.pk), fields(story, headline="Mine"))

    assert answer.status_code == 409
    assert story.revisions.get().content["headline"] == "Mine"


def test_save_to_a_spiked_story_is_409_and_keeps_the_text(client, journalist):
    story = make_story(owner=journalist)
    mine = fields(story, headline="Too late")
    story.spike(journalist, 1)

    answer = client.post(address("change", story.pk), mine)

    assert answer.status_code == 409
    assert "The story is spiked" in answer.content.decode()
    assert story.revisions.get().content["headline"] == "Too late"


def test_kept_text_opens_in_the_form(client, journalist):
    story = make_story(owner=journalist)
    kept = story.keep("conflict", journalist, content={"headline": "From before"})

    page = client.get(address("change", story.pk) + f"?revision={kept.pk}").content.decode()

    assert "From before</textarea>" in page


# Three texts (issue: a conflict opens a three-way merge)


THREE = "<p>The ferry left at six.</p><p>Nobody was on the quay.</p><p>It came back empty.</p>"


def drawn(client, story) -> dict:
    """The form as a page of now would send it, with the text it began from."""
    page = client.get(address("change", story.pk)).content.decode()
    base = unescape(re.search(r'name="base" value="([^"]*)"', page)[1])
    return fields(story) | {"base": base}


def write(story, user, **words) -> None:
    """What somebody else saves meanwhile."""
    row = Story.objects.get(pk=story.pk)
    row.claim(user, row.version, ", ".join(words))
    Story.objects.filter(pk=story.pk).update(**words)


@pytest.fixture
def mira(db):
    return make_user("Editor", first_name="Mira", last_name="Osman")


def told(client) -> str:
    return client.get(address("changelist")).content.decode()


def test_changes_of_different_places_merge_by_themselves(client, journalist, mira):
    """DESIGN §4.4, THREATS F1: two editors save one article, and both changes are there."""
    story = make_story(owner=journalist, body=THREE, headline="Before", tags=["Sea"])
    mine = drawn(client, story)
    write(story, mira, headline="Mira’s", body=THREE.replace("Nobody", "Somebody"))

    answer = client.post(
        address("change", story.pk),
        mine | {"body": THREE.replace("six", "seven"), "tags": "Sea, Air"},
    )

    assert answer.status_code == 302
    story.refresh_from_db()
    assert story.body == THREE.replace("six", "seven").replace("Nobody", "Somebody")
    assert (story.headline, story.version) == ("Mira’s", 3)
    assert {tag.name for tag in story.tags.all()} == {"Sea", "Air"}
    assert not story.revisions.exists()
    said = "Merged: your 1 paragraph and tags, Mira Osman’s 1 paragraph and headline. "
    assert said + "This is version 3." in told(client)


def test_own_other_tab_is_not_somebody_else(client, journalist):
    story = make_story(owner=journalist, body=THREE)
    mine = drawn(client, story)
    write(story, journalist, headline="From the other tab")

    client.post(address("change", story.pk), mine | {"standfirst": "Mine"})

    assert "Merged: your standfirst, your other tab’s headline." in told(client)
    again = client.post(address("change", story.pk), mine | {"headline": "Mine, too"})
    page = again.content.decode()
    assert "Your other tab saved while you were writing" in page
    assert "omebody else" not in page


def test_same_paragraph_is_asked_about_and_both_are_kept(client, journalist, mira):
    story = make_story(owner=journalist, body=THREE)
    mine = drawn(client, story) | {"body": THREE.replace("six", "<em>seven</em>")}
    write(story, mira, body=THREE.replace("six", "eight"), standfirst="Hers")

    answer = client.post(address("change", story.pk), mine)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mira Osman saved while you were writing" in page
    assert "are saved with your choice: Mira Osman’s standfirst." in page
    assert "seven" in page
    assert "eight" in page
    assert story.revisions.get().content["body"] == mine["body"]
    assert Story.objects.get(pk=story.pk).version == 2


def choice(page: str) -> str:
    return re.search(r'name="(choice-\w+)"', page)[1]


@pytest.mark.parametrize(
    ("side", "first", "kept"),
    [
        ("mine", ["seven"], {"seven", "eight"}),
        ("theirs", ["eight"], {"seven"}),
        ("both", ["seven", "eight"], {"seven"}),
    ],
)
def test_choice_is_saved_by_one_press(client, journalist, mira, side, first, kept):
    story = make_story(owner=journalist, body=THREE)
    mine = drawn(client, story) | {"body": THREE.replace("six", "seven"), "place": "Rome"}
    write(story, mira, body=THREE.replace("six", "eight"), standfirst="Hers")
    page = client.post(address("change", story.pk), mine).content.decode()

    answer = client.post(address("change", story.pk), mine | {choice(page): side})

    assert answer.status_code == 302
    story.refresh_from_db()
    assert re.findall("seven|eight", story.body) == first
    assert (story.place, story.standfirst, story.version) == ("Rome", "Hers", 3)
    revisions = [r.content["body"] for r in story.revisions.filter(kind="conflict")]
    assert {re.search("seven|eight", body)[0] for body in revisions} == kept


def test_hidden_fields_of_the_question_carry_the_whole_text(client, journalist, mira):
    """The page works without JavaScript: what it sends back is what was typed."""
    story = make_story(owner=journalist, author=make_author("Ines Falk"), body=THREE)
    mine = drawn(client, story) | {"body": "<p>My “own” &amp; <em>only</em>.</p>", "place": "Rome"}
    write(story, mira, body=THREE.replace("six", "eight"))
    page = client.post(address("change", story.pk), mine).content.decode()

    hidden = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page))
    hidden.pop("csrfmiddlewaretoken", None)
    sent = {name: unescape(value) for name, value in hidden.items()}
    radios = re.findall(r'type="radio" name="([\w-]+)" value="(\w+)" checked', page)
    client.post(address("change", story.pk), sent | dict(radios))

    story.refresh_from_db()
    assert "My “own” &amp; <em>only</em>." in story.body
    assert (story.place, story.bylines.get().author.name) == ("Rome", "Ines Falk")


@pytest.mark.parametrize("is_asked", [False, True])
def test_text_that_is_kept_over_theirs_leaves_theirs_in_the_history(
    client, journalist, mira, is_asked
):
    """Meanwhile a third change comes: merged with that, what was never known is not cut unsaid."""
    story = make_story(owner=journalist, body=THREE, headline="Before")
    old = fields(story, body=THREE.replace("six", "seven"), headline="Mine")
    write(story, mira, body=f"{THREE}<p>Hers alone.</p>")
    hers = drawn(client, Story.objects.get(pk=story.pk))
    over_hers = old | {name: hers[name] for name in ("version", "base")}
    write(story, mira, **({"headline": "Later"} if is_asked else {"standfirst": "Later"}))

    answer = client.post(address("change", story.pk), over_hers | {"_keep": "mine"})
    if is_asked:
        page = answer.content.decode()
        assert '<input type="hidden" name="_keep" value="mine">' in page
        chosen = {"_keep": "mine", choice(page): "theirs"}
        assert client.post(address("change", story.pk), over_hers | chosen).status_code == 302

    assert "Hers alone" not in Story.objects.get(pk=story.pk).body
    assert any("Hers alone" in kept.content["body"] for kept in story.revisions.all())


@pytest.mark.crawl
def test_third_change_meanwhile_asks_only_about_what_is_new(client, journalist, mira):
    story = make_story(owner=journalist, body=THREE, headline="Before")
    mine = drawn(client, story) | {"body": THREE.replace("six", "seven"), "headline": "Mine"}
    write(story, mira, body=THREE.replace("six", "eight"))
    page = client.post(address("change", story.pk), mine).content.decode()
    chosen = mine | {choice(page): "mine"}

    write(story, mira, standfirst="Later")
    assert client.post(address("change", story.pk), chosen).status_code == 302
    story.refresh_from_db()
    assert (story.standfirst, story.headline, story.version) == ("Later", "Mine", 4)


def test_headline_that_both_changed_is_asked_about(client, journalist, mira):
    story = make_story(owner=journalist, headline="Before")
    mine = drawn(client, story) | {"headline": "Mine <b>"}
    write(story, mira, headline="Hers")

    page = client.post(address("change", story.pk), mine).content.decode()

    assert "Mine &lt;b&gt;" in page
    client.post(address("change", story.pk), mine | {choice(page): "both"})
    story.refresh_from_db()
    assert story.headline == "Mine <b> / Hers"


@pytest.mark.parametrize(
    "base",
    [
        *("", "{", "[]", "null", "1", '{"version": 1}', "[" * 100_000, '{"version": "1"}'),
        *('{"version": 1, "body": 5}', '{"version": 2}', "a\ud83d".encode("utf-8", "replace")),
    ],
)
def test_unreadable_base_gives_the_page_with_two_texts(client, journalist, mira, base):
    story = make_story(owner=journalist, body=THREE)
    mine = fields(story, headline="Mine", base=base)
    write(story, mira, standfirst="Hers")

    answer = client.post(address("change", story.pk), mine)

    assert answer.status_code == 409
    assert "Mira Osman saved first" in answer.content.decode()
    assert story.revisions.get().content["headline"] == "Mine"


def test_base_of_another_version_is_no_base(client, journalist, mira):
    """What came back since would be taken for gone."""
    story = make_story(owner=journalist, body=THREE)
    old = drawn(client, story)
    write(story, journalist, body="<p>The ferry left at six.</p>")
    write(story, mira, standfirst="Hers")

    answer = client.post(address("change", story.pk), old | {"version": 2, "body": THREE})

    assert answer.status_code == 409


def forged(base: str, **words) -> str:
    return json.dumps(json.loads(base) | words)


def test_forged_base_brings_nothing_in_and_gives_no_right(client, journalist, mira):
    """THREATS C: a base is compared and never stored; fields of other roles stay as they are."""
    story = make_story(owner=journalist, body=THREE, expires_at="2199-01-01T10:00Z")
    mine = drawn(client, story)
    evil = "<script>alert(1)</script><p>Forged.</p>"
    base = forged(mine["base"], body=evil, owner=mira.pk, expires_at=None, section_id=10**30)
    write(story, mira, standfirst="Hers")

    answer = client.post(address("change", story.pk), mine | {"base": base, "place": "Rome"})

    assert answer.status_code in (302, 409)
    story.refresh_from_db()
    assert story.owner == journalist
    assert story.expires_at.year == 2199
    assert "Forged" not in story.body
    assert b"<script>alert" not in answer.content


def test_lone_surrogate_and_nul_in_a_base_are_answered(client, journalist, mira):
    story = make_story(owner=journalist, headline="Before")
    mine = drawn(client, story) | {"headline": "Mine"}
    write(story, mira, headline="Hers")

    for text in ("\ud800", "a\0b", "\ud800<b>"):
        base = forged(mine["base"], headline=text)
        assert client.post(address("change", story.pk), mine | {"base": base}).status_code == 409


def test_date_and_time_of_two_people_are_asked_about_together(client, mira):
    """Half of each would be a date that nobody gave, or break the database’s rule."""
    client.force_login(mira)
    story = make_story(earlier_date="2020-01-01")
    mine = drawn(client, story) | {"earlier_date": "", "headline": "Mine"}
    write(story, make_user("Editor"), earlier_time="10:00")

    answer = client.post(address("change", story.pk), mine)

    assert answer.status_code == 409
    done = client.post(
        address("change", story.pk), mine | {choice(answer.content.decode()): "mine"}
    )
    story.refresh_from_db()
    assert (done.status_code, story.earlier_date, story.earlier_time) == (302, None, None)


def test_merge_that_would_be_too_long_keeps_both_texts(client, journalist, mira):
    story = make_story(owner=journalist, body=THREE)
    long = f"<p>{'word ' * 35_000}</p>"
    mine = drawn(client, story) | {"body": long + THREE}
    write(story, mira, body=THREE + long)

    answer = client.post(address("change", story.pk), mine)

    assert answer.status_code == 409
    assert story.revisions.get().content["body"].startswith("<p>word")


@pytest.mark.crawl
def test_save_that_loses_race_after_race_is_still_answered(client, journalist, mira, monkeypatch):
    story = make_story(owner=journalist, body=THREE)
    mine = drawn(client, story) | {"headline": "Mine"}
    save = saving.Draft.save

    def overtaken(draft, **kwargs):
        Story.objects.filter(pk=story.pk).update(version=F("version") + 1)
        return save(draft, **kwargs)

    monkeypatch.setattr(saving.Draft, "save", overtaken)

    answer = client.post(address("change", story.pk), mine)

    assert answer.status_code == 409
    assert story.revisions.get().content["headline"] == "Mine"


def test_page_with_an_error_still_carries_what_it_began_from(client, journalist):
    story = make_story(owner=journalist)
    mine = drawn(client, story) | {"commissioned_length": "many"}

    page = client.post(address("change", story.pk), mine).content.decode()

    assert unescape(re.search(r'name="base" value="([^"]*)"', page)[1]) == mine["base"]
