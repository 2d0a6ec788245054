"""In which language a command prints what it was asked for; status lines and errors are English."""

from collections.abc import Callable, Mapping

import click

from models.registry import Language

LANGUAGES: Mapping[str, Language] = {"zh": Language.ZH_CN, "en": Language.EN}


def _language(_context: click.Context, _option: click.Parameter, value: str) -> Language:
    return LANGUAGES[value]


lang_option: Callable[[Callable[..., None]], Callable[..., None]] = click.option(
    "--lang",
    type=click.Choice(list(LANGUAGES)),
    default="zh",
    show_default=True,
    callback=_language,
    help="Of what is printed.",
)
