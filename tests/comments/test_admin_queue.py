"""The queue at the desk: what a moderator sees of a comment, who sees what, and what it costs."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission

from comments.admin.queue import TABS
from comments.models import Comment, Thread
from newsroom.database import now
from tests.cast import make_article, make_comment, make_story, make_user, story_of

pytestmark = pytest.mark.django_db
QUEUE = "/admin/comments/comment/"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)><svg onload=alert(3)>"


@pytest.fixture
def moderator(client):
    user = make_user("Moderator", first_name="Ada", last_name="Berg")
    client.force_login(user)
    return user


@pytest.fixture
def article(db):
    return make_article(headline="The ferry that came back empty")


def page(client, query: str = "") -> str:
    return client.get(QUEUE + query).content.decode()


def shown(client, query: str = "") -> list[int]:
    """The comments that a list shows, in its order."""
    return [card.comment.pk for card in client.get(QUEUE + query).context["cards"]]


def about(client, comment) -> str:
    """What stands beside a comment's words, without the markup."""
    found = re.search(
        r'<div class="card__about">.*?\n  </div>', page(client, f"{comment.pk}/"), re.S
    )
    return " ".join(re.sub(r"<[^>]+>", "", found[0].replace("</", " </")).split())


def without_see_writer(user):
    """The same role, but e-mail and address are nobody's business."""
    user.groups.get().permissions.remove(Permission.objects.get(codename="see_writer"))


# Which comments, in which order


def test_queue_shows_what_waits_oldest_first(client, moderator, article):
    first, second = (make_comment(article, status="pending") for _ in range(2))
    for status in ("approved", "rejected", "removed"):
        make_comment(article, status=status)

    assert shown(client) == [first.pk, second.pk]


@pytest.mark.parametrize("tab", ["approved", "rejected", "removed"])
def test_what_was_decided_stands_newest_first(client, moderator, article, tab):
    made = {s: [make_comment(article, status=s) for _ in range(2)] for s in ("pending", tab)}

    assert shown(client, f"?list={tab}") == [comment.pk for comment in reversed(made[tab])]


def test_list_of_all_holds_every_status(client, moderator, article):
    made = [make_comment(article, status=s) for s in ("pending", "approved", "rejected", "removed")]

    assert shown(client, "?list=all") == [comment.pk for comment in reversed(made)]


@pytest.mark.parametrize("tab", TABS)
def test_empty_list_tells_the_next_step(client, moderator, tab):
    assert TABS[tab].empty in page(client, f"?list={tab}")


@pytest.mark.parametrize(("tab", "status"), [("waiting", "pending"), ("rejected", "rejected")])
def test_list_pages_by_its_last_row(client, moderator, article, monkeypatch, tab, status):
    """DESIGN §4.12: what is decided meanwhile makes nothing be skipped or shown twice."""
    monkeypatch.setattr("comments.admin.queue.LENGTH", 2)
    made = [make_comment(article, status=status).pk for _ in range(5)]

    seen, query = [], f"?list={tab}"
    while query:
        answer = client.get(QUEUE + query)
        rows = [card.comment.pk for card in answer.context["cards"]]
        seen += rows
        query = answer.context["next"]
        Comment.all_objects.filter(pk=rows[0]).update(status="approved")

    assert seen == (made if tab == "waiting" else made[::-1])


@pytest.mark.parametrize("key", ["x", "-1", "0", "1.5", "9" * 40, "１"])
def test_list_with_a_bad_key_is_404(client, moderator, key):
    assert client.get(f"{QUEUE}?from={key}").status_code == 404


def test_list_behind_its_end_leads_back(client, moderator, article):
    comment = make_comment(article, status="pending")

    assert 'href="?list=waiting">Back to its beginning' in page(client, f"?from={comment.pk}")


