"""What every test has: quick passwords, a picture folder, a clock that can be set."""

import gc
import os
import threading
import time
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import TransactionTestCase, client
from django.utils import timezone
from xdist.scheduler import LoadScopeScheduling

from tests import database, emptying

# The demo, and a newsroom that was open before.
TOGETHER = ("tests/comments/test_demo.py", "tests/newsroom/test_launch.py")

CLOCK = """
CREATE OR REPLACE FUNCTION newsroom_now() RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT statement_timestamp() + interval '{seconds} seconds' $$
"""


def pytest_collection_modifyitems(items):
    """The tortures come first: the last test is a short one, so no process waits for another."""
    items.sort(key=lambda item: "torture" not in item.path.parts or is_with_database(item))


class Together(LoadScopeScheduling):
    """Tests go to whatever process is free, but for files that share something dear to make."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file in TOGETHER else nodeid


def pytest_xdist_auto_num_workers(config):
    """One process more than cores for the tests in browsers, which often wait."""
    return len(os.sched_getaffinity(0)) + ("not crawl" not in config.option.markexpr)


def pytest_xdist_make_scheduler(config, log):
    return Together(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish():
    """What is loaded by now stays: the garbage collector need not walk through it every time."""
    gc.collect()
    gc.freeze()


def is_with_database(item) -> bool:
    """Such tests keep the order that pytest-django gave them: what empties tables comes last."""
    return item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    connection.settings_dict["TEST"]["TEMPLATE"] = database.template()


@pytest.fixture(autouse=True)
def _quick_and_tidy(settings, tmp_path):
    from articles import search_limits  # it needs the loaded app registry

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.PICTURES_ROOT = tmp_path / "media"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    search_limits.forget()


@pytest.fixture(scope="session", autouse=True)
def _page_context_alone():
    """Of all that an answer was drawn with, the page's own is kept: copying it once more for each
    of a form's hundred fields takes a tenth of the time.
    """
    keep = client.store_rendered_templates

    def keep_first(store, *args, **kwargs):
        if "context" not in store:
            keep(store, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "store_rendered_templates", keep_first)
        yield


@pytest.fixture(scope="session", autouse=True)
def _quickly_emptied():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptying.empty)
        yield


LET_GO = """
UPDATE articles_legalhold h SET released_at = now(), release_note = 'The test is over.',
    released_by_id = r.user_id
FROM articles_legalhold_releasers r WHERE r.legalhold_id = h.id AND h.released_at IS NULL;
UPDATE articles_story SET embargo_set_at = newsroom_now() WHERE embargoed_until IS NOT NULL;
UPDATE articles_story SET embargoed_until = NULL WHERE embargoed_until IS NOT NULL
"""


@pytest.fixture(autouse=True)
def _let_go(request, _django_db_marker):
    """The tables that a test of real transactions leaves behind are emptied, which no database
    does while a story is held or embargoed: what is still so is let go, in the allowed way.
    """
    yield
    mark = request.node.get_closest_marker("django_db")
    if mark and mark.kwargs.get("transaction"):
        _await_last_answers()
        with connection.cursor() as cursor:
            cursor.execute(LET_GO)


def _await_last_answers(patience: float = 10) -> None:
    """A page that is closed may have asked for something more: whoever answers that still reads
    tables, and emptying them at that moment ends in a deadlock.
    """
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if not any("process_request_thread" in each.name for each in threading.enumerate()):
            return
        time.sleep(0.01)


class Clock:
    """Moves the database's clock and this process's by the same step."""

    def __init__(self):
        self.offset = timedelta()
        self.traveller = None

    def forward(self, **step) -> None:
        self.offset += timedelta(**step)
        with connection.cursor() as cursor:
            cursor.execute(CLOCK.format(seconds=self.offset.total_seconds()))
        self._travel()

    def next_window(self, seconds: int) -> None:
        """Stand just after the beginning of a window of so many seconds: no test sees its end."""
        self.forward(seconds=seconds - time.time() % seconds + 1)

    def _travel(self) -> None:
        self.back()
        self.traveller = time_machine.travel(timezone.now() + self.offset, tick=True)
        self.traveller.start()

    def back(self) -> None:
        if self.traveller:
            self.traveller.stop()
            self.traveller = None


@pytest.fixture
def clock(db):
    """`clock.forward(hours=1)`; both clocks are right again after the test."""
    clock = Clock()
    yield clock
    clock.back()
    with connection.cursor() as cursor:
        cursor.execute(CLOCK.format(seconds=0))
