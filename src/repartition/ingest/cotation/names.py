"""The columns a points grid names, looked up in the households."""

from collections.abc import Iterator
from typing import Final

from repartition.domain.cells import write_decimal
from repartition.domain.cotation import MOST_POINTS, Criterion
from repartition.domain.table import Column, Table
from repartition.errors import Fault
from repartition.ingest.cotation.file import ReadGrid
from repartition.ingest.cotation.places import POINTS, columns_with_places
from repartition.ingest.cotation.points import TooManyPointsError, points_of
from repartition.ingest.forbidden import may_not_be_used
from repartition.ingest.names import COMPUTED_MEASURES, is_numeric
from repartition.ingest.nearest import suggestion
from repartition.ingest.toml_files import KeyPath, TomlFile
from repartition.language import _, whole

_QUARTILE: Final = "quartile"


def column_faults(read: ReadGrid, households: Table) -> list[Fault]:
    """Return a fault for each column a grid names in vain, or may not count with."""
    return [
        fault
        for criterion in read.grid.criterion
        for fault in _faults_of(criterion, households, read.file)
    ]


def _faults_of(criterion: Criterion, households: Table, file: TomlFile) -> Iterator[Fault]:
    found = [
        fault
        for name, path in columns_with_places(criterion)
        for fault in _named_faults(name, path, households, file)
    ]
    yield from found
    if found or criterion.measure is None:
        return
    path = ("criterion", criterion.id)
    if not is_numeric(households.columns[criterion.measure]):
        yield file.fault(
            (*path, "measure"),
            _("this column holds neither numbers nor truths: it cannot be counted"),
            _("choose another column, or write {who} instead", who="who = { … }"),
            value=criterion.measure,
        )
        return
    try:
        points_of(criterion, households)
    except TooManyPointsError as error:
        yield file.fault(
            (*path, "points"),
            _(
                "a household with {cell} in {column} would have more than {limit} points",
                cell=error.cell,
                column=criterion.measure,
                limit=whole(MOST_POINTS),
            ),
            _("correct the cell, or write a larger per"),
            value=write_decimal(criterion.points),
        )


def _named_faults(name: str, path: KeyPath, households: Table, file: TomlFile) -> Iterator[Fault]:
    value = name if path[-1] == "measure" else None
    column = households.column(name)
    if name == POINTS:
        yield file.fault(
            path,
            _("the grid is what makes the points: it cannot count with them"),
            _("name another column; what an office has given itself needs a column of its own"),
            value=value,
        )
    elif may_not_be_used(name):
        yield file.fault(
            path,
            _("nothing may be decided by this, so it gives and takes no points"),
            _("take the criterion away"),
            value=value,
        )
    elif column is None:
        yield _unknown(name, path, households, file, value=value)
    elif name == _QUARTILE:
        yield from _quartile_faults(column, path, file)


def _unknown(
    name: str, path: KeyPath, households: Table, file: TomlFile, *, value: str | None
) -> Fault:
    if name in COMPUTED_MEASURES:
        return file.fault(
            path,
            _("this depends on the dwelling, and points are those of the household alone"),
            _("name a column of households"),
            value=value,
        )
    return file.fault(
        path,
        _("households has no such column"),
        suggestion(name, [known for known in households.names() if known != POINTS]),
        value=value,
    )


def _quartile_faults(column: Column, path: KeyPath, file: TomlFile) -> Iterator[Fault]:
    missing = int(column.test(lambda cell: not cell).sum())
    if missing:
        yield file.fault(
            path,
            _("{number} households have no quartile, given or derived", number=whole(missing)),
            _("write it in households, or add [quartiles] thresholds = [q1, q2, q3]"),
        )
