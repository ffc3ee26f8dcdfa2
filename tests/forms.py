"""Every form there is: where it is sent, and what its fields are called."""

from django.contrib.auth.models import Group

from articles.admin.developing import LineForm
from articles.admin.front_forms import ActForm, BannerForm, LeadForm, SlotForm
from articles.admin.front_pages import LikeForm
from articles.admin.merging_sections import MergeForm
from articles.admin.notes import MailForm, NoteForm, ShiftNoteForm
from articles.admin.pasting import PartsForm
from articles.admin.planning import PlanForm
from articles.admin.sensitive import LetInForm
from comments.admin import reports
from comments.admin.reports import LeaveForm
from comments.report_forms import ReportForm


def forms(house) -> list[tuple[str, list[str]]]:
    """Every form there is: where it is sent, and what its fields are called."""
    own = house.things["own"]
    story, photo, author, user = own["story"], own["photo"], own["author"], house.users["editor"]
    words = ["headline", "body", "standfirst", "section", "tags", "kind", "language", "version"]
    words += ["byline_choice", "lead_photo", "lead_caption", "working_title", "earlier_date"]
    words += ["earlier_time", "expires_at", "commissioned_length", "owner", "assignee", "place"]
    names = ["username", "email", "first_name", "last_name", "groups", "password1", "password2"]
    site = ["name", "tagline", "language", "zone", "about", "contact_email", "follow_sentence"]
    person = ["name", "slug", "sort_name", "kind", "job_title", "short_bio", "full_bio", "user"]
    picture = ["alt", "credit", "caption", "kind", "is_decorative"]
    at_story = f"/admin/articles/story/{story.pk}"
    verbs = [(f"{at_story}/{verb}/", VERB) for verb in ("publish", "schedule", "send_back", "move")]
    return [
        ("/accounts/login/", ["login", "password", "remember", "next"]),
        ("/accounts/password/reset/", ["email", "next"]),
        ("/accounts/password/change/", ["oldpassword", "password1", "password2", "next"]),
        ("/accounts/reauthenticate/", ["password", "next"]),
        ("/accounts/password/reset/key/1-a/", ["password1", "password2"]),
        ("/accounts/2fa/totp/activate/", ["code"]),
        ("/accounts/2fa/authenticate/", ["code", "trust"]),
        ("/accounts/2fa/reauthenticate/", ["code"]),
        ("/accounts/2fa/recovery-codes/generate/", ["next"]),
        ("/accounts/2fa/webauthn/login/", ["credential", "next"]),
        ("/accounts/2fa/webauthn/reauthenticate/", ["credential", "next"]),
        ("/accounts/2fa/webauthn/add/", ["name", "credential", "passwordless"]),
        ("/admin/newsroom/user/add/", names),
        (f"/admin/newsroom/user/{user.pk}/change/", [*names, "user_permissions"]),
        (f"/admin/newsroom/user/{user.pk}/password/", ["password1", "password2"]),
        ("/admin/auth/group/add/", ["name", "permissions"]),
        ("/admin/newsroom/site/1/change/", [*site, *inline("follow_links")]),
        ("/admin/newsroom/photo/add/", [*picture, "picture"]),
        (f"/admin/newsroom/photo/{photo.pk}/change/", [*picture, "focus_x", "focus_y"]),
        ("/admin/authors/author/add/", [*person, "portrait", *inline("links")]),
        (f"/admin/authors/author/{author.pk}/change/", [*person, "portrait", *inline("links")]),
        ("/admin/articles/section/add/", ["name", "slug", "description", "order"]),
        ("/admin/articles/tag/add/", ["name", "slug"]),
        ("/comments/", ["article", "parent", "opened", "text", "name", "email"]),
        ("/admin/comments/comment/decide/", ["verb", "comment", "note", "_back"]),
        (f"/admin/comments/thread/{story.pk}/", ["mode", "closes_after", "_back"]),
        ("/admin/comments/listedword/add/", ["word", "action"]),
        ("/admin/comments/policy/1/change/", ["mode", "closes_after", "longest", "most_links"]),
        (f"{at_story}/change/", [*words, "base", *inline("bylines")]),
        (f"{at_story}/name/", ["version", "name"]),
        (f"{at_story}/presence/", ["opened"]),
        (f"{at_story}/revision/{story.keep('named', user).pk}/restore/", ["version"]),
        (f"{at_story}/autosave/", [*words, *inline("bylines"), "_person", "_keep"]),
        ("/admin/articles/story/add/", ["begun_as", "headline", "body", "_person"]),
        *verbs,
        *((f"{at_story}/{verb}/", VERB) for verb in ("withdraw", "correct", "spike", "nothing")),
        *((f"{at_story}/{verb}/", VERB) for verb in ("embargo", "ask_release", "hold")),
        *((f"{at_story}/{verb}/", VERB) for verb in ("release_embargo", "release_hold")),
        (f"{at_story}/share/", [*SHARE, "passages", "is_watermarked", "may_answer"]),
        (f"/share/{'a' * 43}/", ["read", "verdict", "note"]),
        *((f"{at_story}/{verb}/", VERB) for verb in ("hide", "expire")),
        *_forms_of_the_day(house, at_story),
        *_forms_of_pages(house),
        *((path, ["action", "_selected_action", "index", "select_across"]) for path in LISTS),
    ]


