"""An office on files whose names are hostile: they end scripts, open tags and begin formulas.

Two communes, three programmes of two landlords, eight dwellings and ten households; a transfer,
quotas by programme and by landlord, published figures, approvals, a limit of effort with APL.
Beside it, what is counted of its runs with nothing but the csv module.
"""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Final

HOSTILE: Final = 'Tours </script><script>alert("x")</script>'
FORMULA: Final = "=1+1"
TAG: Final = "<img src=x onerror=alert(1)>&'\""
LANDLORD: Final = "@SUM(A1)"

TABLES: Final = {
    "communes": [
        ("commune", "name", "contrat_de_ville", "sru_deficit"),
        ("37261", HOSTILE, "true", "false"),
        ("37109", FORMULA, "false", "true"),
        ("99001", "Ailleurs", "false", "false"),
    ],
    "programmes": [
        ("programme", "name", "bailleur", "commune", "qpv", "fragility", "dwellings",
         "aci_households"),
        ("P1", TAG, LANDLORD, "37261", "Sanitas", "2", "100", "40"),
        ("P2", "-2+3", LANDLORD, "37261", "", "0", "50", "5"),
        ("P3", "Le Clos", "office", "37109", "", "", "", ""),
    ],
    "vacancies": [
        ("vacancy", "programme", "typology", "surface", "financing", "rent", "charges",
         "contingent", "new_build"),
        ("V1", "P1", "T2", "50", "PLUS", "250", "50", "", "false"),
        ("V2", "P1", "T2", "50", "PLUS", "300", "50", "etat", "true"),
        ("V3", "P1", "T3", "60", "PLAI", "240", "50", "etat", "true"),
        ("V4", "P2", "T2", "50", "PLUS", "300", "50", "", "false"),
        ("V5", "P2", "T2", "40", "PLS", "400", "50", "mairie", "false"),
        ("V6", "P3", "T2", "50", "PLAI", "200", "50", "", "false"),
        ("V7", "P3", "T3", "60", "PLUS", "360", "50", "", "false"),
        ("V8", "P3", "T5", "90", "PLS", "900", "90", "", "false"),
    ],
    "households": [
        ("household", "persons", "reference_income", "monthly_income", "aci", "requested_on",
         "dalo", "points", "communes", "contingents", "quartile", "occupies"),
        ("H1", "1", "5000", "900", "true", "2013-01-01", "true", "90", "37261|37109", "etat", "1",
         ""),
        ("H2", "1", "6000", "800", "true", "2012-01-01", "false", "80", "37261", "etat", "1", ""),
        ("H3", "2", "9000", "1000", "true", "2013-06-01", "false", "70", "37261", "mairie", "1",
         ""),
        ("H4", "2", "15000", "1800", "false", "2013-06-01", "false", "60", "", "", "3", "P2"),
        ("H5", "1", "14000", "1500", "false", "2013-03-01", "false", "50", "37261", "mairie", "2",
         ""),
        ("H6", "1", "12000", "1400", "false", "2013-02-01", "false", "40", "37109", "", "2", ""),
        ("H7", "3", "16000", "2100", "false", "2011-02-01", "false", "30", "", "", "4", ""),
        ("H8", "5", "18000", "2400", "false", "2010-02-01", "false", "20", "", "", "2", ""),
        ("H9", "1", "3000", "400", "true", "2013-12-01", "false", "10", "37109", "", "1", ""),
        ("H10", "1", "3000", "500", "true", "2013-12-01", "false", "5", "99001", "", "1", ""),
    ],
    "contingents": [
        ("contingent", "kind", "name", "commune"),
        ("etat", "etat_prioritaires", "+État", ""),
        ("mairie", "commune", "Mairie", "37261"),
    ],
    "approvals": [
        ("commune", "year", "financing", "dwellings"),
        ("37109", "2014", "PLAI", "7"),
        ("37109", "2013", "PLAI", "100"),
        ("37109", "2015", "PLAI", "1000"),
        ("37261", "2014", "PLUS", "50"),
    ],
}  # fmt: skip

SCENARIO: Final = """schema = 1
name = "&office"
data = "data"
seed = 7
synthetic = true
period = { start = 2014-01-01, end = 2014-12-31 }

[baseline]
attributions = 9
aci_attributions = 4
aci_outside_fragile = 1
source = "<b>a sheet</b>"

[eligibility]
max_effort = 0.40
apl = "2014"

[[contingents.transfers]]
id = "handback"
from = { kind = "etat_prioritaires" }
to = { kind = "commune" }
where = { new_build = true }
max_share = 0.5

[[quotas]]
id = "aci-cap"
who = { aci = true }
where = { fragility = { min = 2 } }
per = "programme"
max_share = 0.5
soft = 1

[[quotas]]
id = "aci-engagement"
who = { aci = true }
per = "bailleur"
min_share = 0.4
soft = 2

[[objectives]]
id = "house"
maximise = "attributions"

[[objectives]]
id = "spare-fragile"
minimise = "fragility"
who = { aci = true }

[[objectives]]
id = "points"
maximise = "points"
"""

Row = dict[str, str]


def write_office(folder: Path) -> Path:
    """Write the office, and return its scenario's file."""
    data = folder / "data"
    data.mkdir(parents=True)
    for name, rows in TABLES.items():
        with (data / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    scenario = folder / "scenario.toml"
    scenario.write_text(SCENARIO, encoding="utf-8")
    return scenario


def rows_of(path: Path) -> list[Row]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def attributions(run: Path) -> list[Row]:
    """Return the attributions of a run, each with all its tables say of the pair."""
    data = run.parents[1] / "data"
    tables = {
        name: {row[key]: row for row in rows_of(data / f"{name}.csv")}
        for name, key in (("vacancies", "vacancy"), ("households", "household"))
    }
    return [
        {
            **tables["households"][row["household"]],
            **tables["vacancies"][row["vacancy"]],
            **row,
        }
        for row in rows_of(run / "plan.csv")
    ]


def count(rows: list[Row], holds: Callable[[Row], bool] = lambda _row: True) -> int:
    """Return how many rows something holds of."""
    return sum(map(holds, rows))


def aci(row: Row) -> bool:
    return row["aci"] == "true"


def fragile(row: Row) -> bool:
    return row["fragile"] == "true"
