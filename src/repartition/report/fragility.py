"""The index of fragility as ``check`` shows it: the cut, the degrees, how firm they are."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import RenderableType

from repartition.audit.fragility_sheet import basis_words
from repartition.audit.numbers import write_down
from repartition.domain.cells import write_decimal
from repartition.domain.fragility import NO_DEGREE, Basis, FragilityIndex
from repartition.domain.instance import Instance
from repartition.language import _, whole
from repartition.report.degrees import (
    degree_table,
    degrees_of,
    how_it_was_cut,
    indicator_table,
    score_words,
)
from repartition.report.layout import drawn, paragraph, table
from repartition.report.numerals import NOTHING, percent


def fragility(instance: Instance, *, verbose: bool) -> Iterator[RenderableType]:
    """Yield the indicators, the cut, and how many programmes have which degree.

    Nothing where degrees are given; every programme when ``verbose``.
    """
    index = instance.fragility_index
    if index is None:
        return
    yield drawn(indicator_table(instance, index))
    yield drawn(degree_table(instance, index))
    yield paragraph(*how_it_was_cut(instance, index))
    if verbose:
        yield _programme_table(instance, index)


def fragility_as_json(instance: Instance) -> dict[str, Any] | None:
    """Return the same as plain data; None where degrees are given."""
    index, settings = instance.fragility_index, instance.scenario.fragility
    if index is None:
        return None
    names = instance.programmes.table.identifiers()
    return {
        "indicators": [
            {
                "id": indicator.id,
                "column": indicator.source,
                "weight": write_decimal(indicator.weight),
                "higher_is": indicator.higher_is,
                "ranked": ranked,
            }
            for indicator, ranked in zip(settings.indicators, index.ranked.tolist(), strict=True)
        ],
        "cuts": [
            {"at": write_decimal(value), "score": write_down(cut) or None}
            for value, cut in zip(settings.cut.values, index.cuts, strict=True)
        ],
        "draws": index.draws,
        "degrees": {
            str(degree): int((index.degree == degree).sum())
            for degree in degrees_of(index)
            if degree != NO_DEGREE
        },
        "unclassed": [names[row] for row in np.flatnonzero(index.degree == NO_DEGREE)],
        "overridden": [names[row] for row in _rows_of(index, Basis.OVERRIDE)],
        "unsure": [names[row] for row in np.flatnonzero(index.unsure())],
    }


def _programme_table(instance: Instance, index: FragilityIndex) -> RenderableType:
    """Return every programme, the highest scores first, those without one last."""
    settings, names = instance.scenario.fragility, instance.programmes.table.identifiers()
    called = instance.programmes.table.column("name")
    reasons = {override.id: override.reason for override in settings.overrides}
    order = sorted(range(len(names)), key=lambda row: -(index.score[row] or -1))
    rows = [
        (
            names[row],
            NOTHING if index.degree[row] == NO_DEGREE else whole(int(index.degree[row])),
            score_words(index.score[row]),
            percent(index.robustness(row)),
            "" if called is None else called.cell(row),
            reasons.get(names[row]) or basis_words(index.basis[row], settings),
        )
        for row in order
    ]
    heads = (
        _("Programme"),
        _("degree"),
        _("score"),
        _("draws that keep it"),
        "<" + _("name"),
        "<" + _("because"),
    )
    return table(_("Degree of each programme"), heads, rows)


def _rows_of(index: FragilityIndex, basis: Basis) -> NDArray[np.intp]:
    return np.flatnonzero([each is basis for each in index.basis])
