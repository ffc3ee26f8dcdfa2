import io

import pytest
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from authors.models import Author
from newsroom import picture_store
from newsroom.models import FollowLink, Photo, Site, User
from tests.cast import PASSWORD, make_article, make_author, make_photo, make_story, make_user
from tests.cast import picture_bytes as picture

pytestmark = [pytest.mark.crawl, pytest.mark.django_db]
PHOTOS = "/admin/newsroom/photo/"


def signed_in(client, role, **kwargs) -> User:
    user = make_user(role, **kwargs)
    client.force_login(user)
    return user


def errors(response) -> dict:
    return response.context["adminform"].form.errors


# --- People ----------------------------------------------------------------------------------


def user_form(user, **changes) -> dict:
    fields = {
        "username": user.username,
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "is_active": "on",
        "is_staff": "on",
        "groups": [group.pk for group in user.groups.all()],
        **changes,
    }
    return {name: value for name, value in fields.items() if value is not None}


def change_user(client, user, **changes):
    return client.post(f"/admin/newsroom/user/{user.pk}/change/", user_form(user, **changes))


def test_administrator_makes_an_account_with_a_role(client):
    signed_in(client, "Administrator")
    editor = Group.objects.get(name="Editor")
    form = {"username": "nora", "email": "Nora@Example.org", "first_name": "", "last_name": ""}
    passwords = {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}

    response = client.post(
        "/admin/newsroom/user/add/", {**form, **passwords, "is_staff": "on", "groups": [editor.pk]}
    )

    nora = User.objects.get(username="nora")
    assert response.status_code == 302
    assert nora.email == "nora@example.org"
    assert nora.has_perm("articles.edit_any_story")
    assert not nora.is_superuser


def test_mail_address_of_another_account_is_refused_at_its_field(client):
    signed_in(client, "Administrator")
    make_user("Journalist", "ines", email="ines@example.org")
    other = make_user("Journalist", "omar")

    response = change_user(client, other, email="INES@example.org")

    assert errors(response) == {"email": ["Another account has this e-mail address."]}
    assert 'value="INES@example.org"' in response.content.decode()


def test_accounts_without_a_mail_address_are_not_each_others(client):
    signed_in(client, "Administrator")
    make_user("Journalist", "ines", email="")
    other = make_user("Journalist", "omar")

    assert change_user(client, other, email="").status_code == 302


def test_address_that_was_changed_no_longer_signs_in(client):
    signed_in(client, "Administrator")
    other = make_user("Journalist", "omar", email="old@example.org")
    EmailAddress.objects.create(user=other, email="old@example.org", verified=True)

    change_user(client, other, email="new@example.org")

    assert filter_users_by_email("old@example.org", for_login=True) == []
    assert filter_users_by_email("new@example.org", for_login=True) == [other]


@pytest.mark.parametrize(
    "model", ["account/emailaddress", "mfa/authenticator", "taggit/tag", "sessions/session"]
)
def test_tables_that_only_libraries_write_have_no_page(client, model):
    signed_in(client, "Administrator", is_superuser=True)

    assert client.get(f"/admin/{model}/").status_code == 404


@pytest.mark.parametrize("field", ["is_superuser", "user_permissions"])
def test_administrator_grants_nothing_beyond_roles(client, field):
    """THREATS C2: by an extra field in the form."""
    signed_in(client, "Administrator")
    other = make_user("Journalist", "omar")
    value = "on" if field == "is_superuser" else [Permission.objects.first().pk]

    change_user(client, other, **{field: value})

    other.refresh_from_db()
    assert not other.is_superuser
    assert not other.user_permissions.exists()
    page = client.get(f"/admin/newsroom/user/{other.pk}/change/").content.decode()
    assert field not in page


def stronger_group() -> Group:
    group = Group.objects.create(name="Releases holds")
    group.permissions.add(Permission.objects.get(codename="delete_user"))
    return group


def test_administrator_grants_no_group_that_may_more(client):
    signed_in(client, "Administrator")
    other = make_user("Journalist", "omar")
    journalist, strong = other.groups.get(), stronger_group()

    response = change_user(client, other, groups=[journalist.pk, strong.pk])

    assert "groups" in errors(response)
    assert list(other.groups.all()) == [journalist]


