"""The field for a story's text, without a browser."""

from pathlib import Path
from types import SimpleNamespace

from django import forms

from newsroom import choices
from newsroom.editor import MODULES, BodyEditor, BodyField, with_nonce


class Writing(forms.Form):
    body = BodyField(required=False)


def test_field_cleans_html():
    form = Writing({"body": '<p onclick="x">a</p>\r\n<p>b</p>'})

    assert form.is_valid()
    assert form.cleaned_data["body"] == "<p>a</p>\n<p>b</p>"


def test_field_takes_blank_line_paragraphs():
    form = Writing({"body": "one\r\n\r\ntwo < three"})

    assert form.is_valid()
    assert form.cleaned_data["body"] == "<p>one</p><p>two &lt; three</p>"


def test_field_refuses_with_a_sentence_and_keeps_what_was_typed():
    form = Writing({"body": "<em>" * 40 + "typed"})

    assert not form.is_valid()
    assert "more than 32 levels deep" in form.errors["body"][0]
    assert "typed</textarea>" in str(form["body"])


def test_field_refuses_a_nul_with_our_sentence_alone():
    form = Writing({"body": "a\0b"})

    assert len(form.errors["body"]) == 1
    assert "NUL character" in form.errors["body"][0]


def test_field_has_changed_only_when_the_text_has():
    unchanged = Writing({"body": "<p>a</p>\r\n<p>b</p>"}, initial={"body": "<p>a</p>\n<p>b</p>"})
    changed = Writing({"body": "<p>a</p>"}, initial={"body": "<p>b</p>"})
    refused = Writing({"body": "a\0"}, initial={"body": "<p>b</p>"})

    assert unchanged.changed_data == []
    assert changed.changed_data == ["body"]
    assert refused.changed_data == ["body"]


def test_required_field_is_not_required_by_the_browser():
    field = BodyField(label="Text")

    assert "required" not in str(field.widget.render("body", ""))
    assert field.widget.use_required_attribute("") is False


def test_widget_names_the_picker_unless_there_is_none():
    assert 'data-pick-photo="/admin/photos/pick/"' in BodyEditor().render("body", "")
    assert "data-pick-photo" not in BodyEditor(picker=None).render("body", "")


def test_widget_names_the_languages_that_a_passage_may_have():
    drawn = BodyEditor().render("body", "")

    assert "[&quot;ar&quot;,&quot;Arabic&quot;]" in drawn
    assert drawn.count("[&quot;") == len(choices.languages())


def test_every_module_is_in_the_import_map():
    files = {file.stem for file in Path("static/js/editor").glob("*.js")}

    assert {name.split("/")[-1] for name in MODULES} - {"editor"} == files - {"main"}


def test_with_nonce_marks_the_import_map_and_the_scripts_also_in_a_sum():
    media = forms.Media(js=["other.js"]) + Writing().media
    request = SimpleNamespace(csp_nonce="abc")

    drawn = str(with_nonce(media, request))

    assert '<script type="importmap" nonce="abc">{"imports": {' in drawn
    assert drawn.count('nonce="abc"') == drawn.count("<script") + drawn.count("<link")
    assert drawn.count("<script") == 3
