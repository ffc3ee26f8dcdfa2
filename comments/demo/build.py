"""Builds the demo through the same verbs as the product, then lets it age.

Ageing is the one thing no verb can do: a story published a month ago cannot be published now. So
each story is published by its verb and all its times are then moved back together.
"""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group
from django.db.models import F
from django.utils.html import escape

from articles.models import (
    Address,
    Article,
    ArticleTag,
    Byline,
    Correction,
    Development,
    Edition,
    Section,
    Story,
    StoryByline,
    Tag,
)
from authors.models import Author, AuthorLink
from comments.demo import conversations, desk, front, reports
from comments.demo.content import (
    PHOTO,
    STORY,
    Text,
    first_wording,
    listed,
    next_wording,
    read_changes,
    read_developments,
    read_json,
    read_standing,
    read_stories,
)
from comments.demo.pictures import PICTURES, master
from newsroom import database, html, images
from newsroom.models import FollowLink, Photo, Site, User
from newsroom.standing import StandingPage

LOGINS = {
    "journalist": "Journalist",
    "editor": "Editor",
    "moderator": "Moderator",
    "admin": "Administrator",
}
ROLES = {
    "by": "text",
    "photos": "pictures",
    "text and pictures": "both",
    "additional reporting": "reporting",
    "translation": "translation",
}
WORDED = ("headline", "standfirst", "body")
SAID = ("change", "text", "hidden_because")  # of a change, by the verb that publishes it
PLAIN = ("working_title", "headline", "short_headline", "share_title", "standfirst", "place")


def build(password: str) -> None:
    """Fill an empty database: logins, site, sections, authors, pictures, stories, comments."""
    users = make_users(password)
    make_site()
    make_pages()
    photos = Photos(users["editor"])
    sections = make_sections()
    authors = make_authors(users, photos)
    stories: dict[str, Story] = {}
    for text in read_stories():
        builder = StoryBuilder(text, users, photos, sections, authors, stories)
        stories[text.name] = builder.build()
    Tag.objects.filter(name__in=read_json("series")).update(is_series=True)
    front.arrange(stories, sections, users["editor"])
    conversations.hold(stories, users)
    reports.report(stories, users["editor"])
    desk.work(stories, users)


def make_users(password: str) -> dict[str, User]:
    authors = {author.get("username"): author["name"] for author in read_json("authors")}
    return {login: make_user(login, authors.get(login, ""), password) for login in LOGINS}


def make_user(login: str, name: str, password: str) -> User:
    first, _, last = name.rpartition(" ")
    user = User.objects.create_user(
        login,
        f"{login}@norrhaven.example",
        password,
        first_name=first,
        last_name=last,
        is_staff=True,
        is_demo=True,
    )
    user.groups.add(Group.objects.get(name=LOGINS[login]))
    return user


def make_site() -> None:
    data = read_json("site")
    links = data.pop("follow_links")
    data["about"] = "\n\n".join(data["about"])
    data["footer_line"] = data.pop("footer")
    Site.objects.update_or_create(pk=1, defaults=data)
    FollowLink.objects.all().delete()
    FollowLink.objects.bulk_create(
        FollowLink(label=link["label"], url=link["url"], order=n) for n, link in enumerate(links)
    )


def make_pages() -> None:
    for order, text in enumerate(read_standing()):
        body = html.clean("".join(text.body.splitlines()))
        words = {"title": text["title"], "slug": text["slug"], "body": body}
        StandingPage(order=order, is_published=True, **words).save()


def make_sections() -> dict[str, Section]:
    rows = enumerate(read_json("sections"))
    return {row["slug"]: Section.objects.create(order=n, **row) for n, row in rows}


def make_authors(users, photos) -> dict[str, Author]:
    return {row["name"]: make_author(row, users, photos) for row in read_json("authors")}


