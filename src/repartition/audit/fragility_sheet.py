"""``fragility.csv``: the degree of every programme, and all it was made from.

Written where the scenario asks for the index. The score can be made again in a spreadsheet: it is
the sum of weight × rank over the sum of the weights, of the indicators that the programme has.
"""

from collections.abc import Iterator
from typing import Final

from repartition.audit.numbers import write_down
from repartition.audit.sheets import NUMBER, TEXT, CellType, Layout, Sheet
from repartition.domain.cells import parse_number, write_decimal
from repartition.domain.fragility import NO_DEGREE, Basis, FragilityIndex
from repartition.domain.instance import Instance
from repartition.domain.scenario import FragilitySettings
from repartition.domain.table import Table
from repartition.language import _, n_

FRAGILITY_FILE: Final = "fragility.csv"
_COLUMNS: Final[dict[str, CellType]] = {
    "programme": TEXT,
    "name": TEXT,
    "degree": NUMBER,
    "index_degree": NUMBER,
    "basis": TEXT,
    "reason": TEXT,
    "score": NUMBER,
    "cut": NUMBER,
    "next_cut": NUMBER,
    "robustness": NUMBER,
}
"""``index_degree`` is the degree before overrides, ``basis`` where ``degree`` comes from;
``cut`` the highest score asked for that the programme's reaches, ``next_cut`` the next one."""


def fragility_layout(settings: FragilitySettings) -> Layout:
    """Return what the file holds: for each indicator ``value.ID``, ``rank.ID``, ``weight.ID``."""
    measured = {
        f"{part}.{indicator.id}": NUMBER
        for indicator in settings.indicators
        for part in ("value", "rank", "weight")
    }
    return Layout(FRAGILITY_FILE, {**_COLUMNS, **measured}, key=1)


def fragility_sheets(instance: Instance) -> tuple[Sheet, ...]:
    """Return the table of the programmes' degrees; none where they are given."""
    index, settings = instance.fragility_index, instance.scenario.fragility
    if index is None:
        return ()
    rows = _rows(index, settings, instance.programmes.table)
    return (Sheet.of(fragility_layout(settings), rows),)


def basis_words(basis: Basis, settings: FragilitySettings) -> str:
    """Return why a programme is not classed; ``""`` where it is, or where people settled it."""
    match basis:
        case Basis.TOO_SMALL:
            return n_(
                "it has fewer than {number} dwelling",
                "it has fewer than {number} dwellings",
                settings.unclassed_under,
            )
        case Basis.NO_DWELLINGS:
            return _("nobody says how many dwellings it has")
        case Basis.NO_INDICATOR:
            return _("none of its indicators is known")
        case Basis.INDEX | Basis.OVERRIDE:
            return ""


def _rows(
    index: FragilityIndex, settings: FragilitySettings, programmes: Table
) -> Iterator[tuple[str, ...]]:
    reasons = {override.id: override.reason for override in settings.overrides}
    names = programmes.column("name")
    for row, programme in enumerate(programmes.identifiers()):
        basis, computed = index.basis[row], int(index.computed[row])
        yield (
            programme,
            "" if names is None else names.cell(row),
            _degree(int(index.degree[row])),
            _degree(computed),
            basis.value,
            reasons[programme] if basis is Basis.OVERRIDE else basis_words(basis, settings),
            write_down(index.score[row]),
            write_down(index.cuts[computed - 1]) if computed > 0 else "",
            write_down(index.cuts[computed]) if 0 <= computed < len(index.cuts) else "",
            write_down(index.robustness(row)),
            *_measured(index, settings, programmes, row),
        )


def _measured(
    index: FragilityIndex, settings: FragilitySettings, programmes: Table, row: int
) -> Iterator[str]:
    """Yield value, rank and weight of each indicator where it counts.

    What the survey says of a programme too small to be classed stays in the tables: figures of
    fewer than 11 households are not for sheets that go around.
    """
    for place, indicator in enumerate(settings.indicators):
        percentile = index.percentile(row, place)
        if percentile is None:
            yield from ("", "", "")
            continue
        value = parse_number(programmes.columns[indicator.source].cell(row))
        yield "" if value is None else write_decimal(value)
        yield write_down(percentile)
        yield write_decimal(indicator.weight)


def _degree(degree: int) -> str:
    return "" if degree == NO_DEGREE else str(degree)