def test_nobody_but_a_superuser_edits_one_who_may_more(client):
    administrator = signed_in(client, "Administrator")
    root = make_user("", "root", is_superuser=True, is_staff=True)
    named = make_user("Editor", "named")
    named.groups.add(stronger_group())

    for user in (root, named):
        response = change_user(client, user, first_name="Taken")
        password = {
            "password1": "an evening of another kind",
            "password2": "an evening of another kind",
        }
        taken = client.post(f"/admin/newsroom/user/{user.pk}/password/", password)
        user.refresh_from_db()
        assert (response.status_code, taken.status_code) == (403, 403)
        assert user.first_name == ""
        assert user.check_password(PASSWORD)
    assert administrator.is_active


def test_deactivated_superuser_cannot_be_taken_over_either(client):
    signed_in(client, "Administrator")
    named = make_user("Editor", "named", is_active=False)
    named.groups.add(stronger_group())

    assert change_user(client, named, first_name="Taken").status_code == 403


def test_superuser_edits_everyone_and_sees_everything(client):
    signed_in(client, "Administrator", is_superuser=True)
    other = make_user("Journalist", "omar")

    page = client.get(f"/admin/newsroom/user/{other.pk}/change/").content.decode()
    response = change_user(client, other, is_superuser="on", user_permissions=[])

    other.refresh_from_db()
    assert "is_superuser" in page
    assert (response.status_code, other.is_superuser) == (302, True)


def test_groups_out_of_reach_stay_when_the_others_change(client):
    """A superuser's grant is not lost when an administrator saves the form."""
    signed_in(client, "Administrator", is_superuser=True)
    role = Group.objects.create(name="Desk of the night")
    other = make_user("Journalist", "omar")
    other.groups.add(role)

    change_user(client, other, groups=[role.pk])

    assert list(other.groups.all()) == [role]


def test_nobody_locks_themselves_out(client):
    administrator = signed_in(client, "Administrator")

    response = change_user(client, administrator, is_active=None)

    assert "lock yourself out" in str(errors(response))
    administrator.refresh_from_db()
    assert administrator.is_active


def test_account_is_deactivated_and_never_deleted(client):
    signed_in(client, "Administrator", is_superuser=True)
    other = make_user("Journalist", "omar")

    assert (
        client.post(f"/admin/newsroom/user/{other.pk}/delete/", {"post": "yes"}).status_code == 403
    )
    action = {"action": "delete_selected", "_selected_action": [other.pk], "post": "yes"}
    client.post("/admin/newsroom/user/", action)
    assert User.objects.filter(pk=other.pk).exists()

    assert change_user(client, other, is_active=None).status_code == 302
    assert not User.objects.get(pk=other.pk).is_active


def test_deactivated_account_is_out_at_once(client):
    user = signed_in(client, "Journalist")
    assert client.get("/admin/").status_code == 200

    User.objects.filter(pk=user.pk).update(is_active=False)

    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    "lookup", ["password__startswith", "email__startswith", "is_superuser", "groups__permissions"]
)
def test_list_of_people_answers_its_own_filters_only(client, lookup):
    """THREATS C3."""
    signed_in(client, "Administrator")

    assert client.get(f"/admin/newsroom/user/?{lookup}=p").status_code in (302, 400)
    assert client.get("/admin/newsroom/user/?is_active__exact=1").status_code == 200


def test_list_of_people_has_a_fixed_number_of_queries(client, django_assert_num_queries):
    signed_in(client, "Administrator")
    client.get("/admin/newsroom/user/")
    with django_assert_num_queries(PEOPLE_QUERIES):
        client.get("/admin/newsroom/user/")
    make_user("Journalist")
    make_user("Editor")
    with django_assert_num_queries(PEOPLE_QUERIES):
        client.get("/admin/newsroom/user/")


PEOPLE_QUERIES = 9


def test_administrator_changes_a_role_within_the_own_permissions(client):
    signed_in(client, "Administrator")
    journalist = Group.objects.get(name="Journalist")
    publish = Permission.objects.get(codename="publish_article")
    kept = [p.pk for p in journalist.permissions.exclude(pk=publish.pk)]

    response = client.post(f"/admin/auth/group/{journalist.pk}/change/", {"permissions": kept})

    assert response.status_code == 302
    assert journalist.name == Group.objects.get(pk=journalist.pk).name
    assert not journalist.permissions.filter(pk=publish.pk).exists()


