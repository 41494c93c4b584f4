"""The reader's language: every sentence of the program passes through here.

Sentences are written in English in the code and translated by gettext catalogues
(``locale/LANG/LC_MESSAGES/repartition.po``); French is what a reader gets unless he or his
system asks for English.
"""

import gettext
import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, Literal

Language = Literal["fr", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("fr", "en")
CATALOGUES: Final = Path(__file__).parent / "locale"
# As CLDR has it: French sets thousands apart by a narrow space at which no line breaks.
_THOUSANDS: Final[dict[Language, str]] = {"fr": "\u202f", "en": ","}

_current: ContextVar[Language] = ContextVar("language", default="fr")


def current_language() -> Language:
    """Return the language sentences are written in now."""
    return _current.get()


def system_language() -> Language:
    """Return the language of the reader's system: English if it says so, else French."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next((name for name in names if name), None) or locale.getlocale()[0] or ""
    return "en" if name.lower().startswith("en") else "fr"


@contextmanager
def spoken(language: Language) -> Iterator[None]:
    """Write the sentences of one block in ``language``."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


def _(sentence: str, /, **values: object) -> str:
    """Return ``sentence`` in the reader's language, its ``{names}`` filled from ``values``."""
    translated = _catalogue(_current.get()).gettext(sentence)
    return translated.format(**values) if values else translated


def N_(sentence: str, /) -> str:  # noqa: N802 - the name catalogues look for
    """Return ``sentence`` as it is: marks for the catalogues what is translated where it shows."""
    return sentence


def n_(singular: str, plural: str, number: int, /, **values: object) -> str:
    """Return the form of a sentence that fits ``number``, in the reader's language.

    ``{number}`` is filled too, its thousands set apart.
    """
    translated = _catalogue(_current.get()).ngettext(singular, plural, number)
    return translated.format(number=whole(number), **values)


def whole(number: int) -> str:
    """Return a count as the reader's language writes it: thousands set apart, a real minus sign."""
    return f"{number:,}".replace(",", _THOUSANDS[_current.get()]).replace("-", "\u2212")


def day(value: date) -> str:
    """Return a day, written out."""
    from babel.dates import format_date  # a help page need not wait for the calendars

    text = format_date(value, format="long", locale=_current.get())
    # CLDR leaves the ordinal out that French gives to the first of a month.
    if _current.get() == "fr" and value.day == 1:
        return text.replace("1 ", "1er ", 1)
    return text


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    # English is the language of the code: without a catalogue the sentence itself is the answer.
    return gettext.translation(
        "repartition", localedir=CATALOGUES, languages=[language], fallback=language == "en"
    )
