"""Autosave and the journal's key, as the writing page's script meets them: every answer is JSON."""

from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from articles.admin import autosave, saving
from articles.models import Stale, Story
from newsroom import journal
from newsroom.models import Site
from tests.articles.test_admin import address, fields
from tests.cast import make_author, make_photo, make_story, make_user

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def journalist(client):
    user = make_user("Journalist", first_name="Jo", last_name="Lind")
    client.force_login(user)
    return user


@pytest.fixture
def editor(client):
    user = make_user("Editor", first_name="Ada", last_name="Berg")
    client.force_login(user)
    return user


def send(client, story, data):
    return client.post(address("autosave", story.pk), data, **JSON)


# What is saved


def test_autosave_saves_what_changed_and_says_when(client, journalist):
    """DESIGN §4.4: it moves the working copy by the same compare-and-set, and makes no revision."""
    Site.objects.filter(pk=1).update(zone="Asia/Kathmandu")
    story = make_story(owner=journalist)

    answer = send(client, story, fields(story, headline="Typed", tags="Harbour, Sea"))

    story.refresh_from_db()
    assert answer.status_code == 200
    assert (story.headline, story.version, story.changed_by) == ("Typed", 2, journalist)
    assert answer.json()["version"] == 2
    local = timezone.localtime(timezone=ZoneInfo("Asia/Kathmandu"))
    assert answer.json()["saved_at"] in (f"{local - timedelta(minutes=n):%H:%M}" for n in (0, 1))
    assert story.revisions.count() == 0
    assert sorted(tag.name for tag in story.tags.all()) == ["Harbour", "Sea"]


def test_autosave_of_what_is_stored_makes_no_version(client, journalist):
    story = make_story(owner=journalist, author=make_author())

    answer = send(client, story, fields(story))

    assert answer.json()["version"] == 1
    assert story.transitions.count() == 0


def test_autosave_sent_twice_is_saved_once(client, journalist):
    """THREATS F1: an answer that got lost is asked for again with the same words."""
    story = make_story(owner=journalist)
    typed = fields(story, headline="Typed")

    answers = [send(client, story, typed).json()["version"] for _ in range(2)]

    assert answers == [2, 2]
    assert Story.objects.get(pk=story.pk).version == 2


def test_field_that_was_not_sent_is_not_emptied(client, journalist):
    story = make_story(
        owner=journalist, author=make_author(), tags=["Sea"], lead_photo=make_photo()
    )

    send(client, story, {"version": 1, "headline": "Only this"})

    fresh = Story.objects.get(pk=story.pk)
    assert (fresh.headline, fresh.body, fresh.section) == ("Only this", story.body, story.section)
    assert (fresh.lead_photo, fresh.byline_choice) == (story.lead_photo, "named")
    assert (fresh.bylines.count(), fresh.tags.count(), fresh.version) == (1, 1, 2)


