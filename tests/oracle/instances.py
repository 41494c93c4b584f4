"""Small invented datasets: every column of the contract, present, missing or empty."""

from dataclasses import dataclass

from hypothesis import strategies as st
from tests.oracle import scenarios
from tests.oracle.choosing import Chooser, Drawn, Seeded, chance, pick, some
from tests.oracle.rules import decided
from tests.oracle.writing import Case, Table

COMMUNES = ("37261", "37122", "01234", "37195")
BAILLEURS = ("B1", "B2", "B3")
FINANCINGS = ("PLUS", "PLAI", "PLS")
KINDS = (
    "etat_prioritaires",
    "commune",
    "action_logement",
    "bailleur",
    "commune",
    "etat_agents",
    "epci",
)
DAYS = ("2013-06-01", "2012-01-15", "2014-02-01", "2013-12-31", "2005-07-14")
DECISIONS = (
    "non_attribution",
    "attribution",
    "attribution_ranked",
    "refused_by_household",
    "attribution_conditional",
    "inadmissible",
)
AVAILABLE = ("2014-03-01", "2014-12-31", "2013-11-30", "2015-01-01", "2014-06-30")


@dataclass(frozen=True)
class Size:
    """How many of each, at most; ``exact``: just as many households and vacancies."""

    households: int = 5
    vacancies: int = 5
    programmes: int = 4
    communes: int = 3
    contingents: int = 4
    quotas: int = 4
    exact: bool = False


SMALL = Size()
FULL = Size(exact=True)
TINY = Size(households=3, vacancies=3, programmes=2, communes=2, contingents=2)


@st.composite
def cases(draw: st.DrawFn, size: Size = SMALL) -> Case:
    """Instances that hypothesis shrinks: fewer rows, absent columns, no rules, no quotas."""
    return build(Drawn(draw), size)


def seeded(seed: int, size: Size) -> Case:
    """Return the instance of a seed."""
    return build(Seeded(seed), size)


def build(chooser: Chooser, size: Size) -> Case:
    """Return an instance: the tables first, then a scenario that only names what they have."""
    tables = _tables(chooser, size)
    return scenarios.with_scenario(chooser, tables, size.quotas)


def _tables(chooser: Chooser, size: Size) -> dict[str, Table]:
    communes = _communes(chooser, chooser.integer(1, size.communes))
    programmes = _programmes(chooser, chooser.integer(1, size.programmes), communes)
    contingents = _contingents(chooser, chooser.integer(0, size.contingents), communes)
    least = {True: (size.households, size.vacancies), False: (1, 1)}[size.exact]
    household_ids = _identifiers(chooser, "H", chooser.integer(least[0], size.households))
    vacancy_ids = _identifiers(chooser, "V", chooser.integer(least[1], size.vacancies))
    vacancies = _vacancies(chooser, vacancy_ids, programmes, contingents, household_ids)
    people = _households(chooser, household_ids, programmes, communes, contingents)
    households = _agreeing(
        _table(
            chooser,
            people,
            ("household", "persons", "reference_income", "monthly_income", "aci", "requested_on"),
        )
    )
    tables = {
        "communes": _table(chooser, communes, ("commune", "name", "contrat_de_ville")),
        "programmes": _table(
            chooser, programmes, ("programme", "bailleur", "commune", "fragility", "name")
        ),
        "vacancies": _table(
            chooser, vacancies, ("vacancy", "programme", "typology", "surface", "financing", "rent")
        ),
        "households": households,
        "contingents": Table(("contingent", "kind", "name", "commune", "bailleur"), contingents),
    }
    decisions = _decisions(chooser, household_ids, vacancies)
    if decisions:
        tables["decisions"] = Table(
            ("vacancy", "household", "decision", "rank", "decided_on"), decisions
        )
    return tables


def _table(chooser: Chooser, rows: list[dict[str, str]], required: tuple[str, ...]) -> Table:
    """Return the required columns, and each other that some line fills unless it is dropped."""
    others = [column for column in rows[0] if column not in required]
    kept = [
        column for column in others if any(row[column] for row in rows) and not chance(chooser, 15)
    ]
    columns = (*required, *kept)
    return Table(columns, [{column: row[column] for column in columns} for row in rows])


def _maybe(chooser: Chooser, percent: int, values: tuple[str, ...] | list[str]) -> str:
    return pick(chooser, values) if values and chance(chooser, percent) else ""


