"""The best of all plans, found by looking at every one of them.

Branches are cut only where nothing below them is a plan: a dwelling given twice, a transfer over
its cap. Two ways of charging a pair that count the same everywhere are looked at once.
"""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tests.oracle.counting import Attribution, Problem, QuotaRow, measure_of, row_parts


@dataclass(frozen=True)
class Best:
    """The best plan and what it is worth."""

    plan: tuple[Attribution, ...]
    values: dict[str, Fraction]
    """Value of each tier, ``hard`` (0) first."""


@dataclass(frozen=True)
class _Option:
    """A household's choice: its attribution (None: nothing) and what it adds."""

    attribution: Attribution | None
    parts: tuple[tuple[int, int, int], ...] = ()
    """(row, added to n, added to m) of the rows it counts in."""
    hundredths: tuple[int, ...] = ()
    """Added to each tier, smaller being better; 0 at a soft level."""
    cap: tuple[str, str] | None = None


def best_plan(problem: Problem) -> Best | None:
    """Return the best of all plans; None where none meets every hard quota and decision."""
    search = _Search(problem)
    search.look(0)
    if search.best_plan is None:
        return None
    plan = tuple(sorted(search.best_plan, key=lambda attribution: attribution.vacancy))
    return Best(plan, problem.values(plan))


def best_of_product(problem: Problem) -> Best | None:
    """Return the same from the plain product of all choices, by ``faults`` and ``values`` alone."""
    choices = [
        ([] if _is_fixed(problem, household) else [None]) + list(attributions)
        for household, attributions in problem.attributions.items()
    ]
    found: Best | None = None
    for chosen in itertools.product(*choices):
        plan = tuple(attribution for attribution in chosen if attribution is not None)
        if problem.faults(plan):
            continue
        values = problem.values(plan)
        if not values["hard"] and (
            found is None or problem.ranking(values) < problem.ranking(found.values)
        ):
            found = Best(plan, values)
    return found


def _is_fixed(problem: Problem, household: str) -> bool:
    return any(household == fixed for fixed, _ in problem.decided.fixed)


class _Search:
    """Depth first over the households; what is counted so far is kept in whole numbers."""

    def __init__(self, problem: Problem) -> None:
        self.freed_by = {
            vacancy: row["freed_by"]
            for vacancy, row in problem.world.vacancies.items()
            if row["freed_by"]
        }
        self.signs = [-1 if tier.maximise else 1 for tier in problem.tiers]
        self.problem = problem
        self.choices = [list(self._options(household)) for household in problem.world.households]
        self.count = [row.counted for row in problem.rows]
        self.count_of = [row.counted_of for row in problem.rows]
        self.hundredths = [0] * len(problem.tiers)
        self.caps = dict(problem.caps)
        # slack × scale = steady + of_weight × m + sign × scale × n, all whole numbers.
        self.scale = math.lcm(*(row.stated.denominator for row in problem.rows))
        self.slacks = [self._slack_terms(row) for row in problem.rows]
        self.hard = [index for index, row in enumerate(problem.rows) if row.soft is None]
        self.soft = [
            (place, [index for index, row in enumerate(problem.rows) if row.soft == tier.soft])
            for place, tier in enumerate(problem.tiers)
            if tier.soft is not None
        ]
        self.chosen: dict[str, Attribution] = {}
        self.taken: set[str] = set()
        self.best_ranking: list[int] | None = None
        self.best_plan: list[Attribution] | None = None
        self.leaves = 0

    def _options(self, household: str) -> Iterator[_Option]:
        if not _is_fixed(self.problem, household):
            yield _Option(None, (), (0,) * len(self.problem.tiers))
        seen = set()
        for attribution in self.problem.attributions[household]:
            option = self._option(attribution)
            signature = (attribution.vacancy, option.parts, option.hundredths, option.cap)
            if signature not in seen:
                seen.add(signature)
                yield option

    def _option(self, attribution: Attribution) -> _Option:
        world = self.problem.world
        parts = []
        for index, row in enumerate(self.problem.rows):
            in_n, in_m = row_parts(world, row, attribution)
            if in_m:
                parts.append((index, int(in_n), 0 if row.is_share_of_vacancies else 1))
        hundredths = []
        for sign, tier in zip(self.signs, self.problem.tiers, strict=True):
            exact = (
                Fraction(0) if tier.soft is not None else measure_of(world, tier, attribution) * 100
            )
            assert exact.denominator == 1
            hundredths.append(sign * exact.numerator)
        return _Option(
            attribution, tuple(parts), tuple(hundredths), self.problem.cap_key(attribution)
        )

    def _slack_terms(self, row: QuotaRow) -> tuple[int, int, int]:
        """(steady, weight of m, weight of n) of the slack times the scale."""
        if row.kind.endswith("share") and not row.is_share_of_vacancies:
            steady, of_weight = Fraction(0), row.stated * self.scale
        else:
            steady, of_weight = row.bound(row.counted_of) * self.scale, Fraction(0)
        sign = 1 if row.kind.startswith("max") else -1
        assert steady.denominator == of_weight.denominator == 1
        return sign * steady.numerator, sign * of_weight.numerator, -sign * self.scale

    def _slack(self, index: int) -> int:
        steady, of_weight, weight = self.slacks[index]
        return steady + of_weight * self.count_of[index] + weight * self.count[index]

    def look(self, depth: int) -> None:
        """Look at every plan that goes on from the choices made so far."""
        if depth == len(self.choices):
            self._judge()
            return
        for option in self.choices[depth]:
            attribution = option.attribution
            if attribution is None:
                self.look(depth + 1)
                continue
            if attribution.vacancy in self.taken or (option.cap and not self.caps[option.cap]):
                continue
            self._give(option, attribution, 1)
            self.look(depth + 1)
            self._give(option, attribution, -1)

    def _give(self, option: _Option, attribution: Attribution, sign: int) -> None:
        for index, in_n, in_m in option.parts:
            self.count[index] += sign * in_n
            self.count_of[index] += sign * in_m
        for place, amount in enumerate(option.hundredths):
            self.hundredths[place] += sign * amount
        if option.cap:
            self.caps[option.cap] -= sign
        if sign > 0:
            self.chosen[attribution.household] = attribution
            self.taken.add(attribution.vacancy)
        else:
            del self.chosen[attribution.household]
            self.taken.remove(attribution.vacancy)

    def _judge(self) -> None:
        self.leaves += 1
        if any(v in self.taken and h not in self.chosen for v, h in self.freed_by.items()):
            return
        if any(self._slack(index) < 0 for index in self.hard):
            return
        ranking = list(self.hundredths)
        for place, indices in self.soft:
            ranking[place] = sum(max(0, -self._slack(index)) for index in indices)
        if self.best_ranking is None or ranking < self.best_ranking:
            self.best_ranking = ranking
            self.best_plan = list(self.chosen.values())