def test_administrator_puts_nothing_into_a_role_that_they_lack(client):
    signed_in(client, "Administrator")
    journalist = Group.objects.get(name="Journalist")
    before = set(journalist.permissions.values_list("pk", flat=True))
    strong = Permission.objects.get(codename="delete_user")

    response = client.post(
        f"/admin/auth/group/{journalist.pk}/change/", {"permissions": [*before, strong.pk]}
    )

    assert "permissions" in errors(response)
    assert set(journalist.permissions.values_list("pk", flat=True)) == before


def test_role_keeps_its_name_and_is_not_deleted(client):
    signed_in(client, "Administrator", is_superuser=True)
    editor = Group.objects.get(name="Editor")

    client.post(f"/admin/auth/group/{editor.pk}/change/", {"name": "Nobody", "permissions": []})
    deleted = client.post(f"/admin/auth/group/{editor.pk}/delete/", {"post": "yes"})

    assert deleted.status_code == 403
    assert Group.objects.get(pk=editor.pk).name == "Editor"


# --- The site's row --------------------------------------------------------------------------


def site_form(**changes) -> dict:
    return {
        "name": "The Harbour Post",
        "tagline": "",
        "language": "en",
        "zone": "Europe/Oslo",
        "follow_sentence": "",
        "about": "",
        "contact_email": "",
        "footer_line": "",
        "shown_changes": "corrections",
        "follow_links-TOTAL_FORMS": "1",
        "follow_links-INITIAL_FORMS": "0",
        "follow_links-0-label": "Mastodon",
        "follow_links-0-url": "https://social.example/@post",
        "follow_links-0-order": "0",
        **changes,
    }


def test_sites_page_is_its_form(client):
    signed_in(client, "Administrator")

    assert client.get("/admin/newsroom/site/")["Location"] == "/admin/newsroom/site/1/change/"
    response = client.post("/admin/newsroom/site/1/change/", site_form())

    site = Site.current()
    assert response["Location"] == "/admin/newsroom/site/1/change/"
    assert (site.name, site.zone) == ("The Harbour Post", "Europe/Oslo")
    assert site.shown_changes == "corrections"
    assert [link.label for link in site.links] == ["Mastodon"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://files.example/", "data:text/html,x"])
def test_follow_link_leads_to_the_web_only(client, url):
    """THREATS A2."""
    signed_in(client, "Administrator")

    client.post("/admin/newsroom/site/1/change/", site_form(**{"follow_links-0-url": url}))

    assert not FollowLink.objects.exists()


def test_there_is_one_site_always(client):
    signed_in(client, "Administrator", is_superuser=True)

    assert client.get("/admin/newsroom/site/add/").status_code == 403
    assert client.post("/admin/newsroom/site/1/delete/", {"post": "yes"}).status_code == 403


# --- Photos ----------------------------------------------------------------------------------


def upload(client, data=None, **fields):
    file = SimpleUploadedFile("IMG_0001.jpg", picture() if data is None else data, "image/jpeg")
    form = {"picture": file, "alt": "A quay", "credit": "Ines Falk", "kind": "photograph", **fields}
    return client.post(f"{PHOTOS}add/", form)


def test_journalist_uploads_a_photo(client):
    ines = signed_in(client, "Journalist")

    response = upload(client, caption="The quay at six.\nNobody came.")

    photo = Photo.objects.get()
    assert response.status_code == 302
    assert (photo.uploaded_by, photo.alt, photo.width) == (ines, "A quay", 640)
    served = client.get(f"/admin/photos/{photo.token}/320.webp")
    assert (served.status_code, served["Content-Type"]) == (200, "image/webp")
    assert served["Cache-Control"] == "private, no-store"
    assert not served.streaming
    assert Image.open(io.BytesIO(served.content)).size[0] == 320


def with_position() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (59.0, 54.0, 0.0), 3: "E", 4: (10.0, 44.0, 0.0)})
    exif[0x010F] = "SECRETCAMERA"
    return picture(exif=exif)