def _identifiers(chooser: Chooser, letter: str, count: int) -> list[str]:
    """Return identifiers; some are numbers, and the same number written twice is two of them."""
    found = [f"{letter}{number}" for number in range(1, count + 1)]
    if chance(chooser, 20):
        odd = ["12", "012", f"{letter} é", f"{letter}-10"]
        found = [*odd[:count], *found[len(odd) :]]
    return found


def _euros(chooser: Chooser, usual: tuple[str, ...], most: int) -> str:
    """Return a usual amount, or any number of cents; small ones show how rates are rounded."""
    if not chance(chooser, 50):
        return pick(chooser, usual)
    cents = chooser.integer(0, most if chance(chooser, 75) else 3000)
    return f"{cents // 100}.{cents % 100:02}"


def _communes(chooser: Chooser, count: int) -> list[dict[str, str]]:
    return [
        {
            "commune": code,
            "name": pick(chooser, ("Alpha", "Beta")),
            "contrat_de_ville": pick(chooser, ("true", "false")),
            "sru_deficit": _maybe(chooser, 50, ("true", "false")),
            "ceiling_zone": _maybe(chooser, 20, ("ile_de_france", "autres_regions")),
            "apl_zone": _maybe(chooser, 40, ("1", "2", "3")),
            "label": _maybe(chooser, 60, ("x", "y")),
        }
        for code in COMMUNES[:count]
    ]


def _programmes(
    chooser: Chooser, count: int, communes: list[dict[str, str]]
) -> list[dict[str, str]]:
    return [
        {
            "programme": f"P{number}",
            "bailleur": pick(chooser, BAILLEURS),
            "commune": pick(chooser, communes)["commune"],
            "fragility": pick(chooser, ("0", "1", "2", "3")),
            "name": _maybe(chooser, 70, ("Alpha", "Les Lilas")),
            "qpv": _maybe(chooser, 40, ("QP1", "QP2")),
            "qpv_2024": _maybe(chooser, 40, ("QP1", "QP3")),
            "dwellings": _maybe(chooser, 50, ("40", "12")),
            "aci_households": _maybe(chooser, 50, ("3", "0")),
            "label": _maybe(chooser, 60, ("y", "z")),
        }
        for number in range(1, count + 1)
    ]


def _contingents(
    chooser: Chooser, count: int, communes: list[dict[str, str]]
) -> list[dict[str, str]]:
    found = []
    for number in range(1, count + 1):
        kind = pick(chooser, KINDS)
        codes = [commune["commune"] for commune in communes]
        found.append(
            {
                "contingent": f"C{number}",
                "kind": kind,
                "name": _maybe(chooser, 30, ("Alpha", "Etat")),
                "commune": _maybe(chooser, 85 if kind == "commune" else 15, codes),
                "bailleur": _maybe(chooser, 75, BAILLEURS) if kind == "bailleur" else "",
            }
        )
    return found


def _vacancies(
    chooser: Chooser,
    identifiers: list[str],
    programmes: list[dict[str, str]],
    contingents: list[dict[str, str]],
    households: list[str],
) -> list[dict[str, str]]:
    found = []
    movers = list(households)
    for identifier in identifiers:
        freed_by = _maybe(chooser, 25, movers)
        movers = [household for household in movers if household != freed_by]
        found.append(
            {
                "vacancy": identifier,
                "programme": pick(chooser, programmes)["programme"],
                "typology": pick(chooser, ("T2", "T3", "T1", "T4", "T1bis", "T5", "T6 et plus")),
                "surface": pick(chooser, ("60", "45", "70", "80", "24.9", "25", "400")),
                "financing": pick(chooser, FINANCINGS),
                "rent": _euros(chooser, ("300", "412.55", "0", "90"), 70000),
                "charges": _maybe(chooser, 50, ("0", "33.33", "80")),
                "contingent": _maybe(chooser, 55, [row["contingent"] for row in contingents]),
                "accessible": _maybe(chooser, 40, ("true", "false")),
                "new_build": _maybe(chooser, 50, ("true", "false")),
                "available_on": _maybe(chooser, 30, AVAILABLE),
                "freed_by": freed_by,
                "floor": _maybe(chooser, 40, ("0", "2", "7")),
            }
        )
    return found


