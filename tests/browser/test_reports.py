"""A reader reports a mistake, an editor corrects it, and the reader sees it. Issue 6, point 5."""

import os

import pytest
from playwright.sync_api import expect

from comments import report_forms
from tests.browser.looks import axe, too_wide
from tests.cast import make_article, make_user

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_report_leads_to_a_correction_that_its_reader_sees(
    live_server, browser, sign_in, monkeypatch
):
    """DESIGN §4.6, §4.10: without JavaScript, account or cookie."""
    monkeypatch.setattr(report_forms, "QUICKEST", 0)  # the browser types faster than anybody
    article = make_article(headline="The ferry that came back empty")
    options = {"base_url": live_server.url, "java_script_enabled": False}
    context = browser.new_context(**options, viewport={"width": 360, "height": 800})
    reader = context.new_page()

    reader.goto(article.get_absolute_url())
    reader.get_by_role("link", name="Report a mistake").click()
    reader.get_by_label("What is wrong?").fill("It left at seven.")
    reader.get_by_label("Which passage?").fill("The ferry left at six.")
    reader.get_by_role("button", name="Send the report").click()
    expect(reader.get_by_text("An editor will read your report.")).to_be_visible()
    assert context.cookies() == []

    editor = sign_in(make_user("Editor"))
    editor.goto("/admin/")
    editor.get_by_role("link", name="Mistakes that readers reported (1)").click()
    editor.get_by_role("link", name="It left at seven.").click()
    expect(editor.get_by_text("Nobody was on the quay.")).to_be_visible()
    assert (axe(editor), too_wide(editor)) == ({}, [])
    editor.get_by_role("button", name="Start a correction").click()
    editor.get_by_label("What was wrong, and what is right").fill("It left at seven, not six.")
    with editor.expect_navigation():
        editor.locator("main form.deed button, #content form.deed button").last.click()

    reader.reload()
    expect(reader.get_by_text("Corrected.")).to_be_visible()
    reader.get_by_role("link", name="Read the correction").click()
    expect(reader.get_by_text("It left at seven, not six.")).to_be_visible()
    context.close()


def test_form_and_receipt_are_for_everybody(live_server, browser, monkeypatch):
    """WCAG 2.2 AA, and no sideways scroll at 320 px."""
    monkeypatch.setattr(report_forms, "QUICKEST", 0)
    article = make_article()
    for scheme in ("light", "dark"):
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": 320, "height": 700}, color_scheme=scheme
        )
        page = context.new_page()
        page.goto(f"/comments/report/{article.pk}/")
        page.get_by_role("button", name="Send the report").click()
        expect(page.locator("#problems")).to_be_focused()
        expect(page.get_by_role("link", name="Say what is wrong")).to_be_visible()
        assert (axe(page), too_wide(page)) == ({}, [])
        page.get_by_label("What is wrong?").fill("x" * 300)
        page.get_by_role("button", name="Send the report").click()
        expect(page.get_by_role("heading", name="Your report")).to_be_visible()
        assert (axe(page), too_wide(page)) == ({}, [])
        context.close()
