"""The page on which a new newsroom without the demo gets its first administrator.

Whoever starts the newsroom is told its address, which holds a token kept in a private file. The
page is there while that file is and no administrator exists; of two people at once one wins.
"""

import secrets

from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.forms import BaseUserCreationForm
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from newsroom.choices import zones
from newsroom.models import Site, User
from newsroom.user_forms import free_email

ADMINISTRATOR = "Administrator"  # the role that lets everyone else in


class FirstRunForm(BaseUserCreationForm):
    """The paper's name and zone, and who runs it."""

    site_name = forms.CharField(label="Name of the newspaper", max_length=80)
    zone = forms.ChoiceField(
        label="Time zone",
        choices=zones,
        help_text="Times are shown in it. It can be changed later.",
    )
    email = forms.EmailField(label="Your e-mail", max_length=254)

    field_order = ["site_name", "zone", "username", "email", "password1", "password2"]

    class Meta:
        model = User
        fields = ["username", "email"]
        labels = {"username": "Your user name"}
        help_texts = {"username": "Letters, digits and @ . + - _ only."}

    def clean_email(self) -> str:
        return free_email(self.cleaned_data["email"], self.instance)


def is_needed() -> bool:
    """Whether nobody can run the newsroom yet."""
    administers = models.Q(is_superuser=True) | models.Q(groups__name=ADMINISTRATOR)
    return not User.objects.filter(administers, is_active=True).exists()


@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request, token: str):
    if not _is_the_token(token) or not is_needed():
        raise Http404
    initial = {"site_name": request.site.name, "zone": request.site.zone}
    form = FirstRunForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        login(request, _make_administrator(form))
        return redirect("admin:index")
    return render(request, "newsroom/first_run.html", {"form": form})


def _is_the_token(token: str) -> bool:
    try:
        kept = settings.FIRST_RUN_TOKEN_FILE.read_text().strip()
    except FileNotFoundError:
        return False
    return bool(kept) and secrets.compare_digest(kept.encode(), token.encode())


@transaction.atomic
def _make_administrator(form) -> User:
    """Give the site its name and its first administrator; the site's row is the lock."""
    Site.objects.get_or_create(pk=1)
    site = Site.objects.select_for_update().get(pk=1)
    if not is_needed():
        raise Http404
    site.name, site.zone = form.cleaned_data["site_name"], form.cleaned_data["zone"]
    site.save(update_fields=["name", "zone"])
    form.instance.is_staff = form.instance.is_superuser = True
    user = form.save()
    user.groups.add(Group.objects.get(name=ADMINISTRATOR))
    transaction.on_commit(lambda: settings.FIRST_RUN_TOKEN_FILE.unlink(missing_ok=True))
    return user
