"""Is it a plan at all? Every rule it must obey, checked again from the tables.

The clauses of the definition, one function each: :data:`_CLAUSES` is their list.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.audit.names import Names
from repartition.audit.numbers import say_exact
from repartition.audit.recount import recount
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan, Policy
from repartition.domain.table import NO_ROW
from repartition.eligibility.charging import Charging
from repartition.eligibility.rules import RULES, refusals
from repartition.errors import Fault
from repartition.language import _, whole

PLAN_FILE: Final = "plan.csv"
_BLOCK: Final = 64
"""Attributions judged at once: the rules answer for all their households × all their dwellings."""
_DECISION_RULE: Final = "decision"


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    """A plan, what it is judged by, and the line each attribution was read from."""

    instance: Instance
    charging: Charging
    plan: Plan
    policy: Policy
    lines: NDArray[np.integer]
    names: Names

    def fault(self, index: int, problem: str, *, column: str = "household") -> Fault:
        """Return the fault of one attribution."""
        row = {"household": self.plan.household, "vacancy": self.plan.vacancy}
        value = {
            "household": self.names.household[row["household"][index]],
            "vacancy": self.names.vacancy[row["vacancy"][index]],
            "contingent": self.names.contingent[self.plan.contingent[index]],
            "transfer": self.names.transfer[self.plan.transfer[index]],
        }[column]
        return Fault(
            problem, file=PLAN_FILE, line=int(self.lines[index]), column=column, value=value
        )


def audit_plan(
    instance: Instance,
    charging: Charging,
    plan: Plan,
    *,
    policy: Policy,
    lines: NDArray[np.integer] | None = None,
) -> list[Fault]:
    """Return every rule a plan breaks, recomputed from the tables; empty for a plan that holds.

    Parameters
    ----------
    policy
        ``"sequential"`` (usual practice) may miss hard quotas, and nothing else.
    lines
        Line of ``plan.csv`` each attribution was read from; where missing, the line it will have.
    """
    if lines is None:
        lines = np.arange(2, len(plan) + 2)
    judged = _Judged(instance, charging, plan, policy, lines, Names.of(instance))
    return [fault for clause in _CLAUSES for fault in clause(judged)]


def _one_dwelling_each(judged: _Judged) -> Iterator[Fault]:
    for index in _repeated(judged.plan.household):
        yield judged.fault(index, _("this household gets more than one dwelling"))


def _one_household_each(judged: _Judged) -> Iterator[Fault]:
    for index in _repeated(judged.plan.vacancy):
        yield judged.fault(
            index, _("this dwelling is given to more than one household"), column="vacancy"
        )


def _allowed_by_every_rule(judged: _Judged) -> Iterator[Fault]:
    """Ask that each attribution passes every rule, unless the commission has decided it."""
    plan, fixed = judged.plan, _is_fixed(judged)
    for start in range(0, len(plan), _BLOCK):
        block = slice(start, start + _BLOCK)
        refused = refusals(
            judged.instance, judged.charging, plan.household[block], plan.vacancy[block]
        )
        for rule in RULES:
            if rule == _DECISION_RULE:
                continue  # read from the decisions themselves, below
            for offset in np.nonzero(np.diagonal(refused[rule]) & ~fixed[block])[0]:
                index = start + int(offset)
                yield judged.fault(
                    index,
                    _(
                        "the rule {rule} refuses it the dwelling {vacancy}",
                        rule=rule,
                        vacancy=judged.names.vacancy[plan.vacancy[index]],
                    ),
                )


def _nothing_forbidden(judged: _Judged) -> Iterator[Fault]:
    decisions = judged.instance.decisions
    forbidden = _pair_numbers(judged, decisions.forbidden_household, decisions.forbidden_vacancy)
    for index in np.nonzero(np.isin(_plan_pairs(judged), forbidden))[0]:
        yield judged.fault(
            int(index),
            _(
                "a decision keeps it from the dwelling {vacancy}",
                vacancy=judged.names.vacancy[judged.plan.vacancy[index]],
            ),
        )


def _everything_fixed(judged: _Judged) -> Iterator[Fault]:
    decisions = judged.instance.decisions
    fixed = _pair_numbers(judged, decisions.fixed_household, decisions.fixed_vacancy)
    for index in np.nonzero(~np.isin(fixed, _plan_pairs(judged)))[0]:
        yield Fault(
            _(
                "the commission has decided that it gets the dwelling {vacancy}, "
                "and the plan does not say so",
                vacancy=judged.names.vacancy[decisions.fixed_vacancy[index]],
            ),
            file=PLAN_FILE,
            column="household",
            value=judged.names.household[decisions.fixed_household[index]],
        )


def _charged_in_an_open_way(judged: _Judged) -> Iterator[Fault]:
    """Ask that the contingent charged, by the transfer used, is a way open to the pair."""
    plan, charging = judged.plan, judged.charging
    first, count = charging.ways_of_pairs(plan.household, plan.vacancy)
    for index, (start, ways) in enumerate(zip(first.tolist(), count.tolist(), strict=True)):
        listed = slice(start, start + ways)
        open_way = (charging.way_contingent[listed] == plan.contingent[index]) & (
            charging.way_transfer[listed] == plan.transfer[index]
        )
        if not open_way.any():
            yield judged.fault(
                index,
                _("the attribution cannot be charged to this contingent in this way"),
                column="transfer" if plan.transfer[index] != NO_ROW else "contingent",
            )


def _freed_before_given(judged: _Judged) -> Iterator[Fault]:
    """Ask that who lives in a dwelling that is given gets another one."""
    plan = judged.plan
    moves_to = plan.vacancy_of_household(judged.instance.n_households)
    freed_by = judged.instance.vacancies.freed_by[plan.vacancy]
    for index in np.nonzero(freed_by != NO_ROW)[0]:
        mover = freed_by[index]
        if mover == plan.household[index]:
            yield judged.fault(int(index), _("a household never gets the dwelling it frees"))
        elif moves_to[mover] == NO_ROW:
            yield judged.fault(
                int(index),
                _(
                    "this dwelling is not free: the household {household} does not move",
                    household=judged.names.household[mover],
                ),
                column="vacancy",
            )


def _hard_rows_hold(judged: _Judged) -> Iterator[Fault]:
    """Ask that transfers keep to their caps and, of a plan that looks ahead, hard quotas."""
    found = recount(judged.instance, judged.charging, judged.plan)
    for transfer in found.transfers:
        if transfer.overrun:
            yield Fault(
                _(
                    "{count} attributions of the dwellings of {contingent} go through this "
                    "transfer, {cap} may",
                    count=whole(transfer.count),
                    contingent=judged.names.contingent[transfer.contingent],
                    cap=whole(transfer.cap),
                ),
                file=PLAN_FILE,
                column="transfer",
                value=judged.names.transfer[transfer.transfer],
            )
    if judged.policy == "sequential":
        return
    for quota in found.quotas:
        if quota.row.family.level == 0 and quota.shortfall:
            yield Fault(
                _(
                    "this hard quota ({kind}) is missed by {shortfall} in the group “{group}”: "
                    "{count} against {bound}",
                    kind=quota.row.kind,
                    shortfall=say_exact(quota.shortfall),
                    group=quota.row.group,
                    count=whole(quota.count),
                    bound=say_exact(quota.bound),
                ),
                file=PLAN_FILE,
                value=quota.row.quota,
            )


_CLAUSES: Final[tuple[Callable[[_Judged], Iterator[Fault]], ...]] = (
    _one_dwelling_each,
    _one_household_each,
    _allowed_by_every_rule,
    _nothing_forbidden,
    _everything_fixed,
    _charged_in_an_open_way,
    _freed_before_given,
    _hard_rows_hold,
)


def _repeated(rows: NDArray[np.int32]) -> list[int]:
    """Return the places of what stands in ``rows`` again after its first time."""
    _values, first = np.unique(rows, return_index=True)
    again = np.ones(len(rows), np.bool_)
    again[first] = False
    return [int(index) for index in np.nonzero(again)[0]]


def _pair_numbers(
    judged: _Judged, household: NDArray[np.int32], vacancy: NDArray[np.int32]
) -> NDArray[np.int64]:
    return household.astype(np.int64) * judged.instance.n_vacancies + vacancy


def _plan_pairs(judged: _Judged) -> NDArray[np.int64]:
    return _pair_numbers(judged, judged.plan.household, judged.plan.vacancy)


def _is_fixed(judged: _Judged) -> NDArray[np.bool_]:
    decisions = judged.instance.decisions
    fixed = _pair_numbers(judged, decisions.fixed_household, decisions.fixed_vacancy)
    return np.isin(_plan_pairs(judged), fixed)
