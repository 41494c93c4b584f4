"""Sentences about two households that could have the same dwelling, in the order that decides."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from repartition.domain.tiers import LOTTERY_TIER
from repartition.explanation.facts.comparison import Contest, TierComparison, TierStanding
from repartition.explanation.wording.lexicon import Lexicon
from repartition.explanation.wording.objectives import objective
from repartition.language import _, n_, whole
from repartition.report.labels import tier_name
from repartition.report.numerals import number

ATTRIBUTIONS: Final = "attributions"
"""The measure that says of each attribution only whether it counts."""


def standing_words(lexicon: Lexicon, found: TierStanding) -> str:
    """Return what one objective says of an attribution, beside what others would count."""
    if found.measure != ATTRIBUTIONS:
        value = number(Fraction(found.value))
    else:
        value = _("it counts") if found.value else _("it does not count")
    return _(
        "{objective}: {value}; better: {better}, equal: {equal}, worse: {worse}",
        objective=objective(lexicon, found.tier),
        value=value,
        better=whole(found.better),
        equal=whole(found.equal),
        worse=whole(found.worse),
    )


def comparison_words(lexicon: Lexicon, found: TierComparison, asked: str, rival: str) -> str:
    """Return what one objective makes of two households, and which it is for."""
    return _(
        "{objective}: {values}. In favour of {favoured}.",
        objective=objective(lexicon, found.tier),
        values=_against(found, asked, rival),
        favoured=asked if found.favours == "asked" else rival,
    )


def told_comparisons(comparison: Sequence[TierComparison]) -> list[TierComparison]:
    """Return the objectives that tell two households apart; the draw only where nothing else does.

    In their order of importance.
    """
    differing = [found for found in comparison if found.favours != "neither"]
    return [found for found in differing if found.tier != LOTTERY_TIER] or differing


def grouped_contests(lexicon: Lexicon, contests: Sequence[Contest]) -> Iterator[str]:
    """Yield who has the dwellings a household could have had, by the objective that decides."""
    for tier in dict.fromkeys(_tiers_in_order(lexicon, contests)):
        lost = [
            c for c in contests if c.favours == "rival" and c.decisive and c.decisive.tier == tier
        ]
        if lost:
            yield _lost(lexicon, tier, lost)
    ahead = [contest for contest in contests if contest.favours == "asked"]
    if ahead:
        yield _ahead(lexicon, ahead)
    equal = [contest for contest in contests if contest.favours == "neither"]
    if equal:
        yield n_(
            "{number} goes to a household that no objective tells apart from this one.",
            "{number} go to households that no objective tells apart from this one.",
            len(equal),
        )


def candidate_words(contest: Contest) -> str:
    """Return how a candidate compares with the household that has the dwelling."""
    decisive = contest.decisive
    if decisive is None:
        return _("no objective tells it apart from {household}", household=contest.rival)
    values = _against(decisive, contest.asked, contest.rival)
    if contest.favours == "rival":
        return _(
            "comes after {household} by “{objective}”: {values}",
            household=contest.rival,
            objective=tier_name(decisive.tier),
            values=values,
        )
    return _(
        "taken alone, comes before {household} by “{objective}” ({values}), but the plan as a "
        "whole is better as it is: ask about the pair for what it would cost",
        household=contest.rival,
        objective=tier_name(decisive.tier),
        values=values,
    )


def _against(found: TierComparison, asked: str, rival: str) -> str:
    """Return what giving a dwelling to each of two households counts in one objective."""
    if found.measure != ATTRIBUTIONS:
        return _(
            "{asked} for {asked_household}, {rival} for {rival_household}",
            asked=number(Fraction(found.asked)),
            asked_household=asked,
            rival=number(Fraction(found.rival)),
            rival_household=rival,
        )
    counts, other = (asked, rival) if found.asked else (rival, asked)
    return _("{household} counts, {other} does not", household=counts, other=other)


def _tiers_in_order(lexicon: Lexicon, contests: Sequence[Contest]) -> list[str]:
    found = {contest.decisive.tier for contest in contests if contest.decisive}
    order = [each.id for each in lexicon.scenario.objectives]
    return sorted(found, key=lambda tier: order.index(tier) if tier in order else len(order))


def _lost(lexicon: Lexicon, tier: str, contests: Sequence[Contest]) -> str:
    closest = min(contests, key=_gap)
    assert closest.decisive is not None  # they were chosen by it
    values = {
        "objective": objective(lexicon, tier),
        "vacancy": closest.vacancy,
        "values": _against(closest.decisive, closest.asked, closest.rival),
    }
    if closest.decisive.measure == ATTRIBUTIONS:  # one counts, the other does not: no nearer one
        return n_(
            "{number} to a household that comes before it, by {objective}: {vacancy}, where "
            "{values}.",
            "{number} to households that come before it, by {objective}: for instance {vacancy}, "
            "where {values}.",
            len(contests),
            **values,
        )
    return n_(
        "{number} to a household that comes before it, by {objective}: {vacancy}, {values}.",
        "{number} to households that come before it, by {objective}: the closest, {vacancy}, "
        "{values}.",
        len(contests),
        **values,
    )


def _ahead(lexicon: Lexicon, contests: Sequence[Contest]) -> str:
    first = contests[0]
    assert first.decisive is not None  # somebody is ahead
    return n_(
        "{number} to a household that, taken alone, comes after it ({vacancy}, by {objective}: "
        "{values}), but the plan as a whole is better so: ask about the pair for what it would "
        "cost.",
        "{number} to households that, taken alone, come after it (for instance {vacancy}, by "
        "{objective}: {values}), but the plan as a whole is better so: ask about the pair for what "
        "it would cost.",
        len(contests),
        vacancy=first.vacancy,
        objective=objective(lexicon, first.decisive.tier),
        values=_against(first.decisive, first.asked, first.rival),
    )


def _gap(contest: Contest) -> tuple[Decimal, str]:
    decisive = contest.decisive
    assert decisive is not None  # they were chosen by it
    return abs(decisive.asked - decisive.rival), contest.vacancy
