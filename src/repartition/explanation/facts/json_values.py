"""Facts as plain JSON values: the same whatever the language, exact whatever the amount."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, Final

from repartition.audit.numbers import write_exact
from repartition.domain.cells import write_decimal

WORDS: Final = "words"
"""Marks, in the metadata of a field, what is said in the reader's language and so is no JSON."""


def json_value(fact: object) -> Any:  # noqa: C901 - one kind of value, one line
    """Return a fact as JSON holds it.

    Dataclasses become objects, tuples become lists; counts stay numbers; amounts (decimals and
    fractions) become exact texts, days ISO dates, members of an enumeration their value.
    """
    if is_dataclass(fact) and not isinstance(fact, type):
        return {
            field.name: json_value(getattr(fact, field.name))
            for field in fields(fact)
            if field.metadata.get(WORDS) is not True
        }
    match fact:
        case Enum():
            return fact.value
        case Decimal():
            return write_decimal(fact)
        case Fraction():
            return write_exact(fact)
        case date():
            return fact.isoformat()
        case Mapping():
            return {str(key): json_value(value) for key, value in fact.items()}
        case tuple() | list():
            return [json_value(value) for value in fact]
        case None | bool() | int() | str():
            return fact
        case _:
            raise TypeError(fact)