WRONG = {
    "expires_at": "soon",
    "earlier_date": "2026-02-30",
    "commissioned_length": "many",
    "tags": "x" * 200,
    "place": "x" * 81,
    "section": "999999",
    "lead_photo": "999999",
    "language": "xx",
    "bylines-0-author": "Nobody Known",
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_field_is_named_and_the_others_are_saved(client, editor, name):
    """DESIGN §4.13: a wrong date in the side panel does not keep the body from being saved."""
    story = make_story(author=make_author("Ines Falk"), tags=["Sea"])
    before = saving.contents(story)

    answer = send(client, story, fields(story, body="<p>Typed.</p>", **{name: WRONG[name]}))

    said = answer.json()
    fresh = Story.objects.get(pk=story.pk)
    assert (answer.status_code, fresh.body) == (200, "<p>Typed.</p>")
    assert saving.contents(fresh) | {"body": ""} == before | {"body": ""}
    assert [wrong["field"] for wrong in said["wrong"]] == [name.split("-")[0]]
    assert all(wrong["sentence"].endswith((".", "…")) and wrong["label"] for wrong in said["wrong"])


def test_fields_that_belong_together_are_left_together(client, editor):
    """A time without its date would be refused by the database, and the words with it."""
    story = make_story()
    dates = {"earlier_date": "not a day", "earlier_time": "10:00"}

    answer = send(client, story, fields(story, headline="Typed", **dates))

    fresh = Story.objects.get(pk=story.pk)
    assert (fresh.headline, fresh.earlier_date, fresh.earlier_time) == ("Typed", None, None)
    assert [wrong["field"] for wrong in answer.json()["wrong"]] == ["earlier_date"]


def test_body_that_is_refused_is_named(client, journalist):
    story = make_story(owner=journalist)

    answer = send(client, story, fields(story, headline="Typed", body="<p>" + "x" * 310_000))

    fresh = Story.objects.get(pk=story.pk)
    assert (fresh.headline, fresh.body) == ("Typed", story.body)
    assert [wrong["field"] for wrong in answer.json()["wrong"]] == ["body"]


def test_picture_by_its_address_waits_for_a_save_by_hand(client, journalist):
    photo, story = make_photo(uploaded_by=journalist), make_story(owner=journalist)
    at = f"/admin/newsroom/photo/{photo.pk}/change/"

    answer = send(client, story, fields(story, headline="Typed", lead_address=at))

    assert Story.objects.get(pk=story.pk).lead_photo is None
    assert answer.json()["wrong"][0]["sentence"] == autosave.BY_HAND


def test_role_sets_no_field_by_autosave_that_its_form_has_not(client, journalist):
    """THREATS C2."""
    story = make_story(owner=journalist)
    other = make_user("Journalist")
    extra = {"owner": other.pk, "status": "approved", "published_version": 1}

    send(client, story, fields(story, **extra, headline="x", expires_at="2030-01-01T10:00"))

    fresh = Story.objects.get(pk=story.pk)
    assert (fresh.owner, fresh.status, fresh.expires_at) == (journalist, "draft", None)


def test_autosaved_body_goes_through_the_door(client, journalist):
    """DESIGN §4.7."""
    story = make_story(owner=journalist)

    send(client, story, fields(story, body="<p onclick=x>Typed<script>alert(1)</script></p>"))

    assert "script" not in Story.objects.get(pk=story.pk).body
    assert "onclick" not in Story.objects.get(pk=story.pk).body


# Whose turn it was


def test_stale_autosave_is_409_with_who_and_what(client, journalist):
    story = make_story(owner=journalist)
    story.claim(make_user("Editor", first_name="Ada", last_name="Berg"), 1, "headline")

    answer = send(client, story, fields(story, version=1, headline="Mine"))

    said = answer.json()
    assert (answer.status_code, said["why"], said["own"]) == (409, "stale", False)
    assert said["since"][0].startswith("Ada Berg changed headline, ")
    assert "Press “Save” to see both texts" in said["sentence"]
    assert Story.objects.get(pk=story.pk).headline == story.headline
    assert story.revisions.count() == 0


def test_own_other_tab_is_never_somebody_else(client, journalist):
    story = make_story(owner=journalist)
    send(client, story, fields(story, version=1, headline="From the first tab"))

    answer = send(client, story, fields(story, version=1, headline="From the second"))

    said = answer.json()
    assert (answer.status_code, said["own"], said["version"]) == (409, True, 2)
    assert said["sentence"].startswith("You also have this story open in another tab")
    assert Story.objects.get(pk=story.pk).headline == "From the first tab"


def test_own_text_beside_somebody_elses_verb_is_not_called_own(client, journalist):
    story = make_story(owner=journalist)
    send(client, story, fields(story, version=1, headline="Mine"))
    story.refresh_from_db()
    story.submit(make_user("Editor"), 2)

    assert send(client, story, fields(story, version=1, headline="x")).json()["own"] is False


def test_own_text_put_back_keeps_what_it_replaces(client, journalist):
    story = make_story(owner=journalist, headline="Stored")

    send(client, story, fields(story, headline="Put back", _keep="mine"))

    kept = story.revisions.get()
    assert (kept.kind, kept.content["headline"]) == ("conflict", "Stored")


def test_autosave_that_loses_the_race_after_its_look_is_409(client, journalist, monkeypatch):
    """DESIGN §4.4: the check is the UPDATE itself."""
    story = make_story(owner=journalist)
    look = saving.contents

    def overtaken(row):
        monkeypatch.setattr(saving, "contents", look)
        Story.objects.get(pk=story.pk).claim(make_user("Editor"), 1, "body")
        return look(row)

    monkeypatch.setattr(saving, "contents", overtaken)

    assert send(client, story, fields(story, headline="Mine")).status_code == 409


def test_spiked_story_says_so(client, journalist):
    story = make_story(owner=journalist)
    mine = fields(story, headline="Too late")
    story.spike(journalist, 1)

    answer = send(client, story, mine)

    assert (answer.status_code, answer.json()["why"]) == (409, "spiked")
    assert "Restore it first" in answer.json()["sentence"]


def test_autosave_of_an_approved_story_sends_it_back_into_review(client, editor):
    story = make_story(owner=editor)
    story.submit(editor, 1)
    story.approve(editor, 1)

    assert send(client, story, fields(story, headline="x")).json()["state"] == "In review"


# Who may not


def test_story_of_somebody_else_answers_as_one_that_never_was(client, journalist):
    """THREATS B3 and C1."""
    story = make_story()
    there = send(client, story, fields(story, headline="x"))
    nowhere = client.post(address("autosave", 10**9), fields(story), **JSON)

    assert there.status_code == nowhere.status_code == 404
    assert there.json() == nowhere.json()
    assert Story.objects.get(pk=story.pk).headline == story.headline


def test_words_of_one_person_are_never_saved_under_another_name(client, journalist):
    """Two people at one browser: the tab of the one meets the session of the other."""
    story = make_story(owner=journalist)
    other = make_user("Journalist")

    answer = send(client, story, fields(story, headline="x", _person=other.pk))

    assert (answer.status_code, answer.json()["why"]) == (403, "other_person")
    assert Story.objects.get(pk=story.pk).version == 1


def test_signed_out_and_old_tokens_are_told_apart(client, journalist):
    story = make_story(owner=journalist)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(journalist)

    signed_out = send(Client(), story, fields(story))
    too_old = send(strict, story, fields(story))

    assert (signed_out.status_code, signed_out.json()["why"]) == (403, "signed_out")
    assert (too_old.status_code, too_old.json()["why"]) == (403, "csrf")


def test_database_that_fails_is_a_503_that_the_script_reads(client, journalist, monkeypatch):
    story = make_story(owner=journalist)

    def fail(*args):
        raise OperationalError("gone")

    monkeypatch.setattr(autosave.saving, "contents", fail)
    answer = send(client, story, fields(story))

    assert (answer.status_code, answer.json()["why"]) == (503, "database")


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_autosave_without_a_version_is_refused_with_a_sentence(client, journalist, version):
    story = make_story(owner=journalist)

    answer = send(client, story, fields(story, version=version, headline="x"))

    assert (answer.status_code, answer.json()["sentence"]) == (400, autosave.NO_VERSION)


# The history of a sitting


def test_saves_of_one_sitting_are_one_row_of_the_history(client, journalist):
    story = make_story(owner=journalist)
    for number, name in enumerate(["headline", "standfirst", "headline"], 1):
        send(client, story, {"version": number, name: f"Text {number}"})

    row = story.transitions.get()
    assert (row.version, row.note, row.made_by) == (4, "headline, standfirst", journalist)


def test_sitting_ends_after_ten_minutes(clock, journalist):
    story = make_story(owner=journalist)
    story.claim(journalist, 1, "body")
    clock.forward(minutes=11)
    story.claim(journalist, 2, "body")

    assert [row.version for row in story.transitions.all()] == [3, 2]


def test_sitting_ends_with_another_person_or_a_verb(journalist):
    story, other = make_story(owner=journalist), make_user("Editor")
    story.claim(journalist, 1, "body")
    story.claim(other, 2, "headline")
    story.claim(journalist, 3, "body")
    story.submit(journalist, 4)
    story.claim(journalist, 4, "body")

    rows = [(row.verb, row.version, row.made_by) for row in story.transitions.all()]
    assert rows == [
        ("edit", 5, journalist),
        ("submit", 4, journalist),
        ("edit", 4, journalist),
        ("edit", 3, other),
        ("edit", 2, journalist),
    ]


def test_edit_that_takes_an_approval_back_is_a_row_of_its_own(editor):
    story = make_story(owner=editor)
    story.submit(editor, 1)
    story.approve(editor, 1)
    story.claim(editor, 1, "body")
    story.claim(editor, 2, "headline")

    rows = [(row.verb, row.before, row.after, row.version) for row in story.transitions.all()]
    assert rows[0] == ("edit", "approved", "in_review", 3)
    assert len(rows) == 3


def test_stale_names_those_who_changed_it_since_and_nobody_else(journalist):
    """DESIGN §4.3, with rows that hold a whole sitting."""
    story, ada = make_story(owner=journalist), make_user("Editor")
    for version in (1, 2, 3):
        story.claim(journalist, version, "body")
    story.claim(ada, 4, "headline")
    story.claim(ada, 5, "standfirst")

    def since(version):
        return [(row.made_by, row.note) for row in Stale(story, version).since]

    assert since(5) == since(4) == [(ada, "headline, standfirst")]
    assert since(3) == [(ada, "headline, standfirst"), (journalist, "body")]


# The journal's key


def test_key_is_handed_to_its_person_only_and_kept_by_nobody(client, journalist):
    mine = client.get("/admin/journal/")
    again = client.get("/admin/journal/")
    other = Client()
    other.force_login(make_user("Journalist"))

    assert mine.json()["person"] == journalist.pk
    assert mine.json()["key"] == again.json()["key"] == journal.key_of(journalist)
    assert other.get("/admin/journal/").json()["key"] != mine.json()["key"]
    assert "no-store" in mine["Cache-Control"]


def test_key_depends_on_the_servers_secret(journalist, settings):
    before = journal.key_of(journalist)
    settings.SECRET_KEY = "another"

    assert journal.key_of(journalist) != before


def test_key_is_not_for_strangers_and_readers(client):
    assert client.get("/admin/journal/").json()["why"] == "signed_out"
    client.force_login(make_user())
    answer = client.get("/admin/journal/")
    assert (answer.status_code, "key" in answer.json()) == (403, False)


def test_page_names_its_person_and_what_the_journal_may_keep(client, journalist):
    story = make_story(owner=journalist)

    page = client.get(address("change", story.pk)).content.decode()

    assert f'data-person="{journalist.pk}"' in page
    assert 'data-journal="yes"' in page


# A story begun on a device


def begin(client, number, **words):
    return client.post(address("add"), {"begun_as": str(number), **words}, **JSON)


def test_story_begun_without_a_network_is_one_however_often_it_is_sent(client, journalist):
    """THREATS F5: a lost answer makes no second story."""
    number = uuid4()
    answers = [begin(client, number, headline="From afar", body="One.\n\nTwo.") for _ in range(3)]

    story = Story.objects.get()
    assert len({answer.json()["change"] for answer in answers}) == 1
    assert (story.headline, story.body) == ("From afar", "<p>One.</p><p>Two.</p>")
    assert (story.owner, story.version) == (journalist, 1)


def test_later_words_of_a_begun_story_follow_by_autosave(client, journalist):
    number = uuid4()
    begin(client, number, headline="First")
    said = begin(client, number, headline="Second").json()

    answer = client.post(
        said["autosave"], {"version": said["version"], "headline": "Second"}, **JSON
    )

    assert answer.status_code == 200
    assert Story.objects.get().headline == "Second"


def test_begun_story_changed_elsewhere_is_not_overwritten(client, journalist):
    number = uuid4()
    said = begin(client, number, headline="First").json()
    Story.objects.get().claim(make_user("Editor"), 1, "headline")

    again = begin(client, number, headline="Second").json()
    answer = client.post(again["autosave"], {"version": again["version"], "headline": "x"}, **JSON)

    assert (again, answer.status_code) == (said, 409)


def test_number_of_another_persons_story_tells_nothing_of_it(client, journalist):
    number = uuid4()
    make_story(begun_as=number, headline="Not for you")

    answer = begin(client, number, headline="x")

    assert (answer.status_code, answer.json()["why"]) == (404, "gone")
    assert "Not for you" not in answer.content.decode()


@pytest.mark.parametrize("words", [{"headline": "x" * 301}, {"body": "a\0b"}, {"begun_as": "x"}])
def test_begun_story_that_cannot_be_stored_is_answered_with_a_sentence(client, journalist, words):
    answer = client.post(address("add"), {"begun_as": str(uuid4()), **words}, **JSON)

    assert (answer.status_code, Story.objects.count()) == (400, 0)
    assert answer.json()["sentence"]


# Pages that give the text back (DESIGN §4.14)


def test_every_refusal_gives_the_text_back(client, journalist, settings):
    story = make_story()
    typed = {"headline": "Typed <b>here</b>", "body": "<p>And every word of it.</p>"}
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(journalist)
    pages = {
        403: Client().post(address("change", story.pk), typed),
        404: client.post(address("change", story.pk), typed),
        "csrf": strict.post(address("change", story.pk), typed),
        "verb": client.post(address("verb", story.pk, "spike"), typed),
        "forbidden": client.post("/admin/articles/section/add/", typed),
    }
    client.raise_request_exception = False
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    pages[400] = client.post(
        address("change", make_story(owner=journalist).pk),
        "headline=Typed+%3Cb%3Ehere%3C%2Fb%3E&body=%3Cp%3EAnd+every+word+of+it.%3C%2Fp%3E",
        "application/x-www-form-urlencoded",
    )

    for why, answer in pages.items():
        page = answer.content.decode()
        assert "Typed &lt;b&gt;here&lt;/b&gt;" in page, why
        assert "<p>And every word of it.</p>" in page, why
        assert "Copy all my text" in page, why
    assert [page.status_code for page in pages.values()] == [403, 404, 403, 404, 403, 400]


def test_fault_of_ours_gives_the_text_back(client, journalist, monkeypatch):
    story = make_story(owner=journalist)
    monkeypatch.setattr(saving, "contents", lambda story: 1 / 0)
    client.raise_request_exception = False

    page = client.post(address("change", story.pk), fields(story, headline="Typed here"))
    script = send(client, story, fields(story))

    assert (page.status_code, script.status_code) == (500, 500)
    assert "Typed here" in page.content.decode()
    assert script.json()["why"] == "broken"


def test_text_too_large_is_given_back_to_colleagues_only(settings):
    """A stranger's megabytes are not even read."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    kind = "application/x-www-form-urlencoded"

    answer = Client().post("/admin/articles/story/add/", "headline=Typed+by+a+stranger", kind)

    assert answer.status_code == 403
    assert "Typed by a stranger" not in answer.content.decode()
