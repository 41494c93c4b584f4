"""Why a household is left without a dwelling, and why a dwelling is left empty: one reason each.

The reason is a code for machines, a sentence for people, and how many dwellings (or requests)
each obstacle closes. Nothing is solved here: what is said is what the tables and the plan show.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repartition.audit.closures import CLOSURES, closures_of_households, closures_of_vacancies
from repartition.audit.empty_homes import quotas_that_leave_empty
from repartition.audit.limits import limit_names
from repartition.audit.names import Names
from repartition.audit.obstacles import Tally, judge_pairs
from repartition.audit.outcome import Outcome, Standing
from repartition.audit.wording import count_closures, count_limits
from repartition.domain.table import NO_ROW
from repartition.language import _, n_


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one row of a table is not in the plan.

    Attributes
    ----------
    row
        Row of the household, or of the vacancy.
    code
        Of a household: ``no_dwelling``, ``outranked``, ``quota``, ``not_freed``, ``left_empty``.
        Of a dwelling: ``nobody``, ``not_freed``, ``all_housed``, ``quota``, ``left_empty``.
    sentence
        The same for people.
    open
        How many dwellings are open to the household; to how many of the households still without
        a dwelling this dwelling is open.
    obstacles
        What closes how many (several may close the same one): rules where none is open; then
        ``given``, ``not_freed``, quotas by identifier and ``transfer:ID``.
    """

    row: int
    code: str
    sentence: str
    open: int
    obstacles: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Counts:
    """One row of a tally."""

    open: int
    given: int
    waits: int
    full: int
    limits: Mapping[str, int]
    targets: Mapping[str, int]
    """Soft quotas for whose sake nothing else leaves a dwelling empty."""

    @property
    def empty(self) -> int:
        """Pairs that nothing closes, and whose dwelling is left empty all the same."""
        return self.open - self.given - self.waits - self.full

    @property
    def obstacles(self) -> dict[str, int]:
        """Every obstacle that there is, with its count."""
        named = {"given": self.given, "not_freed": self.waits, **self.limits, **self.targets}
        return {name: count for name, count in named.items() if count}


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
        yield _no_dwelling(row, dwellings, _named(CLOSURES, counts))
    targets = _targets(outcome, outcome.pairs.household, unplaced, by_household)
    for row in unplaced[by_household.open[unplaced] > 0].tolist():
        counts_here = _counts(by_household, row, limits, targets)
        yield _passed_over(row, counts_here, outcome.standing)


def _vacant(outcome: Outcome, by_vacancy: Tally, vacant: NDArray[np.int32]) -> Iterator[Reason]:
    wanted = np.bincount(outcome.pairs.vacancy, minlength=outcome.instance.n_vacancies)
    closed = vacant[wanted[vacant] == 0]
    closures = closures_of_vacancies(outcome.instance, outcome.charging, closed)
    requests = int(outcome.instance.households.active.sum())
    for row, counts in zip(closed.tolist(), closures.tolist(), strict=True):
        yield _nobody(row, requests, _named(CLOSURES, counts))
    limits = limit_names(outcome.instance, policy=outcome.policy)
    household_names = Names.of(outcome.instance).household
    frees = outcome.instance.vacancies.freed_by
    moves = outcome.plan.vacancy_of_household(outcome.instance.n_households) != NO_ROW
    targets = _targets(outcome, outcome.pairs.vacancy, vacant, by_vacancy)
    for row in vacant[wanted[vacant] > 0].tolist():
        counts_here = _counts(by_vacancy, row, limits, targets)
        if frees[row] != NO_ROW and not moves[frees[row]]:
            yield _not_freed(row, counts_here, household_names[frees[row]])
        else:
            yield _left(row, counts_here, int(wanted[row]), outcome.standing)


def _no_dwelling(row: int, dwellings: int, closures: Mapping[str, int]) -> Reason:
    if not dwellings:
        sentence = _("there is no dwelling in the period")
    else:
        sentence = n_(
            "the only dwelling of the period is closed to it: {causes}",
            "none of the {number} dwellings of the period is open to it "
            "(one may be closed for several reasons): {causes}",
            dwellings,
            causes=count_closures(closures),
        )
    return Reason(row, "no_dwelling", sentence, 0, closures)


def _passed_over(row: int, counts: _Counts, standing: Standing) -> Reason:
    """Return the reason of a household to which dwellings are open."""
    clauses = (
        (counts.given, "outranked", _given_words(counts.given, standing)),
        (counts.full, "quota", _full_words(counts)),
        (counts.waits, "not_freed", _waits_words(counts.waits)),
        (counts.empty, "left_empty", _empty_words(counts, standing)),
    )
    said = [(code, words) for count, code, words in clauses if count]
    sentence = n_(
        "{number} dwelling would suit it: {clauses}",
        "{number} dwellings would suit it: {clauses}",
        counts.open,
        clauses=_("; ").join(words for _code, words in said),
    )
    return Reason(row, said[0][0], sentence, counts.open, counts.obstacles)


def _given_words(number: int, standing: Standing) -> str:
    match standing:
        case Standing.PROVEN:
            return n_(
                "{number} is given to another household, as the plan as a whole is better so",
                "{number} are given to other households, as the plan as a whole is better so",
                number,
            )
        case Standing.BEST_FOUND:
            return n_(
                "{number} is given to another household in the best plan found",
                "{number} are given to other households in the best plan found",
                number,
            )
        case Standing.USUAL_PRACTICE:
            return n_(
                "{number} is given to a household that came first in its turn",
                "{number} are given to households that came first in their turn",
                number,
            )


