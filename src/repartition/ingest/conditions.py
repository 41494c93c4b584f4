"""Conditions of filters that never hold: a text compared with numbers, a name nobody has."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial

from repartition.domain.cells import parse_list
from repartition.domain.filters import Between, Condition, Filter, OneOf, Scalar
from repartition.domain.instance import Instance
from repartition.domain.table import CellKind, Column
from repartition.errors import Fault
from repartition.ingest.chain import Chain
from repartition.ingest.names import Names, filters_of
from repartition.ingest.nearest import nearest
from repartition.ingest.toml_files import KeyPath
from repartition.ingest.toml_models import Blamed
from repartition.language import _


def conditions_never_met(instance: Instance, chain: Chain) -> Iterator[Fault]:
    """Yield a caution for each condition of a filter that no row can meet, or that none does."""
    names = Names(instance)
    for use in filters_of(instance.scenario):
        find = partial(names.column, use.view)
        yield from conditions_of_filter_never_met(use.filter, use.path, find, blamed=chain)


def conditions_of_filter_never_met(
    looked_at: Filter, path: KeyPath, find: Callable[[str], Column | None], *, blamed: Blamed
) -> Iterator[Fault]:
    """Yield the same of one filter, which stands at ``path``; ``find`` gives its columns."""
    for conditions in looked_at.alternatives:
        for name, condition in conditions:
            column = find(name)
            if column is None or not len(column) or _met(column, condition):
                continue
            yield from _never_met((*path, name), condition, column, blamed)


def _met(column: Column, condition: Condition) -> bool:
    return bool(column.test(lambda cell: condition.holds(cell, column.kind)).any())


def _never_met(
    path: KeyPath, condition: Condition, column: Column, blamed: Blamed
) -> Iterator[Fault]:
    if not _kinds_agree(condition, column.kind):
        yield blamed.fault(
            path,
            _("the column holds {kind}: this condition never holds", kind=_kind(column.kind)),
            _("compare it with {kind}", kind=_kind(column.kind)),
        )
    elif isinstance(condition, OneOf) and column.kind in {CellKind.TEXT, CellKind.LIST}:
        for value in condition.values:
            like = nearest(
                str(value), {name for cell in column.values for name in parse_list(cell)}
            )
            yield blamed.fault(
                path,
                _("no row says this"),
                _("write {nearest}?", nearest=like)
                if like
                else _("correct it, or remove the condition"),
                value=str(value),
            )


def _kinds_agree(condition: Condition, kind: CellKind) -> bool:
    if kind is CellKind.UNKNOWN:
        return True
    if isinstance(condition, OneOf):
        return any(_agrees(value, kind) for value in condition.values)
    if isinstance(condition, Between):
        ends = (condition.low, condition.high)
        wanted = CellKind.DATE if any(isinstance(end, date) for end in ends) else CellKind.NUMBER
        return kind is wanted
    return True


def _agrees(value: Scalar, kind: CellKind) -> bool:
    if value == "":
        return True
    if isinstance(value, bool):
        return kind is CellKind.BOOLEAN
    if isinstance(value, date):
        return kind is CellKind.DATE
    if isinstance(value, int):
        return kind in {CellKind.NUMBER, CellKind.TEXT, CellKind.LIST}
    if isinstance(value, Decimal):
        return kind is CellKind.NUMBER
    return kind in {CellKind.TEXT, CellKind.LIST}


def _kind(kind: CellKind) -> str:
    return {
        CellKind.TEXT: _("text"),
        CellKind.NUMBER: _("numbers"),
        CellKind.BOOLEAN: _("true or false"),
        CellKind.DATE: _("dates"),
        CellKind.LIST: _("lists of names"),
        CellKind.UNKNOWN: _("anything"),
    }[kind]
