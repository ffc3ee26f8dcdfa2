"""A picture that may not go out is left out, and what stood there is kept."""

import pytest

from articles.models import Stale
from articles.models.pictures import without
from newsroom.html import clean
from tests.articles.rows import photo_row
from tests.cast import make_story, make_user, rewrite

pytestmark = pytest.mark.django_db
ONE, TWO = "1" * 32, "2" * 32


def picture(token: str) -> str:
    return f'<img src="/admin/photos/{token}/640.webp" alt="">'


@pytest.mark.parametrize(
    ("body", "left"),
    [
        (f"<p>A</p><figure>{picture(ONE)}</figure><p>B</p>", "<p>A</p><p>B</p>"),
        (
            f"<p>A</p><figure>{picture(ONE)}<figcaption>Nets</figcaption></figure><p>B</p>",
            "<p>A</p><p>B</p>",
        ),
        (f"<p>A</p>\n<figure>{picture(ONE)}</figure>\n<p>B</p>", "<p>A</p>\n<p>B</p>"),
        (f"<p>A</p><p>so {picture(ONE)} said</p>", "<p>A</p><p>so  said</p>"),
        (f"<p>A</p><figure>{picture(TWO)}</figure>", f"<p>A</p><figure>{picture(TWO)}</figure>"),
    ],
)
def test_figure_goes_as_a_whole_and_no_word_beside_it(body, left):
    assert without(clean(body), [ONE]) == clean(left)


def test_left_out_pictures_are_a_version_of_their_own_and_the_old_one_is_kept():
    photo, editor = photo_row(), make_user("Editor")
    body = f"<p>The nets.</p><figure>{picture(photo.token)}</figure>"
    story = make_story(owner=editor, body=clean(body), lead_photo=photo, lead_caption="Nets")

    assert story.leave_out(editor, 1, [photo.token]) == 2

    story.refresh_from_db()
    assert (story.body, story.lead_photo, story.lead_caption) == ("<p>The nets.</p>", None, "")
    assert story.story_photos.count() == 0
    kept = story.revisions.get()
    assert (kept.version, kept.content["body"]) == (1, clean(body))
    assert story.transitions.first().note == "lead photo, body"


def test_nothing_is_left_out_of_other_words_than_were_read():
    """DESIGN §4.3."""
    photo, editor = photo_row(), make_user("Editor")
    story = make_story(owner=editor, lead_photo=photo)
    rewrite(type(story).objects.get(pk=story.pk), editor, headline="Other words")

    with pytest.raises(Stale):
        story.leave_out(editor, 1, [photo.token])

    story.refresh_from_db()
    assert (story.lead_photo, story.version, story.revisions.count()) == (photo, 2, 0)
