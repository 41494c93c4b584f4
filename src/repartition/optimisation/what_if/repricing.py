"""The prices of every tier after a change: as good a bound as such prices can give."""

from dataclasses import dataclass
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from repartition.domain.table import NO_ROW
from repartition.optimisation.what_if.changes import AnotherVacancy, Change
from repartition.optimisation.what_if.effects import Effects
from repartition.optimisation.what_if.fragment import Fragments
from repartition.optimisation.what_if.matching import Matching, TierRepair, raise_prices
from repartition.optimisation.what_if.residual import Extra, OfParts, Residual, RowPrices
from repartition.optimisation.what_if.solved import Solved


class _Required(TypedDict):
    """Rows that must be filled: those of the programme, and those with a price in a tier before."""

    household_required: NDArray[np.bool_]
    vacancy_required: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Repriced:
    """A changed programme at the prices that bound its tiers.

    Attributes
    ----------
    residual
        The columns that a best plan can have.
    free
        What is left of the solved plan, and the ends that the change frees.
    matching
        Who would be where in the last tier if side rows asked no more than their prices.
    """

    residual: Residual
    free: Matching
    matching: Matching


def reprice(solved: Solved, change: Change, effects: Effects, fragments: Fragments) -> Repriced:
    """Return the prices of every tier after a change.

    Raises
    ------
    NoPathError
        If a row that must be filled cannot be, at these prices of the side rows.
    OtherRowsError
        If a row that has a price is not what it was.
    """
    extra, pinned_net = _new_columns(solved, effects, fragments)
    residual = Residual(solved, effects.closed, extra, _prices(solved, change, effects))
    free = matching = _matching_left(solved, effects)
    required = _required(solved, effects)
    ways = np.arange(len(pinned_net[0][0]))
    for tier, step in enumerate(solved.steps):
        best = residual.best[tier]
        for part in range(len(step.parts)):
            _price_pinned(residual.prices[tier][part], effects, pinned_net[tier][part][ways])
            if part != best:
                raise_prices(residual, tier, part, **required)
        net = pinned_net[tier][best][ways]
        ways = ways[net == net.max()] if len(net) else ways
        matching = free.copy()
        lost_home = _lost_home(solved, residual, tier)
        TierRepair(residual, tier, matching, lost_home=lost_home, **required).run()
        for part in range(len(step.parts)):
            _close_to_others(residual, tier, part, effects)
        prices = residual.prices[tier][best]
        required["household_required"] |= prices.household > 0
        required["vacancy_required"] |= prices.vacancy > 0
    return Repriced(residual, free, matching)


def _new_columns(solved: Solved, effects: Effects, fragments: Fragments) -> tuple[Extra, OfParts]:
    """Return the columns that are new; and what each way of the pinned pair is worth."""
    none = np.zeros(0, np.int32)
    if not len(effects.new_pairs):
        # Who is pinned where it stays has one column, which weighs nothing.
        ways = int(effects.is_pinned_where_it_stays)
        return Extra(none, none, _nothing(solved, 0)), _nothing(solved, ways)
    fragment = fragments.of(effects.new_pairs)
    program = fragment.program
    columns = np.flatnonzero(program.way < len(program.ways))
    net = fragment.net(solved, columns)
    if effects.pinned is not None:
        return Extra(none, none, _nothing(solved, 0)), net
    return Extra(program.household[columns], program.vacancy[columns], net), _nothing(solved, 0)


def _nothing(solved: Solved, number: int) -> OfParts:
    return tuple(tuple(np.zeros(number, np.int64) for _part in step.parts) for step in solved.steps)


def _prices(solved: Solved, change: Change, effects: Effects) -> list[list[RowPrices]]:
    """Return the prices there were, with those of rows that are new or gone."""
    gone_households = effects.closed.household.copy()
    gone_vacancies = effects.closed.vacancy.copy()
    if effects.pinned is not None:
        gone_households[effects.pinned[0]] = gone_vacancies[effects.pinned[1]] = False
    found = []
    for step in solved.steps:
        of_tier = []
        for part in step.parts:
            household = np.zeros(effects.n_households, np.int64)
            household[: solved.program.n_households] = part.bound.household
            vacancy = np.zeros(effects.n_vacancies, np.int64)
            vacancy[: solved.program.n_vacancies] = part.bound.prices.vacancy
            if isinstance(change, AnotherVacancy):
                vacancy[-1] = max(0, int(vacancy[change.like]))
            household[gone_households] = 0
            vacancy[gone_vacancies] = 0
            of_tier.append(RowPrices(household, vacancy))
        found.append(of_tier)
    return found


def _matching_left(solved: Solved, effects: Effects) -> Matching:
    """Return what is left of the solved plan, and the ends that the change frees."""
    closed = effects.closed
    home = np.full(effects.n_households, NO_ROW, np.int32)
    home[: len(solved.home)] = solved.home
    occupant = np.full(effects.n_vacancies, NO_ROW, np.int32)
    occupant[: len(solved.occupant)] = solved.occupant
    matching = Matching(home, occupant, [], [])
    housed = np.flatnonzero(home != NO_ROW)
    for household in housed[~closed.keeps(housed, home[housed])].tolist():
        matching.part_from_home(household)
    free_households = [h for h in matching.free_households if not closed.household[h]]
    free_vacancies = [v for v in matching.free_vacancies if not closed.vacancy[v]]
    matching.free_households = [*free_households, *range(len(solved.home), len(home))]
    matching.free_vacancies = [*free_vacancies, *range(len(solved.occupant), len(occupant))]
    return matching


def _required(solved: Solved, effects: Effects) -> _Required:
    household = np.zeros(effects.n_households, np.bool_)
    household[: solved.program.n_households] = solved.program.required
    household[list(effects.set_loose)] = False
    vacancy = np.zeros(effects.n_vacancies, np.bool_)
    if effects.pinned is not None:
        household[effects.pinned[0]] = vacancy[effects.pinned[1]] = True
    return {"household_required": household, "vacancy_required": vacancy}


def _lost_home(solved: Solved, residual: Residual, tier: int) -> NDArray[np.bool_]:
    """Return whose attribution in the solved plan is not open any more in a tier."""
    found = np.zeros(len(residual.prices[tier][0].household), np.bool_)
    lost = solved.plan[residual.last_tier[solved.plan] < tier]
    found[solved.program.household[lost]] = True
    return found


def _price_pinned(prices: RowPrices, effects: Effects, net: NDArray[np.int64]) -> None:
    """Let the household of a pinned pair pay all that is left of what the pair is worth."""
    if effects.pinned is not None:
        household, vacancy = effects.pinned
        prices.household[household] = net.max() - prices.vacancy[vacancy]


def _close_to_others(residual: Residual, tier: int, part: int, effects: Effects) -> None:
    """Make a dwelling somebody stays in so dear that no other gains by it; he pays that much less.

    Others have columns there still, which he who stays closes.
    """
    if effects.pinned is not None and effects.is_pinned_where_it_stays:
        household, vacancy = effects.pinned
        prices = residual.prices[tier][part]
        gain = max(0, -residual.least_loss(tier, part, vacancy))
        prices.vacancy[vacancy] += gain
        prices.household[household] -= gain
