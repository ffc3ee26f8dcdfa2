"""What the desk says of a sensitive story, whom it offers to name, and how one is let in.

Hides that the answer to a wrong number and to a story that is open is the same.
"""

import re

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse

from articles.admin.fields import Line, Text
from articles.models import Story
from articles.models.day import BACKEND, writers_of
from articles.models.sensitive import WRITE
from articles.models.transitions import LET_IN
from newsroom.models import User
from newsroom.palette import Place, holds

EFFECTS = (
    "For everybody else, editors and administrators too, the story is not there: not in lists, "
    "counts, search, “Go to”, the news list, presence, marks, notes, mail or histories, and its "
    "pictures are not in the library. What readers see of it stays public.",
    "An administrator can be let in, with a reason. That is recorded, and you are all told.",
    "No copy of the text is kept on anybody’s device while it is written.",
    "Comments on its article are read first or closed, as you choose below; colleagues cannot "
    "open them.",
    "Earlier wordings of its article are hidden from readers for good, those to come as well.",
    "Links by which it was shared end, and no new one can be made.",
    "The originals of its pictures are destroyed, for good, with what they tell of place, time and "
    "device. The pictures themselves stay. A legal hold keeps originals until it is released; "
    "copies in backups stay until you destroy those.",
    "Its article stands in no list that the site makes by itself, such as “More from”. It stays "
    "in its section, its feeds and on the front page by its time.",
    "What colleagues have read, printed or been sent already, this cannot take back.",
)
LET_IN_LABEL = "Be let into a sensitive story"
NOTHING = "No story that is closed to you fits that. Look at the number or the name again."
MOST = 200  # stories that one reason may open


class LetInForm(forms.Form):
    story = Line(
        max_length=300,
        label="The story’s number, or the address of its page",
        help_text="A colleague who sees the story finds it in the address of its page.",
    )
    person = forms.ModelChoiceField(
        User.objects.filter(is_staff=True).order_by("first_name", "username"),
        required=False,
        label="Or all stories that this colleague may see",
        empty_label="Nobody",
        help_text="For when somebody has left, or cannot be reached.",
    )
    reason = Text(
        max_length=2000,
        label="Why",
        help_text="It stands in the story’s history under your name. Everybody named is told.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_story(self):
        text = self.cleaned_data["story"].strip()
        found = re.fullmatch(r"(?:.*/articles/story/)?([0-9]{1,18})(?:/.*)?", text, re.ASCII)
        if text and found is None:
            raise forms.ValidationError("Write the number, such as 4711, or the page’s address.")
        return int(found[1]) if found else None

    def clean_reason(self):
        if reason := self.cleaned_data["reason"].strip():
            return reason
        raise forms.ValidationError("Say why. Everybody who is named reads it.")

    def clean(self):
        data = super().clean()
        is_either = bool(data.get("story")) != bool(data.get("person"))
        if not is_either and not self.errors.keys() & {"story", "person"}:
            self.add_error("story", "Give a story or a colleague: one of the two.")
        return data

    def stories(self, user):
        """Return the sensitive stories that are meant and do not name this person yet."""
        closed = Story.objects.filter(is_sensitive=True).exclude(named__user=user)
        if person := self.cleaned_data["person"]:
            return closed.filter(named__user=person)
        return closed.filter(pk=self.cleaned_data["story"])


def candidates(story: Story):
    """Who can be named: colleagues who may write at all, and those who may release its hold."""
    writers = User.objects.with_perm(WRITE, backend=BACKEND).filter(is_staff=True)
    hold = story.open_hold
    releasers = hold.releasers.values("pk") if hold else []
    found = User.objects.filter(Q(pk__in=writers.values("pk")) | Q(pk__in=releasers))
    return found.order_by("first_name", "username")


def concerned(story: Story) -> list[User]:
    """Who has to do with it already: its writers, and those who may release its hold."""
    hold = story.open_hold
    return [*writers_of(story), *(hold.named if hold else [])]


def places(admin, request, words: str) -> list[Place]:
    """The page of being let in, for those who may ask, once they type its name."""
    is_meant = bool(words) and holds(LET_IN_LABEL, words)
    may = is_meant and request.user.has_perm(LET_IN)
    return [Place(LET_IN_LABEL, admin.address("let_in"))] if may else []


def let_in(admin, request):
    """Name an administrator who says why; whoever is named already is told of it."""
    if not request.user.has_perm(LET_IN):
        raise PermissionDenied
    form = LetInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        opened = list(form.stories(request.user)[:MOST])
        for story in opened:
            story.let_in(request.user, form.cleaned_data["reason"])
        if opened:
            return _lead(admin, request, opened)
        form.add_error(None, NOTHING)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": LET_IN_LABEL,
        "form": form,
    }
    return TemplateResponse(request, "admin/articles/story/let_in.html", context)


def _lead(admin, request, opened: list[Story]):
    told = "It is in the history under your name, and those who are named are told."
    if len(opened) == 1:
        messages.success(request, f"You may see “{opened[0]}” now. {told}")
        return HttpResponseRedirect(admin.address("change", opened[0].pk))
    messages.success(request, f"You may see {len(opened)} more stories now. {told}")
    return HttpResponseRedirect(admin.address("changelist"))