def test_nothing_served_tells_where_a_photo_was_taken(client):
    """THREATS E5."""
    data = with_position()
    assert b"SECRETCAMERA" in data
    signed_in(client, "Administrator", is_superuser=True)

    upload(client, data)

    photo = Photo.objects.get()
    for width in photo.widths:
        for extension in ("webp", "jpg"):
            served = client.get(f"/admin/photos/{photo.token}/{width}.{extension}").content
            assert b"SECRETCAMERA" not in served
            assert not Image.open(io.BytesIO(served)).getexif()
    page = client.get(f"{PHOTOS}{photo.pk}/change/").content.decode()
    assert "originals" not in page
    for path in ("originals/", "original", f"{photo.token}", f"{photo.token}/original.jpg"):
        assert client.get(f"/admin/photos/{path}").status_code == 404


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG drawing"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "web page"),
        (b"%PDF-1.7", "PDF"),
        (picture()[:400], "damaged"),
    ],
)
def test_upload_that_is_refused_says_why_and_keeps_what_was_typed(client, data, words):
    """THREATS E4."""
    signed_in(client, "Journalist")

    response = upload(client, data, caption="Six o’clock")

    assert words in str(errors(response)["picture"])
    assert "Six o’clock" in response.content.decode()
    assert not Photo.objects.exists()


def test_upload_with_another_mistake_keeps_no_file(client, settings):
    signed_in(client, "Journalist")

    response = upload(client, is_decorative="on")

    assert "choose the picture again" in str(errors(response)["picture"])
    assert not (settings.PICTURES_ROOT / "pictures").exists()


def test_upload_onto_a_full_disk_says_so(client, settings, tmp_path):
    signed_in(client, "Journalist")
    settings.PICTURES_ROOT = tmp_path / "file"
    settings.PICTURES_ROOT.write_text("not a folder")

    response = upload(client)

    assert "could not be kept" in str(errors(response)["picture"])
    assert not Photo.objects.exists()


def test_photo_changes_by_its_words_only(client):
    ines = signed_in(client, "Journalist")
    photo = make_photo(uploaded_by=ines)
    form = {"alt": "Another quay", "credit": "Ines Falk", "caption": "", "kind": "file"}

    client.post(f"{PHOTOS}{photo.pk}/change/", {**form, "token": "0" * 32, "uploaded_by": ""})

    changed = Photo.objects.get()
    assert (changed.alt, changed.kind) == ("Another quay", "file")
    assert (changed.token, changed.uploaded_by) == (photo.token, ines)


@pytest.mark.parametrize(
    ("typed", "kept", "sentence"),
    [
        (("30", "100"), (30, 100), ""),
        (("", ""), None, ""),
        (("30", ""), None, "give both numbers, or neither"),
        (("30", "101"), None, "less than or equal to 100"),
        (("-1", "x"), None, "Enter a whole number"),
    ],
)
def test_what_stays_in_sight_is_a_point_or_nothing(client, typed, kept, sentence):
    """Issue 6, point 2; DESIGN §4.13."""
    photo = make_photo(uploaded_by=signed_in(client, "Journalist"))
    form = {"alt": "A quay", "credit": "Ines Falk", "caption": "", "kind": "photograph"}

    page = client.post(
        f"{PHOTOS}{photo.pk}/change/", form | dict(zip(("focus_x", "focus_y"), typed, strict=True))
    )

    assert page.status_code == (200 if sentence else 302)
    assert sentence in page.content.decode()
    assert Photo.objects.get().focus == kept


@pytest.mark.parametrize(
    "alt",
    ["Photo.", "image", "Foto", "IMG_4711", "ferry-at-quay.JPG", "DSC01234", "The early boat."],
)
def test_photo_is_described_in_words(client, alt):
    """Issue 6, point 8: neither a file's name nor “image”, nor the caption once more."""
    client.force_login(ines := make_user("Journalist"))
    photo = make_photo(uploaded_by=ines, alt="A quay")
    form = {"alt": alt, "credit": "Ines Falk", "caption": "The early boat", "kind": "file"}

    page = client.post(f"{PHOTOS}{photo.pk}/change/", form)

    told = page.context["adminform"].form.errors["alt"]
    assert any(word in told[0] for word in ("file’s name", "that it is a picture", "once more"))
    assert Photo.objects.get().alt == "A quay"
    assert 'value="Ines Falk"' in page.content.decode()


