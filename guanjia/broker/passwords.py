"""Mosquitto's password file: one `user:$7$iterations$salt$hash` a line, PBKDF2 with SHA-512."""

import base64
import hashlib
import hmac

# As mosquitto_passwd writes them. Few, because our passwords are 256 random bits that nobody can guess
# and the broker computes one hash for each connection of each meter.
ITERATIONS = 101
SALT_BYTES = 12


def password_hash(password: str, salt: bytes) -> str:
    """Return the field that stands after `user:` in the password file."""
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, ITERATIONS)
    return f"$7${ITERATIONS}${_base64(salt)}${_base64(digest)}"


def is_hash_of(text: str, password: str) -> bool:
    """Tell whether `text`, a field of a password file, was made from `password` the way we make it."""
    parts = text.split("$")
    if len(parts) != 5 or parts[:3] != ["", "7", str(ITERATIONS)]:
        return False
    try:
        salt = base64.b64decode(parts[3], validate=True)
    except ValueError:
        return False
    return hmac.compare_digest(password_hash(password, salt), text)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
