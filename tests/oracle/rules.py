"""Which pairs may be, and how each may be charged: one household and one dwelling at a time.

Contract, sections 1 (decisions) and 2 (charging, eligibility).
"""

import math
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from tests.oracle.cells import World, category_persons, contingent_matches, dwelling_matches, rooms
from tests.oracle.reading import Row

RULES = (
    "active",
    "typology",
    "surface",
    "ceiling",
    "effort",
    "commune",
    "accessible",
    "contingent",
    "decision",
)
FIXING = frozenset({"attribution", "attribution_ranked", "attribution_conditional"})


class Way(NamedTuple):
    """How an attribution is charged: contingent (``""`` nobody) and transfer (``""`` none)."""

    contingent: str
    transfer: str


class Decided(NamedTuple):
    """The pairs that decisions fix and those they forbid, as (household, vacancy)."""

    fixed: frozenset[tuple[str, str]]
    forbidden: frozenset[tuple[str, str]]


# --- decisions -----------------------------------------------------------------------------------


def decided(decisions: Iterable[Row]) -> Decided:
    """Return what the latest decisions fix or forbid; of one day, the later row is the latest."""
    latest: dict[tuple[str, str], Row] = {}
    for row in decisions:
        pair = (row["household"], row["vacancy"])
        known = latest.get(pair)
        if known is None or row.get("decided_on", "") >= known.get("decided_on", ""):
            latest[pair] = row
    fixed, forbidden = set(), set()
    ranked: dict[str, list[tuple[int, str]]] = {}
    for (household, vacancy), row in latest.items():
        if row["decision"] == "attribution_ranked":
            ranked.setdefault(vacancy, []).append((int(row["rank"]), household))
        elif row["decision"] in FIXING:
            fixed.add((household, vacancy))
        else:
            forbidden.add((household, vacancy))
    fixed |= {(min(candidates)[1], vacancy) for vacancy, candidates in ranked.items()}
    return Decided(frozenset(fixed), frozenset(forbidden))


# --- charging ------------------------------------------------------------------------------------


def ways(world: World, household: str, vacancy: str, *, fixed: bool = False) -> list[Way]:
    """Every way of charging this pair; to a fixed one its dwelling's own contingent is open."""
    if world.scenario.get("contingents", {}).get("mode", "stock") == "flow":
        return _ways_in_flow(world, household, vacancy)
    own = world.vacancies[vacancy]["contingent"]
    found = []
    if (
        not own
        or fixed
        or not rule_is_on(world, "contingents")
        or is_open(world, own, household, vacancy)
    ):
        found.append(Way(own, ""))
    if own:
        for transfer in world.scenario.get("contingents", {}).get("transfers", []):
            if contingent_matches(world, transfer["from"], own) and dwelling_matches(
                world, transfer.get("where", {}), vacancy
            ):
                found += [
                    Way(other, transfer["id"])
                    for other in world.contingents
                    if other != own
                    and contingent_matches(world, transfer["to"], other)
                    and is_open(world, other, household, vacancy)
                    and receives(world, other, vacancy)
                ]
    return found


def _ways_in_flow(world: World, household: str, vacancy: str) -> list[Way]:
    found = [c for c in world.contingents if is_open(world, c, household, vacancy)]
    if not rule_is_on(world, "contingents"):
        own = world.vacancies[vacancy]["contingent"]
        if own and own not in found:
            found.append(own)
    landlords = [c for c in found if world.contingents[c]["kind"] == "bailleur"]
    nobody = [] if landlords else [""]
    return [Way(c, "") for c in nobody + [c for c in found if receives(world, c, vacancy)]]


def is_open(world: World, contingent: str, household: str, vacancy: str) -> bool:
    """Whether a contingent may propose the household for the dwelling."""
    row = world.contingents[contingent]
    if row["kind"] == "bailleur":
        return row["bailleur"] in {"", world.of_dwelling(vacancy, "bailleur").text}
    return contingent in world.of_household(household, "contingents").items


def receives(world: World, contingent: str, vacancy: str) -> bool:
    """Whether a contingent may receive here: one of kind ``commune`` only in its own commune."""
    row = world.contingents[contingent]
    return row["kind"] != "commune" or row["commune"] in {
        "",
        world.of_dwelling(vacancy, "commune").text,
    }


