"""The public address of a picture answers for what is public now (DESIGN §4.8, THREATS B4)."""

import logging
from datetime import timedelta

import pytest
from pytest_django.asserts import assertNumQueries

from newsroom import database, picture_store
from newsroom.models import Photo
from tests.articles.rows import photo_row
from tests.cast import make_article, make_author, make_photo, make_story, make_user, story_of


@pytest.fixture
def editor(db):
    return make_user("Editor")


@pytest.fixture
def photo(db) -> Photo:
    return make_photo()


def address(photo: Photo, width: int = 320, extension: str = "webp") -> str:
    return f"/media/{photo.token}/{width}.{extension}"


def figure(photo: Photo) -> str:
    return f'<p>Text.</p><figure><img src="/admin/photos/{photo.token}/640.webp" alt="x"></figure>'


def as_lead(editor, photo):
    make_article(by=editor, owner=editor, lead_photo=photo)


def in_text(editor, photo):
    make_article(by=editor, owner=editor, body=figure(photo))


def as_listed_portrait(editor, photo):
    make_author(portrait=photo, is_listed=True)


def as_portrait_in_byline(editor, photo):
    make_article(by=editor, owner=editor, author=make_author(portrait=photo))


@pytest.mark.parametrize("use", [as_lead, in_text, as_listed_portrait, as_portrait_in_byline])
def test_picture_in_public_use_is_sent(client, editor, photo, use):
    use(editor, photo)

    response = client.get(address(photo))

    assert response.status_code == 200
    assert response.content[:4] == b"RIFF"


def unused(editor, photo):
    """Nobody shows it."""


def in_draft(editor, photo):
    make_story(owner=editor, lead_photo=photo, body=figure(photo))


def in_scheduled(editor, photo):
    story = make_story(owner=editor, lead_photo=photo, body=figure(photo))
    story.schedule(editor, story.version, database.now() + timedelta(days=1))


def in_withdrawn(editor, photo):
    article = make_article(by=editor, owner=editor, lead_photo=photo, body=figure(photo))
    story = story_of(article)
    story.withdraw(editor, story.version, "The council asked for a hearing.")


def of_hidden_author(editor, photo):
    make_story(owner=editor, author=make_author(portrait=photo))


@pytest.mark.parametrize("use", [unused, in_draft, in_scheduled, in_withdrawn, of_hidden_author])
def test_picture_that_is_not_public_is_not_there(client, editor, photo, use):
    """The same answer as for a picture that never was, for staff too."""
    use(editor, photo)
    client.force_login(editor)

    response = client.get(address(photo))

    nothing = client.get(f"/media/{'0' * 32}/320.webp")
    assert (response.status_code, response.content) == (404, nothing.content)
    assert dict(response.headers) == dict(nothing.headers)


def test_picture_answers_in_one_query(client, editor, photo):
    as_lead(editor, photo)

    with assertNumQueries(1):
        client.get(address(photo))


@pytest.mark.parametrize(
    ("width", "extension", "type_"),
    [(320, "webp", "image/webp"), (640, "webp", "image/webp"), (320, "jpg", "image/jpeg")],
)
def test_picture_has_its_type_and_runs_nothing(client, editor, photo, width, extension, type_):
    as_lead(editor, photo)

    headers = client.get(address(photo, width, extension)).headers

    assert headers["Content-Type"] == type_
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert set(headers["Cache-Control"].split(", ")) == {"public", "max-age=60"}
    assert "Vary" not in headers


@pytest.mark.parametrize(
    "name", ["333.webp", "0.webp", "1920.webp", "320.png", "320.jpg/", "x.jpg"]
)
def test_width_or_type_that_is_not_kept_is_not_there(client, editor, photo, name):
    as_lead(editor, photo)

    assert client.get(f"/media/{photo.token}/{name}").status_code == 404


def test_picture_body_is_whole(client, editor, photo):
    """Never iterated; four slow readers would block four threads."""
    as_lead(editor, photo)

    response = client.get(address(photo))

    assert not response.streaming
    assert int(response.headers["Content-Length"]) == len(response.content)


def test_picture_that_did_not_change_is_304(client, editor, photo):
    as_lead(editor, photo)
    etag = client.get(address(photo)).headers["ETag"]

    response = client.get(address(photo), headers={"If-None-Match": etag})

    assert (response.status_code, response.content) == (304, b"")


def test_withdrawn_picture_is_gone_for_those_who_kept_it(client, editor, photo):
    article = make_article(by=editor, owner=editor, lead_photo=photo)
    etag = client.get(address(photo)).headers["ETag"]
    story = story_of(article)
    story.withdraw(editor, story.version, "The council asked for a hearing.")

    response = client.get(address(photo), headers={"If-None-Match": etag})

    assert response.status_code == 404


def test_proxy_may_send_the_file(client, editor, photo, settings):
    as_lead(editor, photo)
    settings.ACCEL_REDIRECT = "/internal-media/"

    response = client.get(address(photo))

    path = f"/internal-media/pictures/{photo.token}/320.webp"
    assert response.headers["X-Accel-Redirect"] == path
    assert response.headers["Content-Type"] == "image/webp"
    assert response.content == b""


def test_missing_file_is_404_and_noted(client, editor, settings, caplog):
    photo = photo_row()
    as_lead(editor, photo)

    with caplog.at_level(logging.ERROR, "newsroom.pictures"):
        response = client.get(address(photo))

    assert response.status_code == 404
    assert f"photo {photo.pk} cannot be read" in caplog.text


def test_original_has_no_address(client, editor, photo, settings):
    as_lead(editor, photo)
    kept = picture_store.path(settings.PICTURES_ROOT, photo.token, 320, "webp").parents[2]

    assert (kept / "originals" / photo.token).exists()
    for name in ("original", "originals", "../../originals", "%2e%2e/%2e%2e/originals"):
        assert client.get(f"/media/{photo.token}/{name}").status_code == 404
