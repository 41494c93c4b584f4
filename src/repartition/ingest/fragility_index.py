"""What the index of fragility asks of a scenario and of its programmes."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from repartition.domain.cells import parse_number
from repartition.domain.fragility import FragilityIndex, compute_index
from repartition.domain.scenario import (
    INDEX_KEYS,
    FragilityIndicator,
    FragilitySettings,
    Scenario,
)
from repartition.errors import Fault
from repartition.ingest.chain import Chain
from repartition.ingest.nearest import lookalike, suggestion
from repartition.ingest.schemas import DERIVED_COLUMNS
from repartition.ingest.validation import ReadTable
from repartition.language import _, n_

_CUTS: Final = ("quantiles", "thresholds")
_COMPUTED: Final = frozenset({"fragility", *DERIVED_COLUMNS["programmes"]})
_PERCENTAGES: Final = frozenset(
    {
        *(f"{whom}_under_{share}" for whom in ("share", "new") for share in (20, 40, 60)),
        *("single_parents", "without_work", "on_apl", "vacant_3_months", "turnover"),
    }
)
"""Columns that an import writes in percent; those of an office's own may be in anything."""
_HUNDRED: Final = 100


def computed_index(settings: FragilitySettings, programmes: ReadTable) -> FragilityIndex | None:
    """Return the index a scenario asks for; None where it asks for none, or lacks what it needs.

    What it lacks is a fault already.
    """
    sources = [indicator.source for indicator in settings.indicators]
    known = all(source in programmes.table.columns for source in sources)
    if settings.method != "index" or not sources or not known:
        return None
    return compute_index(settings, programmes.table)


def setting_faults(scenario: Scenario, chain: Chain) -> Iterator[Fault]:
    """Yield what is wrong, whatever the data, in what ``[fragility]`` says of the index."""
    said = chain.merged.get("fragility")
    said = said if isinstance(said, dict) else {}
    if said.get("method", "given") == "given":
        for key in INDEX_KEYS:
            if key in said:
                yield chain.fault(
                    ("fragility", key),
                    _("this belongs to the index, and the scenario says that degrees are given"),
                    _('write method = "index", or take it away'),
                )
    elif scenario.fragility.method == "index":
        if not said.get("indicators"):
            yield chain.fault(
                ("fragility", "indicators"),
                _("the index has no indicator"),
                _("add one at least: [[fragility.indicators]], with an id and a weight"),
            )
        yield from _twice_the_same(scenario.fragility, chain)
        yield from _cut_faults(said.get("cut", {}), chain)
        yield from _degrees_too_high(scenario.fragility, chain)


def column_faults(
    settings: FragilitySettings, programmes: ReadTable, chain: Chain
) -> Iterator[Fault]:
    """Yield what the index counts on and ``programmes`` lacks: columns, numbers, programmes."""
    if settings.method != "index":
        return
    for indicator in settings.indicators:
        yield from _indicator_faults(indicator, programmes, chain)
    if settings.unclassed_under and "dwellings" not in programmes.given:
        yield Fault(
            n_(
                "the column is missing, and a programme under {number} dwelling is not classed",
                "the column is missing, and a programme under {number} dwellings is not classed",
                settings.unclassed_under,
            ),
            _("add it: dwellings occupied today; or write unclassed_under = 0 in [fragility]"),
            file=programmes.raw.file,
            line=programmes.raw.header_line,
            column="dwellings",
        )
    if programmes.has_every_row_named():
        yield from _unknown_overrides(settings, programmes, chain)


def _twice_the_same(settings: FragilitySettings, chain: Chain) -> Iterator[Fault]:
    readers: dict[str, str] = {}
    for indicator in settings.indicators:
        first = readers.setdefault(indicator.source, indicator.id)
        if first != indicator.id:
            yield chain.fault(
                ("fragility", "indicators", indicator.id),
                _("the indicator {other} reads this column already", other=first),
                _("take one of the two away, and give the other its weight"),
                value=indicator.source,
            )


