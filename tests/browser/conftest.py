"""What every browser test needs: Chromium, and a plain word where there is none."""

import os
from pathlib import Path

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import expect

FULL = Path("/usr/bin/chromium")
# Debian's own shell around the same engine: without windows, a page opens in a third of the time.
SHELL = Path("/usr/lib/chromium/chromium-headless-shell")
CHROMIUM = SHELL if SHELL.exists() else FULL
expect.set_options(timeout=15_000)  # many tests may share the machine
# One act of each kind of person is walked every day; the others take minutes, and run with all.
EVERY_DAY = {
    "test_journalist_writes_and_publishes_a_story",
    "test_typed_text_is_stored_as_it_was_typed",
    "test_article_is_light",
    "test_reader_writes_where_the_article_is",
    "test_queue_is_worked_by_keyboard",
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents and item.originalname not in EVERY_DAY:
            item.add_marker("crawl")


def pytest_runtest_setup(item):
    """Skip where a person has no Chromium; fail where the tests are the gate."""
    if CHROMIUM.exists() or item.get_closest_marker("browser") is None:
        return
    sentence = f"There is no Chromium at {CHROMIUM}; install it to run the browser tests."
    if os.environ.get("CI") == "true":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": str(CHROMIUM), "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_kept():
    """As in the product a browser asks once for a file; a page of the desk names sixty."""
    found, plain = {}, StaticFilesHandler.get_response

    def get_response(handler, request):
        if request.path not in found:
            answer = plain(handler, request)
            if answer.status_code != 200:
                return answer
            found[request.path] = answer.getvalue(), answer["Content-Type"]
        body, kind = found[request.path]
        return HttpResponse(body, kind, headers={"Cache-Control": "max-age=3600"})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "get_response", get_response)
        yield


@pytest.fixture
def sign_in(live_server, browser):
    """`sign_in(user)`: a page of a browser of their own, which notes whatever the policy stops."""
    contexts = []

    def as_user(user, **options):
        client = Client()
        client.force_login(user)
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        context.add_cookies([cookie | {"url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    yield as_user
    for context in contexts:
        context.close()
