"""The linear relaxation of one tier over a face, by column generation.

A restricted master holds the columns that matter, numpy prices every column of the face, and the
best of those that would gain enter, until none would. What the prices of the last master prove is
computed in exact integers by :mod:`repartition.optimisation.bound`.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from repartition.optimisation.best_of_each import BestOfEach, first_of_each
from repartition.optimisation.bound import Bound, exact_bound
from repartition.optimisation.clock import Clock
from repartition.optimisation.completion import complete_prices
from repartition.optimisation.master import Basis, Relaxation, RelaxationError, solve_master
from repartition.optimisation.pricing import Market

# Dwellings are what is scarce: a column that only its household wants is seldom in a plan, and each
# one makes every master larger.
_PER_VACANCY = 6
_PER_HOUSEHOLD = 1
_START_PER_VACANCY = 5
_MOST_SAMPLED = 500_000
_NEARLY_DONE = 1_000
_COLUMNS_PER_PIVOT = 25
_TOLERANCE = 1e-6
_MOST_ROUNDS = 200


def solve_relaxation(
    market: Market,
    *,
    start: NDArray[np.int64],
    basis: Basis | None,
    clock: Clock,
    penalty: float | None = None,
    priced: Callable[[int], None] | None = None,
) -> tuple[Relaxation, Bound]:
    """Return an optimal point of the relaxation, and the bound that its prices prove.

    Parameters
    ----------
    start
        Columns to begin with, sorted; those of the face among them must allow a point of the face
        (the support of the former tier's optimum does).
    basis
        Where the simplex of the former tier ended.
    penalty
        What breaking a branch of the face costs, for each attribution; None where it must hold.
    priced
        Called with how many columns were looked at, whenever they were.

    Raises
    ------
    OutOfTime
        If the clock runs out.
    RelaxationError
        If GLOP fails on a master that has a solution.
    """
    program, face, objective = market.program, market.face, market.objective
    master = start[face.alive.has(start)]
    few = False
    for _round in range(_MOST_ROUNDS):
        clock.check()
        point = solve_master(
            program, face, objective, master, basis=basis, clock=clock, penalty=penalty, few=few
        )
        basis = point.basis
        entering = _entering(market, point)
        if priced is not None:
            priced(len(face.alive))
        if not len(entering):
            return point, exact_bound(market, point.prices)
        if len(entering) < _NEARLY_DONE and (bound := _completed_bound(market, point)) is not None:
            return point, bound
        few = len(entering) * _COLUMNS_PER_PIVOT < len(master)
        master = np.union1d(master, entering)
    raise RelaxationError


def _completed_bound(market: Market, point: Relaxation) -> Bound | None:
    """Return a bound that proves that no point of the face beats a whole one, if found."""
    if not point.is_integral():
        return None
    free = market.at(replace(point.prices, vacancy=np.zeros(market.program.n_vacancies)))
    vacancy = complete_prices(
        market.program, market.face, free.net_of, point.prices.vacancy, point.support()
    )
    if vacancy is None:
        return None
    bound = exact_bound(market, replace(point.prices, vacancy=vacancy))
    return bound if bound.total <= (point.total + _TOLERANCE) * bound.denominator else None


def promising_columns(market: Market) -> NDArray[np.int64]:
    """Return a first choice of columns: good ones of each dwelling.

    They are looked for in an even sample of the face: prices find what is missing.
    """
    program, some = market.program, market.face.alive.sample(_MOST_SAMPLED)
    worth = market.objective.weights[some].astype(float)
    return np.unique(first_of_each(program.vacancy[some], worth, some, count=_START_PER_VACANCY))


def _entering(market: Market, point: Relaxation) -> NDArray[np.int64]:
    """Return the columns that would gain most at the point's prices; none if no column would."""
    program, offer = market.program, market.at(point.prices)
    # The household's price is the best its master columns offer, or nothing if it may be left out.
    price = np.full(program.n_households, -np.inf)
    np.maximum.at(price, program.household[point.columns], offer.net_of(point.columns))
    price = np.where(market.face.household_required, price, np.maximum(price, 0.0))
    least = _TOLERANCE * min(market.largest, 100.0)
    of_vacancies = BestOfEach(program.n_vacancies, _PER_VACANCY)
    of_households = [np.zeros(0, np.int64)]
    for block in market.face.alive.blocks():
        gain = offer.net(block) - price[block.household]
        gaining = np.flatnonzero(gain > least)
        if len(gaining):
            gain, number = gain[gaining], block.number[gaining]
            of_vacancies.add(block.vacancy[gaining], gain, number)
            household = block.household[gaining]
            of_households.append(first_of_each(household, gain, number, count=_PER_HOUSEHOLD))
    return np.union1d(of_vacancies.numbers(), np.concatenate(of_households))
