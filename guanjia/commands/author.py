"""Who runs a command, as the audit log calls them."""

from getpass import getuser


def author(command: str) -> str:
    """Return this machine's user with the command they used: `zhang (guanjia users)`."""
    try:
        user = getuser()
    except (KeyError, OSError):
        user = "somebody"
    return f"{user} (guanjia {command})"
