"""The house's rules that no single test of behaviour would notice being broken (DESIGN §3, §4)."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import get_resolver

from articles.models.piece import RESERVED_SLUGS

ROOT = Path(__file__).resolve().parent.parent
STOREYS = ("newsroom", "authors", "articles", "comments")  # each knows those before it
MODULES = sorted(path for app in STOREYS for path in (ROOT / app).rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# What stands in the contract (DESIGN §5) and is not, or not by that word, in the resolver.
CONTRACT = {"about", "comments", "corrections", "static", "news-sitemap"}
PUBLIC_VIEWS = [
    *(f"articles/{name}.py" for name in ("archive", "cards", "front", "metadata", "page")),
    *(f"articles/{name}.py" for name in ("pictures", "search", "urls", "views")),
    *(f"articles/{name}.py" for name in ("asked", "excerpts", "search_page", "spelling")),
    *(f"articles/{name}.py" for name in ("entries", "feeds", "sitemaps")),
    *(f"articles/{name}.py" for name in ("changes", "corrections", "notices", "worddiff")),
    *(
        "comments/conversation.py",
        "authors/urls.py",
        "authors/views.py",
        "newsroom/pages.py",
        "newsroom/views.py",
    ),
]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def imported(path: Path) -> set[str]:
    """Every module a file imports, inside functions too, and what looks like one in a string."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.ImportFrom):
            found.add(name_of(path.parent).replace("/", "."))
    return found


def storey(module: str) -> str:
    return module.split(".")[0]


@pytest.mark.parametrize("app", STOREYS)
def test_imports_point_one_way(app):
    above = set(STOREYS[STOREYS.index(app) + 1 :])

    wrong = {
        f"{name_of(path)} imports {module}"
        for path in (ROOT / app).rglob("*.py")
        for module in imported(path)
        if storey(module) in above
    }

    assert wrong == set()


def test_imports_by_string_point_one_way_too():
    """A dotted string is an import in disguise; the project's own lists may name every app."""
    may_name_all = {"newsroom/settings.py", "newsroom/urls.py", "newsroom/roles.py"}
    dotted = re.compile(r"""["'](authors|articles|comments)\.[a-z_]+\.[\w.]+["']""")
    wrong = {
        f"{name_of(path)}: {match[0]}"
        for path in MODULES
        if name_of(path) not in may_name_all
        for match in dotted.finditer(path.read_text())
        if STOREYS.index(match[1]) > STOREYS.index(name_of(path).split("/")[0])
    }

    assert wrong == set()


def test_foreign_keys_point_one_way():
    """Nothing points at `comments`, and nothing points up."""
    wrong = {
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in STOREYS
        for field in model._meta.get_fields(include_hidden=True)
        if field.concrete and field.is_relation and field.related_model
        if field.related_model._meta.app_label in STOREYS
        if STOREYS.index(field.related_model._meta.app_label) > STOREYS.index(model._meta.app_label)
    }

    assert wrong == set()


@pytest.mark.parametrize(
    ("library", "only"),
    [
        (
            "PIL",
            {
                "newsroom/images.py",
                "newsroom/share_images.py",
                "comments/management/commands/draw_pictures.py",
            },
        ),
        ("bleach", {"newsroom/html/door.py", "newsroom/html/typed.py"}),
        ("nh3", {"newsroom/html/door.py"}),
    ],
)
def test_library_has_one_door(library, only):
    """DESIGN §4.7 and §4.8."""
    users = {name_of(path) for path in MODULES if library in {storey(m) for m in imported(path)}}

    assert users - {name for name in users if name.startswith("comments/demo/")} <= only
    assert users


def assigns_status(path: Path) -> bool:
    """Whether a file sets an attribute, a column or a keyword of a write called `status`."""
    return any(_sets_status(node) for node in ast.walk(tree(path)))


def _sets_status(node) -> bool:
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        targets = getattr(node, "targets", None) or [node.target]
        return any(isinstance(t, ast.Attribute) and t.attr == "status" for t in targets)
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name) and node.func.id == "setattr":
        return getattr(node.args[1], "value", "") == "status"
    called = getattr(node.func, "attr", "")
    is_write = called in ("update", "create", "update_or_create", "get_or_create")
    return is_write and any(keyword.arg == "status" for keyword in node.keywords)


