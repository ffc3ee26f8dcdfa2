"""Readers who comment, in every manner that readers have, and what they saw come of it."""

import html
import random
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from tests.torture.reader import NO_ANSWER, Answer, Form, Reader

GIVE_UP = 90  # seconds, after which a patient reader does
DOUBLE, HANG_UP, ONCE = "double click", "hang up and send again", "send once, whatever comes"
TRACES = ("Traceback (most recent call last)", "DEBUG = True", "django.db.utils", "psycopg")


@dataclass
class Record:
    """What all readers saw together."""

    article: int
    parent: int
    address: str
    sent: set[str] = field(default_factory=set)  # texts, acknowledged or not
    acknowledged: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    statuses: Counter = field(default_factory=Counter)
    failures: Counter = field(default_factory=Counter)  # sentence: how often
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, answer: Answer, text: str) -> None:
        """Count an answer; an error is a plain page, and gives back what was typed."""
        problems = [f"A page shows “{trace}”." for trace in TRACES if trace in answer.page]
        if answer.status >= 500 and text not in html.unescape(answer.page):
            problems.append(f"A {answer.status} did not give back what was typed.")
        with self.lock:
            self.statuses[answer.status] += 1
            self.failures.update(problems)
            if text and answer.status == 303:
                self.acknowledged[text].add(int(answer.location.split("/")[2]))

    def fail(self, sentence: str) -> None:
        with self.lock:
            self.failures[sentence] += 1


class Commenter(Reader):
    """Somebody who wants to say something; a patient one goes on until the form is answered."""

    def __init__(self, url: str, number: int, record: Record, is_patient: bool):
        super().__init__(url)
        self.number = number
        self.record = record
        self.is_patient = is_patient

    def comment(self, text: str, manner: str) -> None:
        """Open the form, send it in a manner, follow to the page that says thank you."""
        fields = self._filled_in(text)
        if fields is None:
            return
        with self.record.lock:
            self.record.sent.add(text)
        answers = self._send(fields, manner)
        taken = [answer for answer in answers if answer.status == 303]
        if taken:
            self._read_own(taken[0].location, text)
        elif manner != ONCE:
            self.record.fail(f"A comment was not taken: {_statuses(answers)}.")

    def _filled_in(self, text: str) -> dict | None:
        answer_to = f"?parent={self.record.parent}" if self.number % 3 == 0 else ""
        answers = self._until_answered(f"/comments/form/{self.record.article}/{answer_to}")
        if not answers or answers[-1].status != 200:
            self.record.fail(f"The form did not come: {_statuses(answers)}.")
            return None
        typed = {"name": f"Reader {self.number}", "email": f"reader{self.number}@example.org"}
        return {**Form(answers[-1].page).hidden, **typed, "text": text}

    def _send(self, fields: dict, manner: str) -> list[Answer]:
        """Return every answer to a form."""
        answers = []
        if manner == HANG_UP:
            self.hang_up("/comments/", fields)
        if manner in (ONCE, DOUBLE):
            answers = self.ask_at_once("/comments/", fields, 2 if manner == DOUBLE else 1)
            for answer in answers:
                self.record.note(answer, fields["text"])
        if manner == ONCE or any(answer.status == 303 for answer in answers):
            return answers
        return answers + self._until_answered("/comments/", fields)

    def _until_answered(self, path: str, fields: dict | None = None) -> list[Answer]:
        """Ask, and if patient, ask again while the server is in trouble; return every answer."""
        answers = []
        deadline = time.monotonic() + GIVE_UP
        while time.monotonic() < deadline:
            answer = self._asked(path, fields)
            answers += [answer] if answer else []
            if not self.is_patient or (answer and answer.status < 500):
                break
            time.sleep(random.uniform(0.05, 0.5))
        return answers

    def _asked(self, path: str, fields: dict | None) -> Answer | None:
        try:
            answer = self.ask(path, fields)
        except NO_ANSWER as problem:
            if not self.is_patient:
                self.record.fail(f"No answer: {problem!r}.")
            return None
        self.record.note(answer, fields["text"] if fields else "")
        return answer

    def _read_own(self, path: str, text: str) -> None:
        answers = self._until_answered(path)
        last = answers[-1] if answers else Answer(0, "", "")
        if last.status != 200 or text not in html.unescape(last.page):
            self.record.fail(f"The own comment is not on its page: {_statuses(answers)}.")


def _statuses(answers: list[Answer]) -> str:
    return ", ".join(str(answer.status) for answer in answers) or "no answer"