def _forms_of_the_day(house, at_story: str) -> list[tuple[str, list[str]]]:
    link, article, report = house.things["own"]["link"], house.article.pk, house.report.pk
    settled = [*LeaveForm.base_fields, *reports.AnswerForm.base_fields, "do"]
    return [
        (f"{at_story}/notes/", [*NoteForm.base_fields]),
        (f"{at_story}/apart/", [*PartsForm.base_fields]),
        (f"{at_story}/checks/", ["headline", "body", "language"]),
        (f"{at_story}/developing/", [*LineForm.base_fields, "verb"]),
        (f"{at_story}/share/{link.pk}/end/", ["version"]),
        (f"{at_story}/take/", ["version", "_back"]),
        ("/admin/articles/story/plan/", [*PlanForm.base_fields]),
        ("/admin/articles/story/shift/", [*ShiftNoteForm.base_fields]),
        ("/admin/articles/story/mail/", [*MailForm.base_fields]),
        ("/admin/articles/story/let-in/", [*LetInForm.base_fields]),
        ("/admin/articles/front/", [*ActForm.base_fields]),
        (f"/admin/articles/front/slot/{article}/", [*SlotForm.base_fields, "do"]),
        (f"/admin/articles/front/lead/{article}/", [*LeadForm.base_fields]),
        ("/admin/articles/front/history/", [*LikeForm.base_fields]),
        ("/admin/articles/front/breaking/", [*BannerForm.base_fields, "do"]),
        (f"/comments/report/{article}/", [*ReportForm.base_fields]),
        (f"/admin/comments/report/{report}/settle/", settled),
    ]


def _forms_of_pages(house) -> list[tuple[str, list[str]]]:
    tag = house.article.article_tags.get().tag
    group = Group.objects.get(name="Journalist")
    section = f"/admin/articles/section/{house.section.pk}"
    of_page = ["title", "slug", "body", "order", "is_published", "version"]
    return [
        (f"{section}/change/", ["name", "slug", "description", "order"]),
        (f"{section}/merge/", [*MergeForm.base_fields]),
        (f"/admin/articles/tag/{tag.pk}/change/", ["name", "slug"]),
        (f"/admin/comments/listedword/{house.word.pk}/change/", ["word", "action"]),
        (f"/admin/auth/group/{group.pk}/change/", ["name", "permissions"]),
        ("/admin/newsroom/standingpage/add/", of_page),
        (f"/admin/newsroom/standingpage/{house.page.pk}/change/", of_page),
    ]


LISTS = [f"/admin/{kind}/" for kind in ("newsroom/user", "newsroom/photo", "authors/author")]
LISTS += [f"/admin/articles/{kind}/" for kind in ("tag", "section", "story")]
LISTS += [f"/admin/comments/{kind}/" for kind in ("comment", "report", "listedword")]
LISTS += ["/admin/auth/group/", "/admin/newsroom/standingpage/"]


SHARE = ["version", "seed", "label", "days", "of"]
VERB = ["version", "note", "reason", "text", "kind", "slug", "at", "fold"]
VERB += ["request", "hold", "releasers", "when", "without", "state", "change"]
VERB += ["thread-mode", "thread-closes_after", "initial-thread-mode"]


def inline(prefix) -> list[str]:
    counters = [f"{prefix}-{name}" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MAX_NUM_FORMS")]
    return [
        *counters,
        *(f"{prefix}-0-{name}" for name in ("id", "label", "url", "order", "author")),
    ]
