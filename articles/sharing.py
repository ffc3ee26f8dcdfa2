"""What somebody without an account reads, and answers, by a link that the desk gave them.

This stands at the desk's side of the house: it is the one address outside `/admin/` that reads a
story, and it does so only for the holder of an open link. Nobody is signed in here and no cookie is
read or set; the token in the address is all there is. Every other token gets the page that every
address gets where nothing is, after one look at the links' table alone.
"""

from functools import wraps

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles import guesses, passages
from articles.admin.fields import Text
from articles.models import Article, Section, ShareAnswer, ShareLink, ShareVisit, StoryByline
from articles.models.sharing import Changed, Over, TooManyAnswers
from articles.page import ArticlePage
from authors.models import Author
from newsroom import html, pictures
from newsroom.models import Photo

NEVER_KEPT = "private, no-store"
NOWHERE_FOUND = "noindex, nofollow, noarchive, noimageindex"
WORDS = ("headline", "standfirst", "body", "place", "kind", "language", "lead_caption")
CHANGED = _(
    "The text was changed while you read it, so that your answer was not kept. What you wrote is "
    "below. Read the text as it is now, then answer again."
)
TOO_MANY = _("Too many requests came from where you are. Wait ten minutes, then try again.")
LATER = {"Retry-After": str(guesses.SECONDS), "Cache-Control": NEVER_KEPT}
FULL = _("This link takes no more answers. Tell the newsroom what you have to say another way.")


class AnswerForm(forms.Form):
    """What a lawyer says; `read` names the words that stood above the form."""

    read = forms.CharField(max_length=64, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=_("What do you say of it?"),
        choices=ShareAnswer.Verdict,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
    note = Text(max_length=4000, label=_("Your note"), widget=forms.Textarea(attrs={"rows": 5}))

    def clean(self):
        data = super().clean()
        is_note = data.get("verdict") == ShareAnswer.Verdict.NOTE
        if is_note and not data.get("note", "").strip() and "note" not in self.errors:
            self.add_error("note", _("Write your note."))
        return data


def by_link(view):
    """Find the open link that a token means; else answer as every address does without a page."""

    @wraps(view)
    def answer(request, token: str, **kwargs):
        if guesses.too_many(request):
            return HttpResponse(f"{TOO_MANY}\n", "text/plain", status=429, headers=LATER)
        link = ShareLink.objects.by_token(token)
        if link is None:
            guesses.count_one(request)
            raise Http404
        response = view(request, link, token, **kwargs)
        response["Cache-Control"] = NEVER_KEPT
        response["X-Robots-Tag"] = NOWHERE_FOUND
        response["Referrer-Policy"] = "no-referrer"
        return response

    # A forged form is one that a browser sends with what it knows of a reader: a cookie. Here none
    # is read, and whoever could forge the address holds the link and may answer anyway. A token
    # against forgery would need a cookie, which this page must not set.
    return csrf_exempt(answer)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def shared(request, link: ShareLink, token: str):
    if request.method == "POST":
        return _answer(request, link, token)
    if request.method == "GET":
        ShareVisit.count_one(link)
    return _page(request, link, token)


@require_safe
@by_link
def shared_picture(request, link: ShareLink, token: str, photo: str, width: str, extension: str):
    """Send a picture that the link's own page shows. It ends with the link."""
    found = next((p for p in _photos(link.content()) if p.token == photo), None)
    if found is None:
        return pictures.no_picture()
    return pictures.picture_response(request, found, int(width), extension)


def _answer(request, link: ShareLink, token: str):
    if not link.may_answer:
        raise Http404
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, link, token, form)
    try:
        link.answer(**form.cleaned_data)
    except Over as over:
        raise Http404 from over
    except Changed:
        return _page(request, link, token, form)
    except TooManyAnswers:
        return _page(request, link, token, form, FULL, status=409)
    return HttpResponseRedirect(f"{reverse('shared', args=[token])}#answers", status=303)


def _page(request, link, token: str, form=None, refused: str = "", status: int = 200):
    content = link.content()
    page = page_of(content, reverse("shared", args=[token]))
    read = passages.fingerprint(content)
    if form and form.data.get("read") != read:  # the words above the form are others by now
        refused, status = CHANGED, 409
    context = {
        "page": page,
        "article": page.article,
        "picture_root": page.picture_root,
        "link": link,
        "title": content["headline"] or _("Passages of a text"),
        "answers": link.answers.all()[:20] if link.may_answer else [],
        "read": read,
        "form": form or AnswerForm(),
        "refused": refused,
        "marks": range(24),
    }
    return render(request, "articles/story_shared.html", context, status=status)


def page_of(content: dict, picture_root: str) -> ArticlePage:
    """Return the page of a kept text, or of what a link shows of it."""
    article = Article(**{field: content[field] for field in WORDS})
    article.section = Section.objects.filter(pk=content["section_id"]).first()
    photos = {photo.pk: photo for photo in _photos(content)}
    article.lead_photo = photos.get(content["lead_photo_id"])
    return ArticlePage(
        article=article,
        credits=_credits(content),
        tags=[],
        corrections=[],
        photos={photo.token: photo for photo in photos.values()},
        picture_root=picture_root,
        is_preview=True,
    )


def _photos(content: dict) -> list[Photo]:
    """Return the pictures of a text, and no other: over it and within it."""
    inside = Photo.objects.filter(token__in=html.photo_tokens(content["body"]))
    return list(inside | Photo.objects.filter(pk=content["lead_photo_id"]))


def _credits(content: dict) -> list[StoryByline]:
    if content["byline_choice"] != "named":
        return []
    rows = content["bylines"]
    authors = Author.objects.in_bulk([row["author_id"] for row in rows])
    return [
        StoryByline(author=authors[row["author_id"]], role=row["role"])
        for row in rows
        if row["author_id"] in authors
    ]
