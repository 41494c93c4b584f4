"""Whether some of the hard rules can hold together, asked apart from all the others."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.tiers import HARD_LEVEL, HARD_TIER, Tier
from repartition.optimisation.bound import exact_bound
from repartition.optimisation.branching import Part
from repartition.optimisation.choices import holds, smallest_slacks
from repartition.optimisation.clock import Clock, OutOfTime
from repartition.optimisation.closest import MOST_COLUMNS
from repartition.optimisation.face import Face
from repartition.optimisation.master import Relaxation, RelaxationError, solve_master
from repartition.optimisation.open_decisions import with_decisions_open
from repartition.optimisation.pricing import Market, Prices
from repartition.optimisation.program import Program, build_program
from repartition.optimisation.relaxation import promising_columns, solve_relaxation
from repartition.optimisation.search import Search
from repartition.optimisation.second_opinion import finds_hard_shortfall
from repartition.optimisation.step import Step

_HARD = Tier(HARD_TIER, maximise=False, level=HARD_LEVEL)


class Member(NamedTuple):
    """One hard rule: a side row, by the place of its slack, or a decision, by its place.

    Rows come first, in the order of the scenario, then decisions, by household.
    """

    is_decision: bool
    place: int


Rules = frozenset[Member]


class Verdict(Enum):
    """What is known of a set of rules. What is not known is never called impossible."""

    HOLD = "a plan meets them all"
    CANNOT = "proven: no plan does"
    UNKNOWN = "neither was shown in the time there is"


@dataclass(slots=True, eq=False)
class Judge:
    """Says whether rules can hold together, by the same means as any run: bounds in integers.

    Rules left out do not bind: the shortfall of a row costs nothing, and the pair of a decision is
    a pair like any other. When the time is up every further answer is UNKNOWN.
    """

    instance: Instance
    clock: Clock
    _relaxations: dict[Rules, Relaxation] = field(default_factory=dict)
    """The last one, by the decisions it was made with."""
    _programs: dict[Rules, Program] = field(default_factory=dict)
    _verdicts: dict[Rules, Verdict] = field(default_factory=dict)
    _held: list[tuple[Rules, Rules]] = field(default_factory=list)
    """For each plan found: the decisions it was made with, and the rows that it meets."""

    def all_rules(self) -> Rules:
        """Return every hard rule of the instance."""
        side = self.program(self._decisions()).side
        rows = np.flatnonzero(side.slack_level == HARD_LEVEL).tolist()
        return self._decisions() | {Member(is_decision=False, place=row) for row in rows}

    def _decisions(self) -> Rules:
        number = len(self.instance.decisions.fixed_household)
        return frozenset(Member(is_decision=True, place=place) for place in range(number))

    def program(self, rules: Rules) -> Program:
        """Return the programme of these rules alone: only their shortfalls count."""
        decisions, rows = _parts(rules)
        if decisions not in self._programs:
            # Of a large instance two programmes are all that memory should hold.
            while len(self._programs) > 1:
                del self._programs[next(iter(self._programs))]
            self._programs[decisions] = self._build(decisions)
        program = self._programs[decisions]
        hard = program.objectives[0]
        counts = np.zeros(program.side.n_slacks, np.bool_)
        counts[[row.place for row in rows]] = True
        hard = replace(hard, slack_weights=np.where(counts, hard.slack_weights, 0))
        return replace(program, objectives=(hard,))

    def _build(self, decisions: Rules) -> Program:
        kept = sorted(decision.place for decision in decisions)
        instance, charging, pairs = with_decisions_open(self.instance, kept)
        return build_program(instance, charging, pairs, [_HARD])

    def verdict(self, rules: Rules) -> Verdict:
        """Return whether these rules can hold together."""
        if rules not in self._verdicts:
            found = self._known(rules) or self.ask(rules)[0]
            if found is Verdict.UNKNOWN:
                return found
            self._verdicts[rules] = found
        return self._verdicts[rules]

    def _known(self, rules: Rules) -> Verdict | None:
        """Return HOLD where a plan found earlier meets them."""
        decisions, rows = _parts(rules)
        met = any(with_ == decisions and rows <= held for with_, held in self._held)
        return Verdict.HOLD if met else None

    def ask(self, rules: Rules) -> tuple[Verdict, Rules]:
        """Solve these rules alone; return the verdict, and the rules that the proof needs.

        Rows without a price in the bound that proves it are not needed: the same prices prove it
        without them, which is checked in integers.
        """
        program = self.program(rules)
        try:
            self.clock.check()
            search = self._search(rules, program)
            search.run()
        except (OutOfTime, KeyboardInterrupt):
            return Verdict.UNKNOWN, rules
        if not search.is_infeasible():
            self._remember(rules, program, search)
            return Verdict.HOLD, rules
        return self._proof(rules, program, search)

    def _search(self, rules: Rules, program: Program) -> Search:
        """Return a search that has bounded its one tier, if it was not settled at a glance."""
        search = Search(program, self.clock, None, most_columns=MOST_COLUMNS)
        staying = program.staying()
        search.start_from(staying)
        if search.plan is not None:
            return search
        with suppress(RelaxationError):  # the search then does without
            step, support = self._bounded(_parts(rules)[0], program, staying)
            search.steps.append(step)
            search.start_from(support)
            search.reached = int(search.has_plan())
        return search

    def _bounded(
        self, decisions: Rules, program: Program, staying: NDArray[np.int64]
    ) -> tuple[Step, NDArray[np.int64]]:
        """Return what bounds the shortfall of the rules, and the support of the point behind it.

        It starts from the last relaxation: only what the rows cost has changed since then. Often
        its columns alone hold a plan, or their prices prove that there is none, and the millions
        of others need no second look.
        """
        face, hard = Face.whole(program), program.objectives[0]
        former = self._relaxations.get(decisions)
        known, basis = staying, None
        if former is not None:
            point = solve_master(
                program, face, hard, former.columns, basis=former.basis, clock=self.clock
            )
            step, support = _step(program, face, point), point.support()
            if step.target < 0 or holds(program, support, smallest_slacks(program, support)):
                return step, support
            known, basis = point.columns, point.basis
        market = Market.of(program, face, hard)
        start = np.union1d(known, promising_columns(market))
        point, bound = solve_relaxation(market, start=start, basis=basis, clock=self.clock)
        self._relaxations = {decisions: point}
        return Step(0, face, (Part(face, point, bound),), bound.whole), point.support()

    def _remember(self, rules: Rules, program: Program, search: Search) -> None:
        slacks = smallest_slacks(program, search.best_plan())
        met = np.flatnonzero((slacks == 0) & (program.side.slack_level == HARD_LEVEL)).tolist()
        rows = frozenset(Member(is_decision=False, place=row) for row in met)
        self._held.append((_parts(rules)[0], rows))

    def _proof(self, rules: Rules, program: Program, search: Search) -> tuple[Verdict, Rules]:
        step = search.steps[0]
        if step.bound.whole >= 0:
            # No exact bound shows it: one solver's word is not enough.
            agreed = finds_hard_shortfall(program, step.face, step.within(0), clock=self.clock)
            return (Verdict.CANNOT if agreed else Verdict.UNKNOWN), rules
        if len(step.parts) > 1:
            return Verdict.CANNOT, rules
        whole, denominator = step.bound.prices, step.bound.denominator
        prices = Prices(
            *(part / denominator for part in (whole.vacancy, whole.side, whole.kept, whole.branch))
        )
        decisions, rows = _parts(rules)
        priced = set(program.side.slack[np.flatnonzero(whole.side)].tolist())
        needed = decisions | {row for row in rows if row.place in priced}
        smaller = self.program(needed)
        market = Market.of(smaller, Face.whole(smaller), smaller.objectives[0])
        bound = exact_bound(market, prices)
        return Verdict.CANNOT, needed if bound.whole < 0 else rules


def _step(program: Program, face: Face, point: Relaxation) -> Step:
    bound = exact_bound(Market.of(program, face, program.objectives[0]), point.prices)
    return Step(0, face, (Part(face, point, bound),), bound.whole)


def _parts(rules: Iterable[Member]) -> tuple[Rules, Rules]:
    """Return the decisions and the rows of a set of rules."""
    decisions = frozenset(rule for rule in rules if rule.is_decision)
    return decisions, frozenset(rules) - decisions
