"""`make torture-desk`: three browsers write, and they, their network and the newsroom are killed.

In every run two browsers of one journalist and one of an editor write in the same story, or each in
one of their own. Browsers are killed, networks and answers lost, sessions ended, clocks wrong; web
server and database are killed under them. Then everybody comes back. A word that is neither in the
current text nor in a copy that its writer can get is lost. Words of the last two seconds before a
kill are counted apart (DESIGN §7). As with the other proofs, killing proves nothing of a power cut.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import sys
import time
from contextlib import suppress
from statistics import median

from playwright.async_api import Error, async_playwright

from newsroom.console import say
from tests.torture.chromium import Chromium
from tests.torture.house import House, own_folder
from tests.torture.writer import WINDOW, Record, Writer

FAULTS = [
    *[Writer.kill] * 4,
    *[Writer.lose_network] * 2,
    *[Writer.lose_answers] * 2,
    *[Writer.lose_session] * 2,
    Writer.close_tab,
    Writer.open_second_tab,
    Writer.save_by_hand,
    Writer.turn_clock,
    Writer.begin_offline,
]
SEEDS = "<p>The old words of this paragraph may be cut by anybody who writes here tonight.</p>"
SHOWN = 20  # failures of a run that are told in full


def main(arguments) -> int:
    options, record = _options(arguments), Record()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # between runs nothing else happens
    for each in (signal.SIGINT, signal.SIGTERM):  # also where a shell had switched one off
        signal.signal(each, signal.default_int_handler)
    with own_folder("torture-desk") as folder, House(folder) as house:
        say(f"{options.runs} runs, seed {options.seed}.")
        with suppress(KeyboardInterrupt):  # what was found so far is told
            asyncio.run(torture(house, options, record))
    report(record)
    say(f"{record.runs} runs, {len(record.failures)} failures")
    return 1 if record.failures else 0


async def torture(house: House, options, record: Record) -> None:
    desk = Desk()
    async with async_playwright() as playwright:
        browsers = [Chromium(playwright, house.folder / f"browser-{n}") for n in range(3)]
        writers = [
            Writer(name, user, browser, house.url, desk, record)
            for (name, user), browser in zip(desk.people(), browsers, strict=True)
        ]
        try:
            for number in range(options.first, options.first + options.runs):
                await _one(house, desk, writers, options, number)
        finally:
            for browser in browsers:
                browser.kill()


async def _one(house: House, desk, writers: list[Writer], options, number: int) -> None:
    """Let one run happen; one that cannot be ended is a failure, and the next begins anew."""
    record, began, before = writers[0].record, time.monotonic(), len(writers[0].record.failures)
    try:
        await run(house, desk, writers, f"{options.seed}/{number}", number)
    except* (Error, AssertionError) as problems:
        told = "; ".join(str(each).split("\n")[0] for each in problems.exceptions)
        record.failures.append(f"Run {number} did not come to its end: {told}")
        for writer in writers:
            writer.browser.kill()
    record.runs += 1
    for sentence in record.failures[before:][:SHOWN]:
        say(f"FAILED: {sentence}")
    if options.verbose or len(record.failures) > before or record.runs % 10 == 0:
        seconds = time.monotonic() - began
        say(f"Run {number}, {seconds:.0f} s: {record.runs} runs, {len(record.failures)} failures.")


async def run(house: House, desk, writers: list[Writer], seed: str, number: int) -> None:
    chance = random.Random(seed)
    record = writers[0].record
    stories = _again(desk.stories, chance.random() < 0.6)
    chances = [random.Random(f"{seed}/{n}") for n in range(3)]
    places = zip(writers, stories, chances, strict=True)
    await all_of(w.come(s, f"r{number}w{n}", c) for n, (w, s, c) in enumerate(places))
    deed = chance.choice([*[None] * 4, "worker", "worker", "web", "database"])
    storm = asyncio.create_task(_ill_treat(house, deed, chance.uniform(0, 4), record))
    await all_of(writer.write(FAULTS) for writer in writers)
    await storm
    await all_of(w.evening(random.Random(f"{seed}/{n}/evening")) for n, w in enumerate(writers))
    stored, kept = _again(desk.found)
    for writer in writers:
        judge(writer, stored, kept, f"Run {number}")


async def all_of(acts) -> None:
    """Let all act at once; whatever went wrong with one ends the whole."""
    async with asyncio.TaskGroup() as group:
        for act in acts:
            group.create_task(act)


async def _ill_treat(house: House, deed: str | None, after: float, record: Record) -> None:
    await asyncio.sleep(after)
    deeds = {"worker": house.kill_worker, "web": house.kill_web, "database": house.crash_database}
    if deed:
        record.faults[f"the {deed} killed"] += 1
        await asyncio.to_thread(deeds[deed])


def judge(writer: Writer, stored: str, kept: str, name: str) -> None:
    """Look for every word of a writer in every place where they could get it."""
    record, shown = writer.record, " ".join(writer.copies)
    places = {"the text": stored, "a revision": kept, "an offer of the device": shown}
    for word in writer.words:
        record.words += 1
        record.characters += len(word.text) + 1
        place = next((place for place, text in places.items() if word.text in text), None)
        if place:
            record.places[place] += 1
        elif any(0 <= cut - word.at <= WINDOW for cut in writer.cuts):
            record.young.append(word.text)
        else:
            record.failures.append(f"{name}: {writer.name} lost “{word.text}”. {writer.log}")


def report(record: Record) -> None:
    lost = sum(" lost " in each for each in record.failures)
    say(f"{record.words} words typed, {record.characters} characters, {lost} words lost.")
    say("Found in " + ", ".join(f"{place}: {n}" for place, n in record.places.most_common()) + ".")
    say(f"Typed in the last {WINDOW:.0f} s before a kill and not found: {len(record.young)} words.")
    if record.seconds:
        middle, longest = median(record.seconds), max(record.seconds)
        say(f"From key to saved: {middle:.1f} s (median), {longest:.1f} s (longest, with faults).")
    say("Faults: " + ", ".join(f"{n} × {kind}" for kind, n in record.faults.most_common()) + ".")
    say(f"Profiles of killed browsers searched for readable text: {record.searched}.")


class Desk:
    """The newsroom as this process sees it through the database."""

    def __init__(self):
        from tests.cast import make_user

        self.jo = make_user("Journalist", "jo", first_name="Jo", last_name="Lind")
        self.mira = make_user("Editor", "mira", first_name="Mira", last_name="Osman")
        self.stranger = make_user("Editor", "sol", first_name="Sol", last_name="Berg")

    def people(self):
        return ("Jo’s laptop", self.jo), ("Jo’s phone", self.jo), ("Mira", self.mira)

    def stories(self, is_shared: bool) -> list:
        """Return one story for all, or one for each; only they and later ones are looked at."""
        from tests.cast import make_story

        body = SEEDS * 4
        first = make_story(owner=self.jo, body=body, headline="Tonight")
        self.first = first.pk
        if is_shared:
            return [first] * 3
        second = make_story(owner=self.jo, body=body, headline="Tonight, too")
        return [first, second, make_story(owner=self.mira, body=body, headline="By the editor")]

    def found(self) -> tuple[str, str]:
        """Return all current text of the run, and all that is kept of it in the history."""
        from articles.models import Revision, Story

        stories = Story.objects.filter(pk__gte=self.first)
        kept = Revision.objects.filter(story__pk__gte=self.first)
        texts = stories.values_list("headline", "standfirst", "body", "working_title")
        stored = json.dumps(list(texts))
        return stored, json.dumps(list(kept.values_list("content", flat=True)))

    def is_of_tonight(self, path: str) -> bool:
        return int(path.split("/")[4]) >= self.first

    async def text(self) -> str:
        return "".join(await asyncio.to_thread(_again, self.found))

    async def session(self, user) -> str:
        """Sign a person in, and return the cookie’s value."""
        return await asyncio.to_thread(_again, _signed_in, user)

    async def end_session(self, cookie: str) -> None:
        await asyncio.to_thread(_again, _signed_out, cookie)


def _signed_in(user) -> str:
    from django.test import Client

    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


def _signed_out(cookie: str) -> None:
    from django.contrib.sessions.models import Session

    Session.objects.filter(session_key=cookie).delete()


def _again(act, *given):
    """Ask the database until it answers: it may be dead just now."""
    from django.db import connection

    from newsroom.database import DATABASE_FAILS

    for _ in range(300):
        with suppress(DATABASE_FAILS):
            try:
                return act(*given)
            finally:
                connection.close()
        time.sleep(0.1)
    raise AssertionError("The database did not come back.")


def _options(arguments):
    parser = argparse.ArgumentParser(prog="python -m tests.torture.desk")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--first", type=int, default=0, help="the number of the first run")
    parser.add_argument("--verbose", action="store_true", help="a line for every run")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
