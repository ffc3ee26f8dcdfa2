"""Which language is spoken where, and that none stays behind (DESIGN §4.5, §4.6)."""

from threading import Barrier, Thread

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.translation import get_language, gettext

from newsroom import language, middleware
from newsroom.models import Site

ENGLISH, GERMAN = "Skip to the text", "Zum Text springen"


def speak(code: str) -> None:
    Site.objects.filter(pk=1).update(language=code)


def spoken(request: WSGIRequest) -> str:
    """Return what a view says that answers this request."""
    said = []
    middleware.site_zone(lambda request: said.append(gettext(ENGLISH)) or HttpResponse())(request)
    return said[0]


@pytest.mark.parametrize(
    ("paper", "expected"),
    [("en", "en"), ("en-gb", "en"), ("de", "de"), ("fr", "en"), ("ar", "en"), ("zh-hans", "en")],
)
def test_paper_without_a_catalogue_is_told_everything_in_english(paper, expected):
    assert language.of_paper(paper) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", GERMAN),
        ("/world/feed/", GERMAN),
        ("/comments/form/1/", GERMAN),
        ("/share/abc/", GERMAN),
        ("/administration/", GERMAN),
        ("/admin/", ENGLISH),
        ("/admin/articles/story/", ENGLISH),
        ("/admin", ENGLISH),
        ("/accounts/login/", ENGLISH),
        ("/healthz", ENGLISH),
    ],
)
def test_readers_are_spoken_to_in_the_papers_language_and_the_desk_in_english(rf, path, expected):
    speak("de")

    assert spoken(rf.get(path)) == expected
    assert gettext(ENGLISH) == ENGLISH


@pytest.mark.django_db
def test_nobody_is_asked_which_language_they_prefer(client):
    """DESIGN §4.6: a page is the same for everyone."""
    client.cookies["django_language"] = "de"

    response = client.get("/", headers={"accept-language": "de"})

    assert ENGLISH in response.content.decode()
    assert not response.cookies
    assert "language" not in response.get("Vary", "").lower()
    assert "Content-Language" not in response


@pytest.mark.django_db
def test_page_drawn_while_another_is_answered_leaves_its_language_alone(rf):
    """The desk draws public pages to see what readers get."""
    speak("de")
    said = []

    def desk(request):
        said.extend([get_language(), spoken(rf.get("/")), get_language()])
        return HttpResponse()

    middleware.site_zone(desk)(rf.get("/admin/"))

    assert said == ["en", GERMAN, "en"]


def test_thread_never_hears_another_threads_language():
    said, both = {}, Barrier(2)

    def answer(code: str):
        with language.for_readers(Site(language=code)):
            both.wait(10)
            said[code] = gettext(ENGLISH)
            both.wait(10)

    threads = [Thread(target=answer, args=[code]) for code in ("en", "de")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert said == {"en": ENGLISH, "de": GERMAN}


@pytest.mark.django_db
def test_failing_view_leaves_no_language_behind():
    speak("de")

    def view(request):
        raise RuntimeError("It broke.")

    with pytest.raises(RuntimeError, match="broke"):
        middleware.site_zone(view)(RequestFactory().get("/"))

    assert get_language() == "en"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", ["A", "A and B", "A, B and C", "5,000"]),
        ("de", ["A", "A und B", "A, B und C", "5.000"]),
    ],
)
def test_lists_and_numbers(code, expected):
    with language.for_readers(Site(language=code)):
        said = [language.listed("ABC"[:count]) for count in (1, 2, 3)]
        said.append(language.grouped(5000))

    assert said == expected


def test_names_in_a_list_are_escaped():
    assert language.listed(["<b>", "&"]) == "&lt;b&gt; and &amp;"