def transfer_caps(world: World) -> dict[tuple[str, str], int]:
    """Return how many attributions a transfer allows, by (transfer, contingent it takes from)."""
    caps = {}
    for transfer in world.scenario.get("contingents", {}).get("transfers", []):
        for contingent in world.contingents:
            if contingent_matches(world, transfer["from"], contingent):
                dwellings = sum(
                    world.vacancies[vacancy]["contingent"] == contingent
                    and dwelling_matches(world, transfer.get("where", {}), vacancy)
                    for vacancy in world.period_dwellings
                )
                caps[transfer["id"], contingent] = math.floor(
                    Fraction(transfer.get("max_share", 1)) * dwellings
                )
    return caps


# --- eligibility ---------------------------------------------------------------------------------


def rule_is_on(world: World, key: str) -> bool:
    """Whether a switch of ``[eligibility]`` is on; three of them are off where missing."""
    off_where_missing = {"typology", "ceilings", "max_effort"}
    return world.scenario.get("eligibility", {}).get(key, key not in off_where_missing) is not False


def refusals(
    world: World, household: str, vacancy: str, forbidden: frozenset[tuple[str, str]]
) -> list[str]:
    """Return the rules that refuse this pair, each by itself, in the order of the contract."""
    allowed = {
        "active": is_active(world, household, vacancy),
        "typology": not rule_is_on(world, "typology") or typology_fits(world, household, vacancy),
        "surface": not rule_is_on(world, "surface") or surface_suffices(world, household, vacancy),
        "ceiling": not rule_is_on(world, "ceilings") or under_ceiling(world, household, vacancy),
        "effort": not rule_is_on(world, "max_effort")
        or effort_is_bearable(world, household, vacancy),
        "commune": not rule_is_on(world, "communes")
        or commune_is_wanted(world, household, vacancy),
        "accessible": not rule_is_on(world, "accessible")
        or access_is_possible(world, household, vacancy),
        "contingent": bool(ways(world, household, vacancy)),
        "decision": (household, vacancy) not in forbidden,
    }
    return [rule for rule in RULES if not allowed[rule]]


def is_active(world: World, household: str, vacancy: str) -> bool:
    """Return the household is active and the dwelling is one of the period."""
    return world.of_household(household, "active").truth and vacancy in world.period_dwellings


def typology_fits(world: World, household: str, vacancy: str) -> bool:
    """Rooms lie between the smallest and the largest of the grid, or of the household itself."""
    persons = int(world.of_household(household, "persons").text)
    row = max(
        (row for row in world.files.grid if row["persons"] <= persons),
        key=lambda row: row["persons"],
    )
    smallest = world.of_household(household, "typology_min").text or row["smallest"]
    largest = world.of_household(household, "typology_max").text or row["largest"]
    return rooms(smallest) <= rooms(world.vacancies[vacancy]["typology"]) <= rooms(largest)


def surface_suffices(world: World, household: str, vacancy: str) -> bool:
    """Return the legal minimum: 9 m² for one person, 16 for two, 9 each more, 70 from eight."""
    legal = {1: 9, 2: 16, 3: 25, 4: 34, 5: 43, 6: 52, 7: 61}
    persons = int(world.of_household(household, "persons").text)
    return world.of_dwelling(vacancy, "surface").number >= legal.get(persons, 70)


def under_ceiling(world: World, household: str, vacancy: str) -> bool:
    """Return reference income at most the ceiling of the financing, the zone and the category."""
    row = world.households[household]
    zone = world.of_dwelling(vacancy, "ceiling_zone").text
    ceiling = next(
        ceiling
        for ceiling in world.files.ceilings
        if ceiling["financing"] == world.vacancies[vacancy]["financing"] and ceiling["zone"] == zone
    )
    counted = int(row["persons"]) if row["given_category"] else category_persons(row)
    amount = ceiling["amounts"][int(row["ceiling_category"]) - 1] + ceiling["extra"] * max(
        0, counted - 6
    )
    return Fraction(row["reference_income"]) <= Fraction(amount)


