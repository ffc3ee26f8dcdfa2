"""How often one address may ask for shared links that are not there.

A link's token has 256 random bits and cannot be guessed; this keeps those who try from costing
much. Only a keyed hash of an address is kept, in the cache that all processes share, for ten
minutes.
"""

import ipaddress
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.utils.crypto import salted_hmac

MOST = 60
SECONDS = 600  # of a window; windows begin at fixed times, the same for everybody
SALT = "articles.guesses.address"
HOUSEHOLD = 64  # bits of an IPv6 address that one household shares


def too_many(request) -> bool:
    return cache.get(_key(request), 0) >= MOST


def count_one(request) -> None:
    """Count one more, roughly: of some at once one may be counted for all."""
    key = _key(request)
    cache.set(key, cache.get(key, 0) + 1, SECONDS)


def _key(request) -> str:
    source = salted_hmac(SALT, source_of(request), algorithm="sha256").hexdigest()
    return f"articles:guesses:{time.time() // SECONDS:.0f}:{source}"


def source_of(request) -> str:
    """Return where it comes from, as far as our proxies tell; who is unknown shares one count."""
    try:
        address = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    except (PermissionDenied, ValueError):
        return ""
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, HOUSEHOLD), strict=False))
