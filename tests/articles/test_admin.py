"""The writing page and the lists, as a person meets them: through addresses and forms."""

import pytest
from django.urls import reverse

from articles.models import Story
from tests.cast import make_author, make_photo, make_section, make_story, make_user

pytestmark = pytest.mark.django_db


def address(name: str, *args) -> str:
    return reverse(f"admin:articles_story_{name}", args=args)


def fields(story, **changes) -> dict:
    """What the form of a story sends, with changes."""
    data = {
        "version": story.version,
        "headline": story.headline,
        "standfirst": story.standfirst,
        "body": story.body,
        "section": story.section_id or "",
        "kind": story.kind,
        "place": story.place,
        "language": story.language,
        "tags": ", ".join(tag.name for tag in story.tags.all()),
        "byline_choice": story.byline_choice,
        "lead_photo": story.lead_photo_id or "",
        "lead_caption": story.lead_caption,
        "working_title": story.working_title,
        "short_headline": story.short_headline,
        "share_title": story.share_title,
        "commissioned_length": story.commissioned_length or "",
        "owner": story.owner_id,
        "assignee": story.assignee_id or "",
        "bylines-TOTAL_FORMS": "2",
        "bylines-INITIAL_FORMS": "0",
    }
    for number, credit in enumerate(story.bylines.all()):
        data[f"bylines-{number}-author"] = credit.author.name
        data[f"bylines-{number}-role"] = credit.role
    return data | changes


@pytest.fixture
def journalist(client):
    user = make_user("Journalist")
    client.force_login(user)
    return user


@pytest.fixture
def editor(client):
    user = make_user("Editor")
    client.force_login(user)
    return user


# Beginning


def test_new_story_is_mine_with_my_name_and_my_last_section(client, journalist):
    author = make_author(user=journalist)
    last = make_story(owner=journalist, section=make_section("Culture"))

    client.post(address("add"))

    story = Story.objects.latest("pk")
    assert (story.owner, story.section, story.byline_choice) == (journalist, last.section, "named")
    assert [credit.author for credit in story.bylines.all()] == [author]


def test_new_story_pressed_twice_is_one_story(client, journalist):
    first = client.post(address("add"))
    second = client.post(address("add"))

    assert first.url == second.url
    assert Story.objects.count() == 1


def test_new_story_is_not_made_by_a_get(client, journalist):
    answer = client.get(address("add"))

    assert (answer.status_code, Story.objects.count()) == (200, 0)


# Saving


def test_save_of_an_empty_form_needs_nothing(client, journalist):
    client.post(address("add"))
    story = Story.objects.get()

    answer = client.post(
        address("change", story.pk),
        {"version": 1, "kind": "news", "language": "en", "working_title": "x"}
        | {"bylines-TOTAL_FORMS": "0", "bylines-INITIAL_FORMS": "0"},
    )

    story.refresh_from_db()
    assert (answer.status_code, story.version, story.working_title) == (302, 2, "x")


def test_save_keeps_what_was_typed_and_says_who(client, journalist):
    story = make_story(owner=journalist)
    typed = fields(story, headline="Ferries “on time”", place="Øresund", tags="Sea level, مرفأ")

    client.post(address("change", story.pk), typed)

    story.refresh_from_db()
    assert (story.headline, story.place) == ("Ferries “on time”", "Øresund")
    assert sorted(tag.name for tag in story.tags.all()) == ["Sea level", "مرفأ"]
    assert (story.version, story.changed_by) == (2, journalist)
    assert story.transitions.get().note == "headline, place, tags"


def test_save_without_a_change_makes_no_version(client, journalist):
    story = make_story(owner=journalist, author=make_author(), tags=["Sea"])

    answer = client.post(address("change", story.pk), fields(story, tags="sea"), follow=True)

    story.refresh_from_db()
    assert story.version == 1
    assert "Nothing to save" in answer.content.decode()


def test_save_of_a_byline_alone_is_a_new_version(client, journalist):
    story = make_story(owner=journalist, author=make_author("Ines Falk"))
    make_author("Jo Lind")
    typed = fields(story, **{"bylines-1-author": "jo lind", "bylines-1-role": "pictures"})

    client.post(address("change", story.pk), typed)

    story.refresh_from_db()
    rows = [(credit.author.name, credit.role) for credit in story.bylines.all()]
    assert rows == [("Ines Falk", "text"), ("Jo Lind", "pictures")]
    assert story.version == 2


def test_save_orders_the_byline_by_its_numbers(client, journalist):
    story = make_story(owner=journalist, author=make_author("Ines Falk"))
    make_author("Jo Lind")
    numbers = {"bylines-0-order": "2", "bylines-1-order": "1", "bylines-1-author": "Jo Lind"}

    client.post(address("change", story.pk), fields(story, **numbers))

    assert [credit.author.name for credit in story.bylines.all()] == ["Jo Lind", "Ines Falk"]


def test_save_refuses_an_unknown_author_and_keeps_the_text(client, journalist):
    story = make_story(owner=journalist)
    typed = fields(story, headline="A new one", **{"bylines-0-author": "Nobody Known"})

    answer = client.post(address("change", story.pk), typed)

    page = answer.content.decode()
    assert "No author is called “Nobody Known”" in page
    assert "A new one" in page
    assert Story.objects.get(pk=story.pk).version == 1


