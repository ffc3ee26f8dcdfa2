"""A reader reports a mistake, without account or cookie, and sees what becomes of it."""

import re
import time
from datetime import timedelta

import pytest
from django.core import signing
from django.core.cache import cache
from django.core.management import call_command
from django.db import IntegrityError, OperationalError
from django.test import Client

from articles.models import Correction, Mark
from comments import limits, report_forms
from comments.models import Policy, Report
from comments.models.comment import DAYS_TO_KEEP_ADDRESSES
from comments.models.report import Settled
from newsroom import database
from tests.cast import make_article, make_report, make_user, rewrite, story_of

pytestmark = pytest.mark.django_db
WRONG = "The ferry left at seven."


@pytest.fixture(autouse=True)
def _no_limits_reached(db):
    cache.clear()


@pytest.fixture
def article():
    return make_article(headline="The ferry that came back empty")


def note(article, seconds: float = 60) -> str:
    """What the form gave out so long ago."""
    return signing.dumps([article.pk, time.time() - seconds], salt=report_forms.SALT)


def send(client, article, **typed):
    fields = {"opened": note(article), "text": WRONG, "passage": "", "email": "", "wording": "1"}
    return client.post(f"/comments/report/{article.pk}/", fields | typed)


def test_article_leads_to_the_form_and_the_form_to_a_receipt(client, article):
    page = client.get(article.get_absolute_url()).content.decode()
    link = re.search(r'href="(/comments/report/[^"]+)"[^>]*>Report a mistake', page)[1]
    form = client.get(link)

    sent = send(client, article, passage="left at six", email="ada@example.org")
    receipt = client.get(sent["Location"])

    assert (form.status_code, sent.status_code, receipt.status_code) == (200, 303, 200)
    report = Report.objects.get()
    assert (report.text, report.passage) == (WRONG, "left at six")
    assert sent["Location"] == f"/comments/reports/{report.token}/"
    shown = receipt.content.decode()
    assert "Open." in shown
    assert "left at six" in shown
    assert "ada@example.org" not in shown