def make_author(row: dict, users, photos) -> Author:
    links, login, portrait = row.pop("links"), row.pop("username", None), row.pop("portrait")
    author = Author.objects.create(
        **row, user=users.get(login), portrait=photos[portrait] if portrait else None
    )
    AuthorLink.objects.bulk_create(
        AuthorLink(author=author, order=n, **link) for n, link in enumerate(links)
    )
    return author


class Photos(dict):
    """The drawn pictures by name, taken in through the same door as any upload."""

    def __init__(self, owner: User):
        files = [master(name).read_bytes() for name in PICTURES]
        # Each is redrawn in a process of its own, so two threads keep two cores busy.
        with ThreadPoolExecutor(2) as pool:
            accepted = list(pool.map(images.accept, map(io.BytesIO, files)))
        for (name, words), picture, file in zip(PICTURES.items(), accepted, files, strict=True):
            self[name] = Photo.keep(picture, file, uploaded_by=owner, **words)

    def figure(self, match) -> str:
        """Return the figure that stands for a `[[photo: name | caption]]` line."""
        photo, caption = self[match[1]], match[2]
        width = max(width for width in photo.widths if width <= 960)
        source = f"/admin/photos/{photo.token}/{width}.webp"
        image = f'<img src="{source}" alt="{escape(photo.alt)}">'
        return f"<figure>{image}<figcaption>{caption}</figcaption></figure>"


class StoryBuilder:
    """One story, from its text to the state that its header names."""

    def __init__(self, text: Text, users, photos, sections, authors, older: dict[str, Story]):
        self.text, self.users, self.photos = text, users, photos
        self.sections, self.authors, self.older = sections, authors, older
        self.changes = read_changes().get(text.name, [])
        self.editor, self.owner = users["editor"], users[text["owner"]]

    def build(self) -> Story:
        story = self.write()
        getattr(self, f"make_{self.text['state']}")(story)
        story.refresh_from_db()
        age(story, timedelta(days=float(self.text["days_ago"])))
        self.develop(story, read_developments().get(self.text.name, []))
        return story

    def write(self) -> Story:
        text = self.text
        body = STORY.sub(self.linked, "".join(text.body.splitlines()))
        story = Story.objects.create(
            **{field: first_wording(text[field], self.changes) for field in PLAIN},
            body=html.clean(PHOTO.sub(self.photos.figure, first_wording(body, self.changes))),
            kind=text["kind"] or "news",
            language=text["language"] or "en",
            section=self.sections.get(text["section"]),
            commissioned_length=text["commissioned_length"] or None,
            byline_choice=self.byline_choice(),
            related="\n".join(map(self.address, listed(text["related"]))),
            lead_photo=self.photos[text["lead_photo"]] if text["lead_photo"] else None,
            lead_caption=text["lead_caption"],
            earlier_date=date.fromisoformat(text["earlier_date"]) if text["earlier_date"] else None,
            owner=self.owner,
            changed_by=self.owner,
        )
        self.link(story)
        return story

    def make_changes(self, story: Story) -> None:
        """Change a live story's words and publish that, once for each change."""
        for change in self.changes:
            story.claim(self.owner, story.version, "Text")
            for field in WORDED:
                setattr(story, field, next_wording(getattr(story, field), change))
            story.save(update_fields=WORDED)
            said = {name: text for name, text in change.items() if name in SAID}
            story.publish(self.editor, story.version, **said)
            if better := change.get("amended"):
                told = Correction.all_objects.filter(article=story.article).latest("pk")
                story.correct(self.editor, story.version, told.kind, better, told.pk)

    def develop(self, story: Story, lines: list[dict]) -> None:
        """Add the lines by their verbs, then let each be as old as it says."""
        if not lines:
            return
        story.refresh_from_db()
        story.develop(self.editor, story.version)
        for line in lines:
            story.add_line(self.editor, story.version, line["text"], line["passage"])
            at = story.article.updated_at - timedelta(minutes=line["minutes_ago"])
            made = Development.all_objects.filter(article=story.article, text=line["text"])
            made.update(made_at=at)
        Article.all_objects.filter(pk=story.article_id).update(updated_at=at)

    def address(self, name: str) -> str:
        """Return where readers find an older story, which has aged already."""
        return self.older[name].article.get_absolute_url()

    def linked(self, match) -> str:
        """Return the link that stands for `[[story: name | words]]`."""
        return f'<a href="{self.address(match[1])}">{match[2]}</a>'

    def byline_choice(self) -> str:
        names = self.text["bylines"]
        return names if names in ("", "newsroom") else "named"

    def link(self, story: Story) -> None:
        if story.byline_choice == "named":
            for order, name in enumerate(self.text["bylines"].split(";")):
                author, _, role = name.strip().rstrip(")").rpartition(" (")
                StoryByline.objects.create(
                    story=story, author=self.authors[author], role=ROLES[role], order=order
                )
        story.tags.set(listed(self.text["tags"]))
        story.link_photos()

    def make_draft(self, story: Story) -> None:
        """A draft stays as it was written."""

    def make_in_review(self, story: Story) -> None:
        story.submit(self.owner, story.version)

    def make_approved(self, story: Story) -> None:
        story.submit(self.owner, story.version)
        story.approve(self.editor, story.version)

    def make_sent_back(self, story: Story) -> None:
        story.submit(self.owner, story.version)
        story.send_back(self.editor, story.version, self.text["note"])

    def make_spiked(self, story: Story) -> None:
        story.spike(self.editor, story.version, self.text["note"])

    def make_scheduled(self, story: Story) -> None:
        # Ageing moves this back, too.
        hours = float(self.text["hours_ahead"]) + 24 * float(self.text["days_ago"])
        story.schedule(self.editor, story.version, database.now() + timedelta(hours=hours))

    def make_published(self, story: Story) -> None:
        story.publish(self.editor, story.version)
        self.make_changes(story)

    def make_published_with_changes(self, story: Story) -> None:
        self.make_published(story)
        story.claim(self.owner, story.version, "Standfirst")
        story.standfirst = self.text["changed_standfirst"]
        story.save(update_fields=["standfirst"])

    def make_withdrawn(self, story: Story) -> None:
        self.make_published(story)
        story.withdraw(self.editor, story.version, self.text["public_reason"])


