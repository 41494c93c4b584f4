"""Names that point from one table to another, and rules between the cells of one row."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.cells import parse_list
from repartition.domain.table import NO_ROW, CellKind, Column, index_of
from repartition.errors import Fault
from repartition.ingest.derivations import rooms, whole
from repartition.ingest.descriptions import describe
from repartition.ingest.nearest import suggestion
from repartition.ingest.validation import ReadTable
from repartition.language import _


@dataclass(frozen=True, slots=True)
class Reference:
    """A column whose cells name rows of another table."""

    table: str
    column: str
    target: str


REFERENCES: Final = (
    Reference("programmes", "commune", "communes"),
    Reference("vacancies", "programme", "programmes"),
    Reference("vacancies", "contingent", "contingents"),
    Reference("vacancies", "freed_by", "households"),
    Reference("households", "communes", "communes"),
    Reference("households", "contingents", "contingents"),
    Reference("households", "occupies", "programmes"),
    Reference("contingents", "commune", "communes"),
    Reference("decisions", "vacancy", "vacancies"),
    Reference("decisions", "household", "households"),
    Reference("approvals", "commune", "communes"),
)


def rows_of(tables: Mapping[str, ReadTable], target: str) -> dict[str, int]:
    """Return the row of each identifier of a table."""
    return index_of(tables[target].column(describe(target)[0].name).cells())


def pointed(column: Column, place: Mapping[str, int]) -> NDArray[np.int32]:
    """Return the row each cell names, ``NO_ROW`` for an empty one."""
    return column.integers(lambda cell: place.get(cell, NO_ROW)).astype(np.int32)


def reference_faults(tables: Mapping[str, ReadTable]) -> list[Fault]:
    """Return a fault for each cell that names a row no table has.

    A table that could not be wholly read says nothing of the names it may have: the fault is its
    own, and is said there.
    """
    places = {
        name: rows_of(tables, name)
        for name, table in tables.items()
        if name in _TARGETS and table.has_every_row_named()
    }
    return [
        fault
        for reference in REFERENCES
        if reference.table in tables and reference.target in places
        for fault in _unknown(tables[reference.table], reference, places[reference.target])
    ]


_MOST_SUGGESTED: Final = 20
"""Unknown names of one column that get the nearest known one: beyond, the column is wrong."""
_TARGETS: Final = frozenset(reference.target for reference in REFERENCES)


def _unknown(table: ReadTable, reference: Reference, known: Mapping[str, int]) -> Iterator[Fault]:
    column = table.column(reference.column)
    otherwise = _("correct it, or add it to {table}", table=reference.target)
    suggested = 0
    for code, cell in enumerate(column.values):
        names = parse_list(cell) if column.kind is CellKind.LIST else (cell,)
        for name in names:
            if not name or name in known:
                continue
            suggested += 1
            yield from table.faults(
                column.codes == code,
                reference.column,
                problem=_("{name} is not in {table}", name=name, table=reference.target),
                remedy=suggestion(name, known, otherwise=otherwise)
                if suggested <= _MOST_SUGGESTED
                else otherwise,
            )


def row_faults(tables: Mapping[str, ReadTable]) -> list[Fault]:
    """Return what is wrong between the cells of one row, where those compared are sound."""
    faults: list[Fault] = []
    for name, rules in _ROW_RULES.items():
        if (table := tables.get(name)) is None:
            continue
        for (column, other), broken, words in rules:
            problem, remedy = words()
            rows = broken(table) & table.is_sound_in((column, other))
            faults += table.faults(rows, column, problem=problem, remedy=remedy)
    return faults


def freed_twice_faults(vacancies: ReadTable) -> list[Fault]:
    """Return a fault for each dwelling that a household frees beside another one."""
    column = vacancies.column("freed_by")
    counts = np.bincount(column.codes, minlength=len(column.values))
    several = np.array([bool(cell) for cell in column.values], np.bool_) & (counts > 1)
    if not several.any():
        return []
    return vacancies.faults(
        several[column.codes],
        "freed_by",
        problem=_("this household would free several dwellings"),
        remedy=_("a household frees at most one: keep it on one row"),
    )


_Words = Callable[[], tuple[str, str]]
_Broken = Callable[[ReadTable], NDArray[np.bool_]]


def _more_adults(table: ReadTable) -> NDArray[np.bool_]:
    return whole(table.column("adults")) > whole(table.column("persons"))


def _more_children(table: ReadTable) -> NDArray[np.bool_]:
    return whole(table.column("children")) > whole(table.column("persons"))


def _all_under_14(table: ReadTable) -> NDArray[np.bool_]:
    return whole(table.column("under_14")) >= whole(table.column("persons"))


def _typologies_crossed(table: ReadTable) -> NDArray[np.bool_]:
    smallest, largest = (rooms(table.column(name)) for name in ("typology_min", "typology_max"))
    return (largest > 0) & (smallest > largest)


_ROW_RULES: Final[Mapping[str, tuple[tuple[tuple[str, str], _Broken, _Words], ...]]] = {
    "households": (
        (
            ("adults", "persons"),
            _more_adults,
            lambda: (_("more adults than persons"), _("correct adults or persons")),
        ),
        (
            ("children", "persons"),
            _more_children,
            lambda: (_("more children than persons"), _("correct children or persons")),
        ),
        (
            ("under_14", "persons"),
            _all_under_14,
            lambda: (_("everybody is under 14"), _("correct under_14 or persons")),
        ),
        (
            ("typology_min", "typology_max"),
            _typologies_crossed,
            lambda: (
                _("the smallest typology is above the largest"),
                _("correct typology_min or typology_max"),
            ),
        ),
    ),
}
