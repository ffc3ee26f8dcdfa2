"""Names that pass for the newsroom's own, and those that do not (THREATS E1, E2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authors.models import Author
from comments import names
from comments.names import problem_with, unreadable
from comments.skeleton import skeleton
from newsroom import words
from newsroom.models import Site
from tests.cast import make_article, make_author, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(db):
    """Ines Falk edits, Mourad Bendix writes for the Harbour Post, and M. Okoro's login shows."""
    Site.objects.update(name="The Harbour Post")
    make_user("Editor", "i.falk.37", first_name="Ines", last_name="Falk")
    make_user("Moderator", "okoro")
    make_author("Mourad Bendix", is_listed=True)


IMITATIONS = {
    "as it is": "Ines Falk",
    "small letters": "ines falk",
    "capitals": "INES FALK",
    "capital I for l": "lnes FaIk",
    "digits": "1n35 F4lk",
    "Cyrillic": "Іnеѕ Fаlk",
    "Greek": "Ιnεs Fαlκ",
    "Armenian": "Iոes Falk",
    "Cherokee": "ᎥnᎬᏚ FᎪᏞᏦ",
    "Lisu": "ꓲꓠꓰꓢ ꓝꓮꓡꓗ",
    "small capitals": "ɪɴᴇꜱ ꜰᴀʟᴋ",
    "full width": "Ｉｎｅｓ　Ｆａｌｋ",
    "bold": "𝗜𝗻𝗲𝘀 𝗙𝗮𝗹𝗸",
    "circled": "Ⓘⓝⓔⓢ Ⓕⓐⓛⓚ",
    "squared": "🅸🅽🅴🆂 🅵🅰🅻🅺",
    "accents": "Ínés Fälk",
    "strokes": "Ines Fałk",
    "marks": "I\u0336n\u0336e\u0336s Falk",
    "zero width": "In\u200bes\u2060 Fa\u200dlk",
    "bidi marks": "\u200fInes\u200e Falk\u2069",
    "soft hyphen": "In\u00ades Falk",
    "filler": "Ines\u3164Falk",
    "no space": "InesFalk",
    "no-break space": "Ines\u00a0Falk",
    "thin spaces": "In\u2009es Fa\u200alk",
    "dots": "Ines.Falk",
    "decoration": "~*Ines Falk*~ ★",
    "turned words": "Falk, Ines",
    "spaced": "I n e s F a l k",
    "a bar": "|nes Fa|k",
    "a bar after": "Ines Falk |",
    "an author": "Mourad Bendix",
    "rn for m": "rnourad Bendix",
    "a login that shows": "Okoro",
}


@pytest.mark.parametrize("how", IMITATIONS)
def test_a_name_that_looks_like_a_colleagues_is_refused(ours, how):
    """THREATS E1."""
    assert problem_with(IMITATIONS[how]) == names.IS_OURS


@pytest.mark.parametrize(
    "name",
    [
        "editor",
        "Editor",
        "The Editors",
        "Editor-in-chief",
        "Moderator Ines",
        "Ines (moderator)",
        "xX_Moderator_Xx",
        "InesModerator",
        "Mоdеrаtоr",
        "M0d3r4t0r",
        "M o d e r a t o r",
        "Mode rator",
        "Mod\u2009er\u200aator",
        "Mod\u200berator",
        "Administrator",
        "adrninistrator",
        "admin",
        "Admin1",
        "A-D-M-I-N",
        "@dmin",
        "staff",
        "Site staff",
        "$taff",
        "Newsroom",
        "the newsroom",
        "News Room",
        "nevvsroom",
        "Editorial team",
        "Éditeur",
        "Redaktion",
        "La rédaction",
        "Модератор",
        "Главный редактор",
        "本报编辑",
        "المحرر",
        "تەھرىرات بۆلۈمى",
    ],
)
def test_a_name_that_claims_a_role_is_refused(ours, name):
    """THREATS E1."""
    assert problem_with(name) == names.SPEAKS_FOR_US


@pytest.mark.parametrize(
    "name",
    [
        "Harbour Post",
        "The Harbour Post",
        "the HARB0UR POST",
        "HarbourPost",
        "Harbour Post Support",
        "Ana of the Harbour Post",
        "Нarbоur Роst",
    ],
)
def test_the_papers_name_is_refused(ours, name):
    """THREATS E1."""
    assert problem_with(name) == names.SPEAKS_FOR_US


def test_a_paper_with_an_everyday_name_leaves_it_to_readers(db):
    Site.objects.update(name="The Post")

    assert problem_with("Post")
    assert problem_with("The Post")
    assert problem_with("Emilia Post") == ""


