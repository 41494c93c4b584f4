"""Filters: which rows of a table a rule is about.

A filter is a conjunction of conditions on columns, or a list of such conjunctions of which one
must hold. It is evaluated once per distinct cell, on exact decimals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Annotated, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import GetPydanticSchema
from pydantic_core import core_schema

from repartition.domain.cells import parse_boolean, parse_date, parse_list, parse_number
from repartition.domain.refusals import refusal
from repartition.domain.table import CellKind, Column
from repartition.language import _

Scalar: TypeAlias = bool | int | Decimal | date | str
_CONDITION_KEYS = frozenset({"min", "max", "present"})


class View(Protocol):
    """Something whose rows a filter can look at: a table, or a table and what it points to."""

    def __len__(self) -> int: ...

    def column(self, name: str) -> Column | None:
        """Return the column called ``name``, aligned with the rows of the view, or None."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """The cell equals one of ``values`` (on a list column: contains one of them)."""

    values: tuple[Scalar, ...]

    def holds(self, cell: str, kind: CellKind) -> bool:
        """Return whether one cell meets the condition."""
        return any(_equals(cell, kind, value) for value in self.values)


@dataclass(frozen=True, slots=True)
class Between:
    """The cell, read as a number or as a date, lies in a range, ends included."""

    low: Decimal | date | None
    high: Decimal | date | None

    def holds(self, cell: str, kind: CellKind) -> bool:
        """Return whether one cell meets the condition; an empty or unreadable one never does."""
        is_date = isinstance(self.low, date) or isinstance(self.high, date)
        if kind is not CellKind.UNKNOWN and kind is not (
            CellKind.DATE if is_date else CellKind.NUMBER
        ):
            return False
        value = parse_date(cell) if is_date else parse_number(cell)
        if value is None:
            return False
        # Both ends were read as the same type as the cell, which mypy cannot see.
        above = self.low is None or self.low <= value  # type: ignore[operator]  # one type
        below = self.high is None or value <= self.high  # type: ignore[operator]  # likewise
        return above and below


@dataclass(frozen=True, slots=True)
class Present:
    """The cell is not empty (or, with ``wanted`` false, is)."""

    wanted: bool

    def holds(self, cell: str, kind: CellKind) -> bool:  # noqa: ARG002 - same shape as its siblings
        """Return whether one cell meets the condition."""
        return (cell != "") is self.wanted


Condition: TypeAlias = OneOf | Between | Present


@dataclass(frozen=True, slots=True)
class Filter:
    """A list of conjunctions, of which one must hold; ``Filter(((),))`` matches every row."""

    alternatives: tuple[tuple[tuple[str, Condition], ...], ...] = ((),)

    def columns(self) -> frozenset[str]:
        """Return the names of the columns the filter looks at."""
        return frozenset(name for conditions in self.alternatives for name, _c in conditions)

    def matches(self, view: View) -> NDArray[np.bool_]:
        """Return, for each row of ``view``, whether the filter holds.

        Raises
        ------
        KeyError
            If the view has no column of that name; names are checked when a scenario is read.
        """
        found = np.zeros(len(view), np.bool_)
        for conditions in self.alternatives:
            found |= reduce(
                np.logical_and,
                (_test(view, name, condition) for name, condition in conditions),
                np.ones(len(view), np.bool_),
            )
        return found


EVERYTHING = Filter()


def parse_filter(raw: object) -> Filter:
    """Return the filter a scenario writes as a table, or as a list of tables.

    Raises
    ------
    ValueError
        With a sentence for the reader, if ``raw`` is not such a thing.
    """
    if isinstance(raw, Filter):
        return raw
    tables = raw if isinstance(raw, Sequence) and not isinstance(raw, str) else [raw]
    filters = [table for table in tables if isinstance(table, Mapping)]
    if len(filters) == len(tables):
        return Filter(tuple(_conjunction(table) for table in filters))
    raise refusal(
        _("is not a filter"),
        _("write a table such as {example}, or a list of tables", example="{ aci = true }"),
    )


FilterField = Annotated[
    Filter,
    GetPydanticSchema(
        lambda _source, _handler: core_schema.no_info_plain_validator_function(parse_filter)
    ),
]
"""A filter as a field of a pydantic model."""


def _conjunction(raw: Mapping[str, object]) -> tuple[tuple[str, Condition], ...]:
    found: list[tuple[str, Condition]] = []
    for name, value in raw.items():
        if isinstance(value, Mapping) and not (value and value.keys() <= _CONDITION_KEYS):
            # { programme = { name = "…" } } says the same as { "programme.name" = "…" }.
            found += [(f"{name}.{inner}", test) for inner, test in _conjunction(value)]
        else:
            found.append((name, _condition(name, value)))
    return tuple(sorted(found, key=lambda item: item[0]))


def _condition(name: str, value: object) -> Condition:
    if isinstance(value, Mapping):
        return _range_or_presence(name, value)
    if isinstance(value, list | tuple):
        return OneOf(tuple(_scalar(name, item) for item in value))
    return OneOf((_scalar(name, value),))


def _range_or_presence(name: str, value: Mapping[str, object]) -> Condition:
    if "present" in value:
        if len(value) > 1 or not isinstance(value["present"], bool):
            raise refusal(
                _("asks for more than whether something is written"),
                _("write present = true or present = false, and nothing else"),
                within=(name,),
            )
        return Present(value["present"])
    low, high = (_bound(name, end, value.get(end)) for end in ("min", "max"))
    if low is not None and high is not None and isinstance(low, date) != isinstance(high, date):
        raise refusal(
            _("one of min and max is a number, the other a date"),
            _("write two numbers, or two dates"),
            within=(name,),
        )
    return Between(low, high)


def _bound(name: str, end: str, value: object) -> Decimal | date | None:
    if value is None or (isinstance(value, date | Decimal)):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    raise refusal(
        _("is neither a number nor a date"),
        _("write a number or a date, without quotes"),
        within=(name, end),
        value=str(value).lower() if isinstance(value, bool) else str(value),
    )


def _scalar(name: str, value: object) -> Scalar:
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, bool | int | Decimal | date | str):
        return value
    raise refusal(
        _("is nothing a cell can be compared with"),
        _("write a text, a number, true, false or a date"),
        within=(name,),
    )


def _test(view: View, name: str, condition: Condition) -> NDArray[np.bool_]:
    column = view.column(name)
    if column is None:
        raise KeyError(name)
    return column.test(lambda cell: condition.holds(cell, column.kind))


def _equals(cell: str, kind: CellKind, value: Scalar) -> bool:
    """Return whether a cell equals a value: the value says how the cell is read."""
    if isinstance(value, str):
        return _equals_text(cell, kind, value)
    if isinstance(value, bool):
        return kind in {CellKind.BOOLEAN, CellKind.UNKNOWN} and (
            (parse_boolean(cell) is value) if cell else not value
        )
    if isinstance(value, date):
        return kind in {CellKind.DATE, CellKind.UNKNOWN} and parse_date(cell) == value
    if kind in {CellKind.NUMBER, CellKind.UNKNOWN}:
        return parse_number(cell) == value
    # Text never equals a number, except an identifier written the same.
    return isinstance(value, int) and _equals_text(cell, kind, str(value))


def _equals_text(cell: str, kind: CellKind, value: str) -> bool:
    if cell == "" or value == "":
        return cell == value
    match kind:
        case CellKind.TEXT:
            return cell == value
        case CellKind.LIST:
            return value in parse_list(cell)
        case CellKind.UNKNOWN:
            return cell == value or value in parse_list(cell)
        case _:
            return False
