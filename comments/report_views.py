"""How a reader reports a mistake, and sees what became of it: without account or cookie.

Whatever stands in the way, the answer holds what was typed. Nothing here reads a session.
"""

import logging

from django.db import OperationalError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from comments import conversation, limits
from comments.models import Policy, Report
from comments.models.report import latest_wording
from comments.report_forms import ReportForm
from comments.views import RETRY_SECONDS
from newsroom import words
from newsroom.database import DATABASE_FAILS

logger = logging.getLogger(__name__)


# No token: nobody's authority is used. The form's own note says that we gave it out.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def form(request, article: int):
    is_sent = request.method == "POST"
    try:
        if not hasattr(request, "site"):  # who waits for the database a second time waits in vain
            raise OperationalError("the site could not be read")
        return _post(request, article) if is_sent else _form(request, article)
    except DATABASE_FAILS as problem:
        if not is_sent:
            raise
        logger.error("A report could not be stored: %s", problem)
        sent = ReportForm(article, request.POST)
        response = _answer(request, None, sent, words.REPORT_NOT_STORED, 503)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response


@require_safe
def receipt(request, token: str):
    """Show what became of a report to whoever has its address, while its article is public."""
    rows = Report.objects.filter(token=token).select_related("article", "correction")
    report = rows.defer("article__body", "article__body_text", "article__search").first()
    if report is None:
        raise Http404
    context = {"report": report, "article": report.article}
    return render(request, "comments/report_receipt.html", context)


def _form(request, pk: int):
    article = conversation.article(pk)
    if article is None:
        raise Http404
    wording = request.GET.get("wording", "")
    wording = int(wording[:9]) if wording.isascii() and wording.isdecimal() else 1
    return _answer(request, article, ReportForm(pk, wording=wording))


def _post(request, pk: int):
    article, sent = conversation.article(pk), ReportForm(pk, request.POST)
    if article is None:
        return _answer(request, None, sent, words.REPORT_NOT_HERE, 404)
    if not sent.is_valid():
        return _answer(request, article, sent, words.REPORT_CHECK, 400)
    if not sent.is_ours:
        return _answer(request, article, sent, words.REPORT_AGAIN, 403)
    typed = {name: sent.cleaned_data[name] for name in ("passage", "text", "email")}
    try:
        address = limits.address_of(request)
        once = "\n".join(typed.values())
        limits.check(address, article.pk, Policy.current(), once, kind="report")
    except limits.TooMany as many:
        response = _answer(request, article, sent, str(many), 429)
        response["Retry-After"] = str(many.retry_after)
        return response
    report = Report.take_in(article, sent.saw(latest_wording(article)), **typed)
    response = HttpResponseRedirect(report.get_absolute_url())
    response.status_code = 303
    return response


def _answer(request, article, form: ReportForm, problem: str = "", status: int = 200):
    if form.is_bound:
        form.renew()
    context = {"article": article, "form": form, "problem": problem, "may_send": status != 404}
    return render(request, "comments/report_form.html", context, status=status)