REAL = [
    "Ines",
    "Falk",
    "Ines F.",
    "Ines Falkenberg",
    "Ines Maria Falk",
    "Mourad",
    "Ana 🌻",
    "Jo",
    "X",
    "Bea d’Ormesson-Łęcki",
    "Nguyễn Thị Bướm",
    "Þórdís Önnudóttir",
    "José 2",
    "Fred I Torres",
    "Staffan Stafford",
    "Cred Itores",
    "Harbour Lights",
    "Post Harbour",
    "Инесса Фальк",
    "Вера Нестеренко",
    "Сара Попович",
    "Ёлка Йорданова",
    "Ινώ Φαλκίδου",
    "Νίκος Παππάς",
    "Արմեն Սարոյան",
    "Ուրիշ Անուն",
    "مراد بن عيسى",
    "نور الهدى",
    "ئايگۈل تۇرسۇن",
    "مۇختەر ھەسەن",
    "فاطمه\u200cسادات",
    "林海燕",
    "王编",
    "さくら たなか",
    "김하늘",
    "ชนิดา ศรีสุข",
    "प्रिया कुमारी",
    "বৃষ্টি সেন",
    "தமிழ்ச்செல்வி",
    "བསྟན་འཛིན་",
    "ကျော်ဇင်ဦး",
    "ስልቫኖ ገብረ",
    "ნინო ბერიძე",
    "ᎠᏂᏔ ᏩᏯ",
    "מִרְיָם כֹּהֵן",
    "مُحَمَّدٌ",
]


@pytest.mark.parametrize("name", REAL)
def test_a_readers_own_name_is_welcome_in_any_script(ours, name):
    assert problem_with(name) == ""


@pytest.mark.parametrize("name", REAL)
def test_two_readers_names_do_not_look_alike(name):
    others = [skeleton(other) for other in REAL if other != name]

    assert skeleton(name) not in others
    assert all(skeleton(name))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", words.NAME_MISSING),
        ("   ", words.NAME_MISSING),
        ("\u200b\u2060\ufeff", names.NOTHING_READABLE),
        ("\u3164\u115f", names.NOTHING_READABLE),
        ("\u2800", names.NOTHING_READABLE),
        ("…!?", names.NOTHING_READABLE),
        ("🌻", names.NOTHING_READABLE),
        ("\u0301\u0301", names.NOTHING_READABLE),
        ("a" * 61, words.NAME_TOO_LONG),
        ("Ana\nBo", names.ONE_LINE),
        ("Ana\u2028Bo", names.ONE_LINE),
        ("Ana\x07", names.ONE_LINE),
        ("\u202eklaF senI", names.TURNED),
        ("Ana ✓", names.CHECK_MARK),
        ("Ana ✅", names.CHECK_MARK),
        ("Z\u0335\u0321\u0310\u0351\u0356algo", names.TOO_MANY_MARKS),
        ("ส" + "\u0e47" * 20, names.TOO_MANY_MARKS),
        ("Ana" + "\u20dd" * 9, names.TOO_MANY_MARKS),
    ],
)
def test_what_others_cannot_read_is_told(name, sentence):
    """THREATS E2."""
    assert problem_with(name) == sentence


def test_the_longest_name_fits():
    assert problem_with("a" * 60) == ""


def test_who_left_or_is_no_staff_may_share_a_name(ours):
    make_user("Editor", first_name="Old", last_name="Hand", is_active=False)
    make_user("", first_name="Just", last_name="Somebody")

    assert problem_with("Old Hand") == ""
    assert problem_with("Just Somebody") == ""


def test_a_refusal_tells_nothing_that_readers_do_not_know(ours):
    """An author without a public article, and the login of someone with a name, stay unknown."""
    secret = make_author("Asha Tembo")
    assert problem_with("Asha Tembo") == ""
    assert problem_with("i.falk.37") == ""

    make_article(author=secret)

    assert problem_with("Asha Tembo") == names.IS_OURS


def test_a_colleague_may_use_the_own_names_and_nobody_elses(ours):
    """Issue 3, point 4."""
    editor = make_user("Editor", "editor", first_name="Noor", last_name="Vey")
    Author.objects.create(name="N. Vey", user=editor, is_listed=True)

    assert [problem_with(name, editor) for name in ("Noor Vey", "editor", "N. Vey")] == ["", "", ""]
    assert problem_with("Ines Falk", editor) == names.IS_OURS
    assert problem_with("Moderator", editor)
    assert problem_with("N. Vey") == names.IS_OURS


def test_a_name_costs_three_queries_however_many_we_are(ours, django_assert_num_queries):
    """DESIGN §4.12."""
    with django_assert_num_queries(3):
        problem_with("Mira Holt")
    for number in range(3):
        make_user("Editor", first_name="Ines", last_name=f"Falk {number}")
        make_author(f"Mourad Bendix {number}", is_listed=True)

    with django_assert_num_queries(3):
        problem_with("Mira Holt")


def test_what_cannot_be_read_and_what_claims_a_role_costs_none(django_assert_num_queries):
    with django_assert_num_queries(0):
        problem_with("\u200b")
        problem_with("Moderator")


@given(st.text(max_size=70))
def test_any_text_gets_an_answer(name):
    """THREATS D9, E2."""
    assert isinstance(unreadable(name), str)
    assert skeleton(" ".join(skeleton(name))) == skeleton(name)


@given(st.text(min_size=1, max_size=60))
def test_what_cannot_be_seen_changes_no_skeleton(name):
    """THREATS E1."""
    hidden = "\u200b".join(name) + "\u2066\u00ad\ufe0f"

    assert "".join(skeleton(hidden)) == "".join(skeleton(name))
