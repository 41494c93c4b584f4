"""Why no plan meets every hard rule: the rows that miss, and the smallest change that would do."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from repartition.domain.cells import write_decimal
from repartition.domain.instance import Instance
from repartition.domain.quotas import QuotaRow
from repartition.domain.table import NO_ROW
from repartition.eligibility.charging import TransferCap
from repartition.errors import InfeasibleError
from repartition.language import _, n_
from repartition.optimisation.choices import smallest_slacks
from repartition.optimisation.program import Program

_PERCENT_DECIMALS = 2


def explain_infeasibility(
    instance: Instance, program: Program, columns: NDArray[np.int64]
) -> InfeasibleError:
    """Return the error that names what the plan closest to every hard rule still misses.

    ``columns`` is a plan whose total hard shortfall is the least there is: loosening each row it
    misses to what it reaches makes the scenario feasible, by that very plan.
    """
    missed = [*_missing_rows(instance, program, columns), *_stranded(instance, program, columns)]
    head = _("No plan meets every hard rule; this is proven. The closest plan misses:")
    return InfeasibleError("\n".join([head, *(f"  - {line}" for _row, line in missed)]), missed)


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
            sentence = _missing_quota(rule, count, among) + _part_of_decisions(instance, rule)
            yield _name(rule), sentence


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
        bound, reached = write_decimal(_decimal(row.parameter)), str(count)
    else:
        bound = _percent(row.parameter)
        reached = (
            _percent(Fraction(count, size), up=row.is_maximum) if size else _("no attribution")
        )
    values = {
        "name": _name(row),
        "bound": bound,
        "reached": reached,
        "missing": write_decimal(_decimal(row.shortfall(count, among))),
    }
    if row.is_maximum:
        return _("{name}: at most {bound} → {reached} ({missing} too many)", **values)
    return _("{name}: at least {bound} → {reached} ({missing} missing)", **values)


def _name(row: QuotaRow) -> str:
    return f"{row.quota} [{row.group}]" if row.group else row.quota


def _part_of_decisions(instance: Instance, row: QuotaRow) -> str:
    """Say when decisions or counters are part of why a row misses."""
    family, group = row.family, row.group_index
    decisions = instance.decisions
    groups = family.vacancy_group[decisions.fixed_vacancy]
    inside = (groups >= 0) & family.counted_who[decisions.fixed_household]
    if family.contingent_group is None:
        inside &= groups == group
    parts = []
    if number := int(inside.sum()):
        parts.append(n_("{number} decision counted", "{number} decisions counted", number))
    if before := int(family.counted_before[group]):
        parts.append(n_("{number} counted before", "{number} counted before", before))
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
            "dwelling {vacancy} is given, but {household}, who lives in it, gets no other dwelling",
            vacancy=vacancies[freed],
            household=households[household],
        )
        yield f"freed:{vacancies[freed]}", sentence


def _percent(share: Fraction, *, up: bool = False) -> str:
    """Return a share as percents, rounded to the side on which the plan found still meets it."""
    scale = 10**_PERCENT_DECIMALS
    exact = share * 100 * scale
    whole = -(-exact.numerator // exact.denominator) if up else exact.numerator // exact.denominator
    return write_decimal(Decimal(whole) / scale) + " %"


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
