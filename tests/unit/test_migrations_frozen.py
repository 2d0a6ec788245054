"""A migration is never edited once landed: databases that have it would not get the edit."""

from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "storage" / "migrations"
RECORD = ROOT / "tests" / "cases" / "migrations.sha256"


def _recorded() -> dict[str, str]:
    lines = [line.split() for line in RECORD.read_text("ascii").splitlines()]
    return {name: digest for digest, name in lines}


def _landed() -> dict[str, str]:
    files = sorted((FOLDER / "sql").glob("*.sql"))
    return {file.name: sha256(file.read_bytes()).hexdigest() for file in files}


def test_no_migration_was_edited() -> None:
    recorded = _recorded()
    edited = [name for name, digest in _landed().items() if recorded.get(name, digest) != digest]
    assert not edited, "take the edit back and write the next migration instead"


def test_every_migration_is_recorded_once_and_none_is_gone() -> None:
    assert list(_recorded()) == list(_landed()), (
        "CONTRIBUTING.md has the command that records a new migration"
    )
    assert len(RECORD.read_text("ascii").splitlines()) == len(_landed())


def test_numbers_follow_each_other_and_each_has_its_version() -> None:
    names = [Path(name).stem for name in _landed()]
    assert [name[:5] for name in names] == [f"{number:04d}_" for number in range(1, len(names) + 1)]
    versions = sorted(file.stem for file in (FOLDER / "versions").glob("[0-9]*.py"))
    assert versions == names
