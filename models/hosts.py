"""Which hosts are this machine itself: only there may anything go unencrypted."""

from ipaddress import ip_address


def is_loopback(host: str) -> bool:
    """Tell whether what goes to `host` stays here; a name that would have to be looked up does not."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
