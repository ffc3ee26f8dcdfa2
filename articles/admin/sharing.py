"""The desk's page of a story's links: one is made here, shown once, counted, and ended.

The token of a link is made of a seed that the page carries and of all that was chosen: the same
form pressed twice means the same link, and nothing by which it could be followed is ever stored.
"""

import base64
import secrets

from django import forms
from django.conf import settings
from django.db.models import Sum
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac

from articles import passages
from articles.admin.fields import Line
from articles.models import Revision, ShareAnswer, ShareLink, Stale, Story
from articles.models.publishing import snapshot
from articles.models.sharing import MOST_DAYS
from newsroom import database

DAYS = 3
SHOWN = 50
PRESENT, VERSION, PASSAGES = "present", "version", "passages"
OF = [
    (PRESENT, "The whole story, always in its present words"),
    (VERSION, "The whole text of this version; later changes stay unseen"),
    (PASSAGES, "Only the passages ticked below, as they are in this version"),
]
SALT = "articles.admin.sharing"


class ShareForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    seed = forms.RegexField(r"\A[A-Za-z0-9_-]{43}\Z", widget=forms.HiddenInput)
    label = Line(
        max_length=60,
        label="Label",
        help_text="To tell your links apart. A code will do; it never has to be a name.",
    )
    days = forms.IntegerField(
        label="Ends after, in days",
        min_value=1,
        max_value=MOST_DAYS,
        initial=DAYS,
        help_text=f"At most {MOST_DAYS}. You can end it at any time.",
    )
    of = forms.ChoiceField(
        label="What it shows", choices=OF, initial=PRESENT, widget=forms.RadioSelect
    )
    passages = forms.MultipleChoiceField(
        label="Passages", required=False, widget=forms.CheckboxSelectMultiple
    )
    is_watermarked = forms.BooleanField(
        label="The label stands faintly over the page",
        required=False,
        help_text="Whoever passes on a picture of the page passes on the label.",
    )
    may_answer = forms.BooleanField(
        label="Whoever has the link may answer: cleared, not cleared, or a note", required=False
    )

    def __init__(self, *args, content: dict, is_kept: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passages"].choices = passages.offered(content)
        if is_kept:
            self.fields["of"].choices = OF[1:]
            self.fields["of"].initial = VERSION

    def clean_label(self):
        if label := self.cleaned_data["label"].strip():
            return label
        raise forms.ValidationError("Give the link a label, such as “A1”.")

    def clean(self):
        data = super().clean()
        asks_some = data.get("of") == PASSAGES
        if asks_some and not data.get("passages") and "passages" not in self.errors:
            self.add_error("passages", "Tick at least one passage.")
        if not asks_some and data.get("passages"):
            self.add_error("of", "You ticked passages. Choose “Only the passages”, or untick them.")
        return data

    def choices(self) -> dict:
        names = ("label", "days", "passages", "is_watermarked", "may_answer")
        return {name: self.cleaned_data[name] for name in names}

    def token(self, story: Story, by) -> str:
        """Return 43 characters that stand for this very form, for nobody to guess."""
        chosen = [self.cleaned_data[name] for name in sorted(self.fields)]
        made = salted_hmac(SALT, repr([story.pk, by.pk, *chosen]), algorithm="sha256").digest()
        return base64.urlsafe_b64encode(made).decode().rstrip("=")


def story_sharing(admin, request, story: Story):
    """Show the links and the form for another one; make it, and show its address once."""
    kept = _kept(request, story)
    content = kept.content if kept else snapshot(story)
    if request.method != "POST":
        seed = {"version": story.version, "seed": secrets.token_urlsafe(32)}
        form = ShareForm(initial=seed, content=content, is_kept=bool(kept))
        return _page(admin, request, story, kept, form)
    form = ShareForm(request.POST, content=content, is_kept=bool(kept))
    if not form.is_valid():
        return _page(admin, request, story, kept, form)
    token = form.token(story, request.user)
    try:
        link = ShareLink.make(story, request.user, token, of=_of(form, kept), **form.choices())
    except Stale:
        return _page(admin, request, admin.story(request, story.pk), kept, form, is_stale=True)
    address = settings.NEWSROOM_URL + reverse("shared", args=[token])
    return _page(admin, request, story, kept, None, link, address)


def end_link(admin, request, story: Story, pk: int):
    """End a link at once; ending it twice is no mistake."""
    link = story.share_links.filter(pk=pk).first()
    if link is None or request.method != "POST":
        raise Http404
    link.end(request.user)
    return HttpResponseRedirect(admin.address("share", story.pk))


def told(story: Story) -> list[tuple[ShareAnswer, bool]]:
    """Return the newest answer through each link, and whether what was read has changed since."""
    answers = ShareAnswer.objects.filter(link__story=story).select_related("link", "revision")
    newest = list(answers.order_by("link_id", "-pk").distinct("link_id")[:SHOWN])
    if not newest:
        return []
    present = snapshot(story)
    newest.sort(key=lambda answer: -answer.pk)
    return [(answer, answer.has_changed(present)) for answer in newest]


def _kept(request, story: Story) -> Revision | None:
    """Return the earlier version that is to be shared, if one was asked for."""
    asked = request.GET.get("revision", "")
    if not asked:
        return None
    kept = story.revisions.filter(pk=asked).first() if _is_number(asked) else None
    if kept is None:
        raise Http404
    return kept


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _of(form: ShareForm, kept: Revision | None) -> Revision | int | None:
    if form.cleaned_data["of"] == PRESENT:
        return None
    return kept or form.cleaned_data["version"]


def _page(admin, request, story, kept, form, link=None, address="", is_stale=False):
    now = database.now()
    links = story.share_links.select_related("created_by", "revision").annotate(
        opened=Sum("visits__count")
    )
    rows = list(links.prefetch_related("visits", "answers__revision")[:SHOWN])
    present = snapshot(story) if any(row.answers.all() for row in rows) else {}
    for row in rows:
        row.is_open = row.revoked_at is None and row.expires_at > now
        row.told = [(answer, _has_changed(answer, row, present)) for answer in row.answers.all()]
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": "Share",
        "story": story,
        "kept": kept,
        "form": form,
        "links": rows,
        "link": link,
        "address": address,
        "is_stale": is_stale,
    }
    status = 409 if is_stale else 200
    return TemplateResponse(request, "admin/articles/story/share.html", context, status=status)


def _has_changed(answer: ShareAnswer, link: ShareLink, present: dict) -> bool:
    answer.link = link
    return answer.has_changed(present)