def test_nothing_sets_a_cookie_and_nothing_is_kept(article):
    """DESIGN §4.6, §4.11."""
    client = Client(enforce_csrf_checks=True)
    answers = [client.get(f"/comments/report/{article.pk}/"), send(client, article)]
    answers.append(client.get(answers[1]["Location"]))

    assert not client.cookies
    assert {answer["Cache-Control"] for answer in answers} == {"private, no-store"}
    assert {answer["X-Robots-Tag"] for answer in answers} == {"noindex"}
    fields = {field.name for field in Report._meta.fields}
    assert not fields & {"address", "ip", "user_agent"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": " \n "}, "Say what is wrong"),
        ({"text": "x" * 2_001}, "the limit is 2,000"),
        ({"passage": "x" * 1_001}, "the limit is 1,000"),
        ({"email": "nobody"}, "does not look like an e-mail address"),
        ({"text": "a\x00b"}, "a character that cannot be stored"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(client, article, typed, sentence):
    """DESIGN §4.13, §4.14."""
    answer = send(client, article, **{"passage": "kept words", **typed})

    page = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in page
    assert "passage" in typed or "kept words" in page
    assert not Report.all_objects.exists()


@pytest.mark.parametrize("opened", ["", "made up", 1, 25 * 3600])
def test_form_that_we_did_not_give_out_in_time_is_sent_once_more(client, article, opened):
    """THREATS C4, D5: what posts without reading the form, or faster than anybody types."""
    opened = note(article, opened) if isinstance(opened, int) else opened

    answer = send(client, article, opened=opened)

    assert answer.status_code == 403
    assert WRONG in answer.content.decode()
    assert not Report.all_objects.exists()
    renewed = re.search(r'name="opened" value="([^"]+)"', answer.content.decode())[1]
    assert signing.loads(renewed, salt=report_forms.SALT)[0] == article.pk


def test_note_of_another_article_does_not_count(client, article):
    assert send(client, article, opened=note(make_article())).status_code == 403


def test_database_that_is_away_costs_no_text(client, article, monkeypatch):
    """DESIGN §4.14, THREATS F6."""

    def away(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr(Report, "take_in", away)
    answer = send(client, article)

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert WRONG in answer.content.decode()
    assert "Send the report" in answer.content.decode()


def test_same_report_sent_twice_is_one(client, article):
    """THREATS F3."""
    first, second = send(client, article), send(client, article)

    assert first["Location"] == second["Location"]
    assert Report.objects.count() == 1


def test_one_address_sends_so_many_and_comments_have_a_share_of_their_own(client, article, clock):
    """THREATS D5."""
    clock.next_window(limits.SECONDS)
    Policy.objects.update_or_create(pk=1, defaults={"per_address": 2})
    answers = [send(client, article, text=f"Mistake {number}") for number in range(3)]

    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert "Mistake 2" in answers[2].content.decode()
    assert int(answers[2]["Retry-After"]) > 0
    assert "Many reports" in answers[2].content.decode()


@pytest.mark.parametrize("state", ["draft", "withdrawn", "never"])
def test_what_is_not_public_answers_as_what_never_was(client, state):
    """THREATS B3, B5: form, report and receipt."""
    article = make_article(headline="zqsecret")
    report = make_report(article)
    path = f"/comments/report/{article.pk}/"
    story = story_of(article)
    if state == "withdrawn":
        story.withdraw(make_user("Editor"), story.version, "Why.")
    elif state == "draft":
        story.take_back(make_user("Editor"), story.version)
    else:
        path = "/comments/report/999999/"
        report.token = "0" * 32

    answers = [client.get(path), client.get(report.get_absolute_url())]
    sent = client.post(path, {"opened": note(article), "text": WRONG})

    nowhere = client.get("/comments/report/888888/")
    assert [answer.status_code for answer in (*answers, sent)] == [404] * 3
    assert [answer.content for answer in answers] == [nowhere.content] * 2
    assert WRONG in sent.content.decode()
    assert "zqsecret" not in sent.content.decode()


def test_report_is_bound_to_the_wording_that_was_read(client, article):
    editor, story = make_user("Editor"), story_of(article)
    rewrite(story, editor, body="<p>The ferry left at five.</p>")
    story.publish(editor, story.version)

    send(client, article, wording="1")
    send(client, article, wording="2", text="Another.")
    send(client, article, wording="77", text="Made up.")

    wordings = dict(Report.objects.values_list("text", "wording"))
    assert wordings == {WRONG: 1, "Another.": 2, "Made up.": 2}
    assert "left at six" in Report.objects.get(text=WRONG).as_read().body
    assert "left at five" in Report.objects.get(text="Another.").as_read().body
    page = client.get(article.get_absolute_url()).content.decode()
    assert f"/comments/report/{article.pk}/?wording=2" in page


def test_wording_that_was_hidden_is_shown_to_nobody(article):
    """DESIGN §4.1."""
    report, editor, story = make_report(article), make_user("Editor"), story_of(article)
    rewrite(story, editor, body="<p>The ferry left.</p>")
    story.publish(editor, story.version, hidden_because="privacy")

    assert report.as_read() is None


def test_correction_answers_what_was_begun_for_it_and_nothing_else(client, article):
    editor, story = make_user("Editor"), story_of(article)
    begun, other = make_report(article), make_report(article)
    begun.start(editor, story)

    story.correct(editor, story.version, "correction", "It left at seven.")

    begun, other = begun.as_stored(), other.as_stored()
    assert (begun.state, begun.correction) == ("corrected", Correction.objects.get())
    assert (begun.settled_by, other.state) == (editor, "open")
    receipt = client.get(begun.get_absolute_url()).content.decode()
    assert f'href="{article.get_absolute_url()}#correction-{begun.correction_id}"' in receipt


def test_start_quotes_the_passage_in_a_note_once_and_calls_nobody(article):
    """A reader’s words never send mail to a colleague."""
    editor, story = make_user("Editor", "ada"), story_of(article)
    report = make_report(article, passage="left at six", text="@ada @editor look")

    report.start(make_user("Editor"), story)
    report.start(editor, story)

    note = story.notes.get()
    assert "“left at six”" in note.text
    assert not Mark.objects.exists()


def test_reader_sees_why_nothing_changed(client, article):
    report = make_report(article)

    report.leave(make_user("Editor"), "The log says <six>.")

    receipt = client.get(report.get_absolute_url()).content.decode()
    assert "No change." in receipt
    assert "The log says &lt;six&gt;." in receipt


def test_second_decision_loses(article):
    """DESIGN §4.3."""
    editor, report = make_user("Editor"), make_report(article)
    report.leave(editor, "It is right.")

    with pytest.raises(Settled):
        Report.all_objects.get(pk=report.pk).leave(editor, "Another reason.")
    with pytest.raises(Settled):
        report.start(editor, story_of(article))


def test_database_refuses_no_change_without_a_reason(article):
    with pytest.raises(IntegrityError):
        make_report(article).leave(make_user("Editor"), "")


def test_email_is_erased_after_its_days(article):
    """DESIGN §4.11: what is said on the page of privacy."""
    old, young = make_report(article, email="a@example.org"), make_report(article, email="b@x.org")
    long_ago = database.now() - timedelta(days=DAYS_TO_KEEP_ADDRESSES, minutes=1)
    Report.all_objects.filter(pk=old.pk).update(made_at=long_ago)

    call_command("forget_addresses")

    assert (old.as_stored().email, young.as_stored().email) == ("", "b@x.org")
