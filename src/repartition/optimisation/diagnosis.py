"""Why no plan meets every hard rule: rules in conflict, and the smallest change that would do."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.quotas import QuotaRow
from repartition.domain.table import NO_ROW
from repartition.eligibility.charging import TransferCap
from repartition.eligibility.pairs import Pairs
from repartition.errors import InfeasibleError
from repartition.language import _, n_, whole
from repartition.optimisation.causes import empty_causes
from repartition.optimisation.choices import smallest_slacks
from repartition.optimisation.clock import Clock
from repartition.optimisation.closest import Closest, closest_plan
from repartition.optimisation.conflict import find_conflicts
from repartition.optimisation.conflict_words import BULLET, conflict_lines
from repartition.optimisation.program import Program
from repartition.optimisation.rule_words import counted_before, decimal, percent, row_name
from repartition.optimisation.search import Search

_MOST_SECONDS: Final = 60.0
"""For the closest plan, and again for the conflicts: an answer today is worth more than all."""


def explain_infeasibility(
    instance: Instance, pairs: Pairs, failed: Search, *, clock: Clock
) -> InfeasibleError:
    """Return the error that names what the plan closest to every hard rule still misses.

    Loosening each row that it misses to what it reaches makes the scenario feasible, by that very
    plan.

    Parameters
    ----------
    failed
        The search that has proven that no plan meets every hard rule.
    """
    program = failed.program
    verdict = [_("No plan meets every hard rule; this is proven."), *empty_causes(instance, pairs)]
    closest = closest_plan(instance, failed, clock=_part_of(clock))
    missed = [
        *_missing_rows(instance, program, closest.columns),
        *_stranded(instance, program, closest.columns),
    ]
    change = [
        _("The closest plan misses:"),
        *(BULLET + sentence for _row, sentence in missed),
        *_what_would_do(closest),
    ]
    return InfeasibleError("\n".join(verdict), missed, change="\n".join(change))


def conflicts_in_words(instance: Instance, *, time_limit: float | None = None) -> tuple[str, ...]:
    """Return which hard rules of an infeasible instance cannot hold together, line by line.

    ``time_limit`` in seconds; it takes a minute at most in any case, and says what is not settled.
    """
    clock = Clock(_MOST_SECONDS if time_limit is None else min(time_limit, _MOST_SECONDS))
    return tuple(conflict_lines(instance, find_conflicts(instance, clock=clock)))


def _part_of(clock: Clock) -> Clock:
    """Return a clock for half of what is left: the other half is for the conflicts."""
    return Clock(min(_MOST_SECONDS, clock.left() / 2))


def _what_would_do(closest: Closest) -> Iterator[str]:
    if closest.is_proven:
        yield _("With what stands after each arrow there is a plan; no smaller change is enough.")
    else:
        yield _(
            "With what stands after each arrow there is a plan. It is a change of {missed} in all;"
            " there was no time to see whether a smaller one would do, down to {least}.",
            missed=decimal(closest.missed),
            least=decimal(closest.least),
        )
    if closest.others:
        yield _("Other changes of the same size would do as well.")
    elif closest.others is False:
        yield _("No other change of that size would do.")


def _missing_rows(
    instance: Instance, program: Program, columns: NDArray[np.int64]
) -> Iterator[tuple[str, str]]:
    plan = program.plan(columns)
    slacks = smallest_slacks(program, columns)
    for rule, level, slack in zip(
        program.side.rules, program.side.slack_level, slacks, strict=True
    ):
        if level != 0 or slack == 0:
            continue
        if isinstance(rule, TransferCap):
            transfer = instance.scenario.contingents.transfers[rule.transfer].id
            yield f"transfer:{transfer}", _missing_transfer(instance, rule, int(slack))
        else:
            count, among = (int(found[rule.group_index]) for found in rule.family.count(plan))
            sentence = _missing_quota(rule, count, among) + _already_counted(instance, rule, plan)
            yield row_name(rule), sentence


def _missing_transfer(instance: Instance, cap: TransferCap, excess: int) -> str:
    contingent = instance.contingents.table.identifiers()[cap.contingent]
    return _(
        "transfer {transfer}, dwellings of {contingent}: at most {cap} attributions → {reached};"
        " the decisions already taken go beyond it",
        transfer=instance.scenario.contingents.transfers[cap.transfer].id,
        contingent=contingent,
        cap=cap.cap,
        reached=cap.cap + excess,
    )


def _missing_quota(row: QuotaRow, count: int, among: int) -> str:
    size = row.size(among)
    if size is None:
        bound, reached = decimal(row.parameter), whole(count)
    else:
        bound = percent(row.parameter)
        reached = percent(Fraction(count, size), up=row.is_maximum) if size else _("no attribution")
    values = {
        "name": row_name(row),
        "bound": bound,
        "reached": reached,
        "missing": decimal(row.shortfall(count, among)),
    }
    if row.is_maximum:
        return _("{name}: at most {bound} → {reached} ({missing} too many)", **values)
    return _("{name}: at least {bound} → {reached} ({missing} missing)", **values)


def _already_counted(instance: Instance, row: QuotaRow, plan: Plan) -> str:
    """Say when decisions or counters are part of why a row misses."""
    parts = []
    fixed = np.isin(plan.household, instance.decisions.fixed_household)
    decided = Plan.of(
        *(part[fixed] for part in (plan.household, plan.vacancy, plan.contingent, plan.transfer))
    )
    counted, _among = row.family.count(decided)
    # The counters are in every count; what the decisions bring is the rest.
    if number := int(counted[row.group_index] - row.family.counted_before[row.group_index]):
        parts.append(n_("{number} decision counted", "{number} decisions counted", number))
    if before := counted_before(row):
        parts.append(before)
    return f" ({', '.join(parts)})" if parts else ""


def _stranded(
    instance: Instance, program: Program, columns: NDArray[np.int64]
) -> Iterator[tuple[str, str]]:
    """Name the households whose dwelling was given away and who have nowhere to go."""
    households = instance.households.table.identifiers()
    vacancies = instance.vacancies.table.identifiers()
    exits = program.vacancy[columns] >= instance.n_vacancies
    for household in program.household[columns[exits]].tolist():
        freed = int(instance.households.frees[household])
        assert freed != NO_ROW  # only households that free a dwelling have an exit
        sentence = _(
            "dwelling {vacancy} is given, but {household}, who lives in it, gets no other dwelling:"
            " review that decision",
            vacancy=vacancies[freed],
            household=households[household],
        )
        yield f"freed:{vacancies[freed]}", sentence