def _degrees_too_high(settings: FragilitySettings, chain: Chain) -> Iterator[Fault]:
    """Yield the degrees settled by people that the cut does not know."""
    highest = len(settings.cut.values)
    for override in settings.overrides:
        if highest and override.degree > highest:
            yield chain.fault(
                ("fragility", "overrides", override.id, "degree"),
                _("is above {highest}, the highest degree of the cut", highest=highest),
                _("write {highest} or less, or cut the scores once more", highest=highest),
                value=str(override.degree),
            )


def _cut_faults(said: object, chain: Chain) -> Iterator[Fault]:
    """Yield what is wrong in where the scores are cut; a key that is misspelt is a fault already.

    What the file says is looked at, those of the two that cannot be read included.
    """
    path = ("fragility", "cut")
    if not isinstance(said, dict) or any(lookalike(key, _CUTS) for key in said.keys() - set(_CUTS)):
        return
    chosen = [kind for kind in _CUTS if said.get(kind, False) is not False]
    if not chosen:
        yield chain.fault(
            path,
            _("does not say where scores are cut into degrees"),
            _("write quantiles = [0.5, 0.75, 0.9] or thresholds = [60, 75, 90] in [fragility.cut]"),
        )
    elif chosen == list(_CUTS):
        yield chain.fault(
            path,
            _("has both quantiles and thresholds"),
            _("keep one; where an elder says the other, write false for it: quantiles = false"),
        )
    for kind in chosen:
        values = said[kind] if isinstance(said[kind], list) else []
        if said[kind] == []:
            yield chain.fault(
                (*path, kind), _("is empty"), _("write the values, the smallest first")
            )
        if all(map(_is_number, values)) and values != sorted(set(values)):
            yield chain.fault(
                (*path, kind),
                _("the values do not rise"),
                _("write each once, the smallest first"),
                value=", ".join(str(value) for value in values),
            )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _indicator_faults(
    indicator: FragilityIndicator, programmes: ReadTable, chain: Chain
) -> Iterator[Fault]:
    source = indicator.source
    key = "id" if indicator.column is None else "column"
    path = ("fragility", "indicators", indicator.id, key)
    columns = programmes.table.columns
    if source in _COMPUTED:
        yield chain.fault(
            path,
            _("the program computes this column: the index cannot rest on it"),
            _("choose a column of the survey"),
            value=source,
        )
    elif source not in columns:
        remedy = suggestion(source, columns.keys() - _COMPUTED)
        yield chain.fault(path, _("programmes has no such column"), remedy, value=source)
    elif programmes.raw.columns.get(source) is not None:
        cells = [cell for cell in columns[source].values if cell]
        if cells and all(parse_number(cell) is None for cell in cells):
            yield chain.fault(
                path,
                _("this column holds no number: programmes cannot be ranked by it"),
                _("choose a column of numbers"),
                value=source,
            )
            return
        yield from programmes.faults(
            columns[source].test(lambda cell: bool(cell) and parse_number(cell) is None),
            source,
            problem=_("is not a number, and the index ranks by this column"),
            remedy=_("write digits only, such as 12.5, without %; leave it empty if not known"),
        )
        if source in _PERCENTAGES:
            yield from programmes.faults(
                columns[source].test(_is_no_percentage),
                source,
                problem=_("is no percentage from 0 to 100, and the index ranks by this column"),
                remedy=_("correct it; leave it empty if not known"),
            )


def _is_no_percentage(cell: str) -> bool:
    number = parse_number(cell)
    return number is not None and not 0 <= number <= _HUNDRED


def _unknown_overrides(
    settings: FragilitySettings, programmes: ReadTable, chain: Chain
) -> Iterator[Fault]:
    known = set(programmes.table.identifiers())
    for override in settings.overrides:
        if override.id not in known:
            yield chain.fault(
                ("fragility", "overrides", override.id, "id"),
                _("{name} is not in {table}", name=override.id, table="programmes"),
                suggestion(override.id, known),
                value=override.id,
            )
