"""How people come in: staff only, for now; accounts are made by an administrator.

Hides allauth. Everyone who may not come in (unknown, wrong password, deactivated, a demo login from
elsewhere) gets the same answer after the same work. Links in mail are made from NEWSROOM_URL.
"""

import logging
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm, ResetPasswordForm
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress
from allauth.account.views import LoginView, PasswordResetView
from allauth.mfa.totp.views import ActivateTOTPView
from csp.decorators import csp_update
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpResponseRedirect
from django.http.request import split_domain_port
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme

from newsroom.environment import is_loopback
from newsroom.models import Site

logger = logging.getLogger(__name__)

LOCKED_SECONDS = 5 * 60  # as ACCOUNT_RATE_LIMITS' "login_failed" says
NOT_COMING_IN = "The name or the password is not right. Check both and try again."
TOO_MANY = "Too many tries. Wait five minutes, then try again."


def may_come_in(user, request) -> bool:
    """Whether this account is open, and open here: a demo login works on this machine only."""
    return user.is_active and (not user.is_demo or is_at_this_machine(request))


def is_at_this_machine(request) -> bool:
    """Whether the newsroom serves this machine only, and is asked for by this machine's name."""
    asked_for, _ = split_domain_port(request.get_host())
    return (
        settings.PROXY_COUNT == 0
        and is_loopback(urlsplit(settings.NEWSROOM_URL).hostname)
        and is_loopback(request.META.get("REMOTE_ADDR"))
        and is_loopback(asked_for.strip("[]"))
    )


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": NOT_COMING_IN,
        "username_password_mismatch": NOT_COMING_IN,
        "invalid_login": NOT_COMING_IN,
        "too_many_login_attempts": TOO_MANY,
        "incorrect_password": "This is not your password. Try again.",
        "incorrect_code": "This code is not right. Wait for the next one and type that.",
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def authenticate(self, request, **credentials):
        """Return the person, or nobody; a deactivated account is nobody and counts as a failure."""
        credentials = _one_name(credentials)
        self.pre_authenticate(request, **credentials)
        user = authenticate(request, **credentials)
        if user is None or not may_come_in(user, request):
            return None
        self._rollback_login_failed_rl_usage()
        return user

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """Count by account and address: a stranger's wrong guesses lock nobody else out."""
        name = credentials.get("email") or credentials.get("username") or ""
        return f"{self.get_client_ip(request)} {name.casefold()}"

    def pre_login(self, request, user, **kwargs):
        """The ways in without a password (passkey, reset link) end here for closed accounts."""
        if may_come_in(user, request):
            return None
        return self.respond_user_inactive(request, user)

    def respond_user_inactive(self, request, user):
        messages.error(request, NOT_COMING_IN)
        return HttpResponseRedirect(reverse("account_login"))

    def is_safe_url(self, url) -> bool:
        """Only a path of ours; never another host, not even one we are served as."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", args=["UID", "KEY"])
        return settings.NEWSROOM_URL + path.replace("UID-KEY", key)

    def send_password_reset_mail(self, user, email: str, context: dict) -> None:
        """To the address that is stored, whatever was typed."""
        super().send_password_reset_mail(user, user.email, context)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Name the newspaper, never the host that was asked for. A mail server that is away makes
        no difference to the answer.
        """
        try:
            super().send_mail(template_prefix, email, {**context, "site": Site.current()})
        except OSError as problem:  # what smtplib raises is one, too
            logger.error("A mail of an account could not be sent: %s", type(problem).__name__)

    def format_email_subject(self, subject: str) -> str:
        return " ".join(f"{Site.current().name}: {subject}".split())


class NameForm(LoginForm):
    """The way in, in our words."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        self.fields["login"] = forms.CharField(
            label="User name or e-mail", max_length=254, widget=forms.TextInput(attrs=attrs)
        )
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["password"].help_text = ""
        self.fields["remember"].label = "Stay signed in on this device"
        self.order_fields(["login", "password", "remember"])


class ComeIn(LoginView):
    form_class = NameForm

    def form_invalid(self, form):
        response = super().form_invalid(form)
        if form.has_error("__all__", "too_many_login_attempts"):
            response.status_code = 429
            response["Retry-After"] = str(LOCKED_SECONDS)
        return response


class ResetForm(ResetPasswordForm):
    def save(self, request, **kwargs) -> str:
        """Write to nobody without an account: else anyone could be written to in our name."""
        return super().save(request, **kwargs) if self.users else self.cleaned_data["email"]


class AskForReset(PasswordResetView):
    form_class = ResetForm


@method_decorator(csp_update({"img-src": ["data:"]}), name="dispatch")
class ActivateApp(ActivateTOTPView):
    """Shows the secret as a picture, which is a `data:` address; no other page may."""


def too_many(request):
    """The answer to a flood of requests, allauth's limits included."""
    response = render(request, "account/too_many.html", status=429)
    response["Retry-After"] = "60"
    return response


def forget_old_addresses(user) -> None:
    """An address that was taken from an account no longer signs it in."""
    EmailAddress.objects.filter(user=user).exclude(email__iexact=user.email).delete()


def _one_name(credentials: dict) -> dict:
    """Look for one account only: as e-mail or as user name, never both.

    A password checked twice for a known e-mail address would tell by its time that it is known.
    """
    if "email" in credentials and "username" in credentials:
        known = filter_users_by_email(credentials["email"], for_login=True)
        credentials = dict(credentials)
        del credentials["username" if known else "email"]
    return credentials
