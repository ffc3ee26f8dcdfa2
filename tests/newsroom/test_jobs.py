"""The queue in the database: once for each, tried again, never lost with its worker."""

import threading

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from newsroom import jobs, worker
from newsroom.database import now
from newsroom.jobs import Job, do_next

CLAIM = "SELECT id FROM newsroom_job WHERE ended_at IS NULL FOR UPDATE SKIP LOCKED"


@pytest.fixture
def done(monkeypatch) -> list[int]:
    """What a job of the kind “note” was done for; of the kind “fail”, what it was tried for."""
    found = []

    def fail(subject):
        found.append(subject)
        raise ConnectionRefusedError("the mail server is away")

    monkeypatch.setattr(jobs, "KINDS", {"note": found.append, "fail": fail})
    return found


def run() -> int:
    """Do all that is due; return how many jobs that were."""
    count = 0
    while do_next():
        count += 1
    return count


@pytest.mark.django_db
def test_job_is_done_once_however_often_it_is_added(done):
    """THREATS F2: a unique key, also after it was done."""
    Job.objects.add("note", [7, 8])
    Job.objects.add("note", [7])
    run()
    Job.objects.add("note", [8])

    assert run() == 0
    assert done == [7, 8]


@pytest.mark.django_db
def test_failed_job_waits_longer_each_time_and_is_given_up_after_a_day(done, clock):
    """THREATS F10."""
    Job.objects.add("fail", [7])
    waits = []
    while Job.objects.get().ended_at is None:
        assert run() == 1
        waits.append(round((Job.objects.get().due_at - now()).total_seconds()))
        clock.forward(seconds=waits[-1] + 1)

    assert waits[:6] == [10, 40, 160, 640, 2560, 3600]
    assert len(waits) == len(done) == Job.objects.get().tries
    assert Job.objects.get().problem == "ConnectionRefusedError"
    assert 23 <= len(waits) <= 30


@pytest.mark.django_db
def test_failed_job_holds_up_no_other(done):
    Job.objects.add("fail", [7])
    Job.objects.add("nobody knows it", [1])
    Job.objects.add("note", [8])

    assert run() == 3
    assert done == [7, 8]


@pytest.mark.django_db
def test_what_ended_long_ago_is_erased(done, clock):
    Job.objects.add("note", [7])
    run()
    Job.objects.add("note", [8])

    clock.forward(days=8)
    Job.objects.forget()

    assert [job.subject for job in Job.objects.all()] == [8]


@pytest.mark.django_db(transaction=True)
def test_job_of_a_killed_worker_is_taken_over(done):
    """THREATS F9: between claim and commit the row is locked; a lost connection lets it go."""
    Job.objects.add("note", [7])
    name = connection.settings_dict["NAME"]
    other = psycopg.connect(**settings.LISTEN_DATABASE | {"dbname": name})
    assert len(other.execute(CLAIM).fetchall()) == 1
    assert run() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [other.info.backend_pid])
    other.close()

    stopped = threading.Event()
    jobs.KINDS["note"] = lambda subject: (done.append(subject), stopped.set())
    worker.work(stopped)

    assert done == [7]
    assert Job.objects.get().ended_at is not None


@pytest.mark.django_db(transaction=True)
def test_job_is_there_only_if_the_deed_is(done):
    with transaction.atomic():
        Job.objects.add("note", [7])
        transaction.set_rollback(True)

    assert run() == 0
