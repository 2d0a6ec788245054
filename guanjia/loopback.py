"""The address of what only this machine may reach, and a port on it."""

import socket

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """Return a loopback port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
