"""The one way in for a comment: the facts it gathers, what it keeps, what it refuses."""

import threading
import unicodedata

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments.models import Comment, ListedWord, Mode, Policy, Thread, Verdict
from comments.posting import Refused, post
from newsroom import words
from tests.cast import make_article, make_author, make_comment, make_user, story_of

pytestmark = pytest.mark.django_db
EMAIL = "mira@example.org"
TEXT = "I took that ferry every morning for eleven years."


def send(article, **kwargs) -> Comment:
    fields = {"name": "Mira Holt", "email": EMAIL, "text": TEXT, "seconds": 40.0}
    return post(article, **fields | kwargs)


def refusal_of(article, **kwargs) -> tuple[str, str]:
    with pytest.raises(Refused) as refusal:
        send(article, **kwargs)
    assert not Comment.all_objects.filter(text=kwargs.get("text", TEXT)).exists()
    return refusal.value.rule, str(refusal.value)


def make_known(email: str = EMAIL, **kwargs) -> Comment:
    """A comment of theirs that was approved long before."""
    return make_comment(make_article(), email=email, **kwargs)


def rule_of(comment: Comment) -> str:
    return comment.verdicts.get().rule


@pytest.fixture
def article(db):
    return make_article()


def test_a_first_comment_is_kept_and_held(article):
    """Issue 3, point 2."""
    comment = send(article, address="0" * 64)

    kept = Comment.all_objects.get()
    assert kept == comment
    assert (kept.status, kept.name, kept.email) == ("pending", "Mira Holt", EMAIL)
    assert (kept.text, kept.address, kept.user, kept.by_staff) == (TEXT, "0" * 64, None, False)
    verdict = Verdict.objects.get()
    assert (verdict.rule, verdict.after) == ("first", "pending")
    assert verdict.sentence == "No comment with this e-mail address was approved before."


def test_a_known_writers_comment_stands_at_once(article, clock):
    make_known("Mira@example.org")
    clock.forward(minutes=10)

    comment = send(article)

    assert comment in Comment.objects.all()
    assert (comment.status, rule_of(comment)) == ("approved", "clear")


@pytest.mark.parametrize("status", ["pending", "rejected", "removed"])
def test_only_an_approved_comment_makes_a_writer_known(article, status):
    make_known(status=status)

    assert rule_of(send(article)) == "first"


def test_a_strangers_comment_borrows_nothing_from_an_account(article):
    """Whoever types a colleague's e-mail address is as unknown as anybody (THREATS E1)."""
    moderator = make_user("Moderator", email=EMAIL)
    make_known(user=moderator, by_staff=True)

    comment = send(article)

    assert (comment.user, comment.by_staff, rule_of(comment)) == (None, False, "first")


def test_what_is_typed_is_kept_as_typed(article):
    """DESIGN §4.4: only line ends and what is blank around it change."""
    typed = "\r\n  Über  „alles“ \u202b مرحبا\u202c <b>&amp;</b>\r\rn\u0303\u00a0👩‍🚀 \n"

    comment = send(article, text=typed, name="  Mira   Holt ")

    comment.refresh_from_db()
    assert comment.text == "Über  „alles“ \u202b مرحبا\u202c <b>&amp;</b>\n\nñ\u00a0👩‍🚀"
    assert comment.name == "Mira   Holt"


def test_the_same_letters_in_two_spellings_are_the_same_comment(article):
    decomposed = unicodedata.normalize("NFD", "Où est passé le bac de six heures ?")

    one = send(article, text=unicodedata.normalize("NFC", decomposed))

    assert send(article, text=decomposed) == one


@pytest.mark.parametrize("field", ["name", "email", "text"])
@pytest.mark.parametrize("sign", ["\0", "\ud83d"])
def test_what_cannot_be_stored_is_refused(article, field, sign):
    """THREATS D9."""
    with pytest.raises(Refused) as refusal:
        send(article, **{field: f"Mira{sign}"})

    assert (refusal.value.rule, str(refusal.value)) == ("unreadable", words.UNREADABLE)
    assert not Comment.all_objects.exists()


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\u2060\ufeff", "\u3164"])
def test_a_comment_without_a_visible_sign_is_refused(article, text):
    assert refusal_of(article, text=text) == ("length", words.TEXT_MISSING)


def test_a_text_that_is_too_long_is_refused_with_the_counts(article):
    Policy.objects.update(longest=100)

    assert send(article, text="a long text " * 8 + "and.")
    assert refusal_of(article, text="a long text " * 8 + "so on")[0] == "length"


