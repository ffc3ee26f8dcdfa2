"""How many comments are taken in ten minutes: from one address, and under one article.

Hides where a client's address comes from, and how it is counted without being kept: only a keyed
hash of it leaves this module, and the counts stand in the shared cache, which all processes see.
"""

import ipaddress
import math
import time

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http.request import split_domain_port
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.models import Policy
from newsroom.database import take_turns

SECONDS = 600  # of a window; windows begin at fixed times, the same for everybody
KEPT = 2 * SECONDS  # how long a count is remembered
SALT = "comments.limits.address"  # a hash made for another purpose is another hash
NETWORK = 8  # bytes of an IPv6 address: a /64 is one household, with 2**64 addresses
# What is counted by itself, and what is said where there is too much of it.
TOLD = {
    "comment": (
        _("Many comments have come from where you are."),
        _("Very many comments on this article are arriving just now."),
    ),
    "report": (
        _("Many reports have come from where you are."),
        _("Very many reports on this article are arriving just now."),
    ),
}


class TooMany(Exception):
    """The limit is reached; `retry_after` says for how many seconds."""

    def __init__(self, why: str, retry_after: int):
        self.retry_after = retry_after
        minutes = math.ceil(retry_after / 60)
        again = ngettext(
            "Your words are kept here: please send them again in a minute.",
            "Your words are kept here: please send them again in {minutes} minutes.",
            minutes,
        )
        super().__init__(f"{why} {again.format(minutes=minutes)}")


def address_of(request) -> str:
    """Return the keyed hash of the client's address, 64 hex digits.

    Of an IPv6 address it is the hash of the network. Clients whose address is not known share one.
    """
    known = _client(request)
    counted = known.packed[:NETWORK] if known else b""
    return salted_hmac(SALT, counted, algorithm="sha256").hexdigest()


def check(
    address: str, article: int, policy: Policy, words: str | None = None, kind: str = "comment"
) -> None:
    """Count one attempt, or raise TooMany. Not for use inside a transaction.

    The address comes first: what one address may not send takes nothing from the article's share.
    Comments and reports (`kind`) have shares of their own. `words`, if given, stands for what is
    sent: the same sent again is the same attempt.
    """
    attempt = words and f"{article}:{address}:{words}"
    one_address, one_article = TOLD[kind]
    _count(f"{kind}:address:{address}", policy.per_address, one_address, attempt)
    _count(f"{kind}:article:{article}", policy.per_article, one_article, attempt)


def _count(what: str, most: int, why: str, attempt: str | None) -> None:
    """Count one more in this window, exactly.

    A cache's own `incr` reads and then writes, at least in the database's: of forty at once, many
    would read the same number. So each attempt takes its turn, which ends with a transaction of its
    own. What is full already is told so without waiting for a turn.
    """
    window, passed = divmod(time.time(), SECONDS)
    key = f"comments:{window:.0f}:{what}"
    once = attempt and salted_hmac(SALT, f"{key}:{attempt}", algorithm="sha256").hexdigest()
    if cache.get(key, 0) < most or (once and cache.get(once)):
        with transaction.atomic(durable=True):
            take_turns(key)
            count = cache.get(key, 0)
            if once and cache.get(once):
                return
            if count < most:
                kept = {key: count + 1} | ({once: True} if once else {})
                cache.set_many(kept, timeout=KEPT)
                return
    raise TooMany(why, math.ceil(SECONDS - passed))


def _client(request):
    """Return the address of who asks, or None.

    Each proxy adds the address it was asked from at the end of X-Forwarded-For. With two proxies of
    ours, the last but one is the reader's; everything before it anybody may have written. A header
    that our proxies cannot have made says nothing, and the connection's own address counts.
    """
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    count = settings.PROXY_COUNT
    forwarded = _address(hops[-count]) if 0 < count <= len(hops) else None
    return forwarded or _address(request.META.get("REMOTE_ADDR") or "")


def _address(text: str):
    """Read an address, with a port or without; an IPv4 address in IPv6 clothes is IPv4."""
    text = text.strip()
    host = split_domain_port(text)[0] or text
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
