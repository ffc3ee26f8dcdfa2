"""What can happen to a newsroom: each change commits something that readers may notice.

By the admin over HTTP, by the ORM, by raw SQL, in bulk, by cascades, by the clock. A
change that the house refuses (somebody was faster, nothing is there to change) is a change, too.
"""

from datetime import timedelta

import psycopg
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse

from articles.arranging import TOP, Slot, moved
from articles.models import (
    Address,
    Article,
    ArticleTag,
    Banner,
    Byline,
    Correction,
    Front,
    FrontDraft,
    Section,
    Story,
    Tag,
)
from authors.models import Author, AuthorLink
from comments.models import Comment, Policy, Thread
from newsroom import database
from newsroom.models import FollowLink, Photo, Site
from newsroom.standing import StandingPage
from tests.articles.rows import photo_row
from tests.cast import make_author, make_comment, make_section
from tests.conftest import CLOCK
from tests.newsroom import ears
from tests.torture.pages_world import change, execute

# The admin, over HTTP.


@change(8)
def admin_verb(world):
    story = world.pick(Story.objects.active())
    verbs = {"publish", "correct", "withdraw", "reinstate"} & set(story.verbs_for(world.editor))
    name = world.pick(sorted(verbs))
    address = reverse("admin:articles_story_verb", args=[story.pk, name])
    text = {"kind": "update", "text": world.words(), "reason": world.words()}
    world.post(address, version=story.version, **text)


@change(4)
def admin_section(world):
    section = world.pick(Section.objects.all())
    address = reverse("admin:articles_section_change", args=[section.pk])
    fields = {"name": world.words()[:60], "slug": section.slug, "description": world.words()}
    world.post(address, order=world.random.randint(0, 5), **fields)


@change(2)
def section_renamed(world):
    """Its old addresses lead on; a slug may come back to another section."""
    section = world.pick(Section.objects.all())
    slug = world.random.choice(("world", "city", "sports", f"renamed-{world.random.randint(0, 9)}"))
    Section.objects.filter(pk=section.pk).update(slug=slug)


@change(1)
def section_merged(world):
    """And another one comes, now and then at an address that led elsewhere."""
    section, other = world.pick(Section.objects.all()), world.pick(Section.objects.all())
    section.merge_into(other, world.editor, "There was too little of it.")
    make_section(world.words()[:60], slug=world.random.choice((section.slug, "again")))


@change(3)
def admin_tag(world):
    tag = world.pick(Tag.objects.all())
    address = reverse("admin:articles_tag_change", args=[tag.pk])
    world.post(address, name=f"{tag.slug} {world.words()}", slug=tag.slug)


# The shell.


@change(4)
def author(world):
    person = world.pick(Author.objects.all())
    person.short_bio, person.name = world.words(), world.words()
    person.is_listed = world.random.random() < 0.5
    person.save()


@change(2)
def author_link(world):
    person = world.pick(Author.objects.all())
    person.links.create(label=world.words(), url="https://example.org/")
    AuthorLink.objects.filter(pk__in=AuthorLink.objects.values("pk")[5:]).delete()


@change(2)
def guest(world):
    """An author nobody reads of comes and goes, with what hangs on them."""
    person = make_author(world.words(), is_listed=world.random.random() < 0.5)
    person.links.create(label="x", url="https://example.org/")
    if world.random.random() < 0.7:
        person.delete()


@change(4)
def photo(world):
    picture = world.pick(Photo.objects.all())
    picture.alt, picture.credit = world.words(), world.words()
    picture.save()


@change(3)
def portrait(world):
    Author.objects.filter(pk=world.pick(Author.objects.all()).pk).update(portrait=photo_row())


@change(4)
def site(world):
    zones = ("UTC", "Europe/Berlin", "Asia/Kathmandu", "America/New_York", "Pacific/Auckland")
    field = world.random.choice(("name", "tagline", "about", "footer_line", "zone", "language"))
    value = {"zone": world.random.choice(zones), "language": world.random.choice(("en", "ar"))}
    Site.objects.update(**{field: value.get(field, world.words())})


