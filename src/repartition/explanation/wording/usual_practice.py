"""Sentences about the turns of usual practice."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from repartition.explanation.facts.usual_practice import Cause, Turn
from repartition.explanation.wording.amounts import points, sentence
from repartition.explanation.wording.section import Section
from repartition.language import _, n_, whole

_TURNS_SHOWN: Final = 5


def turns_section(turns: Sequence[Turn]) -> Section:
    """Return what a household met at the turns of the dwellings it did not get."""
    order = _(
        "Usual practice: one dwelling after the other, by date, each to the household that has the "
        "most points, then the longest wait, then the smallest number in the public draw."
    )
    head = n_(
        "{number} dwelling open to it went to nobody, or to another household: {counts}.",
        "{number} dwellings open to it went to nobody, or to other households: {counts}.",
        len(turns),
        counts=_("; ").join(_counted(turns)),
    )
    met = [turn for turn in turns if turn.cause in {"behind", "passed_over"}]
    # Those it was nearest to getting; what it was passed over for says most.
    nearest = sorted(met, key=lambda turn: turn.places_behind or 0)[:_TURNS_SHOWN]
    lead = [_("Those it came nearest to:")] if nearest else []
    items = [sentence(turn_words(turn)) for turn in nearest]
    return Section.of(_("Whose turn it was"), [order, head, *lead], items)


def turn_words(turn: Turn) -> str:
    """Return what a household met when the turn of a dwelling came."""
    values = {"vacancy": turn.vacancy, "place": turn.place, "household": turn.household}
    match turn.cause:
        case "not_freed":
            return _("{vacancy} was never freed", vacancy=turn.vacancy)
        case "had_one":
            return _(
                "at the turn of {vacancy} (number {place}), {household} already had {had}",
                had=turn.had,
                **values,
            )
        case "behind":
            return _(
                "at the turn of {vacancy} (number {place}), {served} came first: {reason}",
                vacancy=turn.vacancy,
                place=turn.place,
                served=turn.served,
                reason=criterion_words(turn),
            )
        case "passed_over":
            return _(
                "at the turn of {vacancy} (number {place}), {household} was passed over: every way "
                "of charging it would have gone over a target or a transfer",
                **values,
            )


def criterion_words(turn: Turn) -> str:
    """Return by what the household served came first."""
    served, asked = turn.values or ("", "")
    values = {"served": served, "asked": asked}
    if turn.by in {"waiting_days", "lottery"}:
        values = {"served": whole(int(served)), "asked": whole(int(asked))}
    elif turn.by == "points":
        values = {"served": points(served), "asked": points(asked)}
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


def _counted(turns: Sequence[Turn]) -> Iterator[str]:
    """Yield what happened at how many turns."""
    counts = Counter(turn.cause for turn in turns)
    words: dict[Cause, str] = {
        "behind": _("another household came first ({number})", number=whole(counts["behind"])),
        "had_one": _("it already had a dwelling ({number})", number=whole(counts["had_one"])),
        "passed_over": _(
            "it was passed over, a target or a transfer being full ({number})",
            number=whole(counts["passed_over"]),
        ),
        "not_freed": _("never freed ({number})", number=whole(counts["not_freed"])),
    }
    yield from (said for cause, said in words.items() if counts[cause])
