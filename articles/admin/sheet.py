"""The sheet that “Publish” opens: everything to be known or chosen before a story goes out.

What other parts of the house ask there comes from their own admins: a `ModelAdmin` with a method
`on_the_sheet(request, story)` returns a form with a `template` that draws it inside the sheet’s
form, and a `save(request)` that is called after the verb, in its transaction. None asks nothing.
"""

from articles.admin.since_read import since_read
from articles.admin.verb_forms import SheetForm
from articles.models import Story
from articles.models.publishing import address_to_be
from articles.models.transitions import State

GOES_OUT = ("publish", "schedule")
# What pressing the button does, in its own words; what is scheduled is said with its time.
BUTTONS = {
    State.CHANGED: "Publish the change now",
    State.WITHDRAWN: "Publish it again now",
    State.HIDDEN: "Publish it again now",
}


def parts(admin, request, story: Story) -> list:
    """Return the forms that other admins put on this story’s sheet, in the apps’ order."""
    admins = [each for each in admin.admin_site._registry.values() if hasattr(each, "on_the_sheet")]
    return list(filter(None, (each.on_the_sheet(request, story) for each in admins)))


def context(story: Story, form: SheetForm, happens) -> dict:
    """Return what the sheet tells beside its form; `happens` says what a verb does."""
    ways = form.whens if len(form.whens) > 1 else [form.verb]
    named = {"title": "Publish", "label": "Publish"} if form.verb in GOES_OUT else {}
    return named | {
        "ways": [(verb, _sentence(story, form, verb, happens)) for verb in ways],
        "does": _button(story, form.verb),
        "since": since_read(story),
        "keeps_address": story.article and address(story, "") == address(story, form.verb),
    }


def address(story: Story, verb: str) -> str:
    """Return the article's address as far as it is settled."""
    if verb == "publish" or (verb == "schedule" and story.article is None):
        return address_to_be(story) if story.headline else ""
    if story.article and verb not in ("spike", "restore"):
        return story.article.get_absolute_url()
    return ""


def _button(story: Story, verb: str) -> str:
    if verb == "update_scheduled":
        return "Update what goes out"
    return BUTTONS.get(story.state, "Publish now")


def _sentence(story: Story, form: SheetForm, verb: str, happens) -> str:
    """Return what a way does, or why it is barred now while another is not."""
    barred = [] if verb == form.verb else story.obstacles(verb)
    return barred[0].sentence if barred else happens(story, verb)