@change(1)
def follow_link(world):
    FollowLink.objects.all().delete()
    FollowLink.objects.create(label=world.words()[:40], url="https://example.org/")


@change(3)
def standing_page(world):
    """At the foot of every page, or a draft of which readers see nothing."""
    slug = world.random.choice(("about", "imprint", "privacy"))
    page = StandingPage.all_objects.filter(slug=slug).first() or StandingPage(slug=slug)
    page.title, page.body = world.words()[:80], f"<p>{world.words()}: {{paper}}</p>"
    page.is_published = world.random.random() < 0.7
    page.save()


# Raw SQL, bulk, cascades.


@change(3)
def raw_headline(world):
    execute("UPDATE articles_article SET headline = %s WHERE id = %s", world.words(), _pk(world))


@change(3)
def raw_correction(world):
    execute(
        "INSERT INTO articles_correction (article_id, kind, text, made_at)"
        " VALUES (%s, 'correction', %s, newsroom_now())",
        _pk(world),
        world.words(),
    )


@change(3)
def raw_byline(world):
    execute(
        'INSERT INTO articles_byline (article_id, author_id, role, "order", published_at)'
        " VALUES (%s, %s, 'pictures', 9, NULL) ON CONFLICT DO NOTHING",
        _pk(world),
        world.pick(Author.objects.all()).pk,
    )


@change(2)
def raw_tag(world):
    execute(
        "INSERT INTO articles_articletag (article_id, tag_id, published_at)"
        " SELECT id, %s, published_at FROM articles_article WHERE id = %s ON CONFLICT DO NOTHING",
        world.pick(Tag.objects.all()).pk,
        _pk(world),
    )


@change(3)
def raw_expiry(world):
    """Soon, long ago, or never."""
    execute(
        "UPDATE articles_article SET expires_at = CASE %s WHEN 0 THEN NULL"
        " WHEN 1 THEN greatest(newsroom_now(), published_at) + interval '1.5 seconds'"
        " ELSE published_at + interval '1 microsecond' END WHERE id = %s",
        world.random.choice((0, 0, 0, 1, 1, 2)),
        world.pick(Article.all_objects.filter(published_at__isnull=False)).pk,
    )


@change(1)
def truncate(world):
    tables = ("articles_articletag", "articles_development", "authors_authorlink")
    execute(f"TRUNCATE {world.random.choice(tables)}")


@change(1)
def copy(world):
    """Thirty corrections at once; a dozen stay."""
    rows = [(_pk(world), "update", world.words(), database.now()) for _ in range(30)]
    command = "COPY articles_correction (article_id, kind, text, made_at) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row(row)
    Correction.all_objects.filter(pk__in=Correction.all_objects.values("pk")[12:]).delete()


@change(2)
def bulk(world):
    Article.all_objects.update(place=Concat(Value(world.words()), Value(" ")))


@change(1)
def bulk_tags(world):
    Tag.objects.bulk_update(
        [Tag(pk=tag.pk, name=f"{tag.slug} {world.words()}") for tag in Tag.objects.all()], ["name"]
    )


@change(1)
def bulk_bylines(world):
    Byline.all_objects.update(role=world.random.choice(Byline.Role.values))


@change(1)
def cascade(world):
    """An article goes, and whatever hangs on it."""
    story = world.pick(Story.objects.filter(article__isnull=False))
    article = story.article
    with transaction.atomic():
        Story.objects.filter(pk=story.pk).update(article=None, published_version=None)
        article.delete()


@change(2)
def unlink(world):
    rows = world.random.choice((Byline, ArticleTag, Correction)).all_objects
    rows.filter(pk=world.pick(rows.all()).pk).delete()


@change(1)
def forget_addresses(world):
    Address.objects.filter(pk=world.pick(Address.objects.all()).pk).delete()


