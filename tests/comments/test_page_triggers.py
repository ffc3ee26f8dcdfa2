"""Which comments say that a page changed: what readers see of them, no more (DESIGN §4.5)."""

import pytest

from articles.models import Article
from comments.models import Comment, ListedWord, Policy, Thread
from tests.cast import make_article, make_comment, make_section, make_story, make_user, story_of
from tests.newsroom import ears

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ear(transactional_db):
    with ears.ear() as ear:
        yield ear


@pytest.fixture
def moderator(transactional_db):
    return make_user("Moderator")


def test_comment_counts_while_readers_see_it(ear, moderator):
    article = make_article()
    waiting, shown = make_comment(article, "pending"), make_comment(article)
    bad = make_comment(article, "pending")
    thread = [f"thread:{article.pk}"]
    rows = Comment.all_objects.filter(pk=shown.pk)
    acts = {
        "posted and waiting": (lambda: make_comment(article, "pending"), []),
        "posted and approved": (lambda: make_comment(article), thread),
        "approved": (lambda: waiting.approve(moderator, 1), thread),
        "undone": (lambda: waiting.undo(moderator, 2), thread),
        "rejected": (lambda: bad.reject(moderator, 1, "spam"), []),
        "address forgotten": (lambda: rows.update(address="", email="x@example.org"), []),
        "words changed": (lambda: rows.update(text="Other words"), thread),
        "removed": (lambda: shown.remove(moderator, 1, "abuse"), thread),
        "all deleted": (lambda: Comment.all_objects.all().delete(), thread),
    }

    heard = {name: ear.after(act) for name, (act, _) in acts.items()}

    assert heard == {name: keys for name, (_, keys) in acts.items()}


def test_account_that_goes_takes_nothing_from_the_page(ear):
    user = make_user()
    make_comment(make_article(), user=user)

    assert ear.after(user.delete) == []


def test_terms_count_for_their_article(ear, moderator):
    story = story_of(make_article())
    draft = make_story(section=story.section)
    acts = {
        "chosen": lambda: Thread.choose(story, "closed", None),
        "changed": lambda: Thread.choose(story, "open", 7),
        "given up": lambda: Thread.follow_the_paper(story),
    }

    heard = {name: ear.after(act) for name, act in acts.items()}

    assert heard == {name: [f"thread:{story.article_id}"] for name in acts}
    assert ear.after(lambda: Thread.choose(draft, "closed", None)) == []
    assert ear.after(lambda: Policy.objects.update_or_create(pk=1)) == ["*"]
    assert ear.after(lambda: ListedWord.objects.create(word="fog")) == []


def test_terms_chosen_before_publication_count_with_it(ear, moderator):
    editor = make_user("Editor")
    story = make_story()
    Thread.choose(story, "closed", None)
    ear.heard()

    story.publish(editor, story.version)

    [message] = {" ".join(sorted(set(" ".join(ear.heard()).split())))}
    assert message == f"* thread:{story.article_id}"


@pytest.mark.parametrize("count", [3, 100, 101])
def test_many_conversations_are_one_message(ear, count):
    section, words = make_section(), {"day": "2026-01-01", "search_config": "simple"}
    articles = Article.all_objects.bulk_create(
        Article(headline="x", slug=f"x-{n}", section=section, **words) for n in range(count)
    )
    ear.heard()

    Comment.all_objects.bulk_create(
        Comment(article=article, name="Ada", email="a@example.org", text="Yes", status="approved")
        for article in articles
    )

    keys = sorted(f"thread:{article.pk}" for article in articles)
    assert ear.heard() == [" ".join(keys) if count <= 100 else "*"]
