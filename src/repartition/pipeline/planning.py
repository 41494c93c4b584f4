"""The plan of a run: the optimal one, the best that time allows, or usual practice's.

The solver is loaded where it is needed: that takes longer than to read many tables, and a run that
is stopped before, or follows usual practice, does without it.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from repartition.audit import Outcome, recount
from repartition.audit.outcome import Standing
from repartition.audit.recount import Recount
from repartition.domain.certificate import Certificate
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan, Policy, TierResult
from repartition.domain.tiers import Tier
from repartition.eligibility.pairs import Pairs
from repartition.errors import Fault, InfeasibleError, UnfinishedError
from repartition.ingest.cautions import tiers_above_access
from repartition.language import _
from repartition.pipeline.allowance import Allowance
from repartition.pipeline.preparation import Prepared
from repartition.signals import held_back
from repartition.usual_practice import never_freed

if TYPE_CHECKING:
    from repartition.optimisation import Watcher

_RULES: Final = ("quotas", "contingents")


@dataclass(frozen=True, slots=True, eq=False)
class MadePlan:
    """A plan, what is known of each tier, in order, and the prices that prove it, if there are."""

    plan: Plan
    tiers: tuple[TierResult, ...]
    certificate: Certificate | None = None


def make_plan(
    ready: Prepared,
    usual: Plan,
    policy: Policy,
    allowance: Allowance,
    progress: "Watcher | None",
) -> MadePlan:
    """Return the plan that a policy asks for, or the best there is when time or Ctrl-C stops it.

    Raises
    ------
    InfeasibleError
        If no plan meets every hard rule: proven, with what explains it.
    UnfinishedError
        If the search is stopped before there is any plan that does.
    """
    if policy == "sequential":
        _stop_if_stranded(ready.instance, usual)
        return _follow(ready, usual)
    seconds = allowance.to_search()
    if seconds == 0 and _meets_every_hard_rule(ready, usual):
        return _in_hand(ready, usual)
    try:
        with held_back():  # a library half loaded is no library
            from repartition.optimisation import optimise

        solution = optimise(
            ready.instance,
            ready.charging,
            ready.pairs,
            time_limit=seconds,
            progress=progress,
            fallback=usual,
        )
    except InfeasibleError as error:
        raise _with_causes(ready, error, allowance) from None
    except (UnfinishedError, KeyboardInterrupt):
        # Stopped before the search could even begin: usual practice's plan is there.
        if not _meets_every_hard_rule(ready, usual):
            raise
        return _in_hand(ready, usual)
    return MadePlan(solution.plan, solution.tiers, solution.certificate)


def order_cost(ready: Prepared, outcome: Outcome, allowance: Allowance) -> int | None:
    """Return the homes left empty for the sake of what stands above access, if anything does.

    None also where there is no time to tell, or Ctrl-C is pressed.
    """
    if outcome.standing is not Standing.PROVEN or not any(tiers_above_access(ready.instance)):
        return None
    seconds = allowance.to_search()
    if seconds == 0:
        return None
    try:
        with held_back():  # a library half loaded is no library
            from repartition.optimisation import most_attributions

        most = most_attributions(ready.instance, ready.charging, ready.pairs, time_limit=seconds)
    except KeyboardInterrupt:
        allowance.stop()
        return None
    return None if most is None else most - len(outcome.plan)


def usual_practice_cautions(instance: Instance, usual: Plan) -> Iterator[Fault]:
    """Yield a warning for each home that usual practice gives away and frees for nobody."""
    for vacancy, household in never_freed(instance, usual):
        yield Fault(
            _(
                "usual practice follows the decision that gives {vacancy}, but finds no dwelling"
                " for {household}, who lives there",
                vacancy=vacancy,
                household=household,
            ),
            _("read its figures with that attribution in mind"),
        )


def _follow(ready: Prepared, usual: Plan) -> MadePlan:
    """Return usual practice's plan as what it is: nothing is claimed of it."""
    found = recount(ready.instance, ready.charging, usual)
    tiers = (TierResult(tier.id, value, None, proven=False) for tier, value in found.tiers)
    return MadePlan(usual, tuple(tiers))


def _in_hand(ready: Prepared, usual: Plan) -> MadePlan:
    """Return usual practice's plan as the best so far, bounded by what is plain at sight."""
    found = recount(ready.instance, ready.charging, usual)
    return MadePlan(usual, tuple(_bounded_at_sight(found, ready.pairs)))


def _bounded_at_sight(found: Recount, pairs: Pairs) -> Iterator[TierResult]:
    proven = True
    for tier, value in found.tiers:
        bound = _bound_at_sight(tier, pairs)
        proven = proven and bound == value
        yield TierResult(tier.id, value, bound, proven)


def _bound_at_sight(tier: Tier, pairs: Pairs) -> Fraction | None:
    """Return what no plan exceeds: no shortfall, a dwelling for each household; None otherwise."""
    if tier.level is not None:
        return Fraction(0)
    if tier.measure != "attributions" or not tier.maximise:
        return None
    sides = (pairs.household, pairs.vacancy)
    return Fraction(min(int(np.count_nonzero(np.bincount(side))) for side in sides))


def _meets_every_hard_rule(ready: Prepared, usual: Plan) -> bool:
    found = recount(ready.instance, ready.charging, usual)
    return found.tiers[0][1] == 0 and not any(never_freed(ready.instance, usual))


def _with_causes(ready: Prepared, error: InfeasibleError, allowance: Allowance) -> InfeasibleError:
    """Return the error with what explains it: rules in conflict, and what the input warns of."""
    conflicts: tuple[str, ...] = ()
    left = None if allowance.clock.limit is None else allowance.clock.left()
    # Who stops here still gets what is known already.
    with suppress(KeyboardInterrupt):
        with held_back():  # a library half loaded is no library
            from repartition.optimisation import conflicts_in_words

        conflicts = conflicts_in_words(ready.instance, time_limit=left)
    # Those about quotas and transfers first: they are the likeliest to tell the cause.
    cautions = sorted(ready.cautions, key=lambda fault: not fault.column.startswith(_RULES))
    return error.with_causes(conflicts, cautions)


def _stop_if_stranded(instance: Instance, usual: Plan) -> None:
    """Stop where a decision gives away the home of somebody whom usual practice houses nowhere.

    Raises
    ------
    InfeasibleError
        Usual practice follows the decisions, and has no way to make room for them.
    """
    sentences = [
        _(
            "dwelling {vacancy} is given by a decision, but usual practice finds no other"
            " dwelling for {household}, whose move would free it: review the decision, or look"
            " for the optimal plan",
            vacancy=vacancy,
            household=household,
        )
        for vacancy, household in never_freed(instance, usual)
    ]
    if sentences:
        raise InfeasibleError("\n".join(sentences))
