"""Counts of households by group: they overlap, so what is left of all is a count of its own."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from repartition.audit.access import GroupCount, count_followed
from repartition.report.figures.mix import quartile_mix
from repartition.report.public.ledger import Ledger
from repartition.report.public.places import BEFORE, PLAN, place_key
from repartition.report.publication import Key
from repartition.report.sides import Side, Subject

REQUESTS: Final = "requests"
HOUSED: Final = "housed"
WAITING: Final = "waiting"
_ALIASES: Final = {"all": "attributions", "aci": "aci"}
"""Groups whose households housed are counted by place too: there they have these names."""


def group_key(side: str, measure: str, group: str) -> Key:
    """Return what the count of a group is called: its requests, those housed, those waiting."""
    if measure == HOUSED and group in _ALIASES:
        return place_key(side, _ALIASES[group])
    return (side, measure, "group", group)


def counts_of(side: Side) -> dict[str, GroupCount]:
    """Return every group that is followed, by name."""
    return {count.group: count for count in count_followed(side.instance, side.plan)}


def count_people(ledger: Ledger, side: str, plan: Side) -> None:
    """Write down who asks, who is housed and who waits, group by group, and what ties them."""
    found = counts_of(plan)
    for group, count in found.items():
        requests = ledger.count(group_key(side, REQUESTS, group), count.requests)
        housed = ledger.count(group_key(side, HOUSED, group), count.housed)
        ledger.rest(requests, [housed], name=group_key(side, WAITING, group))
    for measure in (REQUESTS, HOUSED, WAITING):
        _tie_groups(ledger, side, measure, [group for group in found if group != "all"])
    _count_quartiles(ledger, side, plan, found)


def tie_requests(ledger: Ledger, subject: Subject) -> None:
    """Say which groups ask as often in one plan as in the other: one count under two names."""
    for group in counts_of(subject.after):
        was, now = (group_key(side, REQUESTS, group) for side in (BEFORE, PLAN))
        if ledger.knows(was) and ledger.value(was) == ledger.value(now):
            ledger.sum(now, [was])


def _tie_groups(ledger: Ledger, side: str, measure: str, groups: list[str]) -> None:
    """Say what each group leaves of all, and how ACI and DALO households overlap."""

    def key(group: str) -> Key:
        return group_key(side, measure, group)

    for group in groups:
        if (measure, group) != (HOUSED, "aci"):  # the places tell these from the others already
            ledger.rest(key("all"), [key(group)], name=key(f"not-{group}"))
    either = ledger.value(key("all")) - ledger.value(key("neither"))
    both = ledger.value(key("aci")) + ledger.value(key("dalo")) - either
    ledger.count(key("aci-and-dalo"), both)
    ledger.rest(key("aci"), [key("aci-and-dalo")], name=key("aci-only"))
    ledger.rest(key("dalo"), [key("aci-and-dalo")], name=key("dalo-only"))
    ledger.sum(key("all"), [key("neither"), key("aci-only"), key("dalo")])


def _count_quartiles(
    ledger: Ledger, side: str, plan: Side, groups: Mapping[str, GroupCount]
) -> None:
    """Write down the quartiles of those housed in the QPV and outside."""
    if "first_quartile" not in groups:
        return
    column = plan.instance.who_view().column("quartile")
    everybody = column is not None and bool(np.all(column.test(bool)))
    for place in ("true", "false"):
        mix = quartile_mix(plan.instance, plan.plan, inside=place == "true")
        housed = place_key(side, "attributions", "qpv", place)
        if mix is None or not ledger.knows(housed):
            return
        known = quartile_key(side, "known", place)
        ledger.count(known, mix.known)
        if everybody:
            ledger.sum(housed, [known])
        else:
            ledger.rest(housed, [known], name=quartile_key(side, "unknown", place))
        first = ledger.count(quartile_key(side, "first", place), mix.first_quartile)
        ledger.rest(known, [first], name=quartile_key(side, "upper", place))
    firsts = [quartile_key(side, "first", place) for place in ("true", "false")]
    ledger.sum(group_key(side, HOUSED, "first_quartile"), firsts)


def quartile_key(side: str, measure: str, place: str) -> Key:
    """Return what the count of a quartile is called, in the QPV (``true``) or outside."""
    return (side, "quartile", measure, "qpv", place)


def complement(side: str, measure: str, group: str) -> Key:
    """Return what the count of all who are not in a group is called."""
    if (measure, group) == (HOUSED, "aci"):
        return place_key(side, "other")
    return group_key(side, measure, f"not-{group}")
