"""What stands beside an article: the parts of its series, and what to read next. Nothing twice.

What an editor or the writer named comes first; then, of itself, what shares most subjects, then the
newest of the section. What is sensitive is never offered of itself, nor is what the text links to.
"""

from collections import Counter
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from articles.cards import by_id
from articles.models import Article, ArticleTag, Tag
from newsroom.prepared import Prepared

MORE = 4
NEAR = 12  # of the newest with a tag: as many parts does a series show
LOOKED_AT = 2 * MORE


@dataclass(frozen=True)
class Series:
    tag: Tag
    parts: list[Article]  # in the order in which they came out

    @property
    def has_more(self) -> bool:
        return len(self.parts) >= NEAR


@dataclass(frozen=True)
class Beside:
    series: Series | None = None
    more: tuple[Article, ...] = ()


def near() -> ArraySubquery:
    """The ids of the newest articles with the tag of an `ArticleTag`, in the same query as it."""
    links = ArticleTag.objects.filter(tag=OuterRef("tag"), content_object__is_sensitive=False)
    newest = links.order_by("-published_at", "-content_object_id")
    return ArraySubquery(newest.values("content_object_id")[:NEAR])


def beside(article: Article, tags: list[tuple[Tag, list[int]]]) -> Beside:
    """`tags` are the article's own, each with the ids of the articles near it."""
    parts_of = next(((tag, ids) for tag, ids in tags if tag.is_series and len(ids) > 1), None)
    part_ids = parts_of[1] if parts_of else []
    shared = Counter(pk for _, ids in tags for pk in ids if pk not in (article.pk, *part_ids))
    alike = [pk for pk, _ in shared.most_common(LOOKED_AT)]
    cards = by_id({*article.related_ids, *part_ids, *alike})
    chosen = [cards[pk] for pk in article.related_ids if pk in cards and pk != article.pk]
    parts = sorted((cards[pk] for pk in part_ids if pk in cards), key=_age)
    taken = {article.pk, *part_ids, *(each.pk for each in chosen)}
    alike = sorted((cards[pk] for pk in alike if pk in cards), key=_age, reverse=True)
    alike.sort(key=lambda each: -shared[each.pk])
    more = _fill(chosen, alike, taken, article.body)
    if len(more) < MORE:
        more = _fill(more, _of_section(section=article.section_id), taken, article.body)
    return Beside(parts_of and Series(parts_of[0], parts), tuple(more))


def of_ids(ids: list[int]) -> tuple[Article, ...]:
    """Return what the desk named, as far as readers see it."""
    cards = by_id(set(ids))
    return tuple(cards[pk] for pk in ids if pk in cards)


def _fill(shown: list[Article], others: list[Article], taken: set[int], body: str) -> list:
    """Add what stands nowhere on the page yet, until there is enough."""
    shown = list(shown)
    for each in others:
        if len(shown) >= MORE:
            break
        if each.pk not in taken and f'{each.get_absolute_url()}"' not in body:
            taken.add(each.pk)
            shown.append(each)
    return shown


def _age(article: Article) -> tuple:
    return article.published_at, article.pk


@Prepared
def _of_section(section):
    return Article.objects.filter(section=section).to_suggest().for_cards().newest()[:LOOKED_AT]
