"""The banner of breaking news: put up with two taps from a story, ended with one."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse

from articles.admin.front_forms import BannerForm
from articles.admin.front_pages import context_of
from articles.models import Article, Banner

END = "end"


def breaking(admin, request):
    """The form, with a story's headline in it if one is named; POST puts it up or ends it."""
    if request.method == "POST" and request.POST.get("do") == END:
        ended = Banner.end()
        messages.success(request, "The banner is down." if ended else "No banner was up.")
        return HttpResponseRedirect(admin.address("breaking"))
    form = BannerForm(request.POST or None, initial=_of(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        Banner.put_up(data["text"], request.user, data["minutes"], data["article"])
        messages.success(request, "The banner is up. It ends by itself.")
        return HttpResponseRedirect(admin.address("breaking"))
    context = context_of(admin, request, "Breaking news") | {"form": form, "up": Banner.up()}
    return TemplateResponse(request, "admin/articles/front/breaking.html", context)


def _of(request) -> dict:
    """Return what the form begins with: the headline of the public article that was named."""
    value = request.GET.get("article", "")
    is_number = value.isascii() and value.isdecimal() and len(value) < 19
    article = Article.objects.filter(pk=value).first() if is_number else None
    return {"article": article, "text": article.card_headline[:140]} if article else {}
