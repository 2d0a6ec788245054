"""Forms that browsers send: their fields, and the mark that says that a page of ours had them."""

import hmac
import secrets
from hashlib import sha256
from urllib.parse import parse_qs

from starlette.requests import Request

_LARGEST_FORM_BYTES = 16 * 1024
_MOST_FIELDS = 8


async def fields(request: Request) -> dict[str, str]:
    """Return the fields of a form; none of one that is too large or no form."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > _LARGEST_FORM_BYTES:
            return {}
    try:
        found = parse_qs(content.decode("ascii"), max_num_fields=_MOST_FIELDS)
    except ValueError:
        return {}
    return {name: values[0] for name, values in found.items()}


def new_secret() -> str:
    """Return what a browser that has no session is known by, in a cookie, from page to form."""
    return secrets.token_urlsafe(24)


def mark(secret: str) -> str:
    """Return what stands in a form for whoever holds a secret in a cookie: another site cannot know it."""
    return hmac.digest(secret.encode(), b"guanjia form 1", sha256).hex()


def is_marked(form: dict[str, str], secret: str) -> bool:
    """Tell whether a form came from a page that was written for the holder of the secret."""
    return secret != "" and hmac.compare_digest(form.get("mark", "").encode(), mark(secret).encode())
