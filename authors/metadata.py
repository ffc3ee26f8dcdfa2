"""What an author's page says about itself to machines: schema.org's words, as JSON-LD."""

from authors.models import Author
from newsroom import pictures
from newsroom.models import Site
from newsroom.templatetags.newsroom import absolute

PORTRAIT_WIDTH = 640
PEOPLE = (Author.Kind.PERSON, Author.Kind.WITHHELD)


def profile(author: Author, site: Site) -> dict:
    """Return the ProfilePage with whom it is about."""
    about = person(author) | {
        "description": author.short_bio,
        "image": portrait(author),
        "sameAs": [link.url for link in author.links.all()],
    }
    if author.kind in PEOPLE:
        about["worksFor"] = {
            "@type": "NewsMediaOrganization",
            "name": site.name,
            "url": absolute("/"),
        }
    return {
        "@context": "https://schema.org",
        "@type": "ProfilePage",
        "url": absolute(author.get_absolute_url()),
        "mainEntity": {name: value for name, value in about.items() if value},
    }


def person(author: Author) -> dict:
    """Return the author as an article names them."""
    kind = "Person" if author.kind in PEOPLE else "Organization"
    data = {"@type": kind, "name": author.name, "url": absolute(author.get_absolute_url())}
    if author.job_title and kind == "Person":
        data["jobTitle"] = author.job_title
    return data


def portrait(author: Author) -> str:
    """Return the absolute address of the portrait, if there is one."""
    photo = author.portrait
    width = photo and pictures.widest(photo, PORTRAIT_WIDTH)
    return absolute(pictures.address(photo, width)) if photo else ""
