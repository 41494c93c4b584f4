"""Headers as words: without accents, capitals, punctuation, and what offices put around them."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

_UNITS: Final = "units"


def plain_words(header: str) -> str:
    """Return a header as bare words.

    >>> plain_words("N° unique (18 car.)"), plain_words("% < 40 %")
    ('n unique 18 car', '40')
    >>> plain_words("> 60 %")
    'plus de 60'
    """
    header = re.sub("[>≥]", " plus de ", header)
    letters = unicodedata.normalize("NFKD", header).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", letters))


def usual_headers() -> Mapping[str, Mapping[str, list[str]]]:
    """Return how offices call the columns, by table and column."""
    return {name: words for name, words in _headers().items() if name != _UNITS}


def usual_units() -> Mapping[str, str]:
    """Return the unit that some headers say, by their words."""
    units: Mapping[str, str] = _headers()[_UNITS]
    return units


@cache
def _headers() -> Mapping[str, Any]:
    text = files("repartition.importers.sheet").joinpath("headers.toml").read_text("utf-8")
    return tomllib.loads(text)
