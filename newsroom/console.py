"""How the start talks: a line for every step, and a sentence when it cannot go on."""

import sys


class Refused(Exception):
    """The newsroom cannot start; the message is a sentence for whoever starts it."""


def say(sentence):
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def complain(sentence):
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()
