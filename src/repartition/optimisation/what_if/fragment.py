"""A few pairs of a changed instance as a programme of their own, at the prices that were found.

It has all the rows and tiers of the whole programme, in the same units, and only some columns: what
the prices prove of the whole is known, so a few columns are enough to draw the faces again and to
look for a plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.tiers import tiers_of
from repartition.eligibility.charging import Charging
from repartition.eligibility.pairs import Pairs
from repartition.optimisation.bound import bound_at, is_safe
from repartition.optimisation.branching import Part, best_part
from repartition.optimisation.face import UNBOUNDED, Face
from repartition.optimisation.pricing import Market, Prices, cost_of_ways
from repartition.optimisation.program import Objective, Program, build_program
from repartition.optimisation.step import Step
from repartition.optimisation.what_if.residual import RowPrices
from repartition.optimisation.what_if.rows import OtherRowsError, carried_over, same_rows
from repartition.optimisation.what_if.solved import Solved


class LooseError(Exception):
    """The prices leave a gap: they do not say which plans are the best."""


@dataclass(frozen=True, slots=True, eq=False)
class Fragment:
    """Some columns of a changed programme, and the prices of its side rows.

    Attributes
    ----------
    side
        For each part of each tier, int64 (n_side_rows,), in the units of what was solved.
    units
        Of each tier, how many units of the programme one of what was solved is.
    """

    program: Program
    side: tuple[tuple[NDArray[np.int64], ...], ...]
    units: tuple[Fraction, ...]

    def net(
        self, solved: Solved, columns: NDArray[np.int64]
    ) -> tuple[tuple[NDArray[np.int64], ...], ...]:
        """Return the weight of some attributions less the price of their ways.

        By part of each tier, in the units of what was solved (no attribution has any weight where
        shortfalls are summed).
        """
        program = self.program
        return tuple(
            tuple(
                part.bound.denominator * objective.weights[columns].astype(np.int64)
                - cost_of_ways(program, part.face, replace(part.bound.prices, side=side))[
                    program.way[columns]
                ]
                for part, side in zip(step.parts, sides, strict=True)
            )
            for step, objective, sides in zip(
                solved.steps, program.objectives, self.side, strict=True
            )
        )

    def steps(self, solved: Solved, prices: Sequence[Sequence[RowPrices]]) -> list[Step]:
        """Return the tiers as new prices bound them, each to be reached exactly.

        Raises
        ------
        LooseError
            If some bound is not a whole number, another part could hold a plan as good, or the
            hard rules cannot hold.
        OtherRowsError
            If a price has not the sign its row asks for.
        """
        program = self.program
        face = Face.whole(program)
        found: list[Step] = []
        for tier, before in enumerate(solved.steps):
            parts = tuple(
                self._part(before, face, place, prices[tier][place])
                for place in range(len(before.parts))
            )
            best = best_part(parts)
            target = best.bound.whole
            left = sum(part.bound.whole >= target for part in parts)
            if parts.index(best) != before.parts.index(before.best):
                raise LooseError
            if left > 1 or best.bound.total != target * best.bound.denominator:
                raise LooseError
            if tier == 0 and target != 0:
                raise LooseError
            step = Step(tier, face, parts, target)
            face = step.next_face()
            if tier == 0:
                face = face.without_hard_shortfall(program)
            found.append(step)
        return found

    def _part(self, before: Step, face: Face, place: int, prices: RowPrices) -> Part:
        """Return one part of a tier, bounded."""
        program, tier, old = self.program, before.tier, before.parts[place]
        split = old.face.branches[len(before.face.branches) :]
        inside = replace(face, branches=(*face.branches, *split))
        unit = self.units[tier]
        vacancy = np.zeros(program.n_vacancies, np.int64)
        vacancy[: len(prices.vacancy)] = prices.vacancy * unit.numerator
        side = self.side[tier][place] * unit.numerator
        household = prices.household * unit.numerator
        usable = (
            inside.branches == old.face.branches
            and ((side >= 0) | (inside.lower > UNBOUNDED)).all()
            and ((vacancy >= 0) | inside.vacancy_required).all()
            and ((household >= 0) | inside.household_required).all()
        )
        if not usable:
            raise OtherRowsError
        market = Market.of(program, inside, program.objectives[tier])
        branch = old.bound.prices.branch * unit.numerator
        whole = Prices(vacancy, side, np.zeros(0, np.int64), branch)
        if not is_safe(market, whole, old.bound.denominator * unit.denominator):
            raise LooseError
        bound = bound_at(market, whole, old.bound.denominator * unit.denominator, household)
        if (bound.reduced < 0).any():
            # Only an exit, which the residual does not know, may gain.
            assert program.n_vacancies > len(prices.vacancy)
            raise LooseError
        return Part(inside, None, bound)


@dataclass(frozen=True, slots=True, eq=False)
class Fragments:
    """Makes fragments of one changed instance.

    ``offered``: bool (n_vacancies,), dwellings that somebody can have.
    """

    solved: Solved
    instance: Instance
    charging: Charging
    offered: NDArray[np.bool_]

    def of(self, pairs: Pairs, units: Sequence[Fraction] | None = None) -> Fragment:
        """Return the fragment that holds these pairs.

        ``units`` are those the tiers are to count in; where missing, those of what was solved.

        Raises
        ------
        OtherRowsError
            If a row that has a price, or a tier, is not what it was.
        """
        before = self.solved.program
        program = build_program(
            self.instance, self.charging, pairs, tiers_of(self.instance), offered=self.offered
        )
        if [each.tier.id for each in program.objectives] != [
            each.tier.id for each in before.objectives
        ]:
            raise OtherRowsError
        units = units or [objective.unit for objective in before.objectives]
        objectives = tuple(
            objective if objective.tier.level is not None else _counted_in(objective, unit)
            for objective, unit in zip(program.objectives, units, strict=True)
        )
        same = same_rows(before.side, program.side)
        side = tuple(
            tuple(carried_over(part.bound.prices.side, same) for part in step.parts)
            for step in self.solved.steps
        )
        finer = tuple(
            old.unit / new.unit for old, new in zip(before.objectives, objectives, strict=True)
        )
        return Fragment(replace(program, objectives=objectives), side, finer)


def _counted_in(objective: Objective, unit: Fraction) -> Objective:
    """Return a tier with what attributions weigh counted in a unit.

    The unit of a fragment is what few weights have in common, which may be more than all have.
    """
    ratio = objective.unit / unit
    if ratio == 1:
        return objective
    weights = objective.weights.astype(np.int64) * ratio.numerator
    if (weights % ratio.denominator).any():
        raise OtherRowsError
    return replace(objective, weights=weights // ratio.denominator, unit=unit)
