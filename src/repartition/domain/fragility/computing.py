"""The index of every programme, from its columns and what the scenario asks."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from repartition.domain.fragility.cut import cut_scores, degree_of
from repartition.domain.fragility.draws import kept_degrees, weight_factors
from repartition.domain.fragility.index import NO_DEGREE, NOT_DRAWN, Basis, FragilityIndex
from repartition.domain.fragility.ranks import (
    EMPTY,
    Ranking,
    mid_ranks,
    value_order,
    whole_weights,
)
from repartition.domain.scenario import FragilitySettings
from repartition.domain.table import Table


def compute_index(settings: FragilitySettings, programmes: Table) -> FragilityIndex:
    """Return the index of the programmes: the order of their rows changes nothing.

    Parameters
    ----------
    settings
        At least one indicator, a cut that grows, overrides of known programmes.
    programmes
        Has ``dwellings`` and every indicator's column; what is not empty in one is a number.
    """
    basis, rank, ranked = _ranked(settings, programmes)
    classed = np.flatnonzero([each is Basis.INDEX for each in basis])
    weights = whole_weights([indicator.weight for indicator in settings.indicators])
    ranking = Ranking.of(rank[classed], ranked, weights=weights)
    scores = [ranking.score(row, weights.tolist()) for row in range(len(classed))]
    cuts = cut_scores(settings.cut, scores)
    computed = np.full(len(programmes), NO_DEGREE, np.int64)
    computed[classed] = [degree_of(score, cuts) for score in scores]
    kept = np.full(len(programmes), NOT_DRAWN, np.int64)
    if len(classed):
        names = [indicator.id for indicator in settings.indicators]
        kept[classed] = kept_degrees(
            ranking,
            settings.cut,
            computed[classed],
            factors=weight_factors(names, settings.draws),
        )
    score_of = dict(zip(classed.tolist(), scores, strict=True))
    index = FragilityIndex(
        degree=computed,
        computed=computed,
        basis=basis,
        score=tuple(score_of.get(row) for row in range(len(programmes))),
        cuts=cuts,
        rank=rank,
        ranked=ranked,
        kept=kept,
        draws=settings.draws,
    )
    return _overridden(index, settings, programmes)


def _ranked(
    settings: FragilitySettings, programmes: Table
) -> tuple[tuple[Basis, ...], NDArray[np.int64], NDArray[np.int64]]:
    """Return what a degree can come from, r_ij and n_j."""
    columns = [programmes.columns[indicator.source] for indicator in settings.indicators]
    filled = np.array([column.test(bool) for column in columns], np.bool_)
    has_any: NDArray[np.bool_] = np.logical_or.reduce(filled, axis=0)
    basis = _bases(settings, programmes, has_any)
    classed = np.array([each is Basis.INDEX for each in basis], np.bool_)
    rank = np.zeros((len(programmes), len(columns)), np.int64)
    for place, (indicator, column) in enumerate(zip(settings.indicators, columns, strict=True)):
        ranked = classed & filled[place]
        rank[ranked, place] = mid_ranks(value_order(column)[ranked], indicator)
    return basis, rank, (rank > 0).sum(axis=0, dtype=np.int64)


def _bases(
    settings: FragilitySettings, programmes: Table, has_any: NDArray[np.bool_]
) -> tuple[Basis, ...]:
    """Return for each programme whether it is classed, or else the first thing against it."""
    dwellings = programmes.columns["dwellings"].integers(lambda cell: int(cell) if cell else EMPTY)
    least = settings.unclassed_under

    def basis(number: int, *, some: bool) -> Basis:
        if least and number == EMPTY:
            return Basis.NO_DWELLINGS
        if least and number < least:
            return Basis.TOO_SMALL
        return Basis.INDEX if some else Basis.NO_INDICATOR

    return tuple(
        basis(number, some=some)
        for number, some in zip(dwellings.tolist(), has_any.tolist(), strict=True)
    )


def _overridden(
    index: FragilityIndex, settings: FragilitySettings, programmes: Table
) -> FragilityIndex:
    """Return the index with the degrees that people have settled; those are not drawn."""
    settled = {override.id: override.degree for override in settings.overrides}
    degree, basis, kept = index.degree.copy(), list(index.basis), index.kept.copy()
    for row, name in enumerate(programmes.identifiers()):
        if name in settled:
            degree[row], basis[row], kept[row] = settled[name], Basis.OVERRIDE, NOT_DRAWN
    return replace(index, degree=degree, basis=tuple(basis), kept=kept)
