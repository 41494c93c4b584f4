"""Counts of households for whom two plans differ, and of those the limit of effort keeps out."""

from dataclasses import dataclass

import numpy as np

from repartition.audit.access import refused_by
from repartition.audit.names import Names
from repartition.audit.outcome import Outcome
from repartition.report.difference import Attributions, Difference, compare
from repartition.report.figures.offers import Offers, offers
from repartition.report.figures.places import fragile_vacancies
from repartition.report.public.groups import HOUSED, WAITING, complement, group_key
from repartition.report.public.ledger import Ledger
from repartition.report.public.places import BEFORE, PLAN, place_key
from repartition.report.publication import Key
from repartition.report.sides import Side, Subject

_OF_OFFERS = ("same-commune", "other-commune", "without")
_OF_CHANGES = ("same", "moved", "gained", "lost")


@dataclass(frozen=True, slots=True)
class Moves:
    """What became of households from one plan to another.

    Attributes
    ----------
    kept_out
        Those moved out of fragile programmes, ACI and others; None where the two plans do not speak
        of the same dwellings and households.
    changes
        Whose attribution changed; None where nothing but usual practice is compared with.
    """

    kept_out: dict[str, Offers] | None
    changes: Difference | None


def offer_key(who: str, what: str) -> Key:
    """Return what a count of those kept out of fragile programmes is called."""
    return ("offers", who, what)


def change_key(what: str) -> Key:
    """Return what a count of changed attributions is called."""
    return ("changes", what)


def effort_key(group: str) -> Key:
    """Return what a count of those kept out by the limit of effort alone is called."""
    return ("effort", group)


def count_moves(ledger: Ledger, subject: Subject) -> Moves:
    """Write down who is moved, gained and lost, and how that ties the two plans."""
    before, after = subject.before, subject.after
    if before is None:
        return Moves(None, None)
    kept_out = None
    if _are_alike(before, after):
        sides = (before.instance, before.plan), (after.instance, after.plan)
        kept_out = {"aci": offers(*sides, aci=True), "other": offers(*sides, aci=False)}
        for who, found in kept_out.items():
            count_offers(ledger, who, found)
    changes = None
    if subject.other is not None:
        plans = (
            Attributions.of_plan(side.instance, side.plan).vacancy_of for side in subject.sides
        )
        changes = compare(*plans)
        count_changes(ledger, changes)
        if kept_out is not None:
            tie_offers_to_changes(ledger)
    return Moves(kept_out, changes)


def count_effort(ledger: Ledger, outcome: Outcome) -> bool:
    """Write down whom the limit of effort alone keeps out; return whether there is such a limit."""
    if outcome.instance.scenario.eligibility.max_effort is False:
        return False
    rules = refused_by(outcome.instance, outcome.charging, outcome.pairs)
    effort = next(exclusion for exclusion in rules if exclusion.rule == "effort")
    every = ledger.count(effort_key("all"), effort.households["all"])
    aci = ledger.count(effort_key("aci"), effort.households["aci"])
    other = ledger.rest(every, [aci], name=effort_key("other"))
    for waiting, kept_out in (
        (group_key(PLAN, WAITING, "all"), every),
        (group_key(PLAN, WAITING, "aci"), aci),
        (complement(PLAN, WAITING, "aci"), other),
    ):
        # Who has no dwelling open to him waits.
        ledger.rest(waiting, [kept_out], name=(*kept_out, "not"))
    return True


def _are_alike(before: Side, after: Side) -> bool:
    """Return whether two plans speak of the same households and the same fragile dwellings."""
    if before.instance is after.instance:
        return True
    was, now = before.instance, after.instance
    names = Names.of(was), Names.of(now)
    return (
        names[0].household == names[1].household
        and names[0].vacancy == names[1].vacancy
        and np.array_equal(was.households.aci, now.households.aci)
        and np.array_equal(fragile_vacancies(was), fragile_vacancies(now))
    )


def count_offers(ledger: Ledger, who: str, found: Offers) -> None:
    """Write down those kept out of fragile programmes, who stays there, and who comes."""
    kept_out = ledger.count(offer_key(who, "kept-out"), found.kept_out)
    numbers = (found.same_commune, found.other_commune, found.without)
    parts = [
        ledger.count(offer_key(who, what), number)
        for what, number in zip(_OF_OFFERS, numbers, strict=True)
    ]
    ledger.sum(kept_out, parts)
    was, now = (place_key(side, f"{who}-fragile") for side in (BEFORE, PLAN))
    stays = ledger.rest(was, [kept_out], name=offer_key(who, "stays"))
    ledger.rest(now, [stays], name=offer_key(who, "comes"))


def count_changes(ledger: Ledger, found: Difference) -> None:
    """Write down how many keep their dwelling, move, gain and lose one."""
    numbers = (found.same, len(found.moved), len(found.gained), len(found.lost))
    same, moved, gained, lost = (
        ledger.count(change_key(what), number)
        for what, number in zip(_OF_CHANGES, numbers, strict=True)
    )
    changed = ledger.count(change_key("changed"), len(found.moved) + len(found.gained))
    ledger.sum(changed, [moved, gained])
    ledger.sum(group_key(PLAN, HOUSED, "all"), [same, changed])
    ledger.sum(group_key(BEFORE, HOUSED, "all"), [same, moved, lost])


def tie_offers_to_changes(ledger: Ledger) -> None:
    """Say that those kept out have moved, or lost their dwelling."""
    for what, kinds in (("moved", _OF_OFFERS[:2]), ("lost", _OF_OFFERS[2:])):
        parts = [offer_key(who, kind) for who in ("aci", "other") for kind in kinds]
        ledger.rest(change_key(what), parts, name=change_key(f"{what}-elsewhere"))