def test_photo_of_a_colleague_is_not_there(client):
    """THREATS C1: another journalist's unpublished picture, by every way there is."""
    signed_in(client, "Journalist")
    photo = make_photo(uploaded_by=make_user("Journalist"), alt="Somebody who must not be known")

    lists = [PHOTOS, "/admin/photos/pick/", f"{PHOTOS}?q=known"]
    ways = [
        f"{PHOTOS}{photo.pk}/change/",
        f"{PHOTOS}{photo.pk}/delete/",
        f"{PHOTOS}{photo.pk}/history/",
        f"/admin/photos/{photo.token}/320.webp",
        "/admin/autocomplete/?app_label=authors&model_name=author&field_name=portrait&term=known",
    ]

    pages = [client.get(path) for path in [*lists, *ways]]
    assert not any(b"must not be known" in page.content for page in pages)
    assert not any(photo.token.encode() in page.content for page in pages)
    assert {page.status_code for page in pages[3:7]} <= {302, 403, 404}
    assert client.get(f"/admin/photos/{'0' * 32}/320.webp").content == pages[6].content


def in_public_article(photo, colleague):
    make_article(owner=colleague, lead_photo=photo)


def in_body_of_public_article(photo, colleague):
    picture = f'<p>One.</p><figure><img src="/admin/photos/{photo.token}/320.webp" alt=""></figure>'
    make_article(owner=colleague, body=picture)


def in_story_with_own_byline(photo, colleague):
    author = make_author(user=User.objects.get(username="ines"))
    make_story(owner=colleague, author=author, lead_photo=photo)


def on_a_public_portrait(photo, colleague):
    make_author(portrait=photo, is_listed=True)


def in_a_colleagues_draft(photo, colleague):
    make_story(owner=colleague, lead_photo=photo)


def on_a_hidden_portrait(photo, colleague):
    make_author(portrait=photo)


@pytest.mark.parametrize(
    ("use", "status"),
    [
        (in_public_article, 200),
        (in_body_of_public_article, 200),
        (in_story_with_own_byline, 200),
        (on_a_public_portrait, 200),
        (in_a_colleagues_draft, 404),
        (on_a_hidden_portrait, 404),
    ],
)
def test_photo_is_seen_by_those_who_see_where_it_stands(client, use, status):
    signed_in(client, "Journalist", username="ines")
    colleague = make_user("Journalist")
    photo = make_photo(uploaded_by=colleague)

    use(photo, colleague)

    assert client.get(f"/admin/photos/{photo.token}/320.webp").status_code == status
    form = {"alt": "Mine now", "credit": "x", "caption": "", "kind": "file"}
    client.post(f"{PHOTOS}{photo.pk}/change/", form)
    assert Photo.objects.get(pk=photo.pk).alt != "Mine now"


@pytest.mark.parametrize("role", ["", "Moderator"])
def test_desk_picture_is_not_there_for_others(client, role):
    photo = make_photo()
    nothing = client.get(f"/admin/photos/{photo.token}/320.webp")
    assert nothing.status_code == 404

    signed_in(client, role)
    answer = client.get(f"/admin/photos/{photo.token}/320.webp")
    assert (answer.status_code, answer.content) == (404, nothing.content)
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["321.webp", "0.webp", "320.png", "320.svg", "99999999999.webp"])
def test_desk_picture_has_its_own_widths_only(client, name):
    signed_in(client, "Editor")

    assert client.get(f"/admin/photos/{make_photo().token}/{name}").status_code == 404


def test_picker_offers_what_one_may_see_and_its_html(client):
    ines = signed_in(client, "Journalist")
    photo = make_photo(uploaded_by=ines, alt='A "grey" <quay>')

    page = client.get("/admin/photos/pick/").content.decode()

    src = f"/admin/photos/{photo.token}/640.webp"
    assert f'data-src="{src}"' in page
    assert 'data-alt="A &quot;grey&quot; &lt;quay&gt;"' in page
    assert "<quay>" not in page
    assert "&lt;figure&gt;&lt;img src=" in page


