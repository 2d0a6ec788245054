"""Whether a broker answers, and is the one its certificate names, before anything is sent."""

import socket
import ssl

from models.broker import Broker
from models.errors import ConfigError, UnreachableError

PATIENCE_SECONDS = 5.0


def tls_context(broker: Broker) -> ssl.SSLContext | None:
    """Return a context that checks the broker's certificate and name; None for one without TLS."""
    if not broker.tls:
        return None
    try:
        return ssl.create_default_context(cafile=broker.ca_file)
    except (OSError, ssl.SSLError) as error:
        raise ConfigError(f"{broker.ca_file}: this is no certificate in PEM: {error}") from error


def knock(broker: Broker) -> None:
    """Connect and hang up; raise UnreachableError, or ConfigError for a certificate that is not trusted."""
    context = tls_context(broker)
    try:
        with socket.create_connection((broker.host, broker.port), PATIENCE_SECONDS) as plain:
            if context is not None:
                context.wrap_socket(plain, server_hostname=broker.host).close()
    except ssl.SSLCertVerificationError as error:
        raise untrusted(broker, error) from error
    except OSError as error:
        raise UnreachableError(
            f"no broker answers at {broker.host}:{broker.port} ({error}): start it, or name another"
        ) from error


def untrusted(broker: Broker, error: ssl.SSLCertVerificationError) -> ConfigError:
    """Return what is told of a certificate that is not trusted: waiting would not help."""
    return ConfigError(
        f"{broker.host}:{broker.port}: the broker's certificate is not trusted "
        f"({error.verify_message}): name its authority with --ca-file"
    )
