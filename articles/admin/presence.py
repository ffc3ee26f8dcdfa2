"""Who else has a story open, for the page to say. The page's script gives a sign every 4 s.

Hides how people are named. It blocks nobody; without the script the page only does not know.
"""

from django.http import HttpResponseNotAllowed, JsonResponse
from django.utils.text import get_text_list

from articles.models import Presence, Story


def beat(request, story: Story):
    """Note a sign, and answer with who else gave one of late: two queries besides the story's."""
    if request.method != "POST":
        told = "Only the writing page asks here. Open the story instead."
        return HttpResponseNotAllowed(["POST"], told, content_type="text/plain")
    if request.POST.get("opened"):
        Presence.objects.forget(request.user)
    Presence.objects.sign(story, request.user)
    others = Presence.objects.others(story, request.user)
    return JsonResponse({"others": others, "sentence": sentence(others)})


def sentence(others: list[str]) -> str:
    if not others:
        return ""
    have = "has" if len(others) == 1 else "have"
    return f"{get_text_list(others, 'and')} {have} this open, too."
