"""What the desk's verbs do to the pages that readers see, called as the shell would call them."""

from datetime import timedelta

from django.db import transaction

from articles.models import Correction, Section, Story
from authors.models import Author
from newsroom import database
from tests.torture.pages_world import TAGS, change

ARGUMENTS = {
    "send_back": lambda world: ("Say when.",),
    "correct": lambda world: (world.random.choice(Correction.Kind.values), world.words()),
    "withdraw": lambda world: (world.words(),),
    "hide": lambda world: (world.words(),),
    "mark_sensitive": lambda world: ([], world.random.choice(Story.Comments.values)),
    "clear_sensitive": lambda world: (world.words(),),
    "move": lambda world: (f"moved-{world.count}-{world.random.randint(0, 10**6)}",),
    "schedule": lambda world: (
        database.now() + timedelta(seconds=world.random.choice((1.2, 2.5, 4, 900, 90_000))),
    ),
}
ALONE = {"submit", "approve", "publish", "update_scheduled", "unschedule", "develop", "take_back"}
ALONE |= {"expire", "reinstate", "restore"}
# These concern the desk alone, or would only make later publications refused.
NOT_HERE = {"spike", "embargo", "ask_release", "release_embargo", "hold", "release_hold"}
NOT_HERE |= {"name_people"}


@change(20)
def verb(world):
    story = world.pick(Story.objects.active())
    name = world.pick(sorted(set(story.verbs_for(world.editor)) - NOT_HERE))
    arguments = () if name in ALONE else ARGUMENTS[name](world)
    getattr(story, name)(world.editor, story.version, *arguments)


@change(6)
def edit_and_publish(world):
    story = world.pick(Story.objects.live())
    with transaction.atomic():
        story.claim(world.editor, story.version)
        story.headline, story.standfirst = world.words(), world.words()
        story.section = world.pick(Section.objects.all())
        story.save()
        story.tags.set(world.random.sample(TAGS, world.random.randint(0, 3)))
        story.bylines.all().delete()
        story.bylines.create(author=world.pick(Author.objects.all()))
    story.publish(world.editor, story.version)


@change(2)
def new_and_published(world):
    if Story.objects.count() < world.most_stories:
        story = world.new_story()
        story.publish(world.editor, story.version)


@change(4)
def developing(world):
    """A line of a piece that develops, or the end of its mark."""
    story = world.pick(Story.objects.live())
    if not story.article.is_developing(database.now()):
        story.develop(world.editor, story.version)
    elif world.random.random() < 0.7:
        story.add_line(world.editor, story.version, world.words())
    else:
        story.settle(world.editor, story.version)


@change(3)
def draft(world):
    """Readers see none of it."""
    Story.objects.update(standfirst=world.words(), working_title=world.words())
