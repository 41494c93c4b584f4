"""What is odd in a points grid and the data it is used with, but possible."""

from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from repartition.domain.cotation import Cotation, Criterion
from repartition.domain.table import Table
from repartition.errors import Fault
from repartition.ingest.conditions import conditions_of_filter_never_met
from repartition.ingest.cotation.file import ReadGrid
from repartition.ingest.cotation.law import law_cautions
from repartition.ingest.cotation.places import POINTS
from repartition.ingest.validation import ReadTable
from repartition.language import _, n_, whole


def cotation_cautions(
    read: ReadGrid, cotation: Cotation, households: ReadTable, given: ReadTable
) -> list[Fault]:
    """Return what looks like a slip in a grid, or in the points beside it.

    Parameters
    ----------
    households, given
        The households with the points of the grid, and with those of their file.
    """
    return [
        *_unverified(read),
        *_points_set_aside(households, given, read),
        *_criterion_cautions(read, cotation, households.table),
    ]


def _unverified(read: ReadGrid) -> Iterator[Fault]:
    if not read.grid.verified:
        yield Fault(
            _("this points grid was not compared with one that is published"),
            _("compare it, then write verified = true"),
            file=read.file.label,
            value=read.grid.name,
        )


def _points_set_aside(households: ReadTable, given: ReadTable, read: ReadGrid) -> Iterator[Fault]:
    """Yield one caution if the file gives some household other points than the grid."""
    written = given.raw.columns.get(POINTS)
    if written is None:
        return
    said, counted = (
        np.array([Decimal(cell) for cell in table.column(POINTS).values], dtype=object)[
            table.column(POINTS).codes
        ]
        for table in (given, households)
    )
    others = int((written.test(bool) & (said != counted)).sum())
    if others:
        yield Fault(
            n_(
                "{number} household of {all} has other points here than {grid} gives it: those of "
                "the grid are used",
                "{number} households of {all} have other points here than {grid} gives them: those "
                "of the grid are used",
                others,
                all=whole(len(given)),
                grid=read.file.label,
            ),
            _("take the column out, or write grid = false under [cotation] to use it"),
            file=given.raw.file,
            line=given.raw.header_line,
            column=POINTS,
        )


def _criterion_cautions(read: ReadGrid, cotation: Cotation, households: Table) -> Iterator[Fault]:
    for criterion, gained in cotation.of_criteria():
        if gained.any():
            yield from law_cautions(criterion, read.file)
        elif len(households) and criterion.points:
            yield from _reasons(read, criterion, households) or [
                read.file.fault(
                    ("criterion", criterion.id),
                    _("no household has points of this criterion"),
                    _("check its rule and the columns it looks at"),
                    value=criterion.label,
                )
            ]


def _reasons(read: ReadGrid, criterion: Criterion, households: Table) -> list[Fault]:
    """Return which of its conditions nobody can meet, each with the nearest value there is."""
    path = ("criterion", criterion.id, "who")
    return list(
        conditions_of_filter_never_met(criterion.who, path, households.column, blamed=read.file)
    )
