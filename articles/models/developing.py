"""How a piece goes on: marking it as developing, and its dated lines, added, mended, taken out."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from articles import anchors
from articles.models.development import LONGEST, Development
from articles.models.workflow import _need
from newsroom import database

HOURS = timedelta(hours=12)
MOST = 30  # lines of an article; who has more to tell writes it into the text
ENDED = "The mark has ended, so readers would not see the line. Renew it first."
FASTER = "Somebody changed this line meanwhile, or took it out. Read it first, then try again."


class Developing(models.Model):
    """The story's side of it: who may publish it may tell readers how it goes on.

    A line is changed only from the wording that was read; a verb alone moves no version.
    """

    class Meta:
        abstract = True

    def develop(self, by, version: int, note: str = "") -> None:
        """Mark the article for twelve hours from now on; again, to renew the mark."""
        with self._doing("develop", by, version, note) as done:
            until = database.now() + HOURS
            self._mark(developing_until=until)
            said = f"Developing until {timezone.localtime(until):%Y-%m-%d %H:%M %Z}."
            done.note = "\n".join(filter(None, (said, done.note)))

    def settle(self, by, version: int) -> None:
        """End the mark now. The lines go with it, and come back if it is set again."""
        with self._doing("develop", by, version, "No longer developing."):
            self._mark(developing_until=None)

    def add_line(self, by, version: int, text: str, passage: str = "") -> None:
        """Tell readers something new, at once. The article counts as updated."""
        with self._doing("develop", by, version) as done:
            now, lines = database.now(), self._lines()
            _need(self.article.is_developing(now), "text", ENDED)
            text = self._checked(text, passage)
            _need(not lines.filter(text=text).exists(), "text", "This line is there already.")
            full = f"{MOST} lines are enough. Take one out, or write it into the story."
            _need(lines.count() < MOST, "text", full)
            lines.create(article=self.article, text=text, passage=passage, made_at=now)
            self._mark(updated_at=now)
            done.note = f"Line added: “{text}”"

    def change_line(self, by, version: int, line: int, number: int, text: str, passage="") -> None:
        """Give a line other words, or another passage."""
        with self._doing("develop", by, version) as done:
            row, now = self._line(line, number), database.now()
            before, text = row.text, self._checked(text, passage)
            self._mark(updated_at=now)
            row.text, row.passage, row.number, row.changed_at = text, passage, number + 1, now
            row.save()
            done.note = f"Line changed: “{before}” → “{text}”"

    def drop_line(self, by, version: int, line: int, number: int) -> None:
        """Take a line from readers. Its words stay in the history."""
        with self._doing("develop", by, version) as done:
            row = self._line(line, number)
            done.note = f"Line taken out: “{row.text}”"
            row.delete()
            self._mark(updated_at=database.now())

    for _verb in (develop, settle, add_line, change_line, drop_line):
        _verb.alters_data = True
    del _verb

    def _lines(self):
        return Development.all_objects.filter(article=self.article_id)

    def _line(self, line: int, number: int) -> Development:
        """Return the line if it has the wording that was read. The story's row is claimed, so
        nobody changes it meanwhile.
        """
        row = self._lines().filter(pk=line, number=number).first()
        _need(row, "text", FASTER)
        return row

    def _checked(self, text: str, passage: str) -> str:
        text = " ".join(text.split())
        _need(text, "text", "Say in a line what has become known.")
        _need(len(text) <= LONGEST, "text", f"A line has at most {LONGEST} characters.")
        gone = "This passage is no longer in what readers see. Choose another, or none."
        known = passage == "" or passage in dict(anchors.places(self.article.body))
        _need(known, "passage", gone)
        return text

    def _mark(self, **moments) -> None:
        for field, value in moments.items():
            setattr(self.article, field, value)
        self.article.save(update_fields=list(moments))
