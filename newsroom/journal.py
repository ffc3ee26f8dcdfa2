"""The key that locks what a browser keeps of unsaved text: one for each person, and no other's.

The browser stores only what this key has locked (AES-GCM), and holds the key in memory. So the same
person gets the text back on this device, after any login, and nobody else can read it there.
"""

import base64

from django.contrib.admin import site
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from newsroom.desk import SIGNED_OUT


@require_safe
@never_cache
def journal(request):
    """Answer who is signed in, with that person's key and a token for the next form."""
    if not site.has_permission(request):
        return JsonResponse({"why": "signed_out", "sentence": SIGNED_OUT}, status=403)
    return JsonResponse(
        {
            "person": request.user.pk,
            "key": key_of(request.user),
            "token": get_token(request),
            "now": int(timezone.now().timestamp() * 1000),
        }
    )


def key_of(user) -> str:
    """Return 256 bits that only this server can tell, the same for this person as long as it has
    its SECRET_KEY."""
    made = salted_hmac("newsroom.journal", str(user.pk), algorithm="sha256")
    return base64.b64encode(made.digest()).decode()
