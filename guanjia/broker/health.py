"""The health check of a server's broker: a real connection, with TLS and a password."""

from guanjia.broker.access import Service
from guanjia.broker.folder import BrokerFolder, read_credentials
from guanjia.broker.listeners import SERVICE_PORT


def health_options(folder: BrokerFolder) -> str:
    """Return options for mosquitto_sub, which waits for the broker's uptime, one a line.

    mosquitto_sub reads them from `$XDG_CONFIG_HOME/mosquitto_sub`: on its command line the password
    would stand in the list of processes.
    """
    password = read_credentials(folder)[Service.MONITOR]
    options = (
        "-h localhost",
        f"-p {SERVICE_PORT}",
        "--cafile certs/ca.crt",
        f"-u {Service.MONITOR}",
        f"-P {password}",
        "-t $SYS/broker/uptime",
        "-C 1",
        "-W 5",
    )
    return "".join(f"{option}\n" for option in options)
