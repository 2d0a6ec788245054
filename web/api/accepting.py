"""What an Accept header asks for (RFC 9110, 12.5.1)."""

from collections.abc import Sequence


def preferred(accept: str, offered: Sequence[str]) -> str | None:
    """Return the offered media type that the header likes best; the first offered where it likes all alike.

    None: it takes none of them. Parameters of media types other than q are ignored.
    """
    ranges = [_range(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    qualities = [(_quality(media_type, ranges), media_type) for media_type in offered]
    best = max(quality for quality, _ in qualities)
    return None if best <= 0 else next(media_type for quality, media_type in qualities if quality == best)


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = next((each[2:] for each in parameters if each.startswith("q=")), "1")
    try:
        return name, min(max(float(quality), 0.0), 1.0)
    except ValueError:
        return name, 0.0


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Return what the most specific range that fits says; 0 where none fits."""
    for fitting in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        found = [quality for name, quality in ranges if name == fitting]
        if found:
            return max(found)
    return 0.0
