"""The part of allauth that is open: login, logout, password, second factor. Nobody signs up yet."""

from allauth.account import views as account
from django.urls import include, path, re_path

from newsroom import accounts

urlpatterns = [
    path("login/", accounts.ComeIn.as_view(), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", accounts.AskForReset.as_view(), name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(  # the key has hyphens of its own
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("2fa/totp/activate/", accounts.ActivateApp.as_view(), name="mfa_activate_totp"),
    path("2fa/", include("allauth.mfa.urls")),
]
