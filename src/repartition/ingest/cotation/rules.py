"""What a points grid may not say, whatever the data: ids, groups, caps, half a rule."""

from collections.abc import Iterator
from typing import Any

from repartition.domain.cells import write_decimal
from repartition.domain.cotation import GRID_CAP, SEPARATOR, CotationGrid, Criterion, Group
from repartition.domain.filters import EVERYTHING
from repartition.errors import Fault
from repartition.ingest.nearest import suggestion
from repartition.ingest.toml_files import TomlFile, array_ids
from repartition.language import _

_OF_A_MEASURE = ("per", "from", "cap")


def rule_faults(grid: CotationGrid, file: TomlFile) -> list[Fault]:
    """Return what is wrong in a grid each of whose keys is well written."""
    return [
        *_emptiness(file),
        *_identifier_faults(file),
        *(fault for criterion in grid.criterion for fault in _half_rules(criterion, file)),
        *(fault for criterion in grid.criterion for fault in _group_faults(criterion, file)),
        *_unused_groups(grid, file),
        *_losses_among_the_highest(grid, file),
    ]


def _emptiness(file: TomlFile) -> Iterator[Fault]:
    if file.data.get("criterion") == []:
        yield file.fault(("criterion",), _("the grid has no criterion"), _("add [[criterion]]"))


def _identifier_faults(file: TomlFile) -> Iterator[Fault]:
    """Yield the identifiers that two tables have, and those kept for what a cap takes off."""
    seen: set[str] = set()
    for array in ("criterion", "group"):
        for name, table in _tables(file, array):
            if not isinstance(table.get("id"), str):
                continue
            path = (array, name, "id")
            if name in seen:
                yield file.fault(
                    path,
                    _("a criterion or a group of the grid already has this id"),
                    _("give each criterion and each group its own"),
                    value=name,
                )
            elif SEPARATOR in name or name == GRID_CAP:
                yield file.fault(
                    path,
                    _("this id is kept for what a cap takes off"),
                    _('choose another one, without ":"'),
                    value=name,
                )
            seen.add(name)


def _tables(file: TomlFile, array: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the tables of an array, those that are wrong included, each with its name."""
    tables = file.data.get(array)
    if not isinstance(tables, list):
        return []
    named = zip(array_ids(tables), tables, strict=True)
    return [(name, table) for name, table in named if isinstance(table, dict)]


def _half_rules(criterion: Criterion, file: TomlFile) -> Iterator[Fault]:
    path = ("criterion", criterion.id)
    if criterion.measure is None:
        if criterion.who == EVERYTHING:
            yield file.fault(
                path,
                _("says neither whom it is about nor what it measures"),
                _("add {who} or {measure}", who="who = { … }", measure='measure = "…"'),
            )
        for key in _OF_A_MEASURE:
            if criterion.model_fields_set & {key, f"{key}_"}:
                yield file.fault(
                    (*path, key),
                    _("only a measure is counted so, and the criterion has none"),
                    _("take it away, or add {measure}", measure='measure = "…"'),
                )
    elif criterion.cap is not None and criterion.cap * criterion.points <= 0:
        yield file.fault(
            (*path, "cap"),
            _("is not on the side of the points it is to stop"),
            _("write it with the sign of points; take it away where nothing stops them"),
            value=write_decimal(criterion.cap),
        )


def _group_faults(criterion: Criterion, file: TomlFile) -> Iterator[Fault]:
    known = [name for name, _table in _tables(file, "group")]
    if criterion.group is not None and criterion.group not in known:
        yield file.fault(
            ("criterion", criterion.id, "group"),
            _("the grid has no group of this id"),
            suggestion(criterion.group, known) if known else _("add it as a [[group]]"),
            value=criterion.group,
        )


def _unused_groups(grid: CotationGrid, file: TomlFile) -> Iterator[Fault]:
    # A list, for what is wrong in the file may be anything.
    used = [table.get("group") for _name, table in _tables(file, "criterion")]
    for group in grid.group:
        if group.id not in used:
            yield file.fault(
                ("group", group.id),
                _("no criterion is of this group"),
                _('write group = "{group}" in its criteria, or take it away', group=group.id),
            )


def _losses_among_the_highest(grid: CotationGrid, file: TomlFile) -> Iterator[Fault]:
    groups: dict[str | None, Group] = {group.id: group for group in grid.group}
    for criterion in grid.criterion:
        group = groups.get(criterion.group)
        if group is not None and group.counts == "highest" and criterion.points < 0:
            yield file.fault(
                ("criterion", criterion.id, "points"),
                _(
                    "takes points in the group {group}, where the highest alone counts: it would "
                    "never be felt beside another",
                    group=group.id,
                ),
                _("take it out of the group"),
                value=write_decimal(criterion.points),
            )
