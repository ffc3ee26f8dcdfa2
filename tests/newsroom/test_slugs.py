import pytest

from newsroom.slugs import LENGTH, slugify, sort_name


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("The ferry that came back", "the-ferry-that-came-back"),
        ("Council’s vote: “yes”, by one", "councils-vote-yes-by-one"),
        ("Straße über Ærø", "strasse-uber-aero"),
        ("Паром", "parom"),
        ("C++ & C#", "c-c"),
        ("2026", "2026"),
        ("../../etc/passwd\x00", "etc-passwd"),
    ],
)
def test_slug_is_transliterated(text, slug):
    assert slugify(text) == slug


@pytest.mark.parametrize("text", ["عبارة", "渡船", "Ελλάδα", "עברית"])
def test_slug_of_any_script_is_plain_letters(text):
    assert slugify(text).strip("abcdefghijklmnopqrstuvwxyz0123456789-") == ""
    assert slugify(text)


def test_slug_of_what_has_no_letters_is_a_stable_hash():
    assert slugify("…") == slugify("…")
    assert len(slugify("…")) == 8
    assert slugify("…") != slugify("—")


def test_slug_falls_back_to_a_given_word():
    assert slugify("…", fallback="story") == "story"


def test_slug_ends_at_a_word_and_is_never_too_long():
    assert slugify("word " * 40) == "-".join(["word"] * 16)
    assert len(slugify("w" * 300)) == LENGTH


def test_sort_name_puts_the_last_name_first():
    assert [sort_name(name) for name in ("Åse Ørsted Lund", "Plato", "")] == [
        "lund, ase orsted",
        "plato",
        "",
    ]
