"""Which of the desk's acts say that readers' pages changed (DESIGN §4.5): never a draft's."""

from datetime import timedelta

import psycopg
import pytest

from articles.arranging import Slot
from articles.models import (
    Address,
    Article,
    ArticlePhoto,
    Banner,
    Byline,
    Correction,
    Front,
    FrontDraft,
    FrontPin,
    Section,
    Story,
    Tag,
)
from authors.models import Author
from newsroom import database
from newsroom.models import Photo
from tests.articles.rows import photo_row
from tests.cast import make_article, make_author, make_section, make_story, make_user, story_of
from tests.newsroom import ears

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ear(transactional_db):
    with ears.ear() as ear:
        yield ear


@pytest.fixture
def editor(transactional_db):
    return make_user("Editor")


def test_working_copy_says_nothing(ear, editor):
    """Journalists save every few seconds: readers see none of it."""
    make_section()
    photo, author = photo_row(), make_author("A guest")
    body = f'<p>Fog.</p><figure><img src="/admin/photos/{photo.token}/640.webp" alt=""></figure>'
    story = make_story(owner=editor)

    def write():
        story.claim(editor, story.version)
        Story.objects.filter(pk=story.pk).update(body=body, lead_photo=photo)
        story.refresh_from_db()
        story.link_photos()
        story.tags.add("fog")
        story.bylines.create(author=author)

    acts = {
        "made": lambda: make_story(owner=editor, tags=["harbour"], author=author),
        "written": write,
        "kept": lambda: story.keep("named", editor, "Before lunch"),
        "handed over": lambda: story.submit(editor, story.version),
        "sent back": lambda: story.send_back(editor, story.version, "Say when."),
        "spiked": lambda: story.spike(editor, story.version),
        "deleted": lambda: Story.objects.filter(pk=story.pk).delete(),
    }

    heard = {name: ear.after(act) for name, act in acts.items()}

    assert heard == {name: [] for name in acts}


def test_every_verb_that_readers_notice_says_so_once(ear, editor):
    story = make_story(owner=editor, author=make_author(), tags=["harbour"])

    def reword():
        story.claim(editor, story.version)
        story.headline = "Another headline"
        story.save()

    def verb(name, *args):
        return lambda: getattr(story, name)(editor, story.version, *args)

    soon = database.now() + timedelta(hours=1)
    acts = {
        "schedule": verb("schedule", soon),
        "reword": reword,
        "update_scheduled": verb("update_scheduled"),
        "unschedule": verb("unschedule"),
        "publish": verb("publish"),
        "correct": verb("correct", "correction", "It was six o’clock."),
        "move": verb("move", "another-slug"),
        "withdraw": verb("withdraw", "The council asked for a hearing."),
        "hide": verb("hide", "The court asked for it."),
        "reinstate": verb("reinstate"),
        "expire": verb("expire"),
        "reinstate what was over": verb("reinstate"),
        "take_back": verb("take_back"),
    }

    heard = {name: ear.after(act) for name, act in acts.items()}

    assert heard == {name: ["*"] for name in acts} | {"reword": []}


def test_whatever_changes_behind_the_verbs_counts(ear, editor):
    """The shell and raw SQL, rows that hang on an article without its dates included."""
    story = make_story(owner=editor, author=make_author(), tags=["harbour"])
    story.publish(editor, story.version)
    article, guest, photo = story.article, make_author("A guest"), photo_row()
    address = {"path": "/old/", "article": article, "made_at": database.now()}
    correction = {"article": article, "text": "Six.", "made_at": database.now()}
    bylines = Byline.all_objects.filter(author=guest)

    def delete():
        Story.objects.update(article=None, published_version=None)
        article.delete()

    acts = {
        "headline": lambda: Article.all_objects.filter(pk=article.pk).update(headline="x"),
        "byline": lambda: Byline.all_objects.create(article=article, author=guest),
        "byline changed": lambda: bylines.update(role="pictures"),
        "byline gone": lambda: bylines.delete(),
        "photo": lambda: ArticlePhoto.all_objects.create(article=article, photo=photo),
        "photo’s alt": lambda: Photo.objects.filter(pk=photo.pk).update(alt="Fog"),
        "correction": lambda: Correction.all_objects.create(**correction),
        "address": lambda: Address.objects.create(kind="moved", **address),
        "tag": lambda: Tag.objects.filter(name="harbour").update(name="Harbour"),
        "section": lambda: Section.objects.update(name="Abroad"),
        "author": lambda: Author.objects.filter(pk=guest.pk).update(name="Somebody"),
        "article and all that hangs on it": delete,
    }

    heard = {name: ear.after(act) for name, act in acts.items()}

    assert {name: set(found) for name, found in heard.items()} == {name: {"*"} for name in acts}


def test_article_that_readers_never_saw_says_nothing(ear, editor):
    section = make_section()
    words = {"headline": "x", "slug": "x", "day": "2026-01-01", "search_config": "simple"}
    acts = {
        "made": lambda: Article.all_objects.create(section=section, **words),
        "changed": lambda: Article.all_objects.update(headline="y"),
        "tag made": lambda: Tag.objects.create(name="fog", slug="fog"),
        "deleted": lambda: Article.all_objects.all().delete(),
    }

    heard = {name: ear.after(act) for name, act in acts.items()}

    assert heard == {name: [] for name in acts}


def test_change_counts_though_what_shows_it_is_not_committed_yet(ear, editor):
    """The page that shows a guest may be committed and drawn between a change and its commit."""
    guest = make_author("A guest")
    story = make_story(owner=editor)
    story.publish(editor, story.version)
    insert = (
        'INSERT INTO articles_byline (author_id, article_id, role, "order", published_at)'
        f" VALUES ({guest.pk}, {story.article_id}, 'text', 0, now())"
    )
    with psycopg.connect(**ears.database()) as naming, psycopg.connect(**ears.database()) as bio:
        naming.execute(insert)
        bio.execute(f"UPDATE authors_author SET short_bio = 'New' WHERE id = {guest.pk}")
        naming.commit()
        ear.heard()

        bio.commit()

        assert ear.heard() == ["*"]


def test_publication_through_the_admin_says_so(ear, editor, client):
    story = make_story(owner=editor)
    client.force_login(editor)
    ear.heard()

    address = f"/admin/articles/story/{story.pk}/publish/"
    response = client.post(address, {"version": story.version})

    assert response.status_code == 302
    assert story_of(Article.objects.get()) == story
    assert ear.heard() == ["*"]


def test_fronts_and_the_banner_drop_the_pages_that_show_them_alone(ear, editor):
    """A working copy says nothing; what is put live says it once, with a key of its own."""
    article = make_article(by=editor)
    slots = {0: Slot(article.pk)}
    pins = FrontPin.all_objects.all()
    acts = {
        "put live": lambda: Front.put(None, editor, 0, slots),
        "undone": lambda: Front.undo(None, editor, 1),
        "words by hand": lambda: pins.update(headline="x"),
        "pins gone": lambda: pins.delete(),
        "fronts gone": lambda: Front.objects.all().delete(),
        "banner": lambda: Banner.put_up("The barrier is closed.", editor, 60),
        "banner ended": lambda: Banner.end(),
    }

    arranged = ear.after(lambda: FrontDraft.change(None, editor, lambda _: slots))
    heard = {name: ear.after(act) for name, act in acts.items()}

    assert arranged == []
    assert heard == {name: ["front"] for name in acts}
