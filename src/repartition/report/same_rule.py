"""An earlier plan judged by the targets of the run it is compared with, not by its own.

Two plans under one limit are counted by that limit: a run that was allowed 20% does not meet a
target of 10% because it met its own.
"""

import numpy as np

from repartition.audit.names import Names
from repartition.audit.outcome import Outcome
from repartition.audit.recount import QuotaCount, Recount, recount
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.table import NO_ROW, index_of
from repartition.language import _
from repartition.report.difference import Attributions


def recounted(outcome: Outcome, earlier: Attributions) -> Recount | None:
    """Return what an earlier plan, made from the same tables, is worth by a later run's rules.

    None where the later run does not know a household, a dwelling or a contingent of it.
    """
    plan = _plan_of(outcome.instance, earlier)
    return None if plan is None else recount(outcome.instance, outcome.charging, plan)


def with_the_same_bound(
    earlier: tuple[QuotaCount, ...], later: tuple[QuotaCount, ...]
) -> tuple[QuotaCount, ...]:
    """Return the rows of an earlier run that ask for what the later one asks for, by one number.

    Where the tables are others, the earlier plan cannot be counted again: nothing else compares.
    """
    asked = {row_key(count): count for count in later}
    return tuple(
        count
        for count in earlier
        if (now := asked.get(row_key(count))) is not None and _ask_the_same(count, now)
    )


def row_key(count: QuotaCount) -> tuple[str, str, str]:
    """Return what two plans call one row of a target by."""
    return count.row.quota, count.row.kind, count.row.group


def rule_words(name: str, *, has_same_data: bool) -> str:
    """Return by which rule an earlier run is judged; ``name`` is that of its folder."""
    if has_same_data:
        return _(
            "The earlier run ({name}) is judged by the targets of this run, not by its own: its "
            "plan was counted again with them.",
            name=name,
        )
    return _(
        "The earlier run ({name}) is of other data or of other days, so that its plan cannot be "
        "counted again: it is compared only where a target asks for the same number of "
        "attributions in both. Elsewhere the cell is empty.",
        name=name,
    )


def _ask_the_same(before: QuotaCount, now: QuotaCount) -> bool:
    was, quota = (
        count.row.family.quota.model_copy(update={"soft": False}) for count in (before, now)
    )
    return was == quota and before.bound == now.bound


def _plan_of(instance: Instance, earlier: Attributions) -> Plan | None:
    """Return a plan in the rows of an instance; a transfer that it does not have is none."""
    names = Names.of(instance)
    household, vacancy = index_of(names.household), index_of(names.vacancy)
    contingent, transfer = index_of(names.contingent), index_of(names.transfer[:-1])
    charges = earlier.charge_of
    rows = [
        (
            household.get(who, NO_ROW),
            vacancy.get(where, NO_ROW),
            contingent.get(charges[who][0], NO_ROW),
            transfer.get(charges[who][1], NO_ROW),
        )
        for who, where in earlier.vacancy_of.items()
    ]
    found = np.array(rows, np.int32).reshape(-1, 4)
    return None if (found[:, :-1] == NO_ROW).any() else Plan.of(*found.T)