def test_save_asks_which_of_two_authors_with_one_name(client, journalist):
    story = make_story(owner=journalist)
    make_author("Jo Lind")
    second = make_author("Jo Lind")

    answer = client.post(
        address("change", story.pk), fields(story, **{"bylines-0-author": "Jo Lind"})
    )
    assert "Several authors have this name" in answer.content.decode()

    client.post(
        address("change", story.pk),
        fields(story, **{"bylines-0-author": f"Jo Lind ({second.slug})"}),
    )
    assert story.bylines.get().author == second


@pytest.mark.parametrize("name", ["headline", "standfirst", "body", "place", "tags"])
def test_save_refuses_a_nul_with_a_sentence_and_keeps_the_rest(client, journalist, name):
    story = make_story(owner=journalist)

    answer = client.post(
        address("change", story.pk), fields(story, working_title="Kept") | {name: "a\0b"}
    )

    page = answer.content.decode()
    assert "NUL character" in page
    assert 'value="Kept"' in page
    assert Story.objects.get(pk=story.pk).version == 1


@pytest.mark.crawl
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("headline", "x" * 301),
        ("headline", "x" * 1_000_000),
        ("section", "999999999999999999999"),
        ("lead_photo", "²"),
        ("lead_photo", "999999999999999999999"),
        ("commissioned_length", "99999999999999"),
        ("version", "-1"),
        ("version", "later"),
        ("kind", "poem"),
        ("language", "xx-yy"),
        ("tags", ",".join(f"tag {n}" for n in range(41))),
        ("tags", "t" * 101),
        ("bylines-TOTAL_FORMS", "lots"),
        ("bylines-0-order", "99999999999"),
        ("earlier_date", "0000-00-00"),
        ("earlier_date", "0001-01-01"),
        ("earlier_time", "25:00"),
        ("expires_at", "0001-01-01T00:00"),
        ("expires_at", "9999-12-31T23:59"),
        ("expires_at", "tomorrow"),
        ("owner", "999999"),
    ],
)
def test_save_answers_bad_input_with_a_sentence(client, editor, name, value):
    story = make_story()

    answer = client.post(
        address("change", story.pk), fields(story, working_title="Kept") | {name: value}
    )

    assert answer.status_code == 200
    assert "nothing you typed is lost" in answer.content.decode()
    assert 'value="Kept"' in answer.content.decode()
    assert Story.objects.get(pk=story.pk).version == 1


def test_save_refuses_a_time_that_does_not_exist_and_asks_about_a_double_one(client, editor):
    _berlin()
    story = make_story()

    missing = client.post(
        address("change", story.pk), fields(story, expires_at="2027-03-28T02:30")
    ).content.decode()
    double = client.post(
        address("change", story.pk), fields(story, expires_at="2027-10-31T02:30")
    ).content.decode()
    client.post(
        address("change", story.pk),
        fields(story, expires_at="2027-10-31T02:30", expires_fold="1"),
    )

    assert "this time does not exist" in missing
    assert "this time comes twice" in double
    assert 'name="expires_fold"' in double
    story.refresh_from_db()
    assert story.expires_at.isoformat() == "2027-10-31T01:30:00+00:00"


def test_save_notes_the_pictures_of_the_body(client, journalist):
    story, photo = make_story(owner=journalist), make_photo(uploaded_by=journalist)
    figure = f'<figure><img src="/admin/photos/{photo.token}/640.webp" alt="x"></figure>'

    client.post(address("change", story.pk), fields(story, body=story.body + figure))

    assert [link.photo for link in story.story_photos.all()] == [photo]


def test_save_sends_an_approved_story_back_into_review(client, journalist):
    story = make_story(owner=journalist)
    boss = make_user("Editor")
    story.submit(journalist, 1)
    story.approve(boss, 1)

    client.post(address("change", story.pk), fields(story, headline="Changed since"))

    story.refresh_from_db()
    assert story.status == "in_review"


@pytest.mark.crawl
def test_lead_picture_can_be_an_older_one_by_its_address(client, journalist):
    story = make_story(owner=journalist)
    own, others = make_photo(uploaded_by=journalist), make_photo(uploaded_by=make_user("Editor"))
    paste = "http://localhost:8000/admin/newsroom/photo/{}/change/"

    client.post(address("change", story.pk), fields(story, lead_address=paste.format(own.pk)))
    refused = client.post(
        address("change", story.pk), fields(story, version=2, lead_address=paste.format(others.pk))
    )

    story.refresh_from_db()
    assert story.lead_photo == own
    assert "No picture that you may use" in refused.content.decode()


def test_naming_an_author_is_choosing_the_byline(client, journalist):
    story = make_story(owner=journalist, byline_choice="")
    make_author("Ines Falk")

    client.post(address("change", story.pk), fields(story, **{"bylines-0-author": "Ines Falk"}))

    story.refresh_from_db()
    assert story.byline_choice == "named"


def _berlin():
    from newsroom.models import Site

    Site.objects.filter(pk=1).update(zone="Europe/Berlin")
