"""Names that a spreadsheet would compute instead of show."""


def is_formula(text: str) -> bool:
    """Tell whether Excel takes a text for a formula when it reads a CSV or when somebody edits the cell."""
    return text.startswith(("=", "+", "-", "@", "\t", "\r"))


def harmless(text: str) -> str:
    """Return a text with an apostrophe before it where a spreadsheet would compute it, else as it is."""
    return f"'{text}" if is_formula(text) else text
