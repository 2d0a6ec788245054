"""The file of channels: names and their Apprise URLs, which are secrets."""

import logging
import stat
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from alerts.channels import Channel, channel
from models.errors import ConfigError
from models.registry import MAIL

_HOW = "write a line `name: URL` for each channel, as in ops-wecom: wecombot://KEY"
_NOBODY_ELSE = stat.S_IRWXG | stat.S_IRWXO
# where Docker puts secrets: who may read them there is who may enter the container
_CONTAINER_SECRETS = Path("/run/secrets")

_log = logging.getLogger(__name__)


def read_channels(path: Path | None) -> dict[str, Channel]:
    """Return the channels of a YAML file by name; none where there is no file.

    A URL that Apprise does not know is logged with the name of its channel, and the rest goes on.

    Raises
    ------
    ConfigError
        For a file that cannot be read, that others may read, or that is no map of names and URLs. No URL
        is in it.
    """
    found: dict[str, Channel] = {}
    for name, url in (_written(path) if path is not None else {}).items():
        try:
            found[name] = channel(name, url)
        except ConfigError as error:
            _log.error("channel left out file=%s error=%s", path, error)
    return found


def _written(path: Path) -> dict[str, str]:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & _NOBODY_ELSE and path.parent != _CONTAINER_SECRETS:
            raise ConfigError(f"{path} holds secrets and others may read it ({mode:o}): chmod 600 {path}")
        written = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"cannot read the channels {path}: {error.strerror}") from error
    except MarkedYAMLError as error:
        # what the parser quotes may be a secret
        line = f":{error.problem_mark.line + 1}" if error.problem_mark else ""
        raise ConfigError(f"{path}{line}: no YAML: {_HOW}") from None
    except (YAMLError, UnicodeDecodeError):
        raise ConfigError(f"{path}: no YAML: {_HOW}") from None
    return _checked(path, written or {})


def _checked(path: Path, written: object) -> dict[str, str]:
    if not isinstance(written, dict):
        raise ConfigError(f"{path}: {_HOW}")
    found: dict[str, str] = {}
    for name, url in written.items():
        if not isinstance(name, str) or name == MAIL or not isinstance(url, str):
            shown = name if isinstance(name, str) else "a name"
            raise ConfigError(f"{path}: {shown}: {_HOW}; mail is sent by GUANJIA_SMTP_URL")
        found[name] = url
    return found
