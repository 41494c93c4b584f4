"""The best plan of larger instances, by a mixed integer programme solved tier by tier.

One variable for each attribution and one for each soft row's shortfall; no matrix is shared with
the program. The solver only proposes: a plan's value is recounted in fractions, and a tier once
settled holds exactly.
"""

import math
from fractions import Fraction

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from tests.oracle.counting import Attribution, Problem, QuotaRow, Tier, measure_of, row_parts
from tests.oracle.enumeration import Best

Terms = dict[int, Fraction]
"""A linear expression: variable to coefficient."""


def best_plan(problem: Problem) -> Best | None:
    """Return the best plan; None where none meets every hard quota and decision."""
    model = _Model(problem)
    if model.solve({}) is None:
        return None
    plan: tuple[Attribution, ...] = ()
    for tier in problem.tiers:
        terms = model.terms_of(tier)
        found = model.solve(terms)
        assert found is not None, f"tier {tier.name} lost the plans of the tiers before it"
        plan = found
        model.settle(terms, tier, problem.values(plan)[tier.name])
    assert not problem.faults(plan), problem.faults(plan)
    values = problem.values(plan)
    assert values["hard"] == 0
    for name, value in model.settled.items():
        assert values[name] == value, f"tier {name} was {value}, is {values[name]}"
    return Best(tuple(sorted(plan, key=lambda attribution: attribution.vacancy)), values)


class _Model:
    """Rows ``terms ≤ bound`` over the attributions and the shortfalls."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.attributions = [a for found in problem.attributions.values() for a in found]
        self.rows: list[tuple[Terms, Fraction]] = []
        self.shortfalls = {
            index: len(self.attributions) + place
            for place, index in enumerate(
                i for i, row in enumerate(problem.rows) if row.soft is not None
            )
        }
        self.size = len(self.attributions) + len(self.shortfalls)
        self.settled: dict[str, Fraction] = {}
        self._give_once()
        self._free_first()
        self._keep_decisions()
        self._cap_transfers()
        for index, row in enumerate(problem.rows):
            self._keep_quota(index, row)

    def _give_once(self) -> None:
        for key in ("household", "vacancy"):
            grouped: dict[str, Terms] = {}
            for index, attribution in enumerate(self.attributions):
                grouped.setdefault(getattr(attribution, key), {})[index] = Fraction(1)
            self.rows += [(terms, Fraction(1)) for terms in grouped.values()]

    def _free_first(self) -> None:
        for vacancy, row in self.problem.world.vacancies.items():
            if row["freed_by"]:
                terms = {
                    i: Fraction(1) for i, a in enumerate(self.attributions) if a.vacancy == vacancy
                }
                for index, attribution in enumerate(self.attributions):
                    if attribution.household == row["freed_by"]:
                        terms[index] = terms.get(index, Fraction(0)) - 1
                self.rows.append((terms, Fraction(0)))

    def _keep_decisions(self) -> None:
        for pair in self.problem.decided.fixed:
            terms = {
                i: Fraction(-1) for i, a in enumerate(self.attributions) if (a[0], a[1]) == pair
            }
            self.rows.append((terms, Fraction(-1)))

    def _cap_transfers(self) -> None:
        for key, cap in self.problem.caps.items():
            terms = {
                i: Fraction(1)
                for i, a in enumerate(self.attributions)
                if self.problem.cap_key(a) == key
            }
            self.rows.append((terms, Fraction(cap)))

    def _keep_quota(self, index: int, row: QuotaRow) -> None:
        """Write n − bound ≤ shortfall, or bound − n ≤ shortfall; the bound may be a share of m."""
        sign = 1 if row.kind.startswith("max") else -1
        terms: Terms = {}
        of_plan = row.kind.endswith("share") and not row.is_share_of_vacancies
        for place, attribution in enumerate(self.attributions):
            in_n, in_m = row_parts(self.problem.world, row, attribution)
            weight = int(in_n) - (row.stated * int(in_m) if of_plan else 0)
            if weight:
                terms[place] = Fraction(sign * weight)
        if row.soft is not None:
            terms[self.shortfalls[index]] = Fraction(-1)
        self.rows.append((terms, sign * (row.bound(row.counted_of) - row.counted)))

    def terms_of(self, tier: Tier) -> Terms:
        """Return what the tier minimises: shortfalls, or its measure, signed by its direction."""
        if tier.soft is not None:
            return {
                variable: Fraction(1)
                for index, variable in self.shortfalls.items()
                if self.problem.rows[index].soft == tier.soft
            }
        sign = -1 if tier.maximise else 1
        measures = (measure_of(self.problem.world, tier, a) for a in self.attributions)
        return {index: sign * amount for index, amount in enumerate(measures) if amount}

    def settle(self, terms: Terms, tier: Tier, value: Fraction) -> None:
        """Let no later plan be worse here; half a step of room absorbs the solver's tolerance."""
        self.settled[tier.name] = value
        if tier.soft is not None:
            levels = [row for row in self.problem.rows if row.soft == tier.soft]
            step = Fraction(1, math.lcm(*(row.stated.denominator for row in levels)))
        else:
            step = Fraction(1, 100)
        if terms:
            self.rows.append((terms, (-value if tier.maximise else value) + step / 2))

    def solve(self, objective: Terms) -> tuple[Attribution, ...] | None:
        """Return a plan that minimises the objective; None where there is no plan."""
        if not self.size:
            # The solver takes no empty model: the empty plan is the only one.
            return None if any(bound < 0 for _, bound in self.rows) else ()
        cost = np.zeros(self.size)
        for index, amount in objective.items():
            cost[index] = float(amount)
        constraints = []
        if self.rows:
            constraints.append(self._constraint())
        integrality = np.zeros(self.size)
        integrality[: len(self.attributions)] = 1
        upper = np.full(self.size, np.inf)
        upper[: len(self.attributions)] = 1
        result = milp(
            cost,
            constraints=constraints,
            integrality=integrality,
            bounds=Bounds(0, upper),
            options={"mip_rel_gap": 0.0},
        )
        if result.status == 2:
            return None
        assert result.status == 0, result.message
        return tuple(
            a for a, given in zip(self.attributions, result.x, strict=False) if given > 0.5
        )

    def _constraint(self) -> LinearConstraint:
        """Scale every row to whole numbers: nothing is rounded on the way to the solver."""
        data, columns, starts, bounds = [], [], [0], []
        for terms, bound in self.rows:
            scale = math.lcm(bound.denominator, *(amount.denominator for amount in terms.values()))
            for index, amount in terms.items():
                columns.append(index)
                data.append(float(amount * scale))
            starts.append(len(data))
            bounds.append(float(bound * scale))
        matrix = csr_array((data, columns, starts), shape=(len(self.rows), self.size))
        return LinearConstraint(matrix, -np.inf, np.array(bounds))
