"""Why a household is left without a dwelling, and why a dwelling is left empty: one reason each.

The reason is a code for machines, a sentence for people, and how many dwellings (or requests)
each obstacle closes. Nothing is solved here: what is said is what the tables and the plan show.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from repartition.audit.closures import CLOSURES, closures_of_households, closures_of_vacancies
from repartition.audit.empty_homes import quotas_that_leave_empty
from repartition.audit.limits import limit_names
from repartition.audit.names import Names
from repartition.audit.obstacles import Tally, judge_pairs
from repartition.audit.outcome import Outcome, Standing
from repartition.audit.reason_sentences import (
    Counts,
    Reason,
    left,
    no_dwelling,
    nobody,
    not_freed,
    passed_over,
)
from repartition.domain.table import NO_ROW


def unplaced_reasons(outcome: Outcome, by_household: Tally) -> Iterator[Reason]:
    """Yield why each active household without a dwelling has none, in the order of the rows."""
    yield from _unplaced(outcome, by_household, np.flatnonzero(outcome.unplaced()).astype(np.int32))


def vacant_reasons(outcome: Outcome, by_vacancy: Tally) -> Iterator[Reason]:
    """Yield why each dwelling of the period left empty is, in the order of the rows."""
    yield from _vacant(outcome, by_vacancy, np.flatnonzero(outcome.vacant()).astype(np.int32))


def reason_of_household(outcome: Outcome, household: int) -> Reason:
    """Return the reason of one active household without a dwelling, as ``unplaced.csv`` has it."""
    mine = outcome.pairs.household == household
    found = judge_pairs(outcome, outcome.pairs.household[mine], outcome.pairs.vacancy[mine])
    tally = Tally.empty(outcome.instance.n_households, found.part.shape[1])
    tally.add(found.household, found)
    return next(_unplaced(outcome, tally, np.array([household], np.int32)))


def reason_of_vacancy(outcome: Outcome, vacancy: int) -> Reason:
    """Return the reason of one dwelling of the period left empty, as ``vacant.csv`` has it."""
    pairs = outcome.pairs
    mine = (pairs.vacancy == vacancy) & outcome.unplaced()[pairs.household]
    found = judge_pairs(outcome, pairs.household[mine], pairs.vacancy[mine])
    tally = Tally.empty(outcome.instance.n_vacancies, found.part.shape[1])
    tally.add(found.vacancy, found)
    return next(_vacant(outcome, tally, np.array([vacancy], np.int32)))


def _unplaced(
    outcome: Outcome, by_household: Tally, unplaced: NDArray[np.int32]
) -> Iterator[Reason]:
    limits = limit_names(outcome.instance, policy=outcome.policy)
    closed = unplaced[by_household.open[unplaced] == 0]
    closures = closures_of_households(outcome.instance, outcome.charging, closed)
    dwellings = int(outcome.instance.vacancies.of_period.sum())
    for row, counts in zip(closed.tolist(), closures.tolist(), strict=True):
        yield no_dwelling(row, dwellings, _named(CLOSURES, counts))
    targets = _targets(outcome, outcome.pairs.household, unplaced, by_household)
    for row in unplaced[by_household.open[unplaced] > 0].tolist():
        counts_here = _counts(by_household, row, limits, targets)
        yield passed_over(row, counts_here, outcome.standing)


def _vacant(outcome: Outcome, by_vacancy: Tally, vacant: NDArray[np.int32]) -> Iterator[Reason]:
    wanted = np.bincount(outcome.pairs.vacancy, minlength=outcome.instance.n_vacancies)
    closed = vacant[wanted[vacant] == 0]
    closures = closures_of_vacancies(outcome.instance, outcome.charging, closed)
    requests = int(outcome.instance.households.active.sum())
    for row, counts in zip(closed.tolist(), closures.tolist(), strict=True):
        yield nobody(row, requests, _named(CLOSURES, counts))
    limits = limit_names(outcome.instance, policy=outcome.policy)
    household_names = Names.of(outcome.instance).household
    frees = outcome.instance.vacancies.freed_by
    moves = outcome.plan.vacancy_of_household(outcome.instance.n_households) != NO_ROW
    targets = _targets(outcome, outcome.pairs.vacancy, vacant, by_vacancy)
    for row in vacant[wanted[vacant] > 0].tolist():
        counts_here = _counts(by_vacancy, row, limits, targets)
        if frees[row] != NO_ROW and not moves[frees[row]]:
            yield not_freed(row, counts_here, household_names[frees[row]])
        else:
            yield left(row, counts_here, int(wanted[row]), outcome.standing)


def _targets(
    outcome: Outcome, row_of_pair: NDArray[np.int32], rows: NDArray[np.int32], tally: Tally
) -> dict[int, Counter[str]]:
    """Return, row by row, how many pairs each soft quota keeps from a dwelling left empty."""
    if outcome.standing is not Standing.PROVEN:
        return {}  # such a plan may leave a dwelling empty for nothing
    kept = tally.open - tally.given - tally.waits - tally.full
    wanted = np.zeros(len(kept), np.bool_)
    wanted[rows[kept[rows] > 0]] = True
    pairs = np.flatnonzero(wanted[row_of_pair] & outcome.vacant()[outcome.pairs.vacancy])
    found = quotas_that_leave_empty(
        outcome, outcome.pairs.household[pairs], outcome.pairs.vacancy[pairs]
    )
    counts: dict[int, Counter[str]] = {}
    for row, names in zip(row_of_pair[pairs].tolist(), found, strict=True):
        if names:
            counts.setdefault(row, Counter()).update(names)
    return counts


def _counts(
    tally: Tally, row: int, limits: tuple[str, ...], targets: Mapping[int, Counter[str]]
) -> Counts:
    return Counts(
        open=int(tally.open[row]),
        given=int(tally.given[row]),
        waits=int(tally.waits[row]),
        full=int(tally.full[row]),
        limits=_named(limits, tally.part[row].tolist()),
        targets=targets.get(row, {}),
    )


def _named(names: tuple[str, ...], counts: list[int]) -> dict[str, int]:
    return {name: count for name, count in zip(names, counts, strict=True) if count}