def _full_words(counts: _Counts) -> str:
    return n_(
        "{number} cannot be given to it, everything else staying as it is, without breaking a "
        "quota or a transfer: {limits}",
        "{number} cannot be given to it, everything else staying as it is, without breaking "
        "quotas or transfers: {limits}",
        counts.full,
        limits=count_limits(counts.limits),
    )


def _waits_words(number: int) -> str:
    return n_(
        "{number} is not freed, as the household that lives there does not move",
        "{number} are not freed, as the households that live there do not move",
        number,
    )


def _empty_words(counts: _Counts, standing: Standing) -> str:
    number = counts.empty
    if counts.targets:
        return n_(
            "{number} is left empty, as giving it would cost a target that stands higher in the "
            "order of the objectives: {targets}",
            "{number} are left empty, as giving them would cost a target that stands higher in the "
            "order of the objectives: {targets}",
            number,
            targets=count_limits(counts.targets),
        )
    if standing is Standing.PROVEN:
        return n_(
            "{number} is left empty, as the objectives, in their order, are served no better "
            "by giving it",
            "{number} are left empty, as the objectives, in their order, are served no better "
            "by giving them",
            number,
        )
    return n_("{number} is left empty", "{number} are left empty", number)


def _nobody(row: int, requests: int, closures: Mapping[str, int]) -> Reason:
    if not requests:
        sentence = _("there is no active request")
    else:
        sentence = n_(
            "it is closed to the only request: {causes}",
            "it is closed to each of the {number} requests "
            "(one may be kept out for several reasons): {causes}",
            requests,
            causes=count_closures(closures),
        )
    return Reason(row, "nobody", sentence, 0, closures)


def _not_freed(row: int, counts: _Counts, household: str) -> Reason:
    sentence = _(
        "it is not freed: the household {household}, which lives there, does not move",
        household=household,
    )
    return Reason(row, "not_freed", sentence, counts.open, counts.obstacles)


def _left(row: int, counts: _Counts, wanted: int, standing: Standing) -> Reason:
    """Return the reason of a dwelling that is free and suits somebody."""
    if not counts.open:
        sentence = n_(
            "the only household it could be given to has another dwelling",
            "the {number} households it could be given to all have another dwelling",
            wanted,
        )
        return Reason(row, "all_housed", sentence, 0, {})
    if counts.empty:
        return Reason(
            row, "left_empty", _left_empty(counts, standing), counts.open, counts.obstacles
        )
    sentence = n_(
        "{number} household without a dwelling could have it, but giving it, everything else "
        "staying as it is, would break a quota or a transfer: {limits}",
        "{number} households without a dwelling could have it, but giving it, everything else "
        "staying as it is, would break quotas or transfers: {limits}",
        counts.open,
        limits=count_limits(counts.limits),
    )
    return Reason(row, "quota", sentence, counts.open, counts.obstacles)


def _left_empty(counts: _Counts, standing: Standing) -> str:
    if counts.targets:
        return n_(
            "{number} household without a dwelling could have it, but giving it would cost a "
            "target that stands higher in the order of the objectives: {targets}",
            "{number} households without a dwelling could have it, but giving it would cost a "
            "target that stands higher in the order of the objectives: {targets}",
            counts.empty,
            targets=count_limits(counts.targets),
        )
    if standing is Standing.PROVEN:
        return n_(
            "{number} household without a dwelling could have it, but the objectives, in their "
            "order, are served no better by giving it",
            "{number} households without a dwelling could have it, but the objectives, in their "
            "order, are served no better by giving it",
            counts.empty,
        )
    return n_(
        "{number} household without a dwelling could have it: this plan leaves it empty",
        "{number} households without a dwelling could have it: this plan leaves it empty",
        counts.empty,
    )


def _targets(
    outcome: Outcome, row_of_pair: NDArray[np.int32], rows: NDArray[np.int32], tally: Tally
) -> dict[int, Counter[str]]:
    """Return, row by row, how many pairs each soft quota keeps from a dwelling left empty."""
    kept = tally.open - tally.given - tally.waits - tally.full
    wanted = np.zeros(len(kept), np.bool_)
    wanted[rows[kept[rows] > 0]] = True
    pairs = np.flatnonzero(wanted[row_of_pair])
    found = quotas_that_leave_empty(
        outcome, outcome.pairs.household[pairs], outcome.pairs.vacancy[pairs]
    )
    counts: dict[int, Counter[str]] = {}
    for row, names in zip(row_of_pair[pairs].tolist(), found, strict=True):
        counts.setdefault(row, Counter()).update(names)
    return counts


def _counts(
    tally: Tally, row: int, limits: tuple[str, ...], targets: Mapping[int, Counter[str]]
) -> _Counts:
    return _Counts(
        open=int(tally.open[row]),
        given=int(tally.given[row]),
        waits=int(tally.waits[row]),
        full=int(tally.full[row]),
        limits=_named(limits, tally.part[row].tolist()),
        targets=targets.get(row, {}),
    )


def _named(names: tuple[str, ...], counts: list[int]) -> dict[str, int]:
    return {name: count for name, count in zip(names, counts, strict=True) if count}
