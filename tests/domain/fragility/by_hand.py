"""The index written a second time, from its definition in docs/model.md: fractions, nothing else.

Slow and plain on purpose: every programme against every other, one draw after the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from repartition.domain.fragility import compute_index
from repartition.domain.fragility.index import FragilityIndex
from repartition.domain.scenario import FragilitySettings
from repartition.domain.table import CellKind, Column, Table

Cells = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class ByHand:
    """What comes out for each programme: None where there is none."""

    degree: list[int | None]
    score: list[Fraction | None]
    kept: list[int | None]


def index_by_hand(
    settings: FragilitySettings, cells: Cells, factors: Sequence[Sequence[int]]
) -> ByHand:
    """Return the index; each draw multiplies the weights by its row of ``factors``."""
    names = list(cells["programme"])
    weights = [Fraction(indicator.weight) for indicator in settings.indicators]
    values = [_values(cells, name, settings) for name in range(len(names))]
    classed = [
        row
        for row, number in enumerate(cells["dwellings"])
        if _is_large(number, settings.unclassed_under) and any(v is not None for v in values[row])
    ]
    percents = {row: _percents(settings, values, classed, row) for row in classed}
    chosen = _degrees(settings, percents, weights)
    drawn = [
        _degrees(settings, percents, [w * f for w, f in zip(weights, row, strict=True)])
        for row in factors
    ]
    settled = {override.id: override.degree for override in settings.overrides}
    return ByHand(
        degree=[settled.get(name, chosen.get(row)) for row, name in enumerate(names)],
        score=[
            _score(percents[row], weights) if row in percents else None for row in range(len(names))
        ],
        kept=[
            sum(each[row] == chosen[row] for each in drawn)
            if row in chosen and name not in settled
            else None
            for row, name in enumerate(names)
        ],
    )


def _values(cells: Cells, row: int, settings: FragilitySettings) -> list[Fraction | None]:
    found = [cells[i.column or i.id][row].replace(",", ".") for i in settings.indicators]
    return [Fraction(cell) if cell else None for cell in found]


def _is_large(number: str, least: int) -> bool:
    return least == 0 or (number != "" and int(number) >= least)


def _percents(
    settings: FragilitySettings,
    values: Sequence[Sequence[Fraction | None]],
    classed: Sequence[int],
    row: int,
) -> list[Fraction | None]:
    """Return the percentile rank of one programme by each indicator: the middle of its equals."""
    found: list[Fraction | None] = []
    for place, indicator in enumerate(settings.indicators):
        own = values[row][place]
        others = [v for i in classed if (v := values[i][place]) is not None]
        if own is None:
            found.append(None)
            continue
        if indicator.higher_is == "more_fragile":
            below = sum(other < own for other in others)
        else:
            below = sum(other > own for other in others)
        equal = sum(other == own for other in others)
        found.append((below + Fraction(equal, 2)) / len(others) * 100)
    return found


def _score(percents: Sequence[Fraction | None], weights: Sequence[Fraction]) -> Fraction:
    has = [(p, w) for p, w in zip(percents, weights, strict=True) if p is not None]
    return sum((p * w for p, w in has), Fraction(0)) / sum((w for _p, w in has), Fraction(0))


def _degrees(
    settings: FragilitySettings,
    percents: Mapping[int, Sequence[Fraction | None]],
    weights: Sequence[Fraction],
) -> dict[int, int]:
    scores = {row: _score(percent, weights) for row, percent in percents.items()}
    if settings.cut.thresholds:
        limits = [Fraction(threshold) for threshold in settings.cut.thresholds]
        return {row: sum(score >= limit for limit in limits) for row, score in scores.items()}
    shares = [Fraction(quantile) for quantile in settings.cut.quantiles or ()]
    return {
        row: sum(
            Fraction(sum(other < score for other in scores.values()), len(scores)) >= share
            for share in shares
        )
        for row, score in scores.items()
    }


def settings_of(**said: object) -> FragilitySettings:
    """Return the settings of an index, as a scenario says them."""
    frozen = {"method": "index", **said}
    return FragilitySettings.model_validate(_frozen(frozen))


def _frozen(value: object) -> object:
    if isinstance(value, dict):
        return {key: _frozen(inner) for key, inner in value.items()}
    return tuple(_frozen(inner) for inner in value) if isinstance(value, list) else value


def table_of(cells: Cells) -> Table:
    """Return programmes with these columns, the identifier first."""
    kinds = {"dwellings": CellKind.NUMBER, "programme": CellKind.TEXT}
    columns = {
        name: Column.from_cells(list(column), kinds.get(name, CellKind.UNKNOWN))
        for name, column in {"programme": cells["programme"], **cells}.items()
    }
    return Table("programmes", columns)


def computed(settings: FragilitySettings, cells: Cells) -> FragilityIndex:
    """Return the index of programmes with these columns."""
    return compute_index(settings, table_of(cells))