def test_status_moves_in_the_verbs_only():
    """DESIGN §4.3."""
    writers = {
        name_of(path)
        for path in MODULES
        if not name_of(path).startswith("newsroom/") and assigns_status(path)
    }

    assert writers == {"articles/models/workflow.py", "comments/models/comment.py"}


@pytest.mark.parametrize("name", PUBLIC_VIEWS)
def test_public_view_never_names_a_story(name):
    """DESIGN §4.1."""
    path = ROOT / name
    tree = ast.parse(path.read_text())

    words = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    words |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    words |= {module.rpartition(".")[2] for module in imported(path)}

    assert (
        words & {"Story", "StoryByline", "StoryTag", "StoryPhoto", "Revision", "all_objects"}
        == set()
    )
    assert not any(module.startswith("articles.admin") for module in imported(path))


INLINE = {
    "a filter that trusts": re.compile(r"\|\s*safe(seq)?\b|autoescape off"),
    "an inline style": re.compile(r"<style\b|\sstyle\s*="),
    "an inline handler": re.compile(r"<[^>{]*\son[a-z]+\s*="),
    "an inline script": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)(?![^>]*nonce=)[^>]*>"
    ),
    "an address that runs": re.compile(r"javascript:", re.I),
    "another origin": re.compile(
        r"""(src|srcset|action)=["'](https?:)?//|<link[^>]*href=["']https?:"""
    ),
}


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds(what):
    """DESIGN §4.9: the strict policy would stop it in silence."""
    holders = {name_of(path) for path in TEMPLATES if INLINE[what].search(path.read_text())}

    assert holders == set()


def test_no_public_template_asks_for_a_token():
    """DESIGN §4.6: the token would make the page vary by cookie."""
    private = ("templates/admin/", "templates/account/", "templates/mfa/", "templates/newsroom/")
    askers = {
        name_of(path)
        for path in TEMPLATES
        if "csrf_token" in path.read_text() and not name_of(path).startswith(private)
    }

    # A comment's form comes by a request of its own, to an address that is private.
    assert askers <= {"templates/403_csrf.html", "templates/comments/_fields.html"}


def first_segments() -> set[str]:
    """The fixed first path segments of every address, as a section's slug could spell them."""
    routes = (
        str(pattern.pattern) for entry in get_resolver().url_patterns for pattern in flat(entry)
    )
    firsts = {re.split(r"[/.<]", route.lstrip("^"))[0] for route in routes}
    return {first for first in firsts if re.fullmatch(r"[a-z][a-z0-9-]*", first)}


def flat(entry):
    """An included file without a prefix of its own is read through."""
    if str(entry.pattern) == "" and hasattr(entry, "url_patterns"):
        for inner in entry.url_patterns:
            yield from flat(inner)
    else:
        yield entry


def test_no_section_can_take_the_address_of_something_else():
    reserved = set(RESERVED_SLUGS)

    assert first_segments() | CONTRACT <= reserved


def test_every_module_says_what_it_hides():
    empty = {"__init__.py", "apps.py"}
    silent = {
        name_of(path)
        for path in MODULES
        if path.name not in empty and "migrations" not in path.parts
        if not ast.get_docstring(ast.parse(path.read_text()))
    }

    assert silent == set()


@pytest.mark.parametrize("kind", ["file", "function"])
def test_code_stays_short(kind):
    """DESIGN §7: a file at most 400 lines, a function at most 40."""
    ours = [path for path in MODULES if "migrations" not in path.parts]

    assert sorted(long_ones(ours, kind)) == []


def long_ones(paths, kind):
    for path in paths:
        source = path.read_text()
        if kind == "file" and source.count("\n") > 400:
            yield name_of(path)
        functions = (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef))
        for node in functions:
            if kind == "function" and node.end_lineno - node.lineno >= 40:
                yield f"{name_of(path)}: {node.name}"
