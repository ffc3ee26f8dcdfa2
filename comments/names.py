"""Which names a comment may not carry: those that pass for the newsroom's own (THREATS E1).

Names are compared by what the eye sees of them, in whatever script, case or decoration: see
`comments.skeleton`.
"""

import unicodedata
from functools import cache
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from authors.models import Author
from comments.skeleton import skeleton
from newsroom import words
from newsroom.models import Site, User

LONGEST = 60  # as the column
MOST_MARKS = 4  # on one letter; no spelling that we know stacks more
OVERRIDES = "\u202d\u202e"  # “senI” after one of them is read “Ines”
CHECK_MARKS = "✓✔☑✅🗸🗹"

NOTHING_READABLE = _("This name has no letter that others could read. Write your name in letters.")
TOO_MANY_MARKS = _("This name has too many marks on one letter. Write it without the decoration.")
ONE_LINE = _("A name stands on one line. Delete the line break, or whatever cannot be seen there.")
TURNED = _(
    "This name has an invisible sign that turns letters around. Delete it, or type the name."
)
CHECK_MARK = _("A check mark could be taken for a badge here. Please leave it out of your name.")
SPEAKS_FOR_US = _(
    "This name sounds as if you spoke for the newsroom. Please choose one without a role such as "
    "“editor”, and without the paper’s name."
)
IS_OURS = _(
    "Somebody here has this name, or one that looks like it. Please add something that tells you "
    "apart, such as an initial or your town."
)


def problem_with(name: str, user=None) -> str:
    """Return a sentence on why a comment may not carry this name, or ""; three queries at most.

    A signed-in colleague (`user`) may use the own name.
    """
    return unreadable(name) or str(_imitates(name, user))


def unreadable(name: str) -> str:
    """Return what keeps others from reading a name, whoever they are; no query."""
    return str(_unreadable(name))


def _unreadable(name: str) -> str:
    if len(name) > LONGEST:
        return words.NAME_TOO_LONG
    if not skeleton(name):
        return NOTHING_READABLE if name.strip() else words.NAME_MISSING
    if any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") for sign in name):
        return ONE_LINE
    if any(sign in OVERRIDES for sign in name):
        return TURNED
    if any(sign in CHECK_MARKS for sign in name):
        return CHECK_MARK
    return TOO_MANY_MARKS if _most_marks(name) > MOST_MARKS else ""


def _imitates(name: str, user) -> str:
    seen = skeleton(name)
    if user is not None and seen in map(skeleton, _own_names(user)):
        return ""
    if _claims_role(seen) or _names_paper(seen, skeleton(Site.current().name)):
        return SPEAKS_FOR_US
    ours = _keys(*_names_of_staff(), *_names_of_authors())
    return IS_OURS if not ours.isdisjoint(_keys(name)) else ""


def _own_names(user) -> list[str]:
    return [
        str(user),
        user.username,
        *Author.objects.filter(user=user).values_list("name", flat=True),
    ]


def _names_of_staff() -> list[str]:
    """As readers would see them. A login that nobody sees is not told by a refusal either."""
    staff = User.objects.filter(is_active=True, is_staff=True)
    return [str(user) for user in staff.only("first_name", "last_name", "username")]


def _names_of_authors() -> list[str]:
    """Those readers may meet: a refusal must not tell who writes what is still secret."""
    return list(Author.objects.public().order_by().values_list("name", flat=True))


def _keys(*names: str) -> set[str]:
    """Return how names are compared: run together, and with their words in any order."""
    seen = [skeleton(name) for name in names]
    return {"".join(each) for each in seen} | {" ".join(sorted(each)) for each in seen}


# Roles, in the languages of newsrooms that we know. They are compared by their skeletons.

# Found inside a longer word, too: no name contains them.
ROLES = (
    *("editor", "éditeur", "redakt", "rédaction", "rédacteur", "redactor", "redazione", "redação"),
    *("admin", "moderator", "moderador", "modérateur", "newsroom", "newsdesk", "webmaster"),
    *("редактор", "редакция", "модератор", "администратор", "编辑", "編輯", "管理员", "管理員"),
    *("版主", "編集部", "편집장", "관리자", "المحرر", "هيئة التحرير", "تەھرىر"),
)
# Found as a whole word only: Staffan and Stafford are names.
ROLE_WORDS = ("staff",)


def _claims_role(seen: tuple[str, ...]) -> bool:
    """Whether a role is in a name, also when its letters or its halves stand apart."""
    apart = "".join(word for word in seen if len(word) == 1)
    pairs = ["".join(pair) for pair in pairwise(seen)]
    roles = _looks(ROLES)
    return (
        any(look in word for word in (*seen, apart) for look in roles)
        or not roles.isdisjoint(pairs)
        or not _looks(ROLE_WORDS).isdisjoint((*seen, apart))
    )


@cache
def _looks(roles: tuple[str, ...]) -> frozenset[str]:
    return frozenset("".join(skeleton(role)) for role in roles)


def _names_paper(seen: tuple[str, ...], paper: tuple[str, ...]) -> bool:
    """Whether a name is the paper's, or holds it when that has several words.

    A paper called “Post” does not keep readers from being called Post; only “Post” and “The Post”
    themselves are its own.
    """
    paper = paper[1:] if paper[:1] == skeleton("The") and len(paper) > 1 else paper
    if len(paper) < 2:
        return bool(paper) and seen in (paper, skeleton("The") + paper)
    size = len(paper)
    together = "".join(seen) == "".join(paper)
    return together or any(seen[at : at + size] == paper for at in range(len(seen) - size + 1))


def _most_marks(name: str) -> int:
    """Return how many combining marks stand on the most burdened letter."""
    most = here = 0
    for sign in unicodedata.normalize("NFD", name):
        here = here + 1 if unicodedata.category(sign) in ("Mn", "Me") else 0
        most = max(most, here)
    return most
