"""A private certificate authority and the broker's certificate, made with the openssl program."""

import ipaddress
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from guanjia.broker.files import write_if_changed
from models.errors import ComponentMissingError, ConfigError

_AUTHORITY_DAYS = 3650
_SERVER_DAYS = 825
_RENEW_BEFORE_SECONDS = 30 * 24 * 3600

_AUTHORITY_REQUEST = """\
[req]
distinguished_name = subject
x509_extensions = authority
prompt = no
[subject]
CN = guanjia private authority
[authority]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
"""

_SERVER_EXTENSIONS = """\
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = {names}
"""


def ensure_authority(certificate: Path) -> bool:
    """Make the authority's key and certificate unless they are there; tell whether it did.

    The key lies beside the certificate, as `.key`. It is made once: devices carry the certificate.
    """
    key = certificate.with_suffix(".key")
    if certificate.exists() and key.exists():
        return False
    request = certificate.with_suffix(".cnf")
    write_if_changed(request, _AUTHORITY_REQUEST, 0o600)
    new_key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", str(key))
    days = ("-days", str(_AUTHORITY_DAYS))
    _openssl("req", "-x509", "-config", str(request), *new_key, *days, "-out", str(certificate))
    key.chmod(0o600)
    certificate.chmod(0o444)
    request.unlink()
    return True


def ensure_server_certificate(authority: Path, folder: Path, names: Sequence[str]) -> bool:
    """Make `server.crt` and `server.key` in `folder` for all of `names`; tell whether it did.

    A certificate that covers the names and has 30 days left stays as it is.
    """
    certificate = folder / "server.crt"
    if certificate.exists() and _is_good(certificate, authority, names):
        return False
    request, extensions = folder / "server.csr", folder / "server.ext"
    key = folder / "server.key"
    write_if_changed(extensions, _SERVER_EXTENSIONS.format(names=_alternative_names(names)), 0o600)
    new_key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", str(key))
    _openssl("req", "-new", "-subj", "/CN=guanjia broker", *new_key, "-out", str(request))
    signer = ("-CA", str(authority), "-CAkey", str(authority.with_suffix(".key")))
    serial = ("-CAserial", str(authority.with_suffix(".srl")), "-CAcreateserial")
    signing = ("-req", "-in", str(request), "-extfile", str(extensions), "-days", str(_SERVER_DAYS))
    _openssl("x509", *signing, *signer, *serial, "-out", str(certificate))
    key.chmod(0o600)
    request.unlink()
    extensions.unlink()
    return True


def _is_good(certificate: Path, authority: Path, names: Sequence[str]) -> bool:
    show = ("x509", "-noout", "-in", str(certificate))
    checks = [
        _succeeds(*show, "-checkend", str(_RENEW_BEFORE_SECONDS)),
        _succeeds("verify", "-CAfile", str(authority), str(certificate)),
    ]
    for name in names:
        option = "-checkip" if _is_address(name) else "-checkhost"
        # openssl reports a mismatch in words and exits with 0
        checks.append(" does match" in _openssl(*show, option, name))
    return all(checks)


def _alternative_names(names: Sequence[str]) -> str:
    return ", ".join(f"{'IP' if _is_address(name) else 'DNS'}:{name}" for name in names)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _succeeds(*arguments: str) -> bool:
    return _run(*arguments).returncode == 0


def _openssl(*arguments: str) -> str:
    done = _run(*arguments)
    if done.returncode != 0:
        raise ConfigError(f"openssl {arguments[0]} failed: {done.stderr.strip()}")
    return done.stdout


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("openssl")
    if program is None:
        raise ComponentMissingError(
            "openssl is not on this machine, and TLS certificates need it: sudo apt-get install openssl"
        )
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
