"""What search engines document of the types that pages carry: required, recommended, nothing else.

After schema.org and Google's pages about Article, ProfilePage and Breadcrumb. What a page says
beyond these properties is a mistake here: nobody reads it.
"""

import json
import re
from datetime import date, datetime
from urllib.parse import urlsplit

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def text(value) -> bool:
    return isinstance(value, str) and value.strip() == value != ""


def address(value) -> bool:
    parts = urlsplit(value) if isinstance(value, str) else None
    return bool(parts and parts.scheme in ("http", "https") and parts.netloc and parts.path)


def moment(value) -> bool:
    """A day, or a time with its zone and without microseconds."""
    try:
        if len(value) == len("2026-11-23"):
            return bool(date.fromisoformat(value))
        return datetime.fromisoformat(value).utcoffset() is not None and "." not in value
    except (TypeError, ValueError):
        return False


def texts(value) -> bool:
    return isinstance(value, list) and all(map(text, value))


def addresses(value) -> bool:
    return isinstance(value, list) and all(map(address, value))


def language(value) -> bool:
    return bool(re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", value))


def number(value) -> bool:
    return isinstance(value, int) and value > 0


def free(value) -> bool:
    return value is True


def one(*types):
    """A thing of one of these types."""
    return lambda value: not problems(value, types)


def many(*types):
    return lambda value: isinstance(value, list) and value and all(map(one(*types), value))


PERSON = {"name": text, "url": address}
SAID = {"jobTitle": text, "description": text, "image": address, "sameAs": addresses}
ARTICLE = {
    "headline": text,
    "url": address,
    "mainEntityOfPage": address,
    "inLanguage": language,
    "articleSection": text,
    "datePublished": moment,
    "dateModified": moment,
    "author": many("Person", "Organization", "NewsMediaOrganization"),
    "publisher": one("NewsMediaOrganization"),
    "isAccessibleForFree": free,
}
ABOUT = {
    "description": text,
    "genre": text,
    "keywords": texts,
    "image": address,
    "correction": many("CorrectionComment"),
}
# Of each type what it must say, and what it may.
TYPES = {
    "Person": (PERSON, SAID | {"worksFor": one("NewsMediaOrganization")}),
    "Organization": (PERSON, SAID),
    "NewsMediaOrganization": (PERSON, {}),
    "CorrectionComment": ({"text": text, "datePublished": moment}, {"dateModified": moment}),
    "ListItem": ({"position": number, "name": text, "item": address}, {}),
    "BreadcrumbList": ({"itemListElement": many("ListItem")}, {}),
    "ProfilePage": ({"url": address, "mainEntity": one("Person", "Organization")}, {}),
    **dict.fromkeys(
        (
            *("NewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "ReviewNewsArticle"),
            *("BackgroundNewsArticle", "AdvertiserContentArticle"),
        ),
        (ARTICLE, ABOUT),
    ),
}


def blocks(page: str) -> list[dict]:
    return [json.loads(each) for each in BLOCK.findall(page)]


def page_problems(page: str) -> list[str]:
    """Return what is wrong with a page's data."""
    found = []
    for data in blocks(page):
        if data.pop("@context", "") != "https://schema.org":
            found.append("no context")
        found += problems(data, TYPES)
        found += _misnumbered(data.get("itemListElement", ()))
    return found


def problems(data, types) -> list[str]:
    kind = data.get("@type") if isinstance(data, dict) else None
    if kind not in types:
        return [f"{kind} is none of {', '.join(types)}"]
    required, recommended = TYPES[kind]
    known = required | recommended
    said = {name: value for name, value in data.items() if name != "@type"}
    found = [f"{kind} says nothing of {name}" for name in required if name not in said]
    found += [f"{kind} knows no {name}" for name in said if name not in known]
    wrong = [name for name in said if name in known and not known[name](said[name])]
    return found + [f"{kind} has a wrong {name}: {said[name]!r}" for name in wrong]


def _misnumbered(items) -> list[str]:
    places = [item["position"] for item in items]
    return [] if places == list(range(1, len(places) + 1)) else [f"numbered {places}"]