def effort_is_bearable(world: World, household: str, vacancy: str) -> bool:
    """Rent and charges less APL at most ``max_effort`` times the income."""
    income = world.of_household(household, "monthly_income").number
    return (
        to_pay(world, household, vacancy)
        <= Fraction(world.scenario["eligibility"]["max_effort"]) * income
    )


def commune_is_wanted(world: World, household: str, vacancy: str) -> bool:
    """Return the dwelling's commune is listed, or the household goes anywhere."""
    wanted = world.of_household(household, "communes").items
    return not wanted or world.of_dwelling(vacancy, "commune").text in wanted


def access_is_possible(world: World, household: str, vacancy: str) -> bool:
    """Return the dwelling is accessible where the household needs it."""
    return (
        not world.of_household(household, "accessible").truth
        or world.of_dwelling(vacancy, "accessible").truth
    )


# --- what is paid --------------------------------------------------------------------------------


def to_pay(world: World, household: str, vacancy: str) -> Fraction:
    """Rent and charges less APL, euros a month."""
    rent = world.of_dwelling(vacancy, "rent").number
    charges = world.of_dwelling(vacancy, "charges").number
    return rent + charges - apl(world, household, vacancy)


def apl(world: World, household: str, vacancy: str) -> Fraction:
    """Return the housing benefit, euros a month; nothing where the scenario names no ``apl``."""
    if world.scenario.get("eligibility", {}).get("apl", "none") == "none":
        return Fraction(0)
    row = world.households[household]
    persons, couple = int(row["persons"]), int(row["adults"]) >= 2
    return apl_2026(
        world.of_dwelling(vacancy, "rent").number,
        Fraction(row["monthly_income"]),
        dependants=persons - (2 if couple else 1),
        couple=couple,
        zone=int(world.of_dwelling(vacancy, "apl_zone").text),
    )


@cache
def apl_2026(
    rent: Fraction, monthly_income: Fraction, *, dependants: int, couple: bool, zone: int
) -> Fraction:
    """Return the closed form of January 2026, exact, rounded down to the cent.

    RL is rounded to five decimals, halves up; nothing else is rounded on the way.
    """
    counted = min(rent, _rent_cap(zone, dependants, couple=couple))
    charges = Fraction("60.59") + Fraction("13.74") * dependants
    ratio = Fraction(
        math.floor(counted / _rent_cap(2, dependants, couple=couple) * 100000 + Fraction(1, 2)),
        100000,
    )
    rate = Fraction(0)
    if ratio > Fraction("0.45"):
        rate += Fraction("0.0045") * (min(ratio, Fraction("0.75")) - Fraction("0.45"))
    if ratio > Fraction("0.75"):
        rate += Fraction("0.0068") * (ratio - Fraction("0.75"))
    resources = 12 * Fraction("0.9") * monthly_income
    base, allowance = _family(dependants, couple=couple)
    least = max(Fraction("0.085") * (counted + charges), Fraction("39.56"))
    share = least + (base + rate) * max(Fraction(0), resources - allowance)
    benefit = max(Fraction(0), counted + charges - share - 5)
    return Fraction(0) if benefit < 10 else Fraction(math.floor(benefit * 100), 100)


def _rent_cap(zone: int, dependants: int, *, couple: bool) -> Fraction:
    alone, pair, one, more = {
        1: ("333.14", "401.78", "454.10", "65.89"),
        2: ("290.34", "355.38", "399.89", "58.21"),
        3: ("272.12", "329.88", "369.88", "53.01"),
    }[zone]
    if dependants:
        return Fraction(one) + Fraction(more) * (dependants - 1)
    return Fraction(pair if couple else alone)


def _family(dependants: int, *, couple: bool) -> tuple[Fraction, Fraction]:
    """TF, as a part of one, and R0, euros a year."""
    if not dependants:
        return (
            (Fraction("0.0315"), Fraction(7501)) if couple else (Fraction("0.0283"), Fraction(5235))
        )
    bases = ("2.70", "2.38", "2.01", "1.85", "1.79", "1.73")
    allowances = (8947, 9148, 9498, 9851, 10202, 10554)
    beyond = max(0, dependants - 6)
    known = min(dependants, 6) - 1
    return (
        Fraction(bases[known]) / 100 - Fraction("0.0006") * beyond,
        Fraction(allowances[known] + 346 * beyond),
    )
