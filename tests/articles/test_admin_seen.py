"""What readers should see by now: the desk compares it with what they do see."""

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client

from articles.models import Story
from newsroom import pagecache
from newsroom.pagecache import Render
from tests.cast import make_article, make_story, make_user, story_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def editor(client):
    user = make_user("Editor")
    client.force_login(user)
    return user


def told(client, story) -> dict:
    answer = client.get(f"/admin/articles/story/{story.pk}/seen/").json()
    return {page["name"]: (page["path"], page["status"], page["etag"]) for page in answer["pages"]}


def as_readers(path: str) -> tuple[int, str]:
    response = Client().get(path)
    page = pagecache.Page("", [], response.content)
    return response.status_code, pagecache.etag_of(page)


def test_expected_is_what_a_fresh_page_says(client, editor):
    article = make_article(owner=editor)

    pages = told(client, story_of(article))

    address = article.get_absolute_url()
    assert pages["The article"] == (address, *as_readers(address))
    assert pages["The front page"] == ("/", *as_readers("/"))
    assert pages["The feed"] == ("/feed/", *as_readers("/feed/"))


def test_expected_follows_a_withdrawal(client, editor):
    story = story_of(make_article(owner=editor))
    before = told(client, story)
    story.withdraw(editor, story.version, "The council asked for a hearing.")

    after = told(client, story)

    assert [before["The article"][1], after["The article"][1]] == [200, 410]
    assert before["The front page"][2] != after["The front page"][2]


def test_story_without_an_article_has_no_page_of_its_own(client, editor):
    assert list(told(client, make_story(owner=editor))) == ["The front page", "The feed"]


def test_message_after_publishing_asks_since_when_readers_see_it(client, editor):
    story = make_story(owner=editor)
    address = f"/admin/articles/story/{story.pk}"

    page = client.post(f"{address}/publish/", {"version": story.version}, follow=True)

    assert f'data-seen="{address}/seen/"' in page.content.decode()
    assert Story.objects.get().article is not None


def test_message_after_what_readers_do_not_see_asks_nothing(client, editor):
    story = make_story(owner=editor)

    page = client.post(
        f"/admin/articles/story/{story.pk}/submit/", {"version": story.version}, follow=True
    )

    assert "data-seen" not in page.content.decode()


def test_fresh_page_is_drawn_for_nobody_and_kept_nowhere(db):
    make_article()

    page = pagecache.fresh("/", "127.0.0.1")

    assert page.status == "200 OK"
    assert "Set-Cookie" not in dict(page.headers)
    same = {"PATH_INFO": "/", "HTTP_HOST": "127.0.0.1", "SERVER_NAME": "x", "SERVER_PORT": "80"}
    again = pagecache.draw(get_wsgi_application(), same | {"wsgi.url_scheme": "http"}, Render())
    assert again.body == page.body
