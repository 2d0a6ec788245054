"""What `broker init` writes into the broker's conf.d: the ports it listens on."""

import os

from guanjia.loopback import LOOPBACK

PLAIN_PORT = 1883
DEVICE_PORT = 8883
SERVICE_PORT = 8884

_TLS = "certfile certs/server.crt\nkeyfile certs/server.key\n"


def loopback_listener(port: int = PLAIN_PORT) -> str:
    """Return a listener without TLS, which other machines cannot reach."""
    return f"listener {port} {LOOPBACK}\n"


def tls_listeners(device_port: int = DEVICE_PORT, service_port: int = SERVICE_PORT) -> str:
    """Return the listeners of a server: one for devices, one for our own workers.

    On the devices' port a client's id is its user name. Mosquitto lets anybody who may connect take over
    the session of any client id and so discard what waits in it; this keeps meters out of the workers'
    sessions. Workers share one user name and need ids of their own: theirs is the port that nothing
    outside the server's network needs to reach.
    """
    return f"listener {device_port}\n{_TLS}use_username_as_clientid true\n\nlistener {service_port}\n{_TLS}"


def run_as_ourselves() -> str:
    """Return what keeps a mosquitto that root starts from becoming the user mosquitto.

    That user may not enter a folder below root's home or root's temporary files.
    """
    return "user root\n" if os.geteuid() == 0 else ""
