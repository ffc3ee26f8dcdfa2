"""The demo's texts: all invented, set with care, and nothing in them leads out of the house."""

import re

import pytest

from comments.demo.build import ROLES
from comments.demo.content import (
    CONTENT,
    STORY,
    first_wording,
    listed,
    next_wording,
    read_changes,
    read_conversations,
    read_desk,
    read_json,
    read_pins,
    read_standing,
    read_stories,
)
from comments.demo.pictures import PICTURES
from newsroom import html, standing

FILES = sorted(file for file in CONTENT.rglob("*.*") if file.is_file())
ADDRESS = re.compile(r"https?://([^/\s\"<>]+)|(?<=\w@)([\w.-]+\w)|(?<!\w)(www\.[\w.-]+)")
LINK = re.compile(r"<a href=\"([^\"]+)\"")
CREDITED = re.compile(rf"(.+) \(({'|'.join(ROLES)})\)")
SENTENCE = re.compile(r"(?<=[.!?”])\s+")


def rows():
    """Every comment with its answers, in the order of the files."""
    for talk in read_conversations().values():
        for row in talk.get("comments", []):
            yield from [row, *row.get("replies", [])]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_domain_is_kept_for_examples(file):
    domains = {part for match in ADDRESS.findall(file.read_text("utf-8")) for part in match if part}

    assert domains <= {"example.org", "norrhaven.example"}


def test_links_inside_stories_lead_to_examples_or_to_our_own_pages():
    links = [link for text in read_stories() for link in LINK.findall(text.body)]

    assert links
    assert [link for link in links if not link.startswith(("https://example.org/", "/"))] == []


def test_quotation_marks_are_curly():
    stories = [html.text(text.body) for text in read_stories()]
    fields = [value for text in read_stories() for value in text.header.values()]
    comments = [row["text"] for row in rows()]
    changes = [each for rows in read_changes().values() for each in rows]
    comments += [each.get(name, "") for each in changes for name in ("text", "amended")]
    comments += [pin.get(name, "") for pin in read_pins() for name in ("headline", "kicker")]
    comments += [html.text(page.body) for page in read_standing()]
    desk = read_desk()
    told = [desk.pop("shift"), *(row for rows in desk.values() for row in rows)]
    comments += [row.get(name, "") for row in told for name in ("text", "note")]
    reasons = [each.get("sentence", "") for row in rows() for each in row.get("decisions", [])]

    for text in [*stories, *fields, *comments, *reasons]:
        assert not set("'\"`") & set(text), text


def test_standing_pages_state_only_facts_that_the_software_knows():
    pages = read_standing()

    assert [page["slug"] for page in pages if standing.unknown(page.body)] == []
    assert [page["slug"] for page in pages if html.clean(page.body) != page.body] == []
    assert len(pages) == 7


def test_stories_use_people_and_pictures_that_are_there():
    authors = {author["name"] for author in read_json("authors")}
    for text in read_stories():
        parts = [part.strip() for part in text["bylines"].split(";")]
        named = [CREDITED.fullmatch(part) for part in parts if part not in ("", "newsroom")]

        assert {match[1] for match in named} <= authors, text.name
        assert text["lead_photo"] in {"", *PICTURES}, text.name


def test_stories_name_older_ones_that_readers_see():
    """Only of what has aged already is the address known."""
    stories = {text.name: text for text in read_stories()}
    for name, text in stories.items():
        linked = [match[1] for match in STORY.finditer(text.body)]
        for other in [*linked, *listed(text["related"])]:
            assert stories[other]["state"].startswith("published"), (name, other)
            ages = (float(stories[each]["days_ago"]) for each in (other, name))
            assert next(ages) > next(ages), (name, other)


def test_pins_and_series_are_of_stories_that_are_there():
    stories = {text.name: text for text in read_stories()}
    tags = [tag for text in stories.values() for tag in listed(text["tags"])]

    assert {pin["story"] for pin in read_pins()} <= set(stories)
    assert min(tags.count(name) for name in read_json("series")) >= 3


def test_no_sentence_stands_in_two_stories():
    """What is written for this paper, and no filler."""
    seen: dict[str, str] = {}
    for text in read_stories():
        for block in html.text(text.body).splitlines():
            for sentence in SENTENCE.split(block):
                if len(sentence) > 40:
                    assert seen.setdefault(sentence, text.name) == text.name, sentence


def test_three_articles_are_long():
    lengths = {text.name: html.words(text.body) for text in read_stories()}

    assert sum(length >= 700 for length in lengths.values()) >= 3
    assert sum(0 < length <= 300 for length in lengths.values()) >= 3


def test_conversations_belong_to_stories_and_writers():
    assert set(read_conversations()) <= {text.name for text in read_stories()}
    assert {row["who"] for row in rows() if "who" in row} == set(read_json("writers"))


def test_every_writer_has_one_address():
    writers = read_json("writers")

    assert len(set(writers.values())) == len(writers)


def test_changes_lead_to_the_wording_of_today():
    stories = {text.name: text for text in read_stories()}
    assert set(read_changes()) <= set(stories)
    for name, changes in read_changes().items():
        today = stories[name]["standfirst"] + stories[name].body
        wordings = [first_wording(today, changes)]
        for change in changes:
            wordings.append(next_wording(wordings[-1], change))
            assert all(was in wordings[-2] for was, _ in change["words"]), (name, change)
        assert wordings[-1] == today
        assert len(set(wordings)) == len(changes) + 1
