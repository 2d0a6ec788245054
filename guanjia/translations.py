"""Catalogues of the languages that users read, compiled in memory from config/locales: no build step."""

import gettext
import io
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from models.errors import ConfigError
from models.registry import Language


@cache
def translations() -> Mapping[Language, gettext.GNUTranslations]:
    """Return the project's catalogue of every language; processes pass them to whatever writes for people."""
    locales = files("config").joinpath("locales")
    return {language: read_catalogue(locales, language) for language in Language}


def read_catalogue(locales: Traversable, language: Language) -> gettext.GNUTranslations:
    """Compile LANGUAGE/LC_MESSAGES/guanjia.po of the folder `locales`.

    Raises
    ------
    ConfigError
        When the file is missing or is no catalogue; it names the file and, where known, the line.
    """
    file = locales.joinpath(language.value, "LC_MESSAGES", "guanjia.po")
    compiled = io.BytesIO()
    try:
        with file.open("rb") as text:
            write_mo(compiled, read_po(text, locale=language.value, abort_invalid=True))
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}") from error
    except PoFileError as error:
        raise ConfigError(f"{file}:{error.lineno + 1}: {error}") from error
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
