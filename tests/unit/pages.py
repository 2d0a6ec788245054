"""The Markdown pages of the repository as tests read them: headings, links, tables, blocks, command lines."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHELLS = ("bash", "sh", "console")

_FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


def pages() -> list[Path]:
    """Return every page: those at the root and those of docs/."""
    docs = [path for path in (ROOT / "docs").rglob("*.md") if "_build" not in path.parts]
    return sorted([*ROOT.glob("*.md"), *docs])


def page(name: str) -> str:
    """Return the text of one page, named from the root."""
    return (ROOT / name).read_text("utf-8")


def blocks(text: str, *languages: str) -> list[str]:
    """Return the fenced blocks of some languages."""
    return [block for language, block in _FENCE.findall(text) if language in languages]


def prose(text: str) -> str:
    """Return a page without its fenced blocks."""
    return _FENCE.sub("", text)


def headings(text: str) -> list[tuple[int, str]]:
    """Return the headings with their levels."""
    return [(len(marks), title.strip()) for marks, title in _HEADING.findall(prose(text))]


def sections(text: str) -> dict[str, str]:
    """Return what stands under each heading, down to the next one of any level."""
    parts = _HEADING.split(prose(text))
    return {title.strip(): body for title, body in zip(parts[2::3], parts[3::3], strict=True)}


def anchors(text: str) -> set[str]:
    """Return the anchors that headings have."""
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for _, title in headings(text)}


def links(text: str) -> list[str]:
    """Return the targets of links and images that stay in the repository."""
    return [target for target in _LINK.findall(prose(text)) if "://" not in target]


def spans(text: str) -> list[str]:
    """Return what stands between single backticks."""
    return _SPAN.findall(prose(text))


def rows(text: str) -> list[list[str]]:
    """Return the cells of every table row but the lines of dashes."""
    lines = [line for line in prose(text).splitlines() if line.startswith("|") and not line.startswith("|-")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def first_cells(text: str) -> set[str]:
    """Return what stands between backticks in the first column of every table."""
    return {span for cells in rows(text) for span in spans(cells[0])}


def command_lines(text: str) -> Iterator[list[str]]:
    """Yield the words of each command in the shell blocks of a page, one pipeline member at a time."""
    for block in blocks(text, *SHELLS):
        for line in block.replace("\\\n", " ").splitlines():
            yield from _commands(line.removeprefix("$ "))


def _commands(line: str) -> Iterator[list[str]]:
    words = shlex.shlex(line, posix=True, punctuation_chars=True)
    words.whitespace_split = True
    command: list[str] = []
    for word in words:
        if set(word) <= set("();<>|&"):
            yield command
            # what follows a redirection is a file, no command
            command = [">"] if set(word) <= set("<>") else []
        else:
            command.append(word)
    yield command
