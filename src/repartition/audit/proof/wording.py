"""What stored prices prove, in words."""

from repartition.audit.numbers import say_exact
from repartition.audit.outcome import Standing
from repartition.audit.proof.judgement import Judgement
from repartition.language import _


def what_is_proven(standing: Standing, judgement: Judgement, tiers: int) -> str:
    """Return what the prices of a run prove of its plan, of so many tiers."""
    if judgement.proves(tiers):
        return _(
            "Proven without the solver: no plan can do better, in any of the {number} objectives "
            "in their order.",
            number=tiers,
        )
    proven = sum(tier.is_proven for tier in judgement.tiers)
    parts = [
        _("Proven without the solver: {number} of {all} objectives.", number=proven, all=tiers)
    ]
    if (open_tier := judgement.first_open()) is not None:
        parts.append(
            _(
                "In {tier} the plan has {value}, and the prices prove that none has better than "
                "{bound}.",
                tier=open_tier.tier,
                value=say_exact(open_tier.value),
                bound=say_exact(open_tier.bound),
            )
        )
    if judgement.unusable is not None:
        parts.append(_("The prices stored for {tier} prove nothing.", tier=judgement.unusable))
    parts.append(
        _("That no plan is better in the rest stands on the solver's word.")
        if standing is Standing.PROVEN
        else _("The search was stopped: in the rest a better plan may exist.")
    )
    return " ".join(parts)