def test_list_of_one_article(client, moderator, article):
    one, other = (make_comment(a, status="pending") for a in (article, make_article()))

    query = f"?article={article.pk}"

    assert shown(client) == [one.pk, other.pk]
    assert shown(client, query) == [one.pk]
    assert f"list=rejected&amp;article={article.pk}" in page(client, query)


@pytest.mark.parametrize("state", ["scheduled", "taken back"])
def test_number_of_an_article_that_is_not_out_tells_a_moderator_nothing(client, moderator, state):
    """THREATS B3: its headline stood over the list of its comments, of which there are none."""
    editor, story = make_user("Editor"), make_story(headline="The canary of the quay")
    if state == "scheduled":
        story.schedule(editor, story.version, now() + timedelta(hours=1))
    else:
        story.publish(editor, story.version)
        story.take_back(editor, story.version)
    query = f"?article={story.as_stored().article_id}"

    seen = page(client, query)
    client.force_login(editor)

    assert "canary" not in seen
    assert "The canary of the quay" in page(client, query)


def test_list_of_one_writer(client, moderator, article):
    one = make_comment(article, status="pending", email="Ana@example.org")
    make_comment(article, status="pending", email="bo@example.org")
    again = make_comment(article, status="approved", email="ana@example.org")

    assert shown(client, f"?list=all&writer={one.pk}") == [again.pk, one.pk]


@pytest.mark.parametrize(
    "query",
    [
        "?email__startswith=a",
        "?user__password__startswith=p",
        "?article__headline__startswith=Z",
        "?status__exact=rejected",
        "?list=nonsense",
        "?article=x",
        "?article=999999999999999999999",
        "?article=0",
        "?writer=nobody",
        "?o=-1.2",
        "?q=%27",
        "?p=1000000000",
        "?_popup=1&_to_field=id",
    ],
)
def test_list_answers_odd_addresses_as_the_plain_one(client, moderator, article, query):
    """THREATS C3: no lookup but the listed ones, and no 500."""
    comment = make_comment(article, status="pending")

    assert shown(client, query) == [comment.pk]


def test_those_who_may_write_but_not_moderate_have_no_queue(client, article):
    client.force_login(make_user("Journalist"))
    comment = make_comment(article, status="pending")

    assert client.get(QUEUE).status_code == 403
    assert client.get(f"{QUEUE}{comment.pk}/").status_code == 404
    assert "Comments</a>" not in client.get("/admin/").content.decode()


def test_comment_that_never_was_is_404(client, moderator):
    for number in ("0", "999", "9" * 30):
        assert client.get(f"{QUEUE}{number}/").status_code == 404


def test_nobody_adds_edits_or_deletes_a_comment(client, article):
    """Staff never edit a reader's words: Django's own pages are not there, for nobody."""
    client.force_login(make_user("Administrator", is_superuser=True))
    comment = make_comment(article)

    for way in ("add/", f"{comment.pk}/change/", f"{comment.pk}/delete/", f"{comment.pk}/history/"):
        assert client.get(QUEUE + way).status_code == 404
        assert client.post(QUEUE + way, {"text": "Other words", "post": "yes"}).status_code == 404
    assert client.post(f"{QUEUE}{comment.pk}/", {"text": "Other words"}).status_code in (200, 405)
    assert Comment.all_objects.get().text == comment.text


# What stands beside a comment


def test_comment_stands_with_everything_that_a_decision_needs(client, moderator, article):
    parent = make_comment(article, name="Bo", text="Nobody was on the quay.")
    comment = make_comment(article, status="pending", parent=parent, text="I was.\n\nAt six.")
    comment.verdicts.update(sentence="This writer’s first comment.")

    shown = page(client)

    assert '<p dir="auto">I was.</p><p dir="auto">At six.</p>' in shown
    assert "Nobody was on the quay." in shown
    assert f'href="{article.get_absolute_url()}">The ferry that came back empty</a>' in shown
    facts = about(client, comment)
    assert "Held because This writer’s first comment." in facts
    assert "Conversation Open" in facts
    assert "This writer No other comment yet" in facts


