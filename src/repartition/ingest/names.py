"""Names a scenario uses, looked up in the tables of the data: filters, groups, measures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from repartition.domain.cells import parse_boolean, parse_number
from repartition.domain.filters import Filter
from repartition.domain.instance import Instance
from repartition.domain.scenario import VIA_PREFIX, Objective, Scenario
from repartition.domain.table import CellKind, Column
from repartition.domain.tiers import SHORTFALL, WAITING_DAYS
from repartition.errors import Fault
from repartition.ingest.chain import Chain
from repartition.ingest.nearest import suggestion
from repartition.ingest.toml_files import KeyPath
from repartition.language import _, whole

COMPUTED_MEASURES: Final = ("attributions", WAITING_DAYS, "effort_rate", "spare_rooms", "wish_rank")
"""Measures that no table has as a column."""
_WHERE_TABLES: Final = ("vacancy", "programme", "commune")
LARGEST: Final = 10**9
"""Sums of a measure of this size, in hundredths, over a million attributions fit 64 bits."""


@dataclass(frozen=True, slots=True)
class FilterUse:
    """One filter of the scenario, where it stands, and what it looks at."""

    path: KeyPath
    filter: Filter
    view: str
    """``who``, ``where`` or ``via``."""


def filters_of(scenario: Scenario) -> Iterator[FilterUse]:
    """Yield every filter of a scenario."""
    for quota in scenario.quotas:
        path: KeyPath = ("quotas", quota.id)
        yield FilterUse((*path, "who"), quota.who, "who")
        yield FilterUse((*path, "where"), quota.where, "where")
        yield FilterUse((*path, "via"), quota.via, "via")
        if quota.among is not None:
            yield FilterUse((*path, "among", "who"), quota.among.who, "who")
            if quota.among.via is not None:
                yield FilterUse((*path, "among", "via"), quota.among.via, "via")
    for objective in scenario.objectives:
        path = ("objectives", objective.id)
        yield FilterUse((*path, "who"), objective.who, "who")
        yield FilterUse((*path, "where"), objective.where, "where")
        yield FilterUse((*path, "via"), objective.via, "via")
    for transfer in scenario.contingents.transfers:
        path = ("contingents", "transfers", transfer.id)
        yield FilterUse((*path, "from"), transfer.from_, "via")
        yield FilterUse((*path, "to"), transfer.to, "via")
        yield FilterUse((*path, "where"), transfer.where, "where")


class Names:
    """The columns each part of a scenario can name."""

    def __init__(self, instance: Instance) -> None:
        where = instance.where_view()
        self._find = {
            "who": instance.who_view().column,
            "where": where.column,
            "via": instance.via_view().column,
        }
        prefixed = [
            f"{table}.{name}"
            for table, columns in (
                ("vacancy", instance.vacancies.table),
                ("programme", instance.programmes.table),
                ("commune", instance.communes.table),
            )
            for name in columns.names()
        ]
        self._known: dict[str, Sequence[str]] = {
            "who": instance.who_view().names(),
            "where": where.names(),
            "via": instance.via_view().names(),
            "where.": prefixed,
        }

    def column(self, view: str, name: str) -> Column | None:
        """Return the column of that name that one view sees."""
        return self._find[view](name)

    def known(self, view: str) -> Sequence[str]:
        """Return the names one view sees."""
        return self._known[view]

    def suggestion(self, view: str, name: str) -> str:
        """Return the remedy for a name that one view does not see."""
        prefix = name.rpartition(".")[0]
        if prefix not in _WHERE_TABLES and self.column(view, prefix) is not None:
            return _("a condition on a column has min, max or present")
        prefixed = self._known["where."] if view == "where" and "." in name else ()
        return suggestion(name, prefixed or self._known[view])


def name_faults(instance: Instance, chain: Chain) -> list[Fault]:
    """Return a fault for each name in a filter, ``per`` or measure that no table has."""
    names = Names(instance)
    scenario = instance.scenario
    return [
        *_filter_faults(scenario, chain, names),
        *_group_faults(scenario, chain, names),
        *(f for objective in scenario.objectives for f in _measure_faults(objective, chain, names)),
        *_quartile_faults(instance, chain),
    ]


def is_numeric(column: Column) -> bool:
    """Return whether every cell of a column is a number, or every one a truth; empty counts 0."""
    if column.kind is not CellKind.UNKNOWN:
        return column.kind in {CellKind.NUMBER, CellKind.BOOLEAN}
    cells = [cell for cell in column.values if cell]
    return all(parse_number(cell) is not None for cell in cells) or all(
        parse_boolean(cell) is not None for cell in cells
    )


def _filter_faults(scenario: Scenario, chain: Chain, names: Names) -> Iterator[Fault]:
    for use in filters_of(scenario):
        for name in sorted(use.filter.columns()):
            if names.column(use.view, name) is None:
                yield chain.fault(
                    (*use.path, name),
                    _("no table has this column"),
                    names.suggestion(use.view, name),
                )


def _group_faults(scenario: Scenario, chain: Chain, names: Names) -> Iterator[Fault]:
    for quota in scenario.quotas:
        if quota.per is None:
            continue
        view = "via" if quota.per.startswith(VIA_PREFIX) else "where"
        name = quota.per.removeprefix(VIA_PREFIX)
        column = names.column(view, name)
        path: KeyPath = ("quotas", quota.id, "per")
        if column is None:
            remedy = names.suggestion(view, name)
            yield chain.fault(path, _("no table has this column"), remedy, value=quota.per)


def _measure_faults(objective: Objective, chain: Chain, names: Names) -> Iterator[Fault]:
    measure = objective.measure
    says_nothing = objective.maximise is None and objective.minimise is None  # a fault already
    if says_nothing or measure in {*COMPUTED_MEASURES, SHORTFALL}:
        return
    sense = "minimise" if objective.maximise is None else "maximise"
    path: KeyPath = ("objectives", objective.id, sense)
    found = [c for view in ("who", "where") if (c := names.column(view, measure)) is not None]
    if not found:
        yield chain.fault(
            path, _("no table has this column"), _measure_suggestion(names, measure), value=measure
        )
    elif not any(is_numeric(column) for column in found):
        yield chain.fault(
            path,
            _("this column holds neither numbers nor truths: it cannot be summed"),
            _("choose another column, or correct the cells that are not numbers"),
            value=measure,
        )
    elif not _is_summable(next(column for column in found if is_numeric(column))):
        yield chain.fault(
            path,
            _("a cell of this column is beyond {limit}: sums would not be exact", limit=LARGEST),
            _("correct the cell, or choose another unit"),
            value=measure,
        )


def _is_summable(column: Column) -> bool:
    numbers = (parse_number(cell) for cell in column.values)
    return all(number is None or abs(number) <= LARGEST for number in numbers)


def _measure_suggestion(names: Names, measure: str) -> str:
    known = [*COMPUTED_MEASURES, SHORTFALL, *names.known("who"), *names.known("where")]
    return suggestion(measure, known)


def _quartile_faults(instance: Instance, chain: Chain) -> Iterator[Fault]:
    column = instance.who_view().column("quartile")
    if column is None or not column.test(lambda cell: not cell).any():
        return
    missing = int(column.test(lambda cell: not cell).sum())
    for use in filters_of(instance.scenario):
        if use.view == "who" and "quartile" in use.filter.columns():
            yield chain.fault(
                (*use.path, "quartile"),
                _("{number} households have no quartile, given or derived", number=whole(missing)),
                _("write it in households, or add [quartiles] thresholds = [q1, q2, q3]"),
            )
