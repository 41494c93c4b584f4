"""Decisions of the commission in words."""

from repartition.explanation.facts.plan_view import DecisionFact
from repartition.language import _, day


def decision_words(decision: DecisionFact) -> str:
    """Return a decision with its pair, its day and its reason."""
    who = {"vacancy": decision.vacancy, "household": decision.household}
    said = {
        "attribution": _("the commission gives {vacancy} to {household}", **who),
        "attribution_ranked": _("the commission ranks {household} for {vacancy}", **who),
        "attribution_conditional": _(
            "the commission gives {vacancy} to {household}, under a condition", **who
        ),
        "non_attribution": _("the commission does not give {vacancy} to {household}", **who),
        "inadmissible": _(
            "the commission, asked to give {vacancy} to {household}, finds the request "
            "inadmissible",
            **who,
        ),
        "refused_by_household": _("the household {household} has refused {vacancy}", **who),
    }[decision.decision]
    if decision.rank is not None:
        said = _("{decision}, rank {rank}", decision=said, rank=decision.rank)
    if decision.decided_on is not None:
        said = _("{decision}, on {day}", decision=said, day=day(decision.decided_on))
    if decision.reason:
        said = _("{decision} (reason given: “{reason}”)", decision=said, reason=decision.reason)
    return said


def settled_words(decision: DecisionFact) -> str:
    """Return the decision that settles a household or a dwelling, as a sentence."""
    return _("Decision that every plan keeps: {decision}.", decision=decision_words(decision))