def test_every_verdict_is_shown_with_who_and_why(client, moderator, article):
    comment = make_comment(article, status="pending")
    comment.approve(moderator, 1)
    comment.remove(make_user("Editor", first_name="Jo", last_name="Lind"), 2, "private", "A minor.")
    comment.undo(moderator, 3)

    facts = about(client, comment)

    assert re.search(
        r"Ada Berg approved it .* Jo Lind removed it \(Gives away what is private, or puts "
        r"somebody at risk\): A minor\. .* Ada Berg undid the decision before; "
        r"it is approved again",
        facts,
    )


@pytest.mark.parametrize(
    ("parent", "word", "hides"),
    [
        ("approved", "", False),
        ("removed", "(removed)", False),
        ("pending", "(waiting)", True),
        ("rejected", "(rejected)", True),
    ],
)
def test_answer_says_what_became_of_the_comment_before_it(
    client, moderator, article, parent, word, hides
):
    parent = make_comment(article, status=parent, name="Bo")
    comment = make_comment(article, status="pending", parent=parent)

    shown = page(client, f"{comment.pk}/")

    assert f"<bdi>Bo</bdi></a>{word and ' '}{word}:" in shown
    assert ("Readers see no answer to it until it is approved." in shown) == hides


def test_long_comment_is_folded_and_whole(client, moderator, article):
    text = "A sentence of a reader. " * 200 + "The very end."
    make_comment(article, status="pending", text=text)

    shown = page(client)

    assert f"Read all {len(text)} characters" in shown
    assert text in shown


def test_writers_earlier_comments_are_counted_and_the_last_ones_shown(client, moderator, article):
    fields = {"email": "ana@example.org"}
    for number in range(4):
        make_comment(article, status="approved", text=f"Approved {number}", **fields)
    make_comment(article, status="rejected", text="Turned down", **fields)
    make_comment(article, status="rejected", text="Another’s", email="bo@example.org")
    comment = make_comment(article, status="pending", email="ANA@example.org")
    make_comment(article, status="pending", text="Not decided yet", **fields)

    facts = about(client, comment)

    assert "This writer 1 waiting, 4 approved, 1 rejected" in facts
    assert re.search(
        "Turned down from .* rejected.*Approved 3 from .* approved.*Approved 2 from .* approved",
        facts,
    )
    for absent in ("Approved 1", "Another’s", "Not decided yet"):
        assert absent not in facts


def test_terms_of_the_article_are_named(client, moderator, article, clock):
    comment = make_comment(article, status="pending")
    Thread.choose(story_of(article), "premoderated", 3)

    before = about(client, comment)
    clock.forward(days=4)

    assert "Conversation Each comment is read first, until " in before
    assert "Conversation Closed since " in about(client, comment)
    Thread.choose(story_of(article), "closed", 30)
    assert "Conversation Closed change" in about(client, comment)


def test_article_that_readers_cannot_open_is_no_link(client, moderator, article):
    comment = make_comment(article, status="pending")
    story = story_of(article)
    story.withdraw(make_user("Editor"), story.version, "It was wrong.")

    shown = page(client)

    assert "The ferry that came back empty" in shown
    assert article.get_absolute_url() not in shown
    assert "readers cannot open it now" in about(client, comment)


def test_staff_badge_comes_from_the_account(client, moderator, article):
    make_comment(article, status="pending", name="Staff: the editor")
    user = make_user("Editor", first_name="Jo", last_name="Lind")
    make_comment(article, status="pending", by_staff=True, user=user)

    assert re.findall(r'class="card__staff">([^<]*)', page(client)) == ["Staff: Jo Lind"]


