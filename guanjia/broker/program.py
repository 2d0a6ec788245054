"""Finding the mosquitto program, or getting it: installed where we may, else unpacked into a folder."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from models.errors import ComponentMissingError

# Debian puts the broker where the PATH of an ordinary user does not look.
_SYSTEM_FOLDERS = ("/usr/sbin", "/usr/local/sbin", "/sbin", "/opt/homebrew/sbin")
_REMEDY = "install it, on Debian with: sudo apt-get update && sudo apt-get install -y mosquitto"
_DOWNLOAD_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Program:
    """The mosquitto program, and the folders of the libraries that came with it, if any."""

    path: Path
    libraries: tuple[Path, ...] = ()

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        """Return `base` with what the program needs to find its libraries."""
        if not self.libraries:
            return dict(base)
        before = base.get("LD_LIBRARY_PATH")
        folders = [*map(str, self.libraries), *([before] if before else [])]
        return {**base, "LD_LIBRARY_PATH": ":".join(folders)}


def search_path() -> str:
    """Return where mosquitto may be: PATH and the folders for system programs."""
    return os.pathsep.join([os.environ.get("PATH", os.defpath), *_SYSTEM_FOLDERS])


def find_mosquitto(downloads: Path, path: str | None = None) -> Program:
    """Return a mosquitto: of this machine, or installed by apt as root, or unpacked below `downloads`.

    Raises
    ------
    ComponentMissingError
        With the command that installs it, when none of these works.
    """
    folders = search_path() if path is None else path
    return (
        _installed(folders)
        or _unpacked(downloads)
        or (_install(folders) if os.geteuid() == 0 else None)
        or download(downloads)
    )


def _installed(folders: str) -> Program | None:
    found = shutil.which("mosquitto", path=folders)
    return Program(Path(found)) if found else None


def _unpacked(root: Path) -> Program | None:
    program = root / "usr" / "sbin" / "mosquitto"
    if not program.exists():
        return None
    libraries = {file.parent for file in root.glob("**/*.so*")}
    return Program(program, tuple(sorted(libraries)))


def _install(folders: str) -> Program | None:
    apt = shutil.which("apt-get")
    if apt is None:
        return None
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _run([apt, "install", "-y", "-qq", "--no-install-recommends", "mosquitto"], Path("/"), quiet)
    return _installed(folders)


def download(root: Path) -> Program:
    """Unpack Debian's package and those it needs that are not on this machine; no rights needed.

    Raises
    ------
    ComponentMissingError
        With the command that installs it, when this machine has no apt or apt cannot reach its archive.
    """
    apt, dpkg = shutil.which("apt-get"), shutil.which("dpkg")
    if apt is None or dpkg is None:
        raise ComponentMissingError(f"mosquitto, the MQTT broker, is not on this machine: {_REMEDY}")
    # unpacked beside and renamed, so that what a killed predecessor left half done is never taken for whole
    part = root.with_name(f"{root.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    # an empty cache of our own: apt names no address of what it has in its own
    (part / "archives" / "partial").mkdir(parents=True)
    cache = f"Dir::Cache::Archives={part / 'archives'}"
    plan = [apt, "install", "--print-uris", "-qq", "--no-install-recommends", "--reinstall", "mosquitto"]
    packages = package_names(_run([*plan, "-o", cache], part, os.environ))
    _run([apt, "download", "-qq", *packages], part, os.environ)
    for package in sorted(part.glob("*.deb")):
        _run([dpkg, "--extract", str(package), str(part)], part, os.environ)
        package.unlink()
    part.rename(root)
    program = _unpacked(root)
    if program is None:
        raise ComponentMissingError(f"Debian's mosquitto package holds no usr/sbin/mosquitto: {_REMEDY}")
    return program


def package_names(uris: str) -> list[str]:
    """Return the packages that `apt-get install --print-uris` would fetch, from what it printed."""
    return re.findall(r"^'[^']*' ([a-z0-9][a-z0-9+.-]*)_\S+\.deb ", uris, flags=re.MULTILINE)


def _run(command: list[str], folder: Path, environment: Mapping[str, str]) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - programs found above, arguments of our own
            command,
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=_DOWNLOAD_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ComponentMissingError(
            f"mosquitto could not be fetched within {_DOWNLOAD_SECONDS} s: {_REMEDY}"
        ) from error
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        raise ComponentMissingError(f"mosquitto could not be fetched ({lines[-1]}): {_REMEDY}")
    return done.stdout