def test_a_megabyte_is_refused_before_it_is_read(article, django_assert_num_queries):
    """THREATS D6, E2."""
    text = "e\u0301\u0327" * 350_000

    with django_assert_num_queries(3), pytest.raises(Refused) as refusal:
        send(article, text=text)  # terms, rules, the same again

    assert refusal.value.rule == "length"


def test_a_name_like_a_colleagues_is_refused(article):
    """THREATS E1."""
    make_user("Editor", first_name="Ines", last_name="Falk")

    assert refusal_of(article, name="lnes FaIk")[0] == "name"


def test_a_closed_thread_takes_nothing(article):
    Thread.choose(story_of(article), Mode.CLOSED, None)

    assert refusal_of(article) == ("closed", "Comments are closed.")


def test_a_premoderated_thread_holds_a_known_writer(article):
    make_known()
    Thread.choose(story_of(article), Mode.PREMODERATED, None)

    assert rule_of(send(article)) == "premoderated"


@pytest.mark.parametrize("lost", ["withdrawn_at", "expires_at"])
def test_an_article_that_is_gone_takes_nothing(article, lost, clock):
    """THREATS B5: it was public when the form was opened."""
    moment = article.published_at + clock.offset.resolution
    Article.all_objects.filter(pk=article.pk).update(**{lost: moment})
    clock.forward(minutes=1)

    assert refusal_of(article) == ("gone", words.NOT_HERE)


def test_listed_words_hold_and_refuse(article):
    make_known()
    ListedWord.objects.create(word="casino")
    ListedWord.objects.create(word="quay rat", action=ListedWord.Action.REFUSE)

    held = send(article, text="The Casino was full that evening.")

    assert held.verdicts.get().sentence == "It contains “Casino”, a listed word."
    assert refusal_of(article, text="You Quay  Rat!")[0] == "word"


def test_the_papers_number_of_links_counts(article):
    make_known()
    Policy.objects.update(most_links=1)

    assert rule_of(send(article, text="https://a.example is what I mean.")) == "clear"
    assert rule_of(send(article, text="https://a.example https://b.example")) == "links"


def test_a_form_that_is_answered_at_once_is_held(article):
    make_known()

    assert rule_of(send(article, seconds=1.2)) == "fast"
    assert rule_of(send(article, text="Without a known time.", seconds=None)) == "clear"


def test_many_comments_within_minutes_are_held(article, clock):
    make_known()
    clock.forward(minutes=10)
    quick = [send(article, text=f"Thought number {number}") for number in range(5)]
    clock.forward(minutes=6)

    later = send(article, text="A late thought")

    assert [rule_of(comment) for comment in [*quick, later]] == [*["clear"] * 4, "fast", "clear"]


def test_the_same_words_elsewhere_are_held(article):
    make_known()
    send(article)
    make_known("other@example.org")

    under_another = send(make_article())
    of_another_writer = send(article, email="other@example.org")
    short = [send(article, text="Thank you.", email=e) for e in (EMAIL, "other@example.org")]

    assert rule_of(under_another) == "repeat"
    assert under_another.verdicts.get().sentence == (
        "The writer sent the same words before: 1 time, elsewhere."
    )
    assert rule_of(of_another_writer) == "repeat"
    assert [rule_of(comment) for comment in short] == ["clear", "clear"]


def test_a_second_try_is_the_first_comment_whatever_came_between(article):
    """THREATS F3: an answer that was lost; then the thread was closed."""
    one = send(article)
    Thread.choose(story_of(article), Mode.CLOSED, None)

    again = send(article, seconds=0.1)

    assert again == one
    assert Verdict.objects.count() == 1


def test_a_second_try_on_an_article_that_is_gone_is_refused(article, clock):
    send(article)
    Article.all_objects.update(withdrawn_at=article.published_at)

    with pytest.raises(Refused, match="not available"):
        send(article)


