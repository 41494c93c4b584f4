"""The index of fragility, for a page and a console: the cut, the degrees, how firm they are."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from repartition.audit.numbers import rounded_down
from repartition.domain.fragility import NO_DEGREE, SURE_FROM, Basis, FragilityIndex
from repartition.domain.instance import Instance
from repartition.domain.scenario import FragilityIndicator
from repartition.language import _, n_, whole
from repartition.report.document import Cell, Column, Table, Unit
from repartition.report.figures.known import IN_QPV, is_known
from repartition.report.labels import names_of
from repartition.report.numerals import NOTHING, number, percent


def indicator_table(instance: Instance, index: FragilityIndex) -> Table:
    """Return the indicators with their weights, and how many programmes each ranks."""
    indicators = instance.scenario.fragility.indicators
    return Table(
        key="index-indicators",
        title=_("Indicators of the index of fragility"),
        columns=(
            Column(""),
            Column(_("weight"), Unit.COUNT),
            Column(_("programmes ranked"), Unit.COUNT),
        ),
        rows=tuple(
            (
                indicator_name(indicator),
                number(Fraction(indicator.weight), decimals=4),
                ranked,
            )
            for indicator, ranked in zip(indicators, index.ranked.tolist(), strict=True)
        ),
    )


def indicator_name(indicator: FragilityIndicator) -> str:
    """Return what an indicator is called: its column, and which way it goes, where need be."""
    name = indicator.id
    if indicator.column is not None and indicator.column != name:
        name = _("{indicator} (column {column})", indicator=name, column=indicator.column)
    if indicator.higher_is == "less_fragile":
        return _("{indicator}, more is less fragile", indicator=name)
    return name


def degree_table(instance: Instance, index: FragilityIndex) -> Table:
    """Return how many programmes have each degree, and how firm that is.

    In the priority districts and outside only where some file tells them.
    """
    columns = [
        Column(_("Degree")),
        Column(_("score from"), Unit.COUNT),
        Column(_("programmes"), Unit.COUNT),
    ]
    groups = [np.ones(len(index.degree), np.bool_)]
    if is_known(instance, IN_QPV):
        inside = instance.programmes.table.columns["in_qpv"].test(lambda cell: cell == "true")
        columns += [Column(_("in a QPV"), Unit.COUNT), Column(_("outside"), Unit.COUNT)]
        groups += [inside, ~inside]
    columns += [Column(_("settled by people"), Unit.COUNT), Column(_("not firm"), Unit.COUNT)]
    groups += [_is_based_on(index, Basis.OVERRIDE), index.unsure()]
    rows: list[tuple[Cell, ...]] = [
        (
            _("not classed") if degree == NO_DEGREE else whole(degree),
            _score_from(index, degree),
            *(int((group & (index.degree == degree)).sum()) for group in groups),
        )
        for degree in degrees_of(index)
    ]
    return Table(
        key="index-degrees",
        title=_("Degrees of fragility, computed"),
        columns=tuple(columns),
        rows=tuple(rows),
    )


def override_table(instance: Instance, index: FragilityIndex) -> Iterator[Table]:
    """Yield the programmes whose degree people settled, and why; nothing where there is none."""
    overrides = instance.scenario.fragility.overrides
    if not overrides:
        return
    names = names_of(instance.programmes.table)
    place = {programme: row for row, programme in enumerate(names)}
    yield Table(
        key="index-overrides",
        title=_("Degrees settled by people"),
        columns=(
            Column(_("Programme")),
            Column(_("name")),
            Column(_("degree computed"), Unit.COUNT),
            Column(_("degree settled"), Unit.COUNT),
            Column(_("because")),
        ),
        rows=tuple(
            (
                override.id,
                names[override.id],
                _("not classed")
                if (computed := int(index.computed[place[override.id]])) == NO_DEGREE
                else computed,
                override.degree,
                override.reason,
            )
            for override in overrides
        ),
    )


def how_it_was_cut(instance: Instance, index: FragilityIndex) -> Iterator[str]:
    """Yield where the scores are cut, what is missing, and when a degree is firm."""
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


def degrees_of(index: FragilityIndex) -> list[int]:
    """Return the degrees to show: all the cut can make, those of overrides, and none."""
    made = range(len(index.cuts) + 1)
    none = [NO_DEGREE] if (index.degree == NO_DEGREE).any() else []
    return [*sorted({*made, *index.degree.tolist()} - {NO_DEGREE}), *none]


def _score_from(index: FragilityIndex, degree: int) -> str:
    """Return the score from which the index gives a degree; a dash where none does."""
    if not 0 < degree <= len(index.cuts):
        return NOTHING
    return score_words(index.cuts[degree - 1])


def score_words(score: Fraction | None) -> str:
    """Return a score to two decimals, rounded down: what is shown reaches no cut it does not."""
    return number(None if score is None else Fraction(rounded_down(score, 2)))


def _is_based_on(index: FragilityIndex, basis: Basis) -> NDArray[np.bool_]:
    return np.array([each is basis for each in index.basis], np.bool_)
