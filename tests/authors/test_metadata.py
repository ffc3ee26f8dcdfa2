"""An author's page for machines: ProfilePage and BreadcrumbList."""

import json
import re

import pytest

from authors.models import AuthorLink
from tests.articles.rows import photo_row
from tests.cast import make_author


def data_of(client, address: str) -> list[dict]:
    page = client.get(address).content.decode()
    return [json.loads(each) for each in re.findall(r'ld\+json">(.*?)</script>', page)]


def test_author_is_a_person_with_what_is_told(client, db, settings):
    """Issue 6, point 7."""
    settings.NEWSROOM_URL = "https://courier.example"
    portrait = photo_row()
    author = make_author(
        job_title="Reporter", short_bio="She reports.", portrait=portrait, is_listed=True
    )
    AuthorLink.objects.create(author=author, label="The Square", url="https://example.org/ines")

    profile, crumbs = data_of(client, "/authors/ines-falk/")

    assert profile["@type"] == "ProfilePage"
    assert profile["mainEntity"] == {
        "@type": "Person",
        "name": "Ines Falk",
        "url": "https://courier.example/authors/ines-falk/",
        "jobTitle": "Reporter",
        "description": "She reports.",
        "image": f"https://courier.example/media/{portrait.token}/640.jpg",
        "sameAs": ["https://example.org/ines"],
        "worksFor": {
            "@type": "NewsMediaOrganization",
            "name": "Newsroom",
            "url": "https://courier.example/",
        },
    }
    places = [(each["position"], each["name"]) for each in crumbs["itemListElement"]]
    assert places == [(1, "Newsroom"), (2, "Authors"), (3, "Ines Falk")]


@pytest.mark.parametrize("kind", ["agency", "newsroom"])
def test_agency_is_no_person(client, db, kind):
    make_author("Wire", kind=kind, job_title="x", is_listed=True)

    about = data_of(client, "/authors/wire/")[0]["mainEntity"]

    assert about == {
        "@type": "Organization",
        "name": "Wire",
        "url": about["url"],
    }
