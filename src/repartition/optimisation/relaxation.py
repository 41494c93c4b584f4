"""The linear relaxation of one tier over a face, by column generation.

A restricted master holds the columns that matter, numpy prices every column of the face, and the
best of those that would gain enter, until none would. What the prices of the last master prove is
computed in exact integers by :mod:`repartition.optimisation.bound`.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from repartition.optimisation.bound import Bound, exact_bound
from repartition.optimisation.clock import Clock
from repartition.optimisation.completion import complete_prices
from repartition.optimisation.master import Basis, Relaxation, RelaxationError, solve_master
from repartition.optimisation.pricing import Market

# Dwellings are what is scarce: a column that only its household wants is seldom in a plan, and each
# one makes every master larger.
_PER_VACANCY = 12
_PER_HOUSEHOLD = 1
_START_PER_VACANCY = 8
_MOST_SAMPLED = 500_000
_NEARLY_DONE = 1_000
_TOLERANCE = 1e-6
_MOST_ROUNDS = 200
_KEY_BITS = 63
_SCRAMBLE = 0x2545F491


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
    master = start[np.isin(start, face.columns, assume_unique=True)]
    for _round in range(_MOST_ROUNDS):
        clock.check()
        point = solve_master(
            program, face, objective, master, basis=basis, clock=clock, penalty=penalty
        )
        basis = point.basis
        entering = _entering(market, point)
        if priced is not None:
            priced(len(face.columns))
        if not len(entering):
            return point, exact_bound(market, point.prices)
        if len(entering) < _NEARLY_DONE and (bound := _completed_bound(market, point)) is not None:
            return point, bound
        master = np.union1d(master, entering)
    raise RelaxationError


def _completed_bound(market: Market, point: Relaxation) -> Bound | None:
    """Return a bound that proves that no point of the face beats a whole one, if found."""
    if not point.is_integral():
        return None
    net = market.net(replace(point.prices, vacancy=np.zeros(market.program.n_vacancies)))
    vacancy = complete_prices(
        market.program, market.face, net, point.prices.vacancy, point.support()
    )
    if vacancy is None:
        return None
    bound = exact_bound(market, replace(point.prices, vacancy=vacancy))
    return bound if bound.total <= (point.total + _TOLERANCE) * bound.denominator else None


def promising_columns(market: Market) -> NDArray[np.int64]:
    """Return a first choice of columns: good ones of each dwelling.

    They are looked for in an even sample of the face: prices find what is missing.
    """
    step = max(1, len(market.weights) // _MOST_SAMPLED)
    some = np.arange(0, len(market.weights), step)
    return _best_of_each(
        market,
        some,
        market.weights[some].astype(float),
        per_vacancy=_START_PER_VACANCY,
        per_household=0,
    )


def _entering(market: Market, point: Relaxation) -> NDArray[np.int64]:
    """Return the columns that would gain most at the point's prices; none if no column would."""
    face = market.face
    net = market.net(point.prices)
    # The household's price is the best its master columns offer, or nothing if it may be left out.
    known = np.searchsorted(face.columns, point.columns)
    best = np.full(market.program.n_households, -np.inf)
    np.maximum.at(best, face.alive.household[known], net[known])
    best = np.where(face.household_required, best, np.maximum(best, 0.0))
    net -= best[face.alive.household]
    gaining = np.flatnonzero(net > _TOLERANCE * min(market.largest, 100.0))
    return _best_of_each(
        market,
        gaining,
        net[gaining],
        per_vacancy=_PER_VACANCY,
        per_household=_PER_HOUSEHOLD,
    )


def _best_of_each(
    market: Market,
    places: NDArray[np.int64],
    gain: NDArray[np.float64],
    *,
    per_vacancy: int,
    per_household: int,
) -> NDArray[np.int64]:
    """Return, of some columns of the face, those of largest gain of each dwelling and household."""
    alive = market.face.alive
    if not len(places):
        return alive.number[places]
    chosen = [
        alive.number[places[_first_of_each(rows[places], gain, count)]]
        for rows, count in ((alive.vacancy, per_vacancy), (alive.household, per_household))
        if count
    ]
    return np.unique(np.concatenate([alive.number[:0], *chosen]))


def _first_of_each(
    group: NDArray[np.int32], gain: NDArray[np.float64], count: int
) -> NDArray[np.int64]:
    """Return the positions of the ``count`` largest gains of each group.

    Group, loss and position are packed into one integer, because one sort of plain integers is
    many times faster than a sort by several keys. Losses are coarse where bits run out, which a
    choice of good columns can bear; positions are scrambled, so that ties spread over everyone.
    """
    size = len(group)
    position_bits = max(1, size.bit_length())
    group_bits = max(1, int(group.max()).bit_length())
    loss_bits = min(30, _KEY_BITS - position_bits - group_bits)
    mask = (1 << position_bits) - 1
    highest, lowest = float(gain.max()), float(gain.min())
    steps = (1 << loss_bits) - 1
    loss = ((highest - gain) * (steps / max(highest - lowest, 1e-12))).astype(np.int64)
    key = (group.astype(np.int64) << loss_bits | np.minimum(loss, steps)) << position_bits
    key |= np.arange(size) * _SCRAMBLE & mask
    key.sort()
    grouped = key >> (loss_bits + position_bits)
    first = np.flatnonzero(np.diff(grouped, prepend=-1))
    place = np.arange(size) - np.repeat(first, np.diff(np.append(first, size)))
    # The scramble is a product with an odd number, which the inverse undoes.
    return (key[place < count] & mask) * pow(_SCRAMBLE, -1, mask + 1) & mask
