"""Sentences about the turns of usual practice."""

from repartition.explanation.facts.usual_practice import Turn
from repartition.language import _


def turn_words(turn: Turn) -> str:
    """Return what a household met when the turn of a dwelling came."""
    match turn.cause:
        case "not_freed":
            return _("{vacancy} was never freed", vacancy=turn.vacancy)
        case "had_one":
            return _(
                "when the turn of {vacancy} came ({place}), {household} already had {had}",
                vacancy=turn.vacancy,
                place=turn.place,
                household=turn.household,
                had=turn.had,
            )
        case "behind":
            return _(
                "when the turn of {vacancy} came ({place}), {served} came first: {reason}",
                vacancy=turn.vacancy,
                place=turn.place,
                served=turn.served,
                reason=_criterion(turn),
            )
        case "passed_over":
            return _(
                "when the turn of {vacancy} came ({place}), {household} was passed over: every way "
                "of charging it would have gone over a target or a transfer",
                vacancy=turn.vacancy,
                place=turn.place,
                household=turn.household,
            )


def _criterion(turn: Turn) -> str:
    served, asked = turn.values or ("", "")
    values = {"served": served, "asked": asked}
    return {
        "points": _("{served} points against {asked}", **values),
        "waiting_days": _("as many points, and {served} days of waiting against {asked}", **values),
        "lottery": _(
            "as many points, as long a wait, and number {served} in the public draw against "
            "{asked}, the smallest first",
            **values,
        ),
        "household": _("equal in everything, and first by identifier"),
        None: "",
    }[turn.by]
