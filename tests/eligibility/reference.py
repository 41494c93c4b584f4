"""A slow second writing of the rules, one pair at a time, on exact fractions of euros.

It reads the rows the factories take, never the arrays of the program.
"""

from datetime import date
from fractions import Fraction as F  # noqa: N817 - it stands before every number here
from math import floor

from tests.factories import END, Row

CAPS = {1: ("333.14", "401.78", "454.10", "65.89"), 2: ("290.34", "355.38", "399.89", "58.21"),
        3: ("272.12", "329.88", "369.88", "53.01")}  # fmt: skip
RATES = ("2.70", "2.38", "2.01", "1.85", "1.79", "1.73")
ALLOWANCES = (8947, 9148, 9498, 9851, 10202, 10554)
SURFACES = {1: 9, 2: 16, 3: 25, 4: 34, 5: 43, 6: 52, 7: 61}
GRID = {1: (1, 2), 2: (2, 3), 3: (3, 4), 4: (3, 4), 5: (4, 5), 6: (5, 99)}
CEILINGS = {"PLAI": ((11006, 16036, 19283, 21457, 25105, 28292), 3155),
            "PLUS": ((20013, 26725, 32140, 38800, 45643, 51440), 5738)}  # fmt: skip


def benefit(rent: F, monthly_income: F, *, persons: int = 1, adults: int = 1, zone: int = 2) -> F:
    """Return the APL of January 2026 in euros, as the closed form says it, term by term."""
    couple = adults >= 2
    dependants = max(persons - (2 if couple else 1), 0)
    counted = min(rent, _cap(zone, dependants, couple))
    charges = F("60.59") + F("13.74") * dependants
    ratio = F(floor(counted / _cap(2, dependants, couple) * 10**5 + F(1, 2)), 10**5)
    least = max(F("0.085") * (counted + charges), F("39.56"))
    family_rate, allowance = _family(dependants, couple)
    above = max(F(0), 12 * F("0.9") * monthly_income - allowance)
    participation = least + (family_rate + rent_rate(ratio)) * above
    amount = max(F(0), counted + charges - participation - 5)
    return F(floor(amount * 100), 100) if amount >= 10 else F(0)


def rent_rate(ratio: F) -> F:
    """Return TL: 0.45 % of the bracket from 0.45 to 0.75, 0.68 % of what lies above."""
    if ratio < F("0.45"):
        return F(0)
    if ratio <= F("0.75"):
        return F("0.0045") * (ratio - F("0.45"))
    return F("0.0045") * F("0.30") + F("0.0068") * (ratio - F("0.75"))


def _cap(zone: int, dependants: int, couple: bool) -> F:
    alone, pair, one, more = (F(text) for text in CAPS[zone])
    if dependants == 0:
        return pair if couple else alone
    return one + more * (dependants - 1)


def _family(dependants: int, couple: bool) -> tuple[F, F]:
    if dependants == 0:
        return (F("0.0315"), F(7501)) if couple else (F("0.0283"), F(5235))
    if dependants <= 6:
        return F(RATES[dependants - 1]) / 100, F(ALLOWANCES[dependants - 1])
    beyond = dependants - 6
    return max(F(0), F("0.0173") - F("0.0006") * beyond), F(10554 + 346 * beyond)


def refused(household: Row, vacancy: Row, commune: Row, *, max_effort: F | None) -> set[str]:
    """Return the rules that refuse a pair, the contingents and the decisions left aside."""
    persons, rooms = household["persons"], int(vacancy["typology"][1])
    smallest, largest = GRID[min(persons, 6)]
    if household["typology_min"]:
        smallest = int(household["typology_min"][1])
    if household["typology_max"]:
        largest = int(household["typology_max"][1])
    pays = (
        F(vacancy["rent"])
        + F(vacancy["charges"])
        - benefit(
            F(vacancy["rent"]),
            F(household["monthly_income"]),
            persons=persons,
            adults=household["adults"],
            zone=commune["apl_zone"],
        )
    )
    available = vacancy["available_on"] or date(1, 1, 1)
    wishes = household["communes"]
    found = {
        "active": not household["active"] or available > END,
        "typology": not smallest <= rooms <= largest,
        "surface": F(vacancy["surface"]) < SURFACES.get(persons, 70),
        "ceiling": F(household["reference_income"]) > _ceiling(household, vacancy["financing"]),
        "effort": max_effort is not None and pays > max_effort * F(household["monthly_income"]),
        "commune": bool(wishes) and commune["commune"] not in wishes,
        "accessible": household["accessible"] and not vacancy["accessible"],
    }
    return {rule for rule, holds in found.items() if holds}


def _ceiling(household: Row, financing: str) -> F:
    amounts, extra = CEILINGS[financing]
    counted = household["persons"]
    if not household["ceiling_category"] and household["adults"] == 1 and counted > 1:
        counted += 1
    category = household["ceiling_category"] or min(counted, 6)
    return F(amounts[category - 1] + extra * max(0, counted - 6))