@change(4)
def two_at_once(world):
    """What shows a row is committed while the row's own change is still open."""
    person, article = world.pick(Author.objects.all()), _pk(world)
    one, other = (psycopg.connect(**ears.database()) for _ in range(2))
    with one, other:
        one.execute(
            'INSERT INTO articles_byline (article_id, author_id, role, "order", published_at)'
            " VALUES (%s, %s, 'text', 8, now()) ON CONFLICT DO NOTHING",
            [article, person.pk],
        )
        other.execute(
            "UPDATE authors_author SET name = %s WHERE id = %s", [world.words(), person.pk]
        )
        one.commit()
        other.commit()


@change(2)
def rolled_back(world):
    with transaction.atomic():
        Article.all_objects.update(headline=world.words())
        transaction.set_rollback(True)


# The conversation.


@change(6)
def comment(world):
    status = world.random.choice(("pending", "approved", "approved", "rejected"))
    make_comment(world.public(), status, text=world.words(), name=world.words())


@change(4)
def decision(world):
    chosen = world.pick(Comment.all_objects.all())
    name = world.random.choice(("approve", "remove", "undo", "reject"))
    reason = {"remove": ("abuse",), "reject": ("spam",)}.get(name, ())
    getattr(chosen, name)(world.moderator, chosen.version, *reason)


@change(2)
def comments_in_bulk(world):
    Comment.all_objects.update(status=world.random.choice(("approved", "removed")))


@change(2)
def terms(world):
    story = world.pick(Story.objects.all())
    Thread.choose(story, world.random.choice(("open", "premoderated", "closed")), 7)


@change(1)
def house_rules(world):
    values = {"mode": world.random.choice(("open", "closed")), "closes_after": 3}
    Policy.objects.update_or_create(pk=1, defaults=values)


@change(1)
def account(world):
    """Somebody with a login, an author page and a comment goes."""
    user = get_user_model().objects.create_user(f"user{world.random.random()}")
    make_comment(world.public(), user=user)
    Author.objects.filter(pk=world.pick(Author.objects.all()).pk, user=None).update(user=user)
    user.delete()


# Front pages.


@change(6)
def front_put_live(world):
    """Pins of stories that are public, to come or withdrawn, some for a moment only."""
    section = world.random.choice((None, None, world.pick(Section.objects.all())))
    stories = list(Article.all_objects.filter(published_at__isnull=False))
    chosen = world.random.sample(stories, min(len(stories), world.random.randint(0, 4)))
    soon = database.now() + timedelta(seconds=world.random.choice((1.5, 3, 900)))
    slots = {
        place: Slot(article.pk, world.words()[:100], ends_at=soon)
        for place, article in enumerate(chosen)
    }
    live = Front.objects.live(section)
    Front.put(section, world.editor, live.number if live else 0, slots)


@change(2)
def front_undone(world):
    section = world.random.choice((None, world.pick(Section.objects.all())))
    live = Front.objects.live(section)
    Front.undo(section, world.editor, live.number if live else 0)


@change(2)
def working_copy(world):
    """Readers see none of it."""
    article = _pk(world)
    FrontDraft.change(None, world.editor, lambda slots: moved(slots, Slot(article), 0, TOP))


@change(3)
def banner(world):
    article = world.pick([None, *Article.all_objects.filter(published_at__isnull=False)])
    Banner.put_up(world.words(), world.editor, world.random.choice((1, 30)), article)


@change(2)
def raw_front(world):
    """By hand: a pin's end, a banner's, words of a place."""
    execute("UPDATE articles_frontpin SET headline = %s", world.words())
    execute("UPDATE articles_banner SET ends_at = begins_at + interval '2 seconds'")
    execute("DELETE FROM articles_frontpin WHERE place = %s", world.random.randint(0, 3))


# Time.


@change(4)
def clock(world):
    """The database's clock is set: a little, over midnight, back."""
    world.offset += world.random.choice((60, 600, 3600, 30_000, -60, -600, 2, -2))
    execute(CLOCK.format(seconds=world.offset))


def _pk(world) -> int:
    return world.public().pk
