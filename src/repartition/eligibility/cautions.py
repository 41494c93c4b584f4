"""What a commission should know of the pairs it has fixed, or is offered, in spite of a rule."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from repartition.domain.instance import Instance
from repartition.eligibility.charging import Charging, resolve_charging_undecided
from repartition.eligibility.rules import RULES, Rows, nobody_to_charge, refusals
from repartition.errors import Fault
from repartition.language import _

_TABLE: Final = "decisions"
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
        _kept_in_spite(asking[household], dwellings[vacancy], rules)
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
    return [
        Fault(
            file=_TABLE,
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


def _kept_in_spite(household: str, vacancy: str, rules: tuple[str, ...]) -> Fault:
    return Fault(
        file=_TABLE,
        column="vacancy",
        value=vacancy,
        problem=_(
            "a decision gives it to household {household}, whom these rules refuse there: {rules}",
            household=household,
            rules=", ".join(rules),
        ),
        remedy=_("it stays in the plan; take the decision out if it is a mistake"),
    )
