"""The picture beside shared links: there while its article is, at an address of its content."""

import io
import re

import pytest
from PIL import Image

from articles import share_card
from articles.models import Article
from articles.share_card import ShareCard
from newsroom.models import Site
from tests.articles.rows import photo_row
from tests.cast import make_article, make_photo, make_user, story_of


@pytest.fixture
def editor(db):
    return make_user("Editor")


@pytest.fixture
def article(editor):
    return make_article(by=editor, owner=editor, headline="The ferry is back")


def address_on(client, article) -> str:
    page = client.get(article.get_absolute_url()).content.decode()
    return re.search(r'property="og:image" content="[^"]*?(/media/[^"]*)"', page)[1]


@pytest.mark.parametrize("has_picture", [True, False])
def test_picture_is_a_jpeg_of_the_size_that_is_named(client, article, has_picture):
    """Issue 6, point 7; THREATS E5: no metadata."""
    if has_picture:
        photo = make_photo()
        Article.all_objects.filter(pk=article.pk).update(lead_photo=photo)

    response = client.get(address_on(client, article))

    picture = Image.open(io.BytesIO(response.content))
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert (picture.format, picture.size) == ("JPEG", (1200, 630))
    assert not {"exif", "icc_profile", "comment"} & picture.info.keys()
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_address_changes_with_what_is_drawn(client, article):
    """And the picture before is gone, from the disk too."""
    first = address_on(client, article)
    assert client.get(first).status_code == 200
    kept = ShareCard.of(article, Site.current()).file

    Article.all_objects.filter(pk=article.pk).update(headline="The ferry is late")

    second = address_on(client, article)
    assert second != first
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert [file.name for file in kept.parent.iterdir()] == [second.split("/")[-1]]


def test_address_changes_with_the_papers_name(client, article):
    first = address_on(client, article)

    Site.objects.update(name="The Norrhaven Courier")

    assert address_on(client, article) != first


def test_address_changes_with_what_stays_in_sight(client, article):
    """Issue 6, point 2: the picture is drawn again when the point moves."""
    photo = make_photo()
    Article.all_objects.filter(pk=article.pk).update(lead_photo=photo)
    first = address_on(client, article)

    type(photo).objects.update(focus_x=20, focus_y=80)

    second = address_on(client, article)
    assert second != first
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_headline_matters_only_where_it_is_drawn(article, editor):
    article.lead_photo = make_photo()
    before = ShareCard.of(article, Site.current()).path

    article.headline = "Another"

    assert ShareCard.of(article, Site.current()).path == before


def test_picture_goes_with_its_article(client, article, editor, django_capture_on_commit_callbacks):
    """THREATS B2, B6: from the disk, and the address answers like one that never was."""
    address = address_on(client, article)
    assert client.get(address).status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        story_of(article).withdraw(editor, 1, "The figures were wrong.")

    assert not ShareCard.of(article, Site.current()).file.parent.exists()
    gone, never = client.get(address), client.get(f"/media/shared/{2**50}/{'0' * 32}.jpg")
    assert (gone.status_code, gone.content) == (404, never.content)


def test_made_up_name_draws_nothing(client, article):
    """THREATS D5: what is drawn is one picture an article."""
    response = client.get(f"/media/shared/{article.pk}/{'a' * 32}.jpg")

    card = ShareCard.of(article, Site.current())
    assert response.status_code == 404
    assert not card.file.exists()


def test_picture_whose_file_is_lost_is_none(client, editor):
    article = make_article(by=editor, owner=editor, lead_photo=photo_row())

    assert client.get(address_on(client, article)).status_code == 404


@pytest.mark.parametrize(("has_picture", "status"), [(True, 302), (False, 503)])
def test_nobody_waits_while_another_is_drawn(client, article, has_picture, status):
    """THREATS D5: who asks for all of them at once takes no thread from readers."""
    if has_picture:
        Article.all_objects.filter(pk=article.pk).update(lead_photo=make_photo())
    address = address_on(client, article)

    with share_card._one_at_a_time:
        response = client.get(address)

    assert (response.status_code, response["Cache-Control"]) == (status, "no-store")
    if has_picture:
        assert client.get(response["Location"])["Content-Type"] == "image/jpeg"
    assert client.get(address).status_code == 200
