"""Usual practice: one dwelling at a time to whoever comes first, nothing looked ahead to.

Contract, section 2, "Usual practice". A way that would break a cap gives way to the next one open;
a household is passed over when every way of charging it would.
"""

import datetime as dt

from tests.oracle.counting import Attribution, Problem, lottery


def attribute_in_turn(problem: Problem) -> list[Attribution]:
    """Return the plan of usual practice, in the order in which dwellings were given."""
    return _Sitting(problem).hold()


class _Sitting:
    """The plan as it stands, and the dwellings still to come."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.world = problem.world
        self.plan: list[Attribution] = []

    def hold(self) -> list[Attribution]:
        """Give the fixed pairs, then each dwelling of the period in its turn."""
        for household, vacancy in sorted(
            self.problem.decided.fixed, key=lambda pair: self.turn(pair[1])
        ):
            self.plan.append(self._in_order(household, vacancy)[0])
        fixed = {attribution.vacancy for attribution in self.plan}
        waiting = sorted((v for v in self.world.period_dwellings if v not in fixed), key=self.turn)
        freed: list[str] = []
        while True:
            # A dwelling just freed is next; of several, in the usual order.
            housed = {attribution.household for attribution in self.plan}
            just_freed = [v for v in waiting if self.freed_by(v) in housed]
            freed = just_freed + freed
            waiting = [v for v in waiting if v not in just_freed]
            free = [v for v in waiting if not self.freed_by(v)]
            if freed:
                vacancy = freed.pop(0)
            elif free:
                vacancy = free[0]
                waiting.remove(vacancy)
            else:
                return self.plan
            self._give(vacancy)

    def turn(self, vacancy: str) -> tuple[dt.date, str]:
        """By ``available_on``, empty first, then identifier."""
        day = self.world.vacancies[vacancy]["available_on"]
        return dt.date.fromisoformat(day) if day else dt.date.min, vacancy

    def freed_by(self, vacancy: str) -> str:
        """Return the household whose move frees the dwelling; empty where it is free today."""
        return self.world.vacancies[vacancy]["freed_by"]

    def _give(self, vacancy: str) -> None:
        housed = {attribution.household for attribution in self.plan}
        for household in sorted(self.world.households, key=self._rank):
            if household not in housed:
                for attribution in self._in_order(household, vacancy):
                    if not self._breaks(attribution):
                        self.plan.append(attribution)
                        return

    def _rank(self, household: str) -> tuple[object, ...]:
        points = self.world.of_household(household, "points").number
        waited = self.world.of_household(household, "waiting_days").number
        return -points, -waited, lottery(self.world.scenario["seed"], household), household

    def _in_order(self, household: str, vacancy: str) -> list[Attribution]:
        """Return the ways open for a pair: the dwelling's own contingent, else by identifier."""
        own = self.world.vacancies[vacancy]["contingent"]
        found = [a for a in self.problem.attributions[household] if a.vacancy == vacancy]
        # The sort is stable: what is charged to one contingent keeps the order of the transfers.
        return sorted(found, key=lambda a: (a.contingent != own, a.contingent))

    def _breaks(self, attribution: Attribution) -> bool:
        """Whether a transfer's cap, a ``max`` or a share of the dwellings would be passed now."""
        problem = self.problem
        key = problem.cap_key(attribution)
        if key and sum(problem.cap_key(a) == key for a in self.plan) >= problem.caps[key]:
            return True
        for row in problem.rows:
            if row.kind == "max" or (row.kind == "max_share" and row.is_share_of_vacancies):
                before, after = (
                    problem.row_value(row, plan) for plan in (self.plan, [*self.plan, attribution])
                )
                if after.count > before.count and after.slack < 0:
                    return True
        return False