def _households(
    chooser: Chooser,
    identifiers: list[str],
    programmes: list[dict[str, str]],
    communes: list[dict[str, str]],
    contingents: list[dict[str, str]],
) -> list[dict[str, str]]:
    found = []
    for identifier in identifiers:
        persons = pick(chooser, (1, 2, 3, 4, 2, 1, 5, 8, 10))
        adults = chooser.integer(1, min(persons, 3))
        found.append(
            {
                "household": identifier,
                "persons": str(persons),
                "reference_income": pick(
                    chooser, ("9000", "15000", "20000.5", "0", "17000", "33000")
                ),
                "monthly_income": _euros(chooser, ("1200", "1000", "1500", "2500", "0"), 250000),
                "aci": pick(chooser, ("false", "true")),
                "requested_on": pick(chooser, DAYS),
                "adults": str(adults) if chance(chooser, 40) else "",
                "children": "",
                "under_14": str(chooser.integer(0, persons - 1)) if chance(chooser, 30) else "",
                "ceiling_category": _maybe(chooser, 20, ("1", "3", "6")),
                "quartile": _maybe(chooser, 30, ("1", "2", "4")),
                "dalo": _maybe(chooser, 40, ("true", "false")),
                "priority": _maybe(chooser, 30, ("true", "false")),
                "points": _maybe(chooser, 80, ("10", "12.5", "10.25", "100")),
                "communes": "|".join(_wishes(chooser, communes)),
                "typology_min": "",
                "typology_max": "",
                "accessible": _maybe(chooser, 15, ("true", "false")),
                "contingents": "|".join(
                    some(chooser, [row["contingent"] for row in contingents], 75)
                ),
                "occupies": _maybe(chooser, 30, [row["programme"] for row in programmes]),
                "active": _maybe(chooser, 15, ("true", "false", "true")),
                "score": _maybe(chooser, 70, ("1.005", "-0.125", "2.675", "3", "-1.005")),
                "flag": _maybe(chooser, 60, ("true", "false")),
                "note": _maybe(chooser, 60, ("a", "b")),
            }
        )
        _fill_by_hand(chooser, found[-1], persons)
    return found


def _fill_by_hand(chooser: Chooser, row: dict[str, str], persons: int) -> None:
    """Fill in what could be derived: children; and limits on the typology."""
    if chance(chooser, 20):
        adults = int(row["adults"]) if row["adults"] else min(persons, 2)
        row["children"] = str(persons - adults)
    if chance(chooser, 15):
        row["typology_min"] = pick(chooser, ("T1", "T2"))
    if chance(chooser, 15):
        row["typology_max"] = pick(chooser, ("T6 et plus", "T4"))


def _wishes(chooser: Chooser, communes: list[dict[str, str]]) -> list[str]:
    """Nothing (anywhere), or some of the communes in an order of their own."""
    if not chance(chooser, 45):
        return []
    wanted = some(chooser, [row["commune"] for row in communes], 75)
    return wanted[::-1] if chance(chooser, 50) else wanted


def _decisions(
    chooser: Chooser, households: list[str], vacancies: list[dict[str, str]]
) -> list[dict[str, str]]:
    """Return decisions of every kind, none of them bad input, some on one pair or of one day."""
    if not chance(chooser, 35):
        return []
    found: list[dict[str, str]] = []
    freed = {row["vacancy"]: row["freed_by"] for row in vacancies}
    for number in range(chooser.integer(1, 6)):
        row = {
            "vacancy": pick(chooser, vacancies)["vacancy"],
            "household": pick(chooser, households),
            "decision": pick(chooser, DECISIONS),
            "rank": "",
            "decided_on": pick(chooser, ("2014-03-31", "2014-02-28", "2014-03-01")),
        }
        if found and chance(chooser, 35):
            known = pick(chooser, found)
            row |= {"vacancy": known["vacancy"], "household": known["household"]}
        if row["decision"] == "attribution_ranked":
            row["rank"] = str(10 - number)
        if freed[row["vacancy"]] != row["household"] and _agree([*found, row]):
            found.append(row)
    return found


def _agree(decisions: list[dict[str, str]]) -> bool:
    """No two fixed pairs share a household or a dwelling."""
    fixed = decided(decisions).fixed
    return all(len({pair[side] for pair in fixed}) == len(fixed) for side in (0, 1))


def _agreeing(households: Table) -> Table:
    """Adults, children and those under 14 made to add up, whichever columns were dropped."""
    for row in households.rows:
        persons = int(row["persons"])
        children = persons - int(row.get("adults") or min(persons, 2))
        if row.get("children"):
            row["children"] = str(children)
        if row.get("under_14"):
            row["under_14"] = str(min(int(row["under_14"]), children))
    return households
