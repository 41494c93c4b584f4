"""Plans of tiny instances: the best one, and every one there is, weighed outside the solver."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.quotas import QuotaRow, resolve_quotas
from repartition.domain.table import NO_ROW
from repartition.domain.tiers import HARD_LEVEL, Tier, tiers_of
from repartition.eligibility.charging import Charging, TransferCap, resolve_charging
from repartition.eligibility.measures import measure
from repartition.eligibility.pairs import Pairs, find_pairs
from repartition.optimisation import Solution, optimise
from repartition.optimisation.program import Program, build_program

Choice = tuple[int, int, int, int]
"""Household, vacancy, contingent charged, transfer used: rows."""


def solve(case: Instance, **options: Any) -> Solution:
    """Return what ``optimise`` makes of an instance."""
    charging = resolve_charging(case)
    return optimise(case, charging, find_pairs(case, charging), **options)


def program_of(case: Instance) -> Program:
    """Return the programme of an instance, with all its tiers."""
    charging = resolve_charging(case)
    return build_program(case, charging, find_pairs(case, charging), tiers_of(case))


def homes(case: Instance, plan: Plan) -> dict[str, str]:
    """Return the dwelling each household gets, by name."""
    households = case.households.table.identifiers()
    vacancies = case.vacancies.table.identifiers()
    return {households[h]: vacancies[v] for h, v in zip(plan.household, plan.vacancy, strict=True)}


def charges(case: Instance, plan: Plan) -> dict[str, str]:
    """Return ``contingent`` or ``contingent/transfer`` charged for each household, by name."""
    households = case.households.table.identifiers()
    contingents = [*case.contingents.table.identifiers(), "nobody"]
    transfers = case.scenario.contingents.transfers
    return {
        households[h]: contingents[c] + ("" if t == NO_ROW else f"/{transfers[t].id}")
        for h, c, t in zip(plan.household, plan.contingent, plan.transfer, strict=True)
    }


def values(solution: Solution) -> dict[str, Fraction]:
    """Return the value of each tier."""
    return {tier.tier: tier.value for tier in solution.tiers}


# --- every plan


@dataclass(frozen=True)
class EveryPlan:
    """All plans of an instance, one row each, and the value of each tier for each of them."""

    choices: tuple[Choice, ...]
    taken: NDArray[np.int64]
    """(n_plans, n_choices), 0 or 1."""
    tiers: dict[str, list[Fraction]]
    signs: dict[str, int]
    """1 where more is better, −1 where less is."""

    def best(self) -> dict[str, Fraction]:
        """Return the values of the best plan in the strict order of the tiers."""
        rows = zip(*self.tiers.values(), strict=True)
        signs = list(self.signs.values())
        found = max(tuple(s * v for s, v in zip(signs, row, strict=True)) for row in rows)
        return {
            tier: sign * value
            for (tier, sign), value in zip(self.signs.items(), found, strict=True)
        }


def every_plan(case: Instance, opened: Instance | None = None) -> EveryPlan:
    """Return every plan there is, those that miss hard rules included.

    ``opened``: the same instance with more decisions, whose pairs are possible here too.

    A dwelling to be freed is given only if its tenant moves, except by decision: the hard tier
    counts one attribution for each tenant whom a decision leaves without a home.
    """
    charging = resolve_charging(case)
    found = set(_choices(charging, find_pairs(case, charging)))
    if opened is not None:
        decided = opened.decisions
        also = Pairs(decided.fixed_household, decided.fixed_vacancy)
        found |= set(_choices(resolve_charging(opened), also))
    choices: tuple[Choice, ...] = tuple(sorted(found))
    fixed = set(case.decisions.fixed_household.tolist())
    selections = [
        selection
        for selection in _selections(choices, case.n_households, fixed)
        if _frees_what_it_gives(case, [choices[i] for i in selection])
    ]
    taken = np.zeros((len(selections), len(choices)), np.int64)
    for row, selection in enumerate(selections):
        taken[row, selection] = 1
    tiers = tiers_of(case)
    missing = _missing(case, choices, taken)
    return EveryPlan(
        choices,
        taken,
        {
            tier.id: missing.get(tier.level, [Fraction(0)] * len(taken))
            if tier.level is not None
            else _summed(case, tier, choices, taken)
            for tier in tiers
        },
        {tier.id: 1 if tier.maximise else -1 for tier in tiers},
    )


def _choices(charging: Charging, pairs: Pairs) -> Iterator[Choice]:
    for h, v in zip(pairs.household.tolist(), pairs.vacancy.tolist(), strict=True):
        for way in charging.ways(h, v):
            yield h, v, int(charging.way_contingent[way]), int(charging.way_transfer[way])


def _selections(choices: tuple[Choice, ...], n_households: int, fixed: set[int]) -> list[list[int]]:
    """Return every set of choices with each household and each dwelling at most once."""
    found: list[list[int]] = [[]]
    for household in range(n_households):
        own = [i for i, choice in enumerate(choices) if choice[0] == household]
        moved = [
            [*selection, i]
            for selection in found
            for i in own
            if all(choices[j][1] != choices[i][1] for j in selection)
        ]
        found = moved if household in fixed else found + moved
    return found


def _stranded(case: Instance, selection: list[Choice]) -> Iterator[int]:
    """Yield the dwellings given whose tenant gets no other."""
    moving = {choice[0] for choice in selection}
    for _household, vacancy, _contingent, _transfer in selection:
        if (tenant := int(case.vacancies.freed_by[vacancy])) != NO_ROW and tenant not in moving:
            yield vacancy


def _frees_what_it_gives(case: Instance, selection: list[Choice]) -> bool:
    return all(vacancy in case.decisions.fixed_vacancy for vacancy in _stranded(case, selection))


def _summed(
    case: Instance, tier: Tier, choices: tuple[Choice, ...], taken: NDArray[np.int64]
) -> list[Fraction]:
    via = tier.via.matches(case.via_view())
    household, vacancy, contingent = _columns(choices)[:3]
    weights = measure(case, tier, household, vacancy) * via[contingent]
    return [Fraction(int(total), 100) for total in taken @ weights]


def _missing(
    case: Instance, choices: tuple[Choice, ...], taken: NDArray[np.int64]
) -> dict[int | None, list[Fraction]]:
    """Return, by level, what each plan misses of its quotas, transfers and freed dwellings."""
    found: dict[int | None, list[Fraction]] = {HARD_LEVEL: [Fraction(0)] * len(taken)}
    for rule, missed in rule_shortfalls(case, choices, taken).items():
        level = rule.family.level if isinstance(rule, QuotaRow) else HARD_LEVEL
        before = found.get(level, [Fraction(0)] * len(taken))
        found[level] = [a + b for a, b in zip(before, missed, strict=True)]
    return found


def rule_shortfalls(
    case: Instance, choices: tuple[Choice, ...], taken: NDArray[np.int64]
) -> dict[QuotaRow | TransferCap | str, list[Fraction]]:
    """Return what each plan misses of each quota row and transfer, hard or soft.

    ``"freed"`` counts the tenants whom decisions leave without a home.
    """
    household, vacancy, contingent, transfer = _columns(choices)
    stranded = [
        len(list(_stranded(case, [choices[i] for i in np.flatnonzero(row)]))) for row in taken
    ]
    found: dict[QuotaRow | TransferCap | str, list[Fraction]] = {
        "freed": [Fraction(number) for number in stranded]
    }
    for cap in resolve_charging(case).caps:
        used = (transfer == cap.transfer) & (case.vacancies.contingent[vacancy] == cap.contingent)
        found[cap] = [Fraction(int(n)) for n in np.maximum(taken @ used - cap.cap, 0)]
    for family in resolve_quotas(case):
        for row in family.rows():
            group = family.group_of(vacancy, contingent)
            among = (
                (group == row.group_index)
                & family.among_who[household]
                & family.among_via[contingent]
            )
            counted = among & family.counted_who[household] & family.counted_via[contingent]
            counts = taken @ counted + family.counted_before[row.group_index]
            sizes = taken @ among + family.among_before[row.group_index]
            found[row] = _shortfalls(row, counts, sizes)
    return found


def _shortfalls(
    row: QuotaRow, counts: NDArray[np.int64], sizes: NDArray[np.int64]
) -> list[Fraction]:
    known: dict[tuple[int, int], Fraction] = {}
    pairs = list(zip(counts.tolist(), sizes.tolist(), strict=True))
    for pair in set(pairs):
        known[pair] = row.shortfall(*pair)
    return [known[pair] for pair in pairs]


def _columns(choices: tuple[Choice, ...]) -> NDArray[np.int64]:
    return np.array(choices, np.int64).reshape(-1, 4).T