@pytest.mark.parametrize("status", ["pending", "approved", "removed"])
def test_every_button_and_link_says_whose_comment_it_concerns(client, moderator, article, status):
    """Issue 6, point 8: for who hears it by itself; what is seen stays short, and comes first."""
    for name in ("Bo <b>", "Cleo"):
        comment = make_comment(article, status="pending", name=name, email="bo@example.org")
        if status != "pending":
            comment.approve(moderator, 1)
        if status == "removed":
            comment.remove(moderator, 2, "spam")

    cards = re.findall(r"<article.*?</article>", page(client, "?list=all"), re.S)

    for card, name in zip(cards, ("Cleo", "Bo &lt;b&gt;"), strict=True):
        controls = re.findall(
            r"<(?:a|button|summary)\b[^>]*>(.*?)</(?:a|button|summary)>", card, re.S
        )
        about = (f"<bdi>{name}</bdi>", article.headline)
        assert len(controls) > 4
        assert [each for each in controls if not any(one in each for one in about)] == []
        assert not any(each.startswith("<span") and "bdi" in each for each in controls)


def test_nothing_that_a_reader_wrote_runs_at_the_desk(client, moderator, article):
    """THREATS A1, A2, A4."""
    fields = {"name": HOSTILE[:60], "email": '"<b>"@example.org', "text": HOSTILE}
    parent = make_comment(article, **fields)
    fields["text"] += " again"
    comment = make_comment(article, status="pending", parent=parent, **fields)
    comment.verdicts.update(sentence=HOSTILE, rule=HOSTILE[:20])
    make_comment(article, status="pending", **(fields | {"text": HOSTILE + " once more"}))
    comment.reject(moderator, 1, "other", HOSTILE)

    for address in (QUEUE, f"{QUEUE}?list=all", f"{QUEUE}{comment.pk}/", "/admin/"):
        shown = client.get(address).content.decode()
        assert "alert(1)" in shown, address
        assert not re.search(r"<script>|<img|<svg onload|<b>", shown), address
    assert "&lt;script&gt;alert(1)" in page(client, f"{comment.pk}/")


def test_links_in_a_comment_tell_nobody_and_are_not_followed(client, moderator, article):
    make_comment(
        article, status="pending", text="See https://example.org/x and javascript:alert(1)"
    )

    shown = page(client)

    assert re.findall(r'<a href="(https://[^"]*)" rel="([^"]*)"', shown) == [
        ("https://example.org/x", "nofollow ugc noopener")
    ]
    assert 'href="javascript:' not in shown


# The writer's e-mail and address


def test_email_and_address_are_for_those_who_may_see_them(client, moderator, article):
    """Point 8: absent from the page, not hidden in it."""
    parent = make_comment(article, email="parent@example.org", address="d" * 64)
    fields = {"address": "abcdef0123" + "0" * 54, "status": "pending", "parent": parent}
    one = make_comment(article, email="ana@example.org", name="Ana", **fields)
    make_comment(article, email="bo@example.org", name="Bo", **fields)
    assert "ana@example.org" in about(client, one)
    assert "abcdef01 also Bo" in " ".join(re.sub(r"<[^>]+>", "", page(client)).split())
    assert "abcdef0123" not in page(client)

    without_see_writer(moderator)

    addresses = [QUEUE, f"{QUEUE}?list=all", f"{QUEUE}{one.pk}/", "/admin/"]
    for address in (*addresses, f"{QUEUE}?writer={one.pk}"):
        shown = client.get(address).content.decode()
        for secret in ("@example.org", "abcdef01", "dddddddd", "?list=all&amp;writer"):
            assert secret not in shown, (address, secret)


def test_writer_filter_is_no_oracle_for_those_who_may_not_see_writers(client, moderator, article):
    """THREATS C3: the address answers as without the filter."""
    one = make_comment(article, status="pending", email="ana@example.org")
    other = make_comment(article, status="pending", email="bo@example.org")
    without_see_writer(moderator)

    assert shown(client, f"?writer={one.pk}") == [one.pk, other.pk]