@pytest.mark.django_db(transaction=True)
def test_forty_identical_posts_at_once_make_one_comment():
    """THREATS F3."""
    article, kept, start = make_article(), [], threading.Barrier(40)

    def send_one():
        start.wait()
        kept.append(send(article).pk)
        connection.close()

    threads = [threading.Thread(target=send_one) for _ in range(40)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert len(kept) == 40
    assert set(kept) == {Comment.all_objects.get().pk}
    assert Verdict.objects.count() == 1


# Answers.


def test_an_answer_stands_under_the_threads_first_comment(article):
    first = make_comment(article)
    reply = make_comment(article, parent=first)

    answers = [
        send(article, parent=each, text=f"I agree with {each.name}") for each in (first, reply)
    ]

    assert [answer.parent for answer in answers] == [first, first]


def test_an_answer_to_a_reply_stands_where_the_first_comment_was_removed(article):
    first = make_comment(article, status="removed")
    reply = make_comment(article, parent=first)

    assert send(article, parent=reply).parent == first


@pytest.mark.parametrize("status", ["pending", "rejected", "removed"])
def test_what_cannot_be_read_cannot_be_answered(article, status):
    hidden = make_comment(article, status=status)

    assert refusal_of(article, parent=hidden) == ("parent", words.PARENT_GONE)


def test_an_answer_stays_on_its_article(article):
    elsewhere = make_comment(make_article())

    assert refusal_of(article, parent=elsewhere)[0] == "parent"


# Colleagues.


@pytest.mark.parametrize(("role", "rule"), [("Moderator", "staff"), ("Journalist", "first")])
def test_the_badge_comes_from_the_account(article, role, rule):
    """Issue 3, point 4. Only who may moderate needs no moderator."""
    user = make_user(role, first_name="Ines", last_name="Falk", email="ines@example.org")

    comment = send(article, user=user, name="", email="")

    assert (comment.name, comment.email) == ("Ines Falk", "ines@example.org")
    assert (comment.user, comment.by_staff, rule_of(comment)) == (user, True, rule)


def test_an_account_signs_with_its_own_name_only(article):
    """A badge beside a name that the newsroom did not give would vouch for it."""
    user = make_user("Moderator", first_name="Ines", last_name="Falk")

    assert send(article, user=user, name="Somebody Else").name == "Ines Falk"


@pytest.mark.parametrize("lacks", [{"is_staff": False}, {"is_active": False}])
def test_an_account_that_is_not_staff_is_a_reader(article, lacks):
    user = make_user("Moderator", **lacks)

    comment = send(article, user=user)

    assert (comment.name, comment.user, comment.by_staff) == ("Mira Holt", None, False)
    assert rule_of(comment) == "first"


def test_a_very_long_name_of_an_account_is_shortened(article):
    user = make_user("Editor", first_name="Maximiliana " * 5, last_name="von der Hohenlohe " * 5)

    assert len(send(article, user=user).name) <= 60


def test_moderators_skip_what_holds_and_nothing_else(article):
    user = make_user("Moderator")
    ListedWord.objects.create(word="ferry")
    assert rule_of(send(article, user=user, seconds=0.1)) == "staff"

    Thread.choose(story_of(article), Mode.CLOSED, None)

    assert refusal_of(article, user=user, text="Once more.")[0] == "closed"


# Costs.


def test_a_comment_costs_the_same_however_many_there_are(
    article, django_assert_num_queries, monkeypatch
):
    """DESIGN §4.12: ten for the facts, seven to keep it, whatever the tables hold."""
    monkeypatch.setattr("comments.posting.FORGETTING", 10**9)  # one in so many costs two more
    parent = make_comment(article)
    make_author("Noor Vey", is_listed=True)
    ListedWord.objects.create(word="casino")
    send(make_article(), email="other@example.org")  # what a process asks once is asked now
    with django_assert_num_queries(17):
        send(article, parent=parent)
    for number in range(3):
        make_comment(article, email=EMAIL)
        make_author(f"Noor Vey {number}", is_listed=True)
        make_user("Editor")
        ListedWord.objects.create(word=f"casino{number}")

    with django_assert_num_queries(17):
        send(article, parent=parent, text="Another thought.")


@pytest.mark.crawl
def test_the_facts_come_from_indexes(article):
    """DESIGN §4.12: a writer's latest and everybody's latest, never all comments."""
    crowd(article)
    with CaptureQueriesContext(connection) as captured:
        send(article)
    asked = [query["sql"] for query in captured if "LIMIT 100)" in query["sql"]]
    asked += [query["sql"] for query in captured if "LIMIT 500)" in query["sql"]]

    plans = [plan_of(sql) for sql in asked]

    assert len(plans) == 2
    assert "comment_by_writer" in plans[0]
    assert "comments_comment_pkey" in plans[1]
    assert "Sort" not in plans[0] + plans[1].replace("Sort Key", "").partition("->  Limit")[2]


def crowd(article, size: int = 2000) -> None:
    """Let so many others speak, and the database notice it: it plans by what it knows."""
    Comment.all_objects.bulk_create(
        Comment(
            article=article,
            name=f"Reader {number}",
            email=f"reader{number}@example.org",
            text="I was on the quay that morning.",
            fingerprint=Comment.fingerprint_of(f"reader{number}", "quay"),
        )
        for number in range(size)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE comments_comment")


def plan_of(sql: str) -> str:
    """How the database would answer."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(row[0] for row in cursor.fetchall())
