"""1,000 comments by 50 readers at once; then more, while workers and the database are killed.

No comment that was acknowledged may be lost or doubled, one that was not may be stored at most
once, and the service is back within ten seconds each time (DESIGN §5; THREATS F3, F5, F6). Killing
processes proves nothing about a power cut: for that, see what PostgreSQL says of `fsync`.
"""

import argparse
import queue
import random
import sys
import threading
import time
from collections import Counter, defaultdict
from statistics import median

from newsroom.console import say
from tests.torture.commenter import DOUBLE, GIVE_UP, HANG_UP, ONCE, Commenter, Record
from tests.torture.house import House, own_folder
from tests.torture.reader import NO_ANSWER, Reader

BACK = 10  # seconds, within which the service must be back
IN_A_ROW = 10  # good answers that make it be back
UNLIMITED = 1_000_000
PLAINLY = "plainly"
MANNERS = [*[PLAINLY] * 8, DOUBLE, HANG_UP]
STORMY = [*MANNERS, ONCE, ONCE]


def main(arguments) -> int:
    options = _options(arguments)
    random.seed(options.seed)
    with own_folder("torture-comments") as folder, House(folder) as house:
        record = prepare()
        say(f"PostgreSQL: {durability()}. Seed {options.seed}.")
        seconds_until_back(house, record, time.monotonic())
        quiet_part(house, record, options)
        stormy_part(house, record, options)
    for sentence, count in record.failures.most_common(20):
        say(f"FAILED ({count}): {sentence}")
    runs = len(record.sent) + options.kills + options.stops
    say(f"{runs} runs, {record.failures.total()} failures")
    return 1 if record.failures else 0


def quiet_part(house: House, record: Record, options) -> None:
    """Let the readers share out all comments; some click twice, some hang up and try again."""
    comments, work = options.comments, queue.SimpleQueue()
    for number in range(comments):
        work.put(f"Comment {number} in the quiet, as it was on the quay.")

    def reader(number: int) -> None:
        me = Commenter(house.url, number, record, is_patient=False)
        while True:
            try:
                me.comment(work.get_nowait(), random.choice(MANNERS))
            except queue.Empty:
                return

    began = time.monotonic()
    all_at_once(reader, options.readers)
    seconds = time.monotonic() - began
    stored = compare(record)
    for wanted, number in (("acknowledged", len(record.acknowledged)), ("stored", stored)):
        if number != comments:
            record.fail(f"Of {comments} comments in the quiet {number} are {wanted}.")
    for status in record.statuses.keys() - {200, 303}:
        record.fail(f"{record.statuses[status]} answers in the quiet were {status}.")
    say(
        f"Quiet: {comments} comments by {options.readers} readers in {seconds:.0f} s, "
        f"{len(record.acknowledged)} acknowledged, {stored} stored. "
        f"Answers: {listed(record.statuses)}."
    )


def stormy_part(house: House, record: Record, options) -> None:
    """Let the readers write on while workers and the database die under them."""
    before, record.statuses = len(record.sent), Counter()
    times, is_over = defaultdict(list), threading.Event()

    def reader(number: int) -> None:
        me = Commenter(house.url, number, record, is_patient=True)
        count = 0
        while not is_over.is_set():
            count += 1
            text = f"Comment {count} of {number} in the storm, as it was on the quay."
            me.comment(text, random.choice(STORMY))

    def storm() -> None:
        try:
            ill_treat(house, record, options, times)
        finally:
            is_over.set()

    weather = threading.Thread(target=storm)
    weather.start()
    all_at_once(reader, options.readers)
    weather.join()
    stored = compare(record)
    say(
        f"Storm: {len(record.sent) - before} comments. Of all {len(record.sent)}, "
        f"{len(record.acknowledged)} acknowledged, {stored} stored. "
        f"Answers: {listed(record.statuses)}."
    )
    for what, seconds in times.items():
        say(
            f"Killed {what} {len(seconds)} times: back after {median(seconds):.1f} s (median), "
            f"{max(seconds):.1f} s (longest)."
        )
    say(f"The web server ended by itself, and was started again, {house.web_starts - 1} times.")


def ill_treat(house: House, record: Record, options, times: dict) -> None:
    deeds = [("a worker", house.kill_worker)] * options.kills
    deeds += [("PostgreSQL", house.crash_database)] * options.stops
    random.shuffle(deeds)
    for what, deed in deeds:
        time.sleep(random.uniform(0, 3))
        began = time.monotonic()
        deed()
        seconds = seconds_until_back(house, record, began)
        times[what].append(seconds)
        if seconds > BACK:
            record.fail(f"After the end of {what} the service took {seconds:.1f} s to be back.")


def seconds_until_back(house: House, record: Record, began: float) -> float:
    """Return when a row of good answers began; they are pages that ask the database."""
    passer_by = Reader(house.url)
    pages = [record.address, f"/comments/form/{record.article}/"]
    row = []
    while len(row) < IN_A_ROW and time.monotonic() < began + GIVE_UP:
        try:
            is_good = passer_by.ask(pages[len(row) % 2]).status == 200
        except NO_ANSWER:
            is_good = False
        row = [*row, time.monotonic()] if is_good else []
        if not is_good:
            time.sleep(0.05)
    return (row[0] if row else time.monotonic()) - began


def all_at_once(reader, readers: int) -> None:
    threads = [threading.Thread(target=reader, args=[number]) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def prepare() -> Record:
    """Publish an article with one comment to answer to; no limit is in the readers' way."""
    from comments.models import Policy
    from tests.cast import make_article, make_comment

    Policy.objects.filter(pk=1).update(per_address=UNLIMITED, per_article=UNLIMITED)
    article = make_article()
    parent = make_comment(article)
    return Record(article.pk, parent.pk, article.get_absolute_url())


def compare(record: Record) -> int:
    """Hold what the readers saw against what is stored; return how many comments are.

    It is done after each part: what was found already counts once.
    """
    from django.db import connection

    from comments.models import Comment

    connection.close()  # the database may have died since
    rows = Comment.all_objects.filter(article=record.article).exclude(pk=record.parent)
    stored = defaultdict(list)
    for pk, text in rows.values_list("pk", "text"):
        stored[text].append(pk)
    for text, numbers in record.acknowledged.items():
        if set(stored[text]) != numbers or len(numbers) > 1:
            told = f"Acknowledged as {sorted(numbers)}, stored as {sorted(stored[text])}: {text}"
            record.failures[told] = 1
    for text, numbers in stored.items():
        if len(numbers) > 1:
            record.failures[f"Stored {len(numbers)} times: {text}"] = 1
        if text not in record.sent:
            record.failures[f"Stored and never sent: {text}"] = 1
    if rows.exclude(verdicts__version=1).exists():
        record.failures["A comment is stored without the rules’ verdict."] = 1
    connection.close()
    return sum(map(len, stored.values()))


def durability() -> str:
    from django.db import connection

    found = []
    with connection.cursor() as cursor:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"SHOW {name}")
            found.append(f"{name} {cursor.fetchone()[0]}")
    return ", ".join(found)


def listed(statuses: Counter) -> str:
    return ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))


def _options(arguments):
    parser = argparse.ArgumentParser(prog="python -m tests.torture.comments")
    parser.add_argument("--comments", type=int, default=1000, help="in the quiet part")
    parser.add_argument("--readers", type=int, default=50, help="at once")
    parser.add_argument("--kills", type=int, default=20, help="of workers, with SIGKILL")
    parser.add_argument("--stops", type=int, default=5, help="of PostgreSQL, immediate")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
