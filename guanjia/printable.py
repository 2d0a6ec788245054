"""Text from outside as a terminal may show it."""


def printable(text: str, keep: str = "") -> str:
    """Escape what would move the cursor of who reads it: devices and files hold what anyone wrote there."""
    return "".join(c if c.isprintable() or c in keep else c.encode("unicode_escape").decode() for c in text)
