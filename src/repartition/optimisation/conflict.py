"""Which hard rules cannot hold together: conflicts from which no rule can be left out.

A conflict is sought by QuickXplain (Junker 2004): rules are left out by halves, and what is still
impossible without them is searched further. First whole quotas and transfers, then their rows and
the decisions one by one. Whatever is left out, it is proven that the rest cannot hold; so when time
runs out the conflict stands, and only its being the smallest is open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np

from repartition.domain.instance import Instance
from repartition.domain.quotas import QuotaRow
from repartition.optimisation.clock import Clock
from repartition.optimisation.closest import least_missed
from repartition.optimisation.feasibility import Judge, Member, Rules, Verdict
from repartition.optimisation.program import Program
from repartition.optimisation.side_rows import Rule

MOST_CONFLICTS: Final = 6


class Smallest(Enum):
    """Of which rules it is proven that without them the other rules of a conflict can hold."""

    BY_RULE = "of each row and of each decision"
    BY_QUOTA = "of each quota with all its rows, of each transfer, of the decisions together"
    NOT_SHOWN = "of none, in the time there was"


@dataclass(frozen=True, slots=True, eq=False)
class Alone:
    """How far a quota row that cannot hold even alone can be met, with no other rule in its way.

    Attributes
    ----------
    count, among
        ``n`` and ``m`` of the plan that comes closest to it, counters included.
    households, vacancies
        Those that some eligible pair makes count in it.
    """

    count: int
    among: int
    households: int
    vacancies: int


@dataclass(frozen=True, slots=True, eq=False)
class Conflict:
    """Hard rules that cannot all hold.

    Attributes
    ----------
    rows
        Quota rows and transfers, in the order of the scenario.
    decisions
        Places among the decisions.
    alone
        Where the conflict is one quota row; None otherwise, and where it is not known.
    """

    rows: tuple[Rule, ...]
    decisions: tuple[int, ...]
    smallest: Smallest
    alone: Alone | None

    def __len__(self) -> int:
        return len(self.rows) + len(self.decisions)

    def is_of_quotas(self) -> bool:
        """Return whether it is of several quotas, and of nothing else."""
        quotas = {row.quota for row in self.rows if isinstance(row, QuotaRow)}
        only = all(isinstance(row, QuotaRow) for row in self.rows) and not self.decisions
        return only and len(quotas) > 1


@dataclass(frozen=True, slots=True, eq=False)
class Conflicts:
    """Conflicts that share no rule, and whether all the other hard rules can hold together.

    ``rest`` is None where there are no others.
    """

    found: tuple[Conflict, ...]
    rest: Verdict | None


def find_conflicts(instance: Instance, *, clock: Clock) -> Conflicts:
    """Return conflicts among the hard rules of an instance that no plan meets.

    They share no rule: each has to be settled on its own. At most ``MOST_CONFLICTS`` are sought.
    """
    judge = Judge(instance, clock)
    left = judge.all_rules()
    found: list[Conflict] = []
    verdict, needed = _impossible_part(judge, left)
    while verdict is Verdict.CANNOT and len(found) < MOST_CONFLICTS:
        core, smallest = smallest_part(judge, needed)
        found.append(_conflict(judge, core, smallest))
        left -= core
        verdict, needed = _impossible_part(judge, left)
    return Conflicts(tuple(found), verdict if left else None)


def _impossible_part(judge: Judge, rules: Rules) -> tuple[Verdict, Rules]:
    """Return whether rules cannot hold, and those of them that show it; no decisions if possible.

    Decisions are the commission's: a conflict that can be told without them is.
    """
    rows = frozenset(rule for rule in rules if not rule.is_decision)
    verdict, needed = judge.ask(rows)
    if verdict is Verdict.CANNOT or rows == rules:
        return verdict, needed
    return judge.ask(rules)


def smallest_part(judge: Judge, rules: Rules) -> tuple[Rules, Smallest]:
    """Return rules among these that cannot hold together, and what is proven of their fewness.

    Raises
    ------
    AssertionError
        If the rules found, solved alone once more, can hold: a fault of the program.
    """
    parts, quotas_needed = _needed_parts(judge, _by_quota_and_transfer(judge, rules))
    # Of the rows of these quotas, most have no price in the proof.
    _verdict, needed = judge.ask(frozenset().union(*parts))
    singles, all_needed = _needed_parts(judge, [frozenset([rule]) for rule in sorted(needed)])
    core = frozenset[Member]().union(*singles)
    again, _needed = judge.ask(core)
    if again is Verdict.HOLD:
        raise AssertionError("rules were said not to hold together, and do")
    if all_needed and again is Verdict.CANNOT:
        return core, Smallest.BY_RULE
    return core, Smallest.BY_QUOTA if quotas_needed else Smallest.NOT_SHOWN


def _needed_parts(judge: Judge, parts: Sequence[Rules]) -> tuple[list[Rules], bool]:
    """Return parts that together cannot hold, and whether without any one they are proven to.

    Where some question was left open, halving may have kept parts that can go: each is tried.
    """
    kept = _reduced(judge, frozenset(), parts, changed=False)
    all_needed = True
    for part in reversed(list(kept)):
        others = [other for other in kept if other is not part]
        verdict = judge.verdict(frozenset[Member]().union(*others))
        if verdict is Verdict.CANNOT:
            kept = others
        all_needed &= verdict is not Verdict.UNKNOWN
    return kept, all_needed


def _by_quota_and_transfer(judge: Judge, rules: Rules) -> list[Rules]:
    """Return the rows of each quota and of each transfer, then all the decisions."""
    groups: dict[tuple[bool, str], set[Member]] = {}
    side = judge.program(rules).side
    for rule in sorted(rules):
        key = (rule.is_decision, "" if rule.is_decision else _owner(side.rules[rule.place]))
        groups.setdefault(key, set()).add(rule)
    return [frozenset(group) for group in groups.values()]


def _owner(rule: Rule) -> str:
    return f"quota {rule.quota}" if isinstance(rule, QuotaRow) else f"transfer {rule.transfer}"


def _reduced(
    judge: Judge, background: Rules, parts: Sequence[Rules], *, changed: bool
) -> list[Rules]:
    """Return the parts without which ``background`` could hold; together with them it cannot.

    ``changed``: whether the background has grown since it was last found to be possible.
    """
    if changed and judge.verdict(background) is Verdict.CANNOT:
        return []
    if len(parts) <= 1:
        return list(parts)
    half = len(parts) // 2
    first, second = parts[:half], parts[half:]
    later = _reduced(judge, background.union(*first), second, changed=True)
    earlier = _reduced(judge, background.union(*later), first, changed=bool(later))
    return earlier + later


def _conflict(judge: Judge, core: Rules, smallest: Smallest) -> Conflict:
    program = judge.program(core)
    places = [rule.place for rule in sorted(core) if not rule.is_decision]
    rows = tuple(program.side.rules[place] for place in places)
    decisions = tuple(rule.place for rule in sorted(core) if rule.is_decision)
    alone = None
    if len(core) == 1 and rows and isinstance(rows[0], QuotaRow):
        alone = _alone(program, rows[0], judge.clock)
    return Conflict(rows, decisions, smallest, alone)


def _alone(program: Program, row: QuotaRow, clock: Clock) -> Alone | None:
    found = least_missed(program, clock=clock)
    if not found.is_proven:
        return None
    count, among = (
        int(number[row.group_index]) for number in row.family.count(program.plan(found.columns))
    )
    ways = program.ways
    counts = (
        (row.family.group_of(ways.vacancy, ways.contingent) == row.group_index)
        & row.family.counted_who[ways.household]
        & row.family.counted_via[ways.contingent]
    )
    columns = np.flatnonzero(np.append(counts, False)[program.way])
    return Alone(
        count,
        among,
        len(np.unique(program.household[columns])),
        len(np.unique(program.vacancy[columns])),
    )
