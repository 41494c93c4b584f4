"""What a commission should know of the pairs it has fixed, or is offered, in spite of a rule."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

import numpy as np

from repartition.domain.instance import Decisions, Instance, SpokenDecision
from repartition.eligibility.charging import Charging, resolve_charging_undecided
from repartition.eligibility.rules import RULES, Rows, nobody_to_charge, refusals
from repartition.eligibility.wording import rule_in_words
from repartition.errors import Fault
from repartition.language import _

_TABLE: Final = "decisions"
_INADMISSIBLE: Final = "inadmissible"
_BLOCK: Final = 64


def fixed_pair_cautions(instance: Instance, charging: Charging) -> list[Fault]:
    """Return one caution for each fixed pair that something speaks against, naming every rule.

    The commission is sovereign: such a pair stays in every plan. The rule ``contingent`` is judged
    as if the pair were not fixed, since a fixed pair can always be charged.
    """
    decisions = instance.decisions
    pairs = zip(decisions.fixed_household.tolist(), decisions.fixed_vacancy.tolist(), strict=True)
    refused = _refused_rules(instance, charging)
    asking = instance.households.table.identifiers()
    dwellings = instance.vacancies.table.identifiers()
    found = [
        _kept_in_spite(
            asking[household],
            dwellings[vacancy],
            rules,
            said=_said_of(decisions, household=household, vacancy=vacancy),
        )
        for (household, vacancy), rules in zip(pairs, refused, strict=True)
        if rules
    ]
    return found + inadmissible_cautions(instance, decisions.fixed_household)


def inadmissible_cautions(instance: Instance, households: Rows) -> list[Fault]:
    """Return one caution for each of these households whose request was found inadmissible.

    It is the request that the commission then refuses, not the pair: to propose the household for
    another dwelling is possible, and suspicious (CCH R441-2-8 d).
    """
    names = instance.households.table.identifiers()
    concerned = np.intersect1d(households, instance.decisions.inadmissible_household)
    said = {
        each.household: each for each in instance.decisions.spoken if each.decision == _INADMISSIBLE
    }
    return [
        _fault(
            said.get(household),
            column="household",
            value=names[household],
            problem=_("it is proposed for a dwelling although its request was found inadmissible"),
            remedy=_("check that the request has been put right, or make the household inactive"),
        )
        for household in concerned.tolist()
    ]


def _refused_rules(instance: Instance, charging: Charging) -> Iterator[tuple[str, ...]]:
    """Yield, for each fixed pair, the rules that refuse it."""
    decisions = instance.decisions
    if not len(decisions.fixed_household):
        return
    undecided = resolve_charging_undecided(instance)
    # In blocks, of which only the diagonal is wanted: n² cells at once would be too many.
    for start in range(0, len(decisions.fixed_household), _BLOCK):
        households = decisions.fixed_household[start : start + _BLOCK]
        vacancies = decisions.fixed_vacancy[start : start + _BLOCK]
        found = refusals(instance, charging, households, vacancies)
        found["contingent"] = nobody_to_charge(undecided, households, vacancies)
        for place in range(len(households)):
            yield tuple(rule for rule in RULES if found[rule][place, place])


def _said_of(decisions: Decisions, *, household: int, vacancy: int) -> SpokenDecision | None:
    """Return the decision on one pair, None where no table says it."""
    place = bisect_left(
        decisions.spoken, (household, vacancy), key=lambda each: (each.household, each.vacancy)
    )
    found = decisions.spoken[place : place + 1]
    return next((s for s in found if (s.household, s.vacancy) == (household, vacancy)), None)


def _fault(
    said: SpokenDecision | None, *, column: str, value: str, problem: str, remedy: str
) -> Fault:
    file, line = (said.file, said.line) if said and said.file else (_TABLE, None)
    return Fault(problem, remedy, file=file, line=line, column=column, value=value)


def _kept_in_spite(
    household: str, vacancy: str, rules: tuple[str, ...], *, said: SpokenDecision | None
) -> Fault:
    return _fault(
        said,
        column="vacancy",
        value=vacancy,
        problem=_(
            "a decision attributes it to household {household}, in spite of these rules: {rules}",
            household=household,
            rules=", ".join(rule_in_words(rule) for rule in rules),
        ),
        remedy=_("this attribution stays in the plan; delete this row if it is a mistake"),
    )
