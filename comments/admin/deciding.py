"""A moderator's decision: one comment or many, each on the version that was seen, and its undoing.

The last decision is kept in the session, so that every page of the desk can offer to undo it.
"""

import re
from dataclasses import asdict, dataclass, field

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html

from articles.admin.fields import Text
from comments.admin import cards
from comments.admin.back import way_back
from comments.admin.known import known_to
from comments.models import Comment, Decided, Reason
from comments.models.comment import MODERATE
from comments.models.verdict import Verdict

KEY = "last_decision"
MOST = 100
PICK = re.compile(r"([0-9]{1,18})-([0-9]{1,9})")
AGAINST = ("reject", "remove")
DONE = {"approve": "approved", "reject": "rejected", "remove": "removed"}


class Picks(forms.Field):
    """Comments as `<id>-<version>`, each with the version that was seen."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {"required": "Choose a comment first: tick the box beside its name."}

    def to_python(self, value) -> dict[int, int]:
        found = [PICK.fullmatch(text) for text in value or []]
        if not all(found):
            raise ValidationError("A comment’s number is not readable. Open the list again.")
        if len(found) > MOST:
            raise ValidationError(f"Decide at most {MOST} comments at once.")
        return {int(match[1]): int(match[2]) for match in found}


class DecisionForm(forms.Form):
    """`verb` is approve, undo, or reject or remove with the reason's code: `reject-spam`."""

    verb = forms.ChoiceField(
        choices=[
            ("approve", "Approve"),
            ("undo", "Undo"),
            *((f"{verb}-{code}", label) for verb in AGAINST for code, label in Reason.choices),
        ],
        error_messages={
            "required": "Choose what to do.",
            "invalid_choice": "Choose one of the buttons below.",
        },
    )
    comment = Picks()
    note = Text(max_length=1000, label="Note for the desk")

    def clean(self):
        data = super().clean()
        verb, _, reason = data.get("verb", "").partition("-")
        if reason == Reason.OTHER and not data.get("note") and "note" not in self.errors:
            self.add_error("note", "Say in a few words what the reason is.")
        return data | {"verb": verb, "reason": reason}

    def arguments(self) -> dict:
        """Return what the verb is called with beside the person and the version."""
        data = self.cleaned_data
        reason = {"reason": data["reason"]} if data["reason"] else {}
        return {} if data["verb"] == "undo" else {**reason, "sentence": data["note"]}


@dataclass
class Done:
    """What came of a decision; plain values, since the session keeps it."""

    verb: str
    done: list[list[int]] = field(default_factory=list)  # [id, version after it]
    lost: list[dict] = field(default_factory=list)  # id, name, and who was faster
    name: str = ""  # of the writer, when it is one comment
    after: str = ""

    @property
    def lost_ones(self) -> list[int]:
        return [each["pk"] for each in self.lost]

    @property
    def picks(self) -> list[str]:
        """Return what the undo button sends; an undoing has none."""
        return [] if self.verb == "undo" else [f"{pk}-{version}" for pk, version in self.done]

    @property
    def sentence(self) -> str:
        count, asked = len(self.done), len(self.done) + len(self.lost)
        if not count:
            return "Nothing was done."
        if asked == 1:
            return format_html("<bdi>{}</bdi>’s comment {}.", self.name, self._one())
        of = f"{count} of {asked}" if self.lost else str(count)
        if self.verb == "undo":
            return f"{of} decisions are undone."
        return f"{of} comments are {DONE[self.verb]}."

    def _one(self) -> str:
        if self.verb != "undo":
            return f"is {DONE[self.verb]}"
        return "waits again" if self.after == "pending" else f"is {self.after} again"


def last(request) -> Done | None:
    """Return the last decision of this person's session."""
    kept = request.session.get(KEY)
    return Done(**kept) if kept else None


def decide(admin, request):
    """POST decides and leads back; GET, after a new login, shows what was to be decided."""
    if not request.user.has_perm(MODERATE):
        raise PermissionDenied
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _ask(admin, request, form)
    data = form.cleaned_data
    done = do(request.user, data["verb"], data["comment"], **form.arguments())
    request.session[KEY] = asdict(done)
    return HttpResponseRedirect(way_back(request, admin.address("changelist")))


def do(user, verb: str, picks: dict[int, int], **why) -> Done:
    """Decide each comment on its version; those that somebody else decided first are listed."""
    result = Done(verb)
    comments = known_to(user).in_bulk(picks)
    with transaction.atomic():
        for pk in sorted(picks):  # always in this order: two moderators never wait for each other
            comment = comments.get(pk)
            try:
                verdict = comment and getattr(comment, verb)(user, picks[pk], **why)
            except Decided as faster:
                result.lost.append(_lost(comment, _said(faster, user)))
                continue
            if verdict is None:
                result.lost.append({"pk": pk, "name": "", "said": "It is not there any more."})
                continue
            result.done.append([pk, verdict.version])
            result.name, result.after = comment.name, verdict.after
    return result


def said(verdict: Verdict) -> str:
    """Return what was decided, as a sentence continues after a name."""
    if verdict.verb == Verdict.Verb.UNDO:
        after = cards.WORDS[verdict.after].lower()
        return f"undid the decision before; it is {after} again"
    why = f" ({verdict.get_reason_display()})" if verdict.reason else ""
    return f"{DONE.get(verdict.verb, 'took in')} it{why}"


def _said(faster: Decided, user) -> str:
    if faster.last is None or faster.last.by is None:
        return "The page was out of date. Look at the comment again."
    who = "You" if faster.last.by == user else str(faster.last.by)
    return f"{who} {said(faster.last)}."


def _lost(comment: Comment, sentence: str) -> dict:
    return {"pk": comment.pk, "name": comment.name, "said": sentence}


def _ask(admin, request, form: DecisionForm):
    """Show the form by itself: something is missing, or the login had ended meanwhile."""
    sent = request.POST if request.method == "POST" else request.GET
    picks = [text for text in sent.getlist("comment")[:MOST] if PICK.fullmatch(text)]
    comments = known_to(request.user).in_bulk([int(text.partition("-")[0]) for text in picks])
    verb = sent.get("verb", "").partition("-")[0]
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": "Decide",
        "form": form,
        "chosen": comments.values(),
        "picks": picks,
        "against": verb if verb in AGAINST else "",
        "verb": "undo" if verb == "undo" else "approve",
        "reasons": Reason.choices,
        "back": way_back(request, admin.address("changelist")),
        "list": admin.address("changelist"),
    }
    return TemplateResponse(request, "admin/comments/comment/decide.html", context)
