"""The second factor's words: whose code it is in the person's app, and what to do when it fails."""

from allauth.mfa.adapter import DefaultMFAAdapter

from newsroom.models import Site


class SecondFactor(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code is not right. Wait for the next one and type that.",
    }

    def get_totp_issuer(self) -> str:
        return Site.current().name
