"""A run read again, verified, with usual practice beside it: all a report shows, without solver."""

from dataclasses import dataclass
from pathlib import Path

from repartition.audit.access import nowhere_cautions
from repartition.audit.outcome import Outcome
from repartition.audit.proof import Judgement
from repartition.audit.reading import StoredRun
from repartition.audit.recount import Recount
from repartition.audit.verification import Verified, examine
from repartition.domain.plan import Plan, TierResult
from repartition.eligibility.cautions import fixed_pair_cautions, inadmissible_cautions
from repartition.errors import Fault, VerificationError
from repartition.language import _
from repartition.pipeline.planning import usual_practice_cautions
from repartition.usual_practice import attribute_in_turn


@dataclass(frozen=True, slots=True, eq=False)
class Reopened:
    """A run that holds what it says, and what usual practice makes of the same inputs.

    Attributes
    ----------
    verified
        What was recomputed before anything was shown.
    found
        Every count and tier value of its plan, made again from the tables.
    tiers
        The same values, with what the run claims of each.
    judgement
        What the stored prices prove; None where the run stores none.
    cautions
        What is suspicious in the data, those on households of the plan first.
    """

    stored: StoredRun
    verified: Verified
    found: Recount
    tiers: tuple[TierResult, ...]
    judgement: Judgement | None
    usual: Plan
    cautions: tuple[Fault, ...]

    @property
    def outcome(self) -> Outcome:
        """The plan, with all it takes to judge it."""
        return self.stored.outcome


def reopen(folder: Path) -> Reopened:
    """Return a run read again with its inputs, everything it says recomputed.

    Raises
    ------
    UsageError
        If the folder is no run.
    VerificationError
        If an input has changed since it was made, or it does not hold what it says.
    """
    examined = examine(folder)
    run, found, verification = examined.run, examined.found, examined.verification
    if run is None or found is None or verification.verified is None or not verification.ok:
        findings = [str(finding) for finding in verification.findings]
        raise VerificationError("\n".join([*findings, _what_to_do(folder)]))
    outcome = run.outcome
    usual = attribute_in_turn(outcome.instance, outcome.charging, outcome.pairs)
    return Reopened(
        stored=run,
        verified=verification.verified,
        found=found,
        tiers=_results(run, found),
        judgement=examined.judgement,
        usual=usual,
        cautions=_cautions(outcome, usual),
    )


def _what_to_do(folder: Path) -> str:
    return _(
        "{folder} does not hold what it says of its inputs as they are now: make the run again "
        "with `repartition solve`, or put back the files it was made from.",
        folder=folder,
    )


def _results(stored: StoredRun, found: Recount) -> tuple[TierResult, ...]:
    """Return the values made again, with the bound and the proof that the run claims."""
    claims = {claim.tier: claim for claim in stored.claims}
    return tuple(
        TierResult(tier.id, value, claims[tier.id].bound, proven=claims[tier.id].proven)
        for tier, value in found.tiers
    )


def _cautions(outcome: Outcome, usual: Plan) -> tuple[Fault, ...]:
    instance = outcome.instance
    proposed = inadmissible_cautions(instance, outcome.plan.household)
    others = (
        *nowhere_cautions(instance, outcome.pairs),
        *instance.cautions,
        *fixed_pair_cautions(instance, outcome.charging),
    )
    return (
        *proposed,
        *(caution for caution in others if caution not in proposed),
        *usual_practice_cautions(instance, usual),
    )