def test_picker_of_someone_without_photos_says_what_to_do(client):
    signed_in(client, "Journalist")

    page = client.get("/admin/photos/pick/").content.decode()

    assert "Upload the first one." in page


def test_photos_are_paged_by_the_last_one(client, monkeypatch):
    monkeypatch.setattr("newsroom.photo_views.PAGE_LENGTH", 2)
    signed_in(client, "Editor")
    photos = [make_photo(alt=f"Quay {n}") for n in range(3)]

    first = client.get(PHOTOS).content.decode()
    assert "Quay 2" in first
    assert "Quay 0" not in first
    assert f"before={photos[1].pk}" in first

    second = client.get(f"{PHOTOS}?before={photos[1].pk}").content.decode()
    assert "Quay 0" in second
    assert "Older photos" not in second


@pytest.mark.parametrize("path", [PHOTOS, "/admin/photos/pick/"])
def test_photo_list_has_a_fixed_number_of_queries(client, django_assert_max_num_queries, path):
    signed_in(client, "Journalist", username="ines")
    ines = User.objects.get(username="ines")
    make_photo(uploaded_by=ines)
    client.get(path)
    with django_assert_max_num_queries(20) as first:
        client.get(path)
    make_photo(uploaded_by=ines)
    make_photo(uploaded_by=ines)
    with django_assert_max_num_queries(20) as second:
        client.get(path)

    assert len(first) == len(second) == PHOTO_QUERIES[path]


PHOTO_QUERIES = {PHOTOS: 6, "/admin/photos/pick/": 6}


def delete(client, photo):
    return client.post(f"{PHOTOS}{photo.pk}/delete/", {"post": "yes"})


def test_unused_photo_is_deleted_with_its_files(
    client, settings, django_capture_on_commit_callbacks
):
    signed_in(client, "Editor")
    photo = make_photo()
    file = picture_store.path(settings.PICTURES_ROOT, photo.token, 320, "webp")
    assert file.exists()

    with django_capture_on_commit_callbacks() as callbacks:
        delete(client, photo)
    assert not Photo.objects.exists()
    assert file.exists()

    callbacks[0]()
    assert not file.exists()


@pytest.mark.parametrize(
    ("use", "place"),
    [
        (lambda photo: make_story(lead_photo=photo, headline="Lead"), "Story: Lead"),
        (
            lambda photo: make_story(
                headline="Inside",
                body=f'<figure><img src="/admin/photos/{photo.token}/320.webp" alt=""></figure>',
            ),
            "Story: Inside",
        ),
        (lambda photo: make_article(lead_photo=photo, headline="Public"), "Article: Public"),
        (lambda photo: make_author("Ines Falk", portrait=photo), "Author: Ines Falk"),
    ],
)
def test_photo_in_use_stays_and_the_page_says_where(client, use, place):
    """DESIGN §4.15."""
    signed_in(client, "Editor")
    photo = make_photo()
    use(photo)

    response = delete(client, photo)

    page = response.content.decode()
    assert Photo.objects.filter(pk=photo.pk).exists()
    assert place in page
    assert "cannot be deleted" in page


def test_page_of_a_used_photo_leads_to_the_story(client):
    signed_in(client, "Editor")
    photo = make_photo()
    story = make_story(lead_photo=photo)

    page = client.get(f"{PHOTOS}{photo.pk}/delete/").content.decode()

    assert f'href="/admin/articles/story/{story.pk}/change/"' in page


def test_photo_used_while_the_page_is_open_stays(client, monkeypatch):
    signed_in(client, "Editor")
    photo = make_photo()
    before = Photo.delete

    def used_just_now(self, *args, **kwargs):
        Author.objects.create(name="Just now", portrait=photo)
        return before(self, *args, **kwargs)

    monkeypatch.setattr(Photo, "delete", used_just_now)
    response = delete(client, photo)

    assert response.status_code == 302
    assert Photo.objects.filter(pk=photo.pk).exists()


def test_journalist_deletes_no_photo(client):
    ines = signed_in(client, "Journalist")

    assert delete(client, make_photo(uploaded_by=ines)).status_code == 403
