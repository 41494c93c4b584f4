"""A plan is judged, without the solver, before anyone sees it."""

from repartition.audit import Outcome, audit_plan, audit_results, recount
from repartition.audit.outcome import Standing
from repartition.audit.proof import judge
from repartition.clock import OutOfTime
from repartition.domain.certificate import Certificate
from repartition.domain.plan import TierResult
from repartition.pipeline.allowance import Allowance


class RejectedPlanError(Exception):
    """The audit rejects the plan that was just made: a mistake of the program, never the user's."""


def judge_plan(
    outcome: Outcome,
    tiers: tuple[TierResult, ...],
    certificate: Certificate | None,
    allowance: Allowance,
) -> bool | None:
    """Judge a plan; return whether prices prove that none is better, None if that was left out.

    That it is a plan, and worth what is said, is always judged. What the prices prove is
    recomputed where there is time, and nobody has asked to stop.

    Raises
    ------
    RejectedPlanError
        If it does not hold what is claimed of it.
    """
    found = recount(outcome.instance, outcome.charging, outcome.plan)
    faults = [
        *audit_plan(outcome.instance, outcome.charging, outcome.plan, policy=outcome.policy),
        *audit_results(found, tiers, policy=outcome.policy),
    ]
    if faults:
        raise RejectedPlanError("\n".join(str(fault) for fault in faults))
    if certificate is None or outcome.standing is not Standing.PROVEN:
        return False
    if not allowance.allows_proof():
        return None
    try:
        judgement = judge(outcome, found.tiers, certificate, check=allowance.check_proof)
    except OutOfTime:
        return None
    return judgement.proves(len(found.tiers))
