"""Front pages: what is live, working copies, ends, and that the database holds the rules."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from articles.arranging import Slot, moved
from articles.models import (
    Article,
    Banner,
    Front,
    FrontDraft,
    FrontPin,
    Overtaken,
    Rearranged,
    Story,
)
from newsroom import database
from newsroom.page_store import Render
from newsroom.pagecache import RENDER
from tests.articles.rows import photo_row
from tests.cast import make_article, make_section, make_story, make_user, story_of


@pytest.fixture
def editor(db):
    return make_user("Editor")


def articles(editor, count: int, **kwargs) -> list[Article]:
    return [make_article(by=editor, owner=editor, **kwargs) for _ in range(count)]


def top(client, address: str = "/") -> dict[int, Article]:
    return client.get(address).context["front"].top


def put(editor, *pinned, number: int = 0, **words) -> Front:
    slots = {place: Slot(article.pk, **words) for place, article in enumerate(pinned)}
    return Front.put(None, editor, number, slots)


def test_pins_stand_where_they_were_put_and_the_rest_fills_itself(client, editor):
    made = articles(editor, 8)

    Front.put(None, editor, 0, {0: Slot(made[0].pk), 3: Slot(made[1].pk)})

    shown = top(client)
    assert (shown[0], shown[3]) == (made[0], made[1])
    assert [shown[place] for place in (1, 2, 4, 5)] == made[7:3:-1]


@pytest.mark.crawl
def test_nothing_stands_twice_with_pins(client, editor):
    """A pinned story is in no other place and in no band."""
    made = articles(editor, 9)
    put(editor, made[8], made[0], made[7])

    front = client.get("/").context["front"]

    shown = [*front.top.values(), *(each for band in front.bands for each in band.articles)]
    assert len(shown) == len(set(shown)) == 9


def test_pin_ends_by_itself_and_the_page_with_it(client, editor, clock):
    """DESIGN §4.2; a pin lasts a day unless it was said otherwise."""
    old, new = articles(editor, 2)
    put(editor, old)
    before = top(client)[0]

    clock.forward(hours=25)

    assert (before, top(client)[0]) == (old, new)


@pytest.mark.parametrize("act", ["withdraw", "hide", "expire"])
@pytest.mark.crawl
def test_pinned_story_that_goes_gives_its_place_to_the_next_at_once(client, editor, act, clock):
    lead, other = articles(editor, 2)
    put(editor, lead)
    story = story_of(lead)

    if act == "expire":
        Article.all_objects.filter(pk=lead.pk).update(
            expires_at=database.now() + timedelta(seconds=1)
        )
        clock.forward(seconds=2)
    else:
        getattr(story, act)(editor, story.version, "A court asked for it.")

    assert top(client) == {0: other}


def test_story_to_come_may_be_pinned_and_its_place_is_filled_until_then(client, editor, clock):
    """DESIGN §4.1 and §4.2: nothing of it is there before its time."""
    now = articles(editor, 1)[0]
    story = make_story(owner=editor)
    story.schedule(editor, story.version, database.now() + timedelta(hours=1))
    coming = Story.objects.get(pk=story.pk).article
    put(editor, coming)
    before = client.get("/")

    clock.forward(hours=2)

    assert before.context["front"].top == {0: now}
    assert coming.headline not in before.content.decode()
    assert top(client) == {0: coming, 1: now}


@pytest.mark.crawl
def test_place_says_its_own_words(client, editor):
    lead = make_article(by=editor, owner=editor, lead_photo=photo_row(), headline="The ferry")
    put(editor, lead, headline="Nobody on the quay", kicker="At the harbour", shape="wide")

    page = client.get("/").content.decode()

    assert "Nobody on the quay" in page
    assert "At the harbour" in page
    assert '<div class="card-picture card-picture--wide">' in page
    assert "The ferry</a>" not in page


@pytest.mark.parametrize("kind", ["obituary", "opinion", "advertisement"])
@pytest.mark.crawl
def test_some_kinds_lead_only_where_an_editor_says_so(client, editor, kind):
    quiet = make_article(by=editor, owner=editor, kind=kind, lead_photo=photo_row())
    alone = top(client)
    news = articles(editor, 1)[0]
    Article.all_objects.filter(pk=quiet.pk).update(published_at=database.now())
    filled = top(client)[0]

    put(editor, quiet)

    assert alone == {1: quiet}
    assert (filled, top(client)[0]) == (news, quiet)


@pytest.mark.crawl
def test_lead_is_looked_for_behind_many_opinions(client, editor):
    news = articles(editor, 1)[0]
    articles(editor, 7, kind="opinion")

    assert top(client)[0] == news


def test_second_editor_is_refused_and_nothing_is_lost(editor):
    """DESIGN §4.3: two put live what began from the same front."""
    one, other = articles(editor, 2)
    second = make_user("Editor")
    for user, article in ((editor, one), (second, other)):
        FrontDraft.change(None, user, lambda s, pk=article.pk: moved(s, Slot(pk), 0, 6))
    seen = {user: FrontDraft.of(None, user).seen for user in (editor, second)}
    FrontDraft.put_live(None, editor, seen[editor])

    with pytest.raises(Overtaken) as refused:
        FrontDraft.put_live(None, second, seen[second])

    assert refused.value.live.made_by == editor
    draft = FrontDraft.of(None, second)
    assert draft.is_overtaken
    assert draft.arranged[0].article == other.pk
    draft.go_on()
    draft = FrontDraft.of(None, second)
    assert draft.changes == "lead changed"
    assert FrontDraft.put_live(None, second, draft.seen).number == 2


@pytest.mark.crawl
def test_what_was_not_looked_at_is_not_put_live(editor):
    """Two windows of one editor."""
    one, other = articles(editor, 2)
    FrontDraft.change(None, editor, lambda slots: moved(slots, Slot(one.pk), 0, 6))
    seen = FrontDraft.of(None, editor).seen
    FrontDraft.change(None, editor, lambda slots: moved(slots, Slot(other.pk), 0, 6))

    with pytest.raises(Rearranged):
        FrontDraft.put_live(None, editor, seen)

    assert Front.objects.count() == 0


@pytest.mark.crawl
def test_working_copy_is_seen_by_nobody_until_it_is_live(client, editor):
    old, new = articles(editor, 2)
    FrontDraft.change(None, editor, lambda slots: moved(slots, Slot(old.pk), 0, 6))

    before = top(client)[0]
    FrontDraft.put_live(None, editor, FrontDraft.of(None, editor).seen)

    assert (before, top(client)[0]) == (new, old)
    assert not FrontDraft.objects.exists()


def test_undo_brings_the_one_before_and_both_stay_in_the_history(client, editor):
    one, other = articles(editor, 2)
    put(editor, one)
    put(editor, other, number=1)

    Front.undo(None, editor, 2)

    assert top(client)[0] == one
    rows = Front.objects.values_list("number", "changes", "is_live")
    assert list(rows) == [
        (3, "undone: lead changed", True),
        (2, "lead changed", False),
        (1, "lead changed", False),
    ]


@pytest.mark.crawl
def test_undo_of_the_first_leaves_every_place_to_fill_itself(client, editor):
    old, new = articles(editor, 2)
    put(editor, old)

    Front.undo(None, editor, 1)

    assert top(client)[0] == new
    with pytest.raises(Overtaken):
        Front.undo(None, editor, 1)


@pytest.mark.crawl
def test_making_it_the_lead_leaves_the_others_in_their_order(client, editor):
    one, two, three = articles(editor, 3)
    put(editor, one, two)

    Front.pin(three, editor, 1, 6)

    assert top(client) == {0: three, 1: one, 2: two}
    pin = FrontPin.objects.get(article=three)
    assert timedelta(hours=5) < pin.ends_at - pin.begins_at <= timedelta(hours=6)


@pytest.mark.crawl
def test_section_has_a_front_of_its_own(client, editor):
    made = articles(editor, 6, section=make_section("World"))
    Front.put(make_section("World"), editor, 0, {0: Slot(made[0].pk), 2: Slot(made[1].pk)})

    shown = client.get("/world/").context["articles"]

    assert shown == [made[0], made[5], made[1], made[4], made[3], made[2]]
    assert top(client)[0] == made[5]


@pytest.mark.crawl
def test_story_that_moved_to_another_section_is_not_on_the_old_ones_page(client, editor):
    gone, stays = articles(editor, 2, section=make_section("World"))
    Front.put(make_section("World"), editor, 0, {0: Slot(gone.pk)})

    Article.all_objects.filter(pk=gone.pk).update(section=make_section("Town"))

    assert client.get("/world/").context["articles"] == [stays]


@pytest.mark.crawl
def test_kept_page_ends_with_the_first_pin_or_the_banner(client, editor):
    """DESIGN §4.2 and §4.5: the page names the moment, and the key that drops it."""
    pages = {"/": Render(), "/world/": Render()}
    put(editor, *articles(editor, 1), hours=1)
    Banner.put_up("The barrier is closed.", editor, 1)

    for address, render in pages.items():
        client.get(address, **{RENDER: render})

    end = Banner.objects.get().ends_at
    assert all("front" in render.keys and render.until <= end for render in pages.values())


@pytest.mark.crawl
def test_arranged_story_that_is_gone_altogether_is_forgotten(editor):
    """It was scheduled, and is no longer: it was never public."""
    story = make_story(owner=editor)
    story.schedule(editor, story.version, database.now() + timedelta(hours=1))
    pk = Story.objects.get(pk=story.pk).article_id
    FrontDraft.change(None, editor, lambda slots: moved(slots, Slot(pk), 0, 6))

    story = Story.objects.get(pk=story.pk)
    story.unschedule(editor, story.version)

    draft = FrontDraft.of(None, editor)
    assert (draft.arranged, draft.changes) == ({}, "")


# The database holds it (STYLE 7).


@pytest.mark.parametrize(
    "wrong",
    [
        {"place": 0, "other": True},
        {"place": 1},
        {"place": 6, "other": True},
        {"place": 2, "other": True, "ends": -1},
    ],
)
@pytest.mark.crawl
def test_impossible_pins_are_refused_by_the_database(editor, wrong):
    one, other = articles(editor, 2)
    front = put(editor, one)
    article = other if wrong.get("other") else one
    end = database.now() + timedelta(hours=wrong.get("ends", 1))

    with pytest.raises(IntegrityError), transaction.atomic():
        FrontPin.all_objects.create(front=front, article=article, place=wrong["place"], ends_at=end)


@pytest.mark.crawl
def test_two_live_fronts_of_one_page_are_refused_by_the_database(editor):
    put(editor, *articles(editor, 1))

    with pytest.raises(IntegrityError), transaction.atomic():
        Front.objects.create(section=None, number=9, made_by=editor)


def test_banner_is_one_at_a_time_and_ends_by_itself(client, editor, clock):
    article = articles(editor, 1)[0]
    Banner.put_up("The barrier is closed.", editor, 60)
    Banner.put_up("The barrier is open.", editor, 60, article)
    page, section = client.get("/").content.decode(), client.get("/world/").content.decode()

    clock.forward(minutes=61)

    for shown in (page, section):
        assert "The barrier is open." in shown
        assert 'role="region" aria-label="Breaking news"' in shown
        assert "The barrier is closed." not in shown
    assert "Breaking" not in client.get("/").content.decode()
    Banner.put_up("One", editor, 60)
    end = database.now() + timedelta(minutes=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        Banner.all_objects.create(text="Two", made_by=editor, ends_at=end)


def test_banner_is_up_and_ends_also_when_the_clock_is_set_back(client, editor, clock):
    """DESIGN §4.2: a page is kept without a moment at which the banner would come."""
    Banner.put_up("The barrier is closed.", editor, 60)

    clock.forward(minutes=-5)

    assert "The barrier is closed." in client.get("/").content.decode()
    assert Banner.end()
    assert (Banner.up(), Banner.end()) == (None, False)
    assert "Breaking" not in client.get("/").content.decode()


@pytest.mark.crawl
def test_banner_goes_with_its_story(client, editor):
    article = articles(editor, 1)[0]
    Banner.put_up("The barrier is open.", editor, 60, article)
    story = story_of(article)

    story.withdraw(editor, story.version, "It is closed.")

    assert "The barrier is open." not in client.get("/").content.decode()
