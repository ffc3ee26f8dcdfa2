"""What a reader does: open the form, send a comment, come back to it.

Whatever stands in a comment's way (a wrong field, an old form, a closed thread, too many at once,
the database away), the answer holds what was typed. With `?part=1` it is the part that the script
on the article's page puts in place; else it is a page of its own.
"""

import logging

from django.db import OperationalError
from django.http import Http404, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from articles.models import Article
from comments import conversation, limits, own, posting
from comments.forms import LONGEST_NAME, CommentForm, stamp
from comments.models import Comment, Mode, Policy, Terms
from newsroom import words
from newsroom.database import DATABASE_FAILS
from newsroom.language import grouped

logger = logging.getLogger(__name__)

RETRY_SECONDS = 30
# At which field a refusal is shown; any other stands at the head of the form.
FIELD_OF_RULE = {"length": "text", "unreadable": "text", "name": "name"}


@require_safe
def form(request, article: int):
    article = conversation.article(article)
    if article is None:
        raise Http404
    asked = CommentForm(request.GET).number("parent")
    parent = _readable(asked, article)
    problem = words.PARENT_GONE if asked is not None and parent is None else ""
    start = {"article": article.pk, "parent": parent and parent.pk, "opened": stamp()}
    form = CommentForm(is_staff=bool(_colleague(request)), initial=start)
    return _answer(request, article, form, problem, parent=parent)


@require_safe
def permalink(request, pk: int):
    """Lead to where a comment stands; its writer, while it waits, to the page that says so."""
    rows = Comment.objects.filter(pk=pk).select_related("article")
    comment = rows.only("parent", "article__day", "article__slug").first()
    if comment:
        return HttpResponseRedirect(conversation.address_of(comment))
    if own.one(request, pk):
        return HttpResponseRedirect(reverse("comments:sent", args=[pk]))
    raise Http404


@require_safe
def sent(request, pk: int):
    """Show a reader the own comment, and what became of it."""
    comment = own.one(request, pk)
    if comment is None:
        raise Http404
    is_shown = Comment.objects.filter(pk=pk).exists()
    context = {"article": comment.article, "comment": comment, "is_shown": is_shown}
    context["told"] = words.THANKS_SHOWN if is_shown else _told(comment)
    return _draw(request, "sent", context)


@csrf_exempt  # it is asked below, where a refusal can give back what was typed
def post(request):
    if request.method != "POST":
        raise Http404  # nothing is there to be read
    try:
        if not hasattr(request, "site"):  # who waits for the database a second time waits in vain
            raise OperationalError("the site could not be read")
        return _post(request)
    except DATABASE_FAILS as problem:
        logger.error("A comment could not be stored: %s", problem)
        form = CommentForm(request.POST, is_staff="email" not in request.POST)
        response = _draw(request, "not_stored", {"form": form}, 503)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response


def _post(request):
    user = _colleague(request)
    form = CommentForm(request.POST, is_staff=bool(user))
    article = conversation.article(form.number("article"))
    if article is None:
        return _draw(request, "not_here", {"form": form}, 404)
    asked = form.number("parent")
    parent = _readable(asked, article)
    if _Token.problem_of(request):
        return _answer(request, article, form, words.SEND_AGAIN, 403, parent)
    if not form.is_valid():
        is_signed_out = user is None and "email" not in request.POST
        problem = words.SIGNED_OUT if is_signed_out else words.CHECK
        return _answer(request, article, form, problem, 400, parent)
    if asked is not None and parent is None:
        return _answer(request, article, form, words.PARENT_GONE, 409)
    try:
        comment = _keep(request, article, parent, user, form)
    except limits.TooMany as many:
        response = _answer(request, article, form, str(many), 429, parent)
        response["Retry-After"] = str(many.retry_after)
        return response
    except posting.Refused as refusal:
        return _refused(request, article, form, refusal, parent)
    response = HttpResponseRedirect(_with_part(request, "comments:sent", comment.pk))
    response.status_code = 303
    own.remember(request, response, comment)
    return response


def _keep(request, article, parent, user, form) -> Comment:
    typed, address = form.cleaned_data, limits.address_of(request)
    email = user.email if user else typed["email"]
    sent = f"{parent and parent.pk}:{Comment.fingerprint_of(email, typed['text'])}"
    limits.check(address, article.pk, Policy.current(), sent)
    return posting.post(
        article,
        name=str(user)[:LONGEST_NAME] if user else typed["name"],
        email=email,
        text=typed["text"],
        parent=parent,
        user=user,
        address=address,
        seconds=form.seconds,
    )


def _refused(request, article, form, refusal, parent):
    if refusal.rule == "gone":
        return _draw(request, "not_here", {"form": form}, 404)
    field = FIELD_OF_RULE.get(refusal.rule)
    if field not in form.fields:
        return _answer(request, article, form, str(refusal), 400, parent)
    form.add_error(field, str(refusal))
    return _answer(request, article, form, words.CHECK, 400, parent)


class _Token(CsrfViewMiddleware):
    """Django's own check, which tells instead of answering."""

    @classmethod
    def problem_of(cls, request) -> str | None:
        return cls(lambda request: None).process_view(request, None, (), {})

    def _reject(self, request, reason):
        return reason


def _readable(pk: int | None, article: Article) -> Comment | None:
    return Comment.objects.filter(pk=pk, article=article).first() if pk else None


def _colleague(request):
    """Return who asks, if the newsroom knows them; anybody else is a reader."""
    user = request.user
    return user if user.is_active and user.is_staff else None


def _told(comment: Comment) -> str:
    """Return what its writer is told of a comment that others do not see; never a rule."""
    if comment.status == Comment.Status.REJECTED:
        return words.NOT_PUBLISHED
    if comment.status == Comment.Status.REMOVED:
        return words.TAKEN_DOWN
    terms = Terms.of(comment.article_id)
    if terms and terms.mode == Mode.PREMODERATED:
        return words.THANKS_READ_BEFORE
    return words.THANKS_HELD if own.has_spoken(comment.email) else words.THANKS_FIRST


def _answer(request, article, form, problem="", status=200, parent=None):
    """Draw the form with what was typed, or why there is none."""
    form.lead_to(article.pk, parent and parent.pk)
    text = form.fields["text"]
    text.widget.attrs["lang"] = article.language
    longest = Policy.current().longest
    limit = ngettext("At most {count} character.", "At most {count} characters.", longest)
    text.help_text = limit.format(count=grouped(longest))
    terms = Terms.of(article.pk)
    if form.is_bound and terms and terms.is_closed:
        problem = words.CLOSED
    context = {"article": article, "form": form, "problem": problem, "parent": parent}
    context |= {"terms": terms, "is_premoderated": terms and terms.mode == Mode.PREMODERATED}
    context["waiting"] = own.waiting(request, article)
    return _draw(request, "form", context, status)


def _draw(request, name: str, context: dict, status: int = 200):
    """Draw `_<name>.html` alone or on its page, as it was asked for."""
    is_part = request.GET.get("part") == "1"
    template = f"comments/_{name}.html" if is_part else "comments/page.html"
    context |= {"is_part": is_part, "part": f"comments/_{name}.html"}
    return render(request, template, context, status=status)


def _with_part(request, name: str, *args) -> str:
    part = "?part=1" if request.GET.get("part") == "1" else ""
    return reverse(name, args=args) + part
