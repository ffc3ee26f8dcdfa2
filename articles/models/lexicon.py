"""The words that articles are made of, for “Did you mean …?”: where a reader may have meant them.

The worker reads the archive in rounds (`articles.lexicon`). What a round did not meet any more goes
at its end. A word here says nothing to anybody: each is searched for among what is public now,
before it is offered (`articles.spelling`).
"""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from newsroom.database import Now


class Word(models.Model):
    """A word as it stands in the text, in small letters, and the same without accents."""

    word = models.CharField(max_length=30)
    plain = models.TextField()
    round = models.IntegerField(help_text="The last round that met it.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word"], name="word_once")]
        indexes = [
            # what is spelt like it
            GinIndex(OpClass("plain", "gin_trgm_ops"), name="word_spelt_like")
        ]

    def __str__(self):
        return self.word


class Reading(models.Model):
    """How far the round has come: one row. It goes by time of publication, so that what is to come
    lies before it and is read when its time has come.
    """

    round = models.IntegerField(default=1)
    began_at = models.DateTimeField(db_default=Now())
    published_at = models.DateTimeField(null=True, help_text="Of the last article that was read.")
    article = models.BigIntegerField(default=0, help_text="Its id.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="reading_is_one_row"),
        ]

    def __str__(self):
        return f"Round {self.round}"
