"""Sentences about two households that could have the same dwelling, in the order that decides."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from repartition.domain.scenario import Scenario
from repartition.explanation.facts.comparison import Contest, TierComparison, TierStanding
from repartition.explanation.wording.objectives import objective
from repartition.language import _, n_
from repartition.report.numerals import number

ATTRIBUTIONS: Final = "attributions"


def against(found: TierComparison, first: str, second: str) -> str:
    """Return what an objective makes of two households, the one asked about first."""
    return _(
        "{first}; {second}",
        first=_value(found.measure, found.asked, first),
        second=_value(found.measure, found.rival, second),
    )


def _value(measure: str, value: Decimal, household: str) -> str:
    """Return what giving a dwelling to a household counts in one objective."""
    if measure == ATTRIBUTIONS:
        counts = _("{household} counts", household=household)
        return counts if value else _("{household} does not count", household=household)
    return _("{household}: {value}", household=household, value=number(Fraction(value)))


def standing_words(scenario: Scenario, found: TierStanding) -> str:
    """Return what one objective says of an attribution, beside what others would count."""
    return _(
        "{objective}: {value}; {better} would be better, {equal} equal, {worse} worse",
        objective=objective(scenario, found.tier),
        value=_standing_value(found),
        better=found.better,
        equal=found.equal,
        worse=found.worse,
    )


def _standing_value(found: TierStanding) -> str:
    if found.measure == ATTRIBUTIONS:
        return _("it counts") if found.value else _("it does not count")
    return number(Fraction(found.value))


def grouped_contests(scenario: Scenario, contests: Sequence[Contest]) -> Iterator[str]:
    """Yield who has the dwellings a household could have had, by the objective that decides."""
    for tier in dict.fromkeys(_tiers_in_order(scenario, contests)):
        lost = [
            c for c in contests if c.favours == "rival" and c.decisive and c.decisive.tier == tier
        ]
        if lost:
            yield _lost(scenario, tier, lost)
    ahead = [contest for contest in contests if contest.favours == "asked"]
    if ahead:
        yield _ahead(scenario, ahead)
    equal = [contest for contest in contests if contest.favours == "neither"]
    if equal:
        yield n_(
            "{number} goes to a household that no objective tells apart from this one.",
            "{number} go to households that no objective tells apart from this one.",
            len(equal),
        )


def candidate_contest(contest: Contest) -> str:
    """Return how a candidate compares with the household that has the dwelling."""
    decisive = contest.decisive
    if decisive is None:
        return _("no objective tells it apart from {household}", household=contest.rival)
    values = {
        "objective": decisive.tier,
        "values": against(decisive, contest.asked, contest.rival),
    }
    if contest.favours == "rival":
        return _("would do less well in “{objective}”: {values}", **values)
    return _(
        "taken alone, would do better in “{objective}” ({values}), but the plan as a whole would "
        "not: ask about the pair for what it would cost",
        **values,
    )


def _tiers_in_order(scenario: Scenario, contests: Sequence[Contest]) -> list[str]:
    found = {contest.decisive.tier for contest in contests if contest.decisive}
    order = [each.id for each in scenario.objectives]
    return sorted(found, key=lambda tier: order.index(tier) if tier in order else len(order))


def _lost(scenario: Scenario, tier: str, contests: Sequence[Contest]) -> str:
    closest = min(contests, key=_gap)
    assert closest.decisive is not None  # they were chosen by it
    values = {"objective": objective(scenario, tier), "vacancy": closest.vacancy}
    decisive = closest.decisive
    if decisive.measure == ATTRIBUTIONS and decisive.maximise:  # one counts, the other does not
        return n_(
            "{number} goes to a household that counts in {objective}, where this one does not "
            "({vacancy}, to {rival}).",
            "{number} go to households that count in {objective}, where this one does not (for "
            "instance {vacancy}, to {rival}).",
            len(contests),
            rival=closest.rival,
            **values,
        )
    return n_(
        "{number} goes to a household that does better in {objective}. {vacancy}: {values}.",
        "{number} go to households that do better in {objective}. The closest, {vacancy}: "
        "{values}.",
        len(contests),
        values=against(decisive, closest.asked, closest.rival),
        **values,
    )


def _ahead(scenario: Scenario, contests: Sequence[Contest]) -> str:
    first = contests[0]
    assert first.decisive is not None  # somebody is ahead
    return n_(
        "{number} goes to a household that, alone, would do less well ({vacancy}, in {objective}: "
        "{values}): the plan as a whole does better so. Ask about the pair for what it would cost.",
        "{number} go to households that, alone, would do less well (for instance {vacancy}, in "
        "{objective}: {values}): the plan as a whole does better so. Ask about the pair for what "
        "it would cost.",
        len(contests),
        vacancy=first.vacancy,
        objective=objective(scenario, first.decisive.tier),
        values=against(first.decisive, first.asked, first.rival),
    )


def _gap(contest: Contest) -> tuple[Decimal, str]:
    decisive = contest.decisive
    assert decisive is not None  # they were chosen by it
    return abs(decisive.asked - decisive.rival), contest.vacancy