def age(story: Story, by: timedelta) -> None:
    """Move all of a story's times back together, and its address with them."""
    Story.objects.filter(pk=story.pk).update(
        created_at=F("created_at") - by, changed_at=F("changed_at") - by
    )
    story.transitions.update(made_at=F("made_at") - by)
    story.revisions.update(made_at=F("made_at") - by)
    story.marks.update(made_at=F("made_at") - by)
    if story.article and not story.article.is_older:
        _age_article(story.article, by)


def _age_article(article: Article, by: timedelta) -> None:
    old = article.get_absolute_url()
    # Changed half a day later, at most: never before it was published.
    for field, aged in (("published_at", by), ("updated_at", by / 2), ("withdrawn_at", by)):
        if moment := getattr(article, field):
            setattr(article, field, moment - aged)
    article.day = article.published_at.astimezone(ZoneInfo(Site.current().zone)).date()
    article.save()
    Byline.all_objects.filter(article=article).update(published_at=article.published_at)
    ArticleTag.all_objects.filter(content_object=article).update(published_at=article.published_at)
    # What was amended was so later, by half of what had passed since.
    corrections = Correction.all_objects.filter(article=article)
    corrections.filter(amends=None).update(made_at=F("made_at") - by / 2)
    corrections.exclude(amends=None).update(made_at=F("made_at") - by / 4)
    editions = Edition.all_objects.of(article)
    editions.filter(number=1).update(made_at=article.published_at)
    editions.exclude(number=1).update(made_at=F("made_at") - by / 2)
    Address.objects.filter(path=old).update(
        path=article.get_absolute_url(), made_at=F("made_at") - by / 2
    )
