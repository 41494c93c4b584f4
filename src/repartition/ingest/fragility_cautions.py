"""What looks like a slip in an index of fragility that could be computed."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import numpy as np

from repartition.domain.fragility import Basis, FragilityIndex
from repartition.domain.scenario import FragilityIndicator, FragilitySettings
from repartition.errors import Fault
from repartition.ingest.cautions import first_few
from repartition.ingest.chain import Chain
from repartition.ingest.validation import ReadTable
from repartition.language import _, n_, whole

_MANY_EMPTY: Final = Fraction(20, 100)
"""Share of the classed programmes from which an indicator that is empty is pointed out."""


def index_cautions(
    settings: FragilitySettings,
    programmes: ReadTable,
    index: FragilityIndex | None,
    *,
    chain: Chain,
) -> Iterator[Fault]:
    """Yield what looks like a slip in an index that could be computed."""
    if index is None:
        return
    if "fragility" in programmes.given:
        yield Fault(
            _("the scenario computes the degrees: what this column says is not used"),
            _('take the column away, or write method = "given" if it is what counts'),
            file=programmes.raw.file,
            line=programmes.raw.header_line,
            column="fragility",
        )
    yield from _holes(programmes, index)
    yield from _of_unknown_size(settings, programmes, index)
    if not index.classed().any():
        yield chain.fault(
            ("fragility", "method"),
            _("no programme is classed: none is fragile, but for overrides"),
            _("check dwellings, unclassed_under and the indicators"),
        )
        return
    for place, indicator in enumerate(settings.indicators):
        yield from _indicator_cautions(indicator, place, index, chain=chain)
    yield from _cut_cautions(settings, index, chain)


def _holes(programmes: ReadTable, index: FragilityIndex) -> Iterator[Fault]:
    """Yield a caution for the programmes that are not classed for want of data, not by rule."""
    names = programmes.table.identifiers()
    holes = {
        Basis.NO_DWELLINGS: ("dwellings", _("write the number of dwellings occupied today")),
        Basis.NO_INDICATOR: ("", _("write its indicators, or its degree as an override")),
    }
    for basis, (column, remedy) in holes.items():
        rows = [row for row, each in enumerate(index.basis) if each is basis]
        if rows:
            named = first_few([names[row] for row in rows])
            yield Fault(
                n_(
                    "{number} programme cannot be classed and counts as not fragile: {named}",
                    "{number} programmes cannot be classed and count as not fragile: {named}",
                    len(rows),
                    named=named,
                ),
                remedy,
                file=programmes.raw.file,
                column=column,
            )


def _of_unknown_size(
    settings: FragilitySettings, programmes: ReadTable, index: FragilityIndex
) -> Iterator[Fault]:
    """Yield a caution where every size is classed and nobody knows that of some programmes."""
    if settings.unclassed_under:
        return
    unknown = programmes.table.columns["dwellings"].test(lambda cell: not cell) & index.classed()
    if unknown.any():
        names = programmes.table.identifiers()
        named = first_few([names[row] for row in np.flatnonzero(unknown)])
        yield Fault(
            n_(
                "{number} programme is classed though nobody says how many dwellings it has: "
                "{named}",
                "{number} programmes are classed though nobody says how many dwellings they have: "
                "{named}",
                int(unknown.sum()),
                named=named,
            ),
            _("write them, or keep in mind that percentages of a small programme are noise"),
            file=programmes.raw.file,
            column="dwellings",
        )


def _indicator_cautions(
    indicator: FragilityIndicator, place: int, index: FragilityIndex, *, chain: Chain
) -> Iterator[Fault]:
    path = ("fragility", "indicators", indicator.id)
    ranks = index.rank[index.classed(), place]
    empty, classed = int((ranks == 0).sum()), len(ranks)
    if empty > _MANY_EMPTY * classed:
        yield chain.fault(
            path,
            n_(
                "{number} of {classed} classed programmes does not have it: the others weigh more",
                "{number} of {classed} classed programmes do not have it: the others weigh more",
                empty,
                classed=whole(classed),
            ),
            _("complete the column, or keep it in mind"),
        )
    if empty < classed - 1 and len(np.unique(ranks[ranks > 0])) == 1:
        yield chain.fault(
            path,
            _("has the same value everywhere: it tells no programme from another"),
            _("check the column"),
        )


def _cut_cautions(
    settings: FragilitySettings, index: FragilityIndex, chain: Chain
) -> Iterator[Fault]:
    kind = "quantiles" if settings.cut.quantiles else "thresholds"
    values = settings.cut.values
    best = max(score for score in index.score if score is not None)
    for value, cut in zip(values, index.cuts, strict=True):
        if cut is None or cut > best:
            yield chain.fault(
                ("fragility", "cut", kind),
                _("no programme reaches it: there are too few, or too many are alike"),
                _("lower it, unless that is what is meant"),
                value=str(value),
            )
