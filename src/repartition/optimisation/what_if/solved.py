"""A solved programme, held so that a change can be answered from its prices.

Everything here follows from a plan and its certificate: the faces of the tiers are drawn again from
the stored prices, by the very steps of the search.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.certificate import Certificate, PartPrices, covers
from repartition.domain.plan import Plan
from repartition.domain.table import NO_ROW
from repartition.domain.tiers import tiers_of
from repartition.eligibility.charging import TransferCap
from repartition.optimisation.bound import bound_at, is_safe
from repartition.optimisation.branching import Part
from repartition.optimisation.choices import holds, smallest_slacks, total
from repartition.optimisation.face import UNBOUNDED, Face
from repartition.optimisation.pricing import Market, Prices, WholePrices, cost_of_ways
from repartition.optimisation.program import Program, build_program
from repartition.optimisation.step import Step
from repartition.optimisation.what_if.situation import Situation

_LARGEST: Final = 2.0**44
"""No price reaches this: four of them make a loss, and some thousands of losses a path."""


class UnfitCertificateError(ValueError):
    """A plan that breaks a hard rule, or prices that are not those of the programme."""


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """A plan that prices prove to be the best, and what every column loses at these prices.

    Attributes
    ----------
    situation
        What was solved.
    steps
        The tiers in order.
    plan
        int64: the columns of the plan, those of who stays included.
    last_tier
        int8 (n_columns,): the last tier on whose face each column is; the number of tiers for those
        that a plan as good in every tier can have.
    way_cost
        For each part of each tier, int64 (n_ways + 1,): what an attribution pays in each way.
    by_vacancy, vacancy_start
        int32 (n_columns,), int64 (n_vacancies + 1,): the columns of dwelling ``v`` are
        ``by_vacancy[vacancy_start[v]:vacancy_start[v + 1]]``.
    home, occupant
        int32 (n_households,), (n_vacancies,): who is where in the plan, ``NO_ROW`` = nowhere,
        nobody. Whoever stays is at home.
    waiting
        int64: households without a dwelling that have a place in some plan as good, sorted.
    pairs_of_vacancy
        int64: how many households each dwelling of the instance is open to.
    """

    situation: Situation
    program: Program
    steps: tuple[Step, ...]
    plan: NDArray[np.int64]
    last_tier: NDArray[np.int8]
    way_cost: tuple[tuple[NDArray[np.int64], ...], ...]
    by_vacancy: NDArray[np.int32]
    vacancy_start: NDArray[np.int64]
    home: NDArray[np.int32]
    occupant: NDArray[np.int32]
    waiting: NDArray[np.int64]
    pairs_of_vacancy: NDArray[np.int64]

    @property
    def is_tight(self) -> bool:
        """Whether in every tier one part is left, whose bound is what the plan reaches.

        Only then do prices alone say which plans are the best: a column is in one of them only if
        it loses nothing, in any tier. (A tenant whose home a decision gives away makes no such
        state: what it may leave the stock by is no dwelling.)
        """
        has_exits = self.program.n_vacancies > self.situation.instance.n_vacancies
        return (
            not has_exits
            and len(self.steps) == len(self.program.objectives)
            and all(_is_tight(step) for step in self.steps)
            and self._can_be_added_up()
        )

    def _can_be_added_up(self) -> bool:
        """Return whether the losses along any path, each of few prices, stay within 64 bits."""
        return all(
            max(
                part.bound.denominator * part.bound.market.largest,
                *(
                    float(np.abs(prices).max(initial=0))
                    for prices in (part.bound.household, part.bound.prices.vacancy, costs)
                ),
            )
            < _LARGEST
            for step, costs_of_parts in zip(self.steps, self.way_cost, strict=True)
            for part, costs in zip(step.parts, costs_of_parts, strict=True)
        )


def _is_tight(step: Step) -> bool:
    best = step.best.bound
    left = sum(part.bound.whole >= step.target for part in step.parts)
    return left == 1 and best.total == step.target * best.denominator and not step.face.kept


def reopen(situation: Situation, plan: Plan, certificate: Certificate) -> Solved:
    """Return a plan and its certificate as a state from which changes are answered.

    Takes about as long as building the programme and one pass over its columns for each tier.

    Raises
    ------
    UnfitCertificateError
        If the plan breaks a hard rule, or the prices are not prices of this programme.
    """
    program = build_program(
        situation.instance, situation.charging, situation.pairs, tiers_of(situation.instance)
    )
    columns = program.columns_of(plan)
    if not holds(program, columns, smallest_slacks(program, columns)):
        raise UnfitCertificateError
    last_tier = np.zeros(program.n_columns, np.int8)
    steps: list[Step] = []
    face = Face.whole(program)
    for tier, parts in enumerate(certificate.tiers[: len(program.objectives)]):
        _mark(last_tier, face, tier)
        step = _step(program, columns, face, tier, parts)
        face = step.next_face()
        if tier == 0:
            face = face.without_hard_shortfall(program)
        steps.append(step)
    _mark(last_tier, face, len(steps))
    by_vacancy = np.argsort(program.vacancy, kind="stable").astype(np.int32)
    counts = np.bincount(program.vacancy, minlength=program.n_vacancies)
    home = np.full(program.n_households, NO_ROW, np.int32)
    home[program.household[columns]] = program.vacancy[columns]
    occupant = np.full(program.n_vacancies, NO_ROW, np.int32)
    occupant[program.vacancy[columns]] = program.household[columns]
    return Solved(
        situation,
        program,
        tuple(steps),
        columns,
        last_tier,
        tuple(
            tuple(cost_of_ways(program, part.face, part.bound.prices) for part in step.parts)
            for step in steps
        ),
        by_vacancy,
        np.concatenate(([0], np.cumsum(counts))),
        home,
        occupant,
        _waiting(program, home, last_tier == len(steps)),
        np.bincount(situation.pairs.vacancy, minlength=situation.instance.n_vacancies),
    )


def _waiting(
    program: Program, home: NDArray[np.int32], as_good: NDArray[np.bool_]
) -> NDArray[np.int64]:
    has_a_place = np.zeros(program.n_households, np.bool_)
    has_a_place[program.household[as_good]] = True
    return np.flatnonzero(has_a_place & (home == NO_ROW))


def _mark(last_tier: NDArray[np.int8], face: Face, tier: int) -> None:
    for block in face.alive.blocks():
        last_tier[block.place] = tier


def _step(
    program: Program,
    plan: NDArray[np.int64],
    face: Face,
    tier: int,
    parts: tuple[PartPrices, ...],
) -> Step:
    """Return a tier as its stored prices bound it, to be reached as the plan does."""
    target = total(program, tier, plan, smallest_slacks(program, plan))
    if not covers([prices.split for prices in parts]):
        raise UnfitCertificateError
    bounded = []
    for stored in parts:
        inside = replace(face, branches=(*face.branches, *stored.split))
        market = Market.of(program, inside, program.objectives[tier])
        prices = _whole_prices(program, inside, stored)
        if not (
            _have_the_right_signs(inside, prices) and is_safe(market, prices, stored.denominator)
        ):
            raise UnfitCertificateError
        bounded.append(Part(inside, None, bound_at(market, prices, stored.denominator)))
    if max(part.bound.whole for part in bounded) < target:
        raise UnfitCertificateError
    return Step(tier, face, tuple(bounded), target)


def _have_the_right_signs(face: Face, prices: WholePrices) -> bool:
    """Return whether prices bound the rows from the side on which they have an end."""
    return bool(
        ((prices.vacancy >= 0) | face.vacancy_required).all()
        and ((prices.side >= 0) | (face.lower > UNBOUNDED)).all()
        and (prices.kept >= 0).all()
        and (prices.branch >= 0).all()
    )


def _fits(program: Program, prices: PartPrices, n_caps: int) -> bool:
    """Return whether stored prices are as many as the programme has rows, of its counts."""
    n_quotas = len(program.counts.group_of_way)
    n_rules = program.side.n_slacks
    return (
        len(prices.vacancy) == program.n_vacancies
        and len(prices.cap) == n_caps
        and len(prices.plain) == len(prices.tightened) == n_rules - n_caps
        and prices.denominator > 0
        and all(0 <= bound.quota < n_quotas for bound in (*prices.split, *prices.count))
    )


def _whole_prices(program: Program, face: Face, prices: PartPrices) -> WholePrices:
    side = program.side
    n_caps = sum(isinstance(rule, TransferCap) for rule in side.rules)
    if not _fits(program, prices, n_caps):
        raise UnfitCertificateError
    # The plain row of each rule comes before the tightened one.
    _rules, plain = np.unique(side.slack, return_index=True)
    others = np.setdiff1d(np.arange(side.n_rows), plain)
    of_rows = np.zeros(side.n_rows, np.int64)
    of_rows[plain] = np.concatenate((prices.cap, prices.plain))
    of_rows[others] = prices.tightened[side.slack[others] - n_caps]
    return Prices(
        prices.vacancy,
        of_rows,
        np.array([prices.kept.get(tier, 0) for tier, _target in face.kept], np.int64),
        np.array([prices.count.get(branch, 0) for branch in face.branches], np.int64),
    )
