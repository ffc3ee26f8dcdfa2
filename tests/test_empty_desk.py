"""Every page of the desk that has nothing to show says what to do next (issue 5, point 19)."""

import re

import pytest

from tests.cast import make_story, make_user

pytestmark = pytest.mark.django_db

EMPTY = re.compile(r'class="empty"[^>]*>(.*?)</(?:p|li)>', re.DOTALL)
PANEL = re.compile(r'<section class="panel".*?</section>', re.DOTALL)
NAV = re.compile(r'<nav class="home__side".*?</nav>', re.DOTALL)
LINK = re.compile(r'href="([^"]+)"')
ROW = ('class="row"', "<tr", 'class="shift"')
STORIES = "/admin/articles/story/"
# What is never empty: the site and its house rules are a row each, and whoever looks is a user.
FULL = (
    "/newsroom/site/",
    "/comments/policy/",
    "/newsroom/user/",
    "/auth/group/",
    f"{STORIES}mail/",
    "/let-in/",
)
FRONT = "/admin/articles/front/"


def pages(role: str, home: str) -> list[str]:
    """Every list that this role is led to, and what lies behind it."""
    found = {link for link in LINK.findall(NAV.search(home)[0]) if not link.endswith("/add/")}
    found = {link for link in found if not any(link.endswith(full) for full in FULL)}
    if f"{STORIES}plan/" in found:
        lists = ("mine", "review", "scheduled", "changed", "published", "withdrawn", "spiked")
        found |= {f"{STORIES}?list={name}" for name in lists}
        found |= {f"{STORIES}?q=nowhere", f"{STORIES}shift/"}
    if "/admin/comments/comment/" in found:
        tabs = ("waiting", "approved", "rejected", "removed", "all")
        found |= {f"/admin/comments/comment/?show={name}" for name in tabs}
    if FRONT in found:
        found = found - {FRONT} | {f"{FRONT}history/", f"{FRONT}find/"}
    return sorted(found | {"/admin/go/?q=nowhere"})


def leads_on(sentence: str) -> bool:
    """A link, or a second sentence after the one that says what is not there."""
    return "<a " in sentence or len(re.findall(r"[.!?](?:\s|$)", sentence)) > 1


@pytest.mark.crawl
@pytest.mark.parametrize("role", ["Journalist", "Editor", "Moderator", "Administrator"])
def test_empty_lists_tell_the_next_step(client, role):
    client.force_login(make_user(role))
    home = client.get("/admin/").content.decode()

    silent = {}
    for address in pages(role, home):
        answer = client.get(address)
        told = EMPTY.findall(answer.content.decode())
        if answer.status_code != 200 or not told or not all(map(leads_on, told)):
            silent[address] = (answer.status_code, told)

    assert silent == {}


@pytest.mark.parametrize("role", ["Journalist", "Editor", "Moderator", "Administrator"])
def test_empty_panels_tell_the_next_step(client, role):
    client.force_login(make_user(role))

    for _ in range(2):  # who comes back is told what happened since
        panels = PANEL.findall(client.get("/admin/").content.decode())

    assert panels
    for panel in panels:
        told = EMPTY.findall(panel)
        assert told or any(row in panel for row in ROW), panel
        assert all(map(leads_on, told)), told


def test_empty_parts_of_a_story_tell_the_next_step(client):
    editor = make_user("Editor")
    story = make_story(owner=editor, headline="")
    client.force_login(editor)

    for part in ("history", "notes", "share", "compare"):
        told = EMPTY.findall(client.get(f"{STORIES}{story.pk}/{part}/").content.decode())
        assert told, part
        assert all(map(leads_on, told)), (part, told)
