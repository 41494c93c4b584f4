"""What was already attributed this year, as the table ``counters`` says it."""

from collections.abc import Iterator, Mapping
from typing import Final

from repartition.domain.instance import Counter
from repartition.domain.scenario import Quota, Scenario
from repartition.errors import Fault
from repartition.ingest.derivations import whole
from repartition.ingest.nearest import lookalike
from repartition.ingest.validation import ReadTable
from repartition.language import _

_SHARES: Final = frozenset({"max_share", "min_share"})


def read_counters(
    tables: Mapping[str, ReadTable], scenario: Scenario
) -> tuple[dict[tuple[str, str], Counter], list[Fault]]:
    """Return what was already done, by quota and group, and what is wrong with it.

    A year's counters serve several scenarios: those of a quota that this one does not have are
    left aside (:func:`counter_cautions` says so).
    """
    table = tables.get("counters")
    if table is None:
        return {}, []
    quotas = {quota.id: quota for quota in scenario.quotas}
    counts, sizes = whole(table.column("count")), whole(table.column("of"))
    found: dict[tuple[str, str], Counter] = {}
    faults: list[Fault] = []
    for row in range(len(table)):
        name, group = (table.column(column).cell(row) for column in ("quota", "group"))
        if name not in quotas or not table.sound[row]:
            continue
        if row_faults := list(_counter_faults(table, row, quotas[name])):
            faults += row_faults
        elif (name, group) in found:
            problem = _("an earlier row is about this quota and this group")
            faults.append(
                table.raw.fault(row, "quota", problem=problem, remedy=_("keep one of the two"))
            )
        else:
            found[name, group] = Counter(int(counts[row]), max(int(sizes[row]), 0))
    return dict(sorted(found.items())), faults


def counter_cautions(tables: Mapping[str, ReadTable], scenario: Scenario) -> Iterator[Fault]:
    """Yield a caution for each quota that is counted for and that the scenario does not have."""
    table = tables.get("counters")
    if table is None:
        return
    known = {quota.id for quota in scenario.quotas}
    column = table.column("quota")
    for code, name in enumerate(column.values):
        if name not in known:
            like = lookalike(name, known)
            yield from table.faults(
                column.codes == code,
                "quota",
                problem=_("the scenario does not have this quota: its counters are not used"),
                remedy=_("write {nearest}?", nearest=like)
                if like
                else _("correct it, or leave it if it serves another scenario"),
                most=1,
            )


def _counter_faults(table: ReadTable, row: int, quota: Quota) -> Iterator[Fault]:
    group = table.column("group").cell(row)
    if quota.per is None and group:
        problem = _("the quota {quota} has no groups: it has no `per`", quota=quota.id)
        yield table.raw.fault(row, "group", problem=problem, remedy=_("leave the cell empty"))
    if quota.per is not None and not group:
        problem = _("the quota {quota} counts by group, by {per}", quota=quota.id, per=quota.per)
        yield table.raw.fault(row, "group", problem=problem, remedy=_("write the group"))
    bounds = {kind for kind, _bound in quota.bounds()}
    if bounds & _SHARES and not table.column("of").cell(row):
        problem = _(
            "the quota {quota} is a share: what it is a share of is missing", quota=quota.id
        )
        yield table.raw.fault(row, "of", problem=problem, remedy=_("write how many there were"))
