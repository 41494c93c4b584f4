"""What another plan would be worth: the best one that gives a pair, or that does without it.

Plans are compared final to final: each is the best of its kind, and of equals one near to the
run's, so that what differs is what the question brings about.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from repartition.audit.recount import Recount, recount
from repartition.domain.plan import Plan
from repartition.domain.table import NO_ROW
from repartition.errors import InfeasibleError
from repartition.explanation.facts.json_values import WORDS
from repartition.explanation.facts.plan_view import PlanView
from repartition.explanation.facts.target_changes import RowChange, changed_rows
from repartition.optimisation import Solution, Watcher, optimise
from repartition.optimisation.what_if import (
    Change,
    Give,
    Situation,
    UnfitCertificateError,
    Withhold,
    answer,
    changed,
    reopen,
)


@dataclass(frozen=True, slots=True)
class TierChange:
    """An objective whose value is not the same in two plans."""

    tier: str
    measure: str
    maximise: bool
    before: Fraction
    after: Fraction
    better: bool


@dataclass(frozen=True, slots=True)
class Move:
    """A household whose dwelling changes; ``""`` = none."""

    household: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Missed:
    """A rule that must hold and cannot: its identifier, and the sentence about it."""

    row: str
    sentence: str = field(metadata={WORDS: True})


@dataclass(frozen=True, slots=True)
class Alternative:
    """The best plan that gives a pair (``with``) or does not (``without``), beside the run's.

    Attributes
    ----------
    possible
        False where it is proven that no such plan keeps every hard rule; ``missed`` says which,
        and everything else is empty.
    proven
        Whether no plan of its kind is better.
    tiers
        The objectives that change, in order: the first is what the change costs, or brings.
    targets
        Rows of quotas whose shortfall changes.
    same, changed
        Attributions of the other plan that the run's has, and has not.
    """

    kind: Literal["with", "without"]
    possible: bool
    proven: bool
    missed: tuple[Missed, ...] = ()
    tiers: tuple[TierChange, ...] = ()
    targets: tuple[RowChange, ...] = ()
    gained: tuple[Move, ...] = ()
    lost: tuple[Move, ...] = ()
    moved: tuple[Move, ...] = ()
    same: int = 0
    changed: int = 0

    @property
    def share_changed(self) -> Fraction:
        """Share of the other plan's attributions that the run's does not have."""
        return Fraction(self.changed, max(1, self.same + self.changed))


def with_pair_given(
    view: PlanView, household: int, vacancy: int, progress: Watcher | None = None
) -> Alternative:
    """Return the best plan that gives a household a dwelling; the pair is eligible."""
    return _best_after(view, "with", Give(household, vacancy), progress)


def without_pair(
    view: PlanView, household: int, vacancy: int, progress: Watcher | None = None
) -> Alternative:
    """Return the best plan that does not give a household a dwelling it has in the run's."""
    return _best_after(view, "without", Withhold(household, vacancy), progress)


def _best_after(
    view: PlanView, kind: Literal["with", "without"], change: Change, progress: Watcher | None
) -> Alternative:
    outcome = view.outcome
    before = Situation(outcome.instance, outcome.charging, outcome.pairs)
    try:
        found = _solved_again(view, before, change, progress)
    except InfeasibleError as error:
        return _impossible(kind, error)
    return _compared(view, kind, found)


def _solved_again(
    view: PlanView, before: Situation, change: Change, progress: Watcher | None
) -> Solution:
    """Return the best plan after a change, near the run's: from the run's prices where they do."""
    if view.certificate is not None:
        with suppress(UnfitCertificateError):
            solved = reopen(before, view.plan, view.certificate)
            return answer(solved, change, near=True, progress=progress).solution
    after = changed(before, change)
    return optimise(after.instance, after.charging, after.pairs, progress=progress, near=view.plan)


def _impossible(kind: Literal["with", "without"], error: InfeasibleError) -> Alternative:
    missed = tuple(Missed(row, sentence) for row, sentence in error.missed)
    return Alternative(kind, possible=False, proven=True, missed=missed)


def _compared(view: PlanView, kind: Literal["with", "without"], found: Solution) -> Alternative:
    instance, charging = view.instance, view.outcome.charging
    before = recount(instance, charging, view.plan)
    after = recount(instance, charging, found.plan)
    gained, lost, moved = _moves(view, found.plan)
    changed = len(gained) + len(moved)
    return Alternative(
        kind=kind,
        possible=True,
        proven=found.finished,
        tiers=_tier_changes(before, after),
        targets=changed_rows(before, after, view),
        gained=gained,
        lost=lost,
        moved=moved,
        same=len(found.plan) - changed,
        changed=changed,
    )


def _tier_changes(before: Recount, after: Recount) -> tuple[TierChange, ...]:
    return tuple(
        TierChange(
            tier=tier.id,
            measure=tier.measure,
            maximise=tier.maximise,
            before=old,
            after=new,
            better=(new > old) is tier.maximise,
        )
        for (tier, old), (_tier, new) in zip(before.tiers, after.tiers, strict=True)
        if old != new
    )


def _moves(
    view: PlanView, plan: Plan
) -> tuple[tuple[Move, ...], tuple[Move, ...], tuple[Move, ...]]:
    """Return who is housed only by the other plan, only by the run's, and elsewhere."""
    before = view.vacancy_of
    after = plan.vacancy_of_household(view.instance.n_households)
    kinds = (
        (before == NO_ROW) & (after != NO_ROW),
        (before != NO_ROW) & (after == NO_ROW),
        (before != NO_ROW) & (after != NO_ROW) & (before != after),
    )
    names = [*view.names.vacancy, ""]  # the last, for NO_ROW
    gained, lost, moved = (
        tuple(
            Move(view.names.household[row], names[before[row]], names[after[row]])
            for row in kind.nonzero()[0].tolist()
        )
        for kind in kinds
    )
    return gained, lost, moved
