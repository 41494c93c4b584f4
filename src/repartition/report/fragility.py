"""The index of fragility as ``check`` shows it: the cut, the degrees, how firm they are."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import RenderableType

from repartition.audit.fragility_sheet import basis_words
from repartition.audit.numbers import rounded_down, write_down
from repartition.domain.cells import write_decimal
from repartition.domain.fragility import NO_DEGREE, SURE_FROM, Basis, FragilityIndex
from repartition.domain.instance import Instance
from repartition.domain.scenario import FragilityIndicator
from repartition.language import _, n_, whole
from repartition.report.layout import paragraph, table
from repartition.report.numerals import NOTHING, number, percent


def fragility(instance: Instance, *, verbose: bool) -> Iterator[RenderableType]:
    """Yield the indicators, the cut, and how many programmes have which degree.

    Nothing where degrees are given; every programme when ``verbose``.
    """
    index = instance.fragility_index
    if index is None:
        return
    yield _indicator_table(instance, index)
    yield _degree_table(instance, index)
    yield paragraph(*_how_it_was_cut(instance, index))
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
            for degree in _degrees(index)
            if degree != NO_DEGREE
        },
        "unclassed": [names[row] for row in np.flatnonzero(index.degree == NO_DEGREE)],
        "overridden": [names[row] for row in _rows_of(index, Basis.OVERRIDE)],
        "unsure": [names[row] for row in np.flatnonzero(index.unsure())],
    }


def _indicator_table(instance: Instance, index: FragilityIndex) -> RenderableType:
    indicators = instance.scenario.fragility.indicators
    rows = [
        (
            _indicator_name(indicator),
            number(Fraction(indicator.weight), decimals=4),
            whole(ranked),
        )
        for indicator, ranked in zip(indicators, index.ranked.tolist(), strict=True)
    ]
    return table(
        _("Indicators of the index of fragility"),
        ("", _("weight"), _("programmes ranked")),
        rows,
    )


def _indicator_name(indicator: FragilityIndicator) -> str:
    name = indicator.id
    if indicator.column is not None and indicator.column != name:
        name = _("{indicator} (column {column})", indicator=name, column=indicator.column)
    if indicator.higher_is == "less_fragile":
        return _("{indicator}, more is less fragile", indicator=name)
    return name


def _degree_table(instance: Instance, index: FragilityIndex) -> RenderableType:
    in_qpv = instance.programmes.table.columns["in_qpv"].test(lambda cell: cell == "true")
    overridden = np.zeros(len(in_qpv), np.bool_)
    overridden[_rows_of(index, Basis.OVERRIDE)] = True
    rows = [
        (
            _("not classed") if degree == NO_DEGREE else whole(degree),
            _score_from(index, degree),
            *(
                whole(int((group & (index.degree == degree)).sum()))
                for group in (~np.zeros_like(in_qpv), in_qpv, ~in_qpv, overridden, index.unsure())
            ),
        )
        for degree in _degrees(index)
    ]
    heads = (
        _("Degree"),
        _("score from"),
        _("programmes"),
        _("in a QPV"),
        _("outside"),
        _("settled by people"),
        _("not firm"),
    )
    return table(_("Degrees of fragility, computed"), heads, rows)


def _score_from(index: FragilityIndex, degree: int) -> str:
    """Return the score from which the index gives a degree; a dash where none does."""
    if not 0 < degree <= len(index.cuts):
        return NOTHING
    return _score(index.cuts[degree - 1])


def _score(score: Fraction | None) -> str:
    return number(None if score is None else Fraction(rounded_down(score, 2)))


def _how_it_was_cut(instance: Instance, index: FragilityIndex) -> Iterator[str]:
    cut, classed = instance.scenario.fragility.cut, int(index.classed().sum())
    values = _("; ").join(number(Fraction(value), decimals=6) for value in cut.values)
    if cut.quantiles:
        yield n_(
            "Cut at these quantiles of the scores of {number} classed programme: {values}.",
            "Cut at these quantiles of the scores of {number} classed programmes: {values}.",
            classed,
            values=values,
        )
    else:
        yield n_(
            "The scores of {number} classed programme are cut at {values}.",
            "The scores of {number} classed programmes are cut at {values}.",
            classed,
            values=values,
        )
    if incomplete := int(index.incomplete().sum()):
        yield n_(
            "{number} of them lacks an indicator and is scored by the others.",
            "{number} of them lack an indicator and are scored by the others.",
            incomplete,
        )
    yield _(
        "A degree is not firm where fewer than {share} of {draws} draws of other weights keep it.",
        share=percent(SURE_FROM, decimals=0),
        draws=whole(index.draws),
    )


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
            _score(index.score[row]),
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


def _degrees(index: FragilityIndex) -> list[int]:
    """Return the degrees to show: all the cut can make, those of overrides, and none."""
    made = range(len(index.cuts) + 1)
    none = [NO_DEGREE] if (index.degree == NO_DEGREE).any() else []
    return [*sorted({*made, *index.degree.tolist()} - {NO_DEGREE}), *none]


def _rows_of(index: FragilityIndex, basis: Basis) -> NDArray[np.intp]:
    return np.flatnonzero([each is basis for each in index.basis])
