import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from newsroom import roles
from newsroom.models import Site
from tests.cast import make_user

pytestmark = pytest.mark.django_db


def permissions(name) -> list[str]:
    found = Group.objects.get(name=name).permissions.select_related("content_type")
    return sorted(f"{p.content_type.app_label}.{p.codename}" for p in found)


@pytest.mark.parametrize("name", ["Journalist", "Editor", "Moderator", "Administrator"])
def test_role_has_the_permissions_of_the_table(name):
    assert permissions(name) == sorted(roles.ROLES[name])


def test_furnish_makes_a_missing_role_and_leaves_the_others_alone():
    Group.objects.get(name="Editor").delete()
    publish = Permission.objects.get(codename="publish_article")
    Group.objects.get(name="Journalist").permissions.remove(publish)

    roles.furnish()

    assert permissions("Editor") == sorted(roles.EDITOR)
    assert "articles.publish_article" not in permissions("Journalist")


def test_furnish_makes_the_sites_row_and_keeps_its_words():
    Site.objects.all().delete()
    roles.furnish()
    Site.objects.filter(pk=1).update(name="The Harbour Post")

    roles.furnish()

    assert [site.name for site in Site.objects.all()] == ["The Harbour Post"]


def test_publishing_can_be_taken_from_journalists():
    publish = Permission.objects.get(codename="publish_article")
    Group.objects.get(name="Journalist").permissions.remove(publish)

    assert not make_user("Journalist").has_perm("articles.publish_article")
    assert make_user("Editor").has_perm("articles.publish_article")


def test_a_deactivated_editor_may_nothing():
    assert make_user("Editor", is_active=False).get_all_permissions() == set()


def test_roles_that_need_a_second_factor_are_roles():
    assert set(roles.SECOND_FACTOR) <= set(roles.ROLES)


def test_every_permission_of_the_tables_exists():
    labels = {label for role in roles.ROLES.values() for label in role}
    found = Permission.objects.select_related("content_type")
    existing = {f"{p.content_type.app_label}.{p.codename}" for p in found}

    assert labels <= existing
    assert apps.get_model("auth.Group").objects.count() == len(roles.ROLES)
