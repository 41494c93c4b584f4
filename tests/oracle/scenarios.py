"""Scenarios that name only what a dataset has: filters, quotas, transfers, objectives, elders."""

import datetime as dt
from decimal import Decimal
from typing import Any

from tests.oracle.choosing import Chooser, chance, pick, some
from tests.oracle.writing import Case, Table

Said = dict[str, Any]

SHARES = ("0.25", "0.1", "0.333", "0.5", "0.2", "0.75", "0.0", "1.0", "0.07")
COUNTS = (1, 0, 2, 3)
DWELLING_GROUPS = (
    "programme",
    "commune",
    "bailleur",
    "financing",
    "fragility",
    "in_qpv",
    "fragile",
    "contrat_de_ville",
    "sru_deficit",
    "rooms",
    "typology",
    "qpv",
    "contingent",
    "new_build",
    "accessible",
    "label",
    "programme.name",
    "commune.name",
    "apl_zone",
)
CONTINGENT_GROUPS = ("via.kind", "via.contingent", "via.commune", "via.bailleur", "via.name")
MEASURES = (
    "points",
    "fragility",
    "effort_rate",
    "spare_rooms",
    "wish_rank",
    "waiting_days",
    "rent",
    "surface",
    "charges",
    "persons",
    "monthly_income",
    "aci",
    "dalo",
    "priority",
    "accessible",
    "new_build",
    "in_qpv",
    "fragile",
    "rooms",
    "dwellings",
    "score",
    "flag",
    "floor",
    "children",
    "under_14",
    "ceiling_category",
    "sru_deficit",
    "apl_zone",
)


class Naming:
    """What the tables of an instance have, for a scenario to name."""

    def __init__(self, chooser: Chooser, tables: dict[str, Table]) -> None:
        self.chooser = chooser
        self.tables = tables
        self.seen = {
            column
            for name in ("communes", "programmes", "vacancies")
            for column in tables[name].columns
        }
        self.people = set(tables["households"].columns)

    def values(self, table: str, column: str) -> list[str]:
        """Return the values of a column, each once, empty ones left out."""
        found = {row.get(column, "") for row in self.tables[table].rows} - {""}
        return sorted(found)

    def tables_with(self, column: str) -> list[str]:
        """Return how ``where`` names the tables that have this column."""
        names = {"vacancy": "vacancies", "programme": "programmes", "commune": "communes"}
        return [name for name, table in names.items() if column in self.tables[table].columns]

    def known(self, column: str) -> bool:
        """Whether some table has this column; those of the contract are always there."""
        unknown = {"score": self.people, "flag": self.people, "note": self.people}
        seen = {"label": self.seen, "floor": self.seen}
        return column in {**unknown, **seen}.get(column, {column})


def with_scenario(chooser: Chooser, tables: dict[str, Table], quotas: int) -> Case:
    """Return the tables with a scenario about them, of so many quotas at most."""
    naming = Naming(chooser, tables)
    thresholds = chance(chooser, 60)
    scenario: Said = {
        "schema": 1,
        "name": "instance",
        "data": "data",
        "period": {"start": dt.date(2014, 1, 1), "end": dt.date(2014, 12, 31)},
        "seed": pick(chooser, (2014, 7, 0)),
    }
    beside: dict[str, Said] = {}
    scenario["eligibility"] = _eligibility(naming, beside)
    scenario["fragility"] = _fragility(naming)
    if thresholds:
        scenario["quartiles"] = {
            "thresholds": pick(chooser, ([8000, 12000, 18000], [6000, Decimal("9600.0"), 30000]))
        }
    scenario["contingents"] = _contingents(naming, scenario["eligibility"])
    filters = Filters(naming, with_quartiles=thresholds)
    said = [_quota(filters, f"q{number}") for number in range(chooser.integer(0, quotas))]
    if said:
        scenario["quotas"] = said
    counters = _counters(naming, said)
    if counters:
        tables["counters"] = Table(("quota", "group", "count", "of"), counters)
    objectives = _objectives(filters, said)
    if objectives:
        scenario["objectives"] = objectives
    if chance(chooser, 15):
        scenario, elder = _with_elder(chooser, scenario)
        beside["elder.toml"] = elder
    return Case(tables, scenario, beside)


# --- rules ---------------------------------------------------------------------------------------


def _eligibility(naming: Naming, beside: dict[str, Said]) -> Said:
    chooser = naming.chooser
    said: Said = dict.fromkeys(
        some(chooser, ("surface", "communes", "accessible", "contingents"), 15), False
    )
    if chance(chooser, 25):
        said["typology"] = "grid.toml"
        beside["grid.toml"] = {"persons": _grid(chooser)}
    if chance(chooser, 25):
        said["ceilings"] = "ceilings.toml"
        beside["ceilings.toml"] = {"ceiling": _ceilings(chooser)}
    if chance(chooser, 25):
        said["max_effort"] = Decimal(pick(chooser, ("0.5", "0.33", "0.4", "0.25")))
    if chance(chooser, 60):
        said["apl"] = pick(chooser, ("2026", "none"))
    return said


def _grid(chooser: Chooser) -> list[Said]:
    return [
        {
            "persons": persons,
            "smallest": pick(chooser, ("T1", "T2"))[:2],
            "largest": pick(chooser, ("T6", "T5", "T4", "T3")),
        }
        for persons in range(1, chooser.integer(1, 4) + 1)
    ]


def _ceilings(chooser: Chooser) -> list[Said]:
    found = []
    for financing in ("PLUS", "PLAI", "PLS"):
        for zone in ("autres_regions", "ile_de_france"):
            first = pick(chooser, (20000, 15000, 9000, 33000))
            found.append(
                {
                    "financing": financing,
                    "zone": zone,
                    "amounts": [first + step * 4000 for step in range(6)],
                    "extra": 3000,
                    "source": "invented",
                    "verified": False,
                }
            )
    return found


def _fragility(naming: Naming) -> Said:
    said: Said = {"method": "given"}
    if "qpv_2024" in naming.seen and chance(naming.chooser, 30):
        said["perimeter"] = "qpv_2024"
    else:
        said["perimeter"] = "qpv"
    if chance(naming.chooser, 40):
        said["fragile_from"] = pick(naming.chooser, (2, 1, 3))
    return said


def _contingents(naming: Naming, eligibility: Said) -> Said:
    """Stock with transfers, or flow."""
    chooser = naming.chooser
    if chance(chooser, 30):
        # Flow with contingents = false can be read in two ways: see the README.
        eligibility.pop("contingents", None)
        return {"mode": "flow"}
    said: Said = {"mode": "stock"}
    kinds = naming.values("contingents", "kind")
    if kinds and chance(chooser, 70):
        filters = Filters(naming, with_quartiles=False)
        transfers = []
        for number in range(chooser.integer(1, 2)):
            transfer: Said = {
                "id": f"t{number}",
                "from": {"kind": pick(chooser, kinds)} if chance(chooser, 35) else {},
                "to": {"kind": pick(chooser, kinds)} if chance(chooser, 35) else {},
            }
            if chance(chooser, 30):
                transfer["where"] = filters.where()
            if chance(chooser, 40):
                transfer["max_share"] = _share(chooser)
            transfers.append(transfer)
        said["transfers"] = transfers
    return said


def _share(chooser: Chooser) -> Decimal:
    return Decimal(pick(chooser, SHARES))


# --- filters -------------------------------------------------------------------------------------


class Filters:
    """Filters of every form over the columns that the instance has."""

    def __init__(self, naming: Naming, *, with_quartiles: bool) -> None:
        self.naming = naming
        self.with_quartiles = with_quartiles

    def who(self) -> Any:
        """Return a filter on households, or a list of them."""
        chooser = self.naming.chooser
        if chance(chooser, 12):
            return [self._households() for _ in range(chooser.integer(1, 2))]
        return self._households()

    def _households(self) -> Said:
        naming = self.naming
        forms: list[Said] = [
            {"aci": True},
            {"aci": False},
            {"dalo": True},
            {"priority": True},
            {"persons": {"min": 2}},
            {"persons": [1, 3]},
            {"points": {"min": Decimal("10.25")}},
            {"points": {"max": 12, "min": 1}},
            {"occupies": {"present": True}},
            {"occupies": {"present": False}},
            {"occupies": ""},
            {"accessible": True},
            {"requested_on": {"max": dt.date(2013, 6, 1)}},
            {"requested_on": [dt.date(2013, 6, 1), dt.date(2012, 1, 15)]},
            {"waiting_days": {"min": 214}},
            {"monthly_income": {"max": Decimal("1200.0")}},
            {"adults": 1},
            {"children": {"min": 1}},
            {"ceiling_category": {"max": 3}},
            {"household": ["H1", "H3"]},
            {"active": True},
            {"persons": "2"},
            {"household": [12, "H2"]},
            {"communes": 37261},
            {"points": Decimal("12.50")},
            {"persons": 2, "aci": True},
        ]
        forms += [{"communes": code} for code in naming.values("communes", "commune")[:1]]
        forms += [{"contingents": "C1"} for code in naming.values("contingents", "contingent")[:1]]
        forms += [{"communes": {"present": False}}, {"communes": ""}, {"contingents": ["", "C1"]}]
        if self.with_quartiles:
            forms += [{"quartile": 1}, {"quartile": {"min": 2, "max": 4}}, {"quartile": [1, 2]}]
        if naming.known("score"):
            forms += [{"score": {"min": Decimal("1.005")}}, {"score": {"present": True}}]
        if naming.known("flag"):
            forms += [{"flag": True}, {"flag": False}]
        if naming.known("note"):
            forms += [{"note": "a"}, {"note": ["b", ""]}, {"note": {"min": 0}}]
        return dict(pick(naming.chooser, forms))

    def where(self) -> Said:
        """Return a filter on dwellings, sometimes of two keys."""
        said = self._dwellings()
        return {**said, **self._dwellings()} if chance(self.naming.chooser, 20) else said

    def _dwellings(self) -> Said:
        naming = self.naming
        forms: list[Said] = [
            {"fragility": {"min": 2}},
            {"fragility": 0},
            {"fragility": [1, 3]},
            {"fragile": True},
            {"fragile": False},
            {"in_qpv": True},
            {"in_qpv": False},
            {"financing": "PLUS"},
            {"financing": ["PLAI", "PLS"]},
            {"new_build": True},
            {"new_build": False},
            {"accessible": False},
            {"rooms": {"max": 2}},
            {"rooms": 3},
            {"typology": ["T2", "T1bis"]},
            {"surface": {"min": Decimal("24.9"), "max": 60}},
            {"rent": {"max": Decimal("300.00")}},
            {"bailleur": "B1"},
            {"contrat_de_ville": True},
            {"sru_deficit": False},
            {"apl_zone": 2},
            {"ceiling_zone": "autres_regions"},
            {"programme": "P1"},
            {"contingent": {"present": True}},
            {"contingent": ""},
            {"qpv": {"present": True}},
            {"qpv": ["QP1", ""]},
            {"dwellings": {"min": 20}},
            {"available_on": {"present": False}},
            {"available_on": {"max": dt.date(2014, 3, 1)}},
            {"freed_by": {"present": False}},
            {"name": "Alpha"},
            {"programme.name": "Alpha"},
            {"programme": {"name": ["Les Lilas", ""]}},
            {"commune": {"name": "Alpha"}},
            {"commune.name": "Beta"},
            {"vacancy": ["V1", "V2", 12]},
            {"vacancy.new_build": True},
            {"programme": {"fragility": {"min": 1}, "name": "Alpha"}},
            {"dwellings": "40"},
            {"rent": [Decimal("412.55"), 0]},
        ]
        forms += [{"commune": code} for code in naming.values("communes", "commune")[:1]]
        # A whole number equals an identifier written the same: 37261, never 1234 for 01234.
        forms += [{"commune": 37261}, {"commune": 1234}]
        if naming.known("label"):
            forms += [{"label": "y"}, {"label": ""}, {"label": {"present": True}}]
        forms += [{f"{table}.label": "y"} for table in naming.tables_with("label")]
        if naming.known("floor"):
            forms += [{"floor": {"min": 2}}, {"floor": 0}, {"floor": "2"}]
        return dict(pick(naming.chooser, forms))

    def via(self) -> Said:
        """Return a filter on contingents."""
        naming = self.naming
        forms: list[Said] = [{"kind": kind} for kind in naming.values("contingents", "kind")]
        forms += [{"contingent": name} for name in naming.values("contingents", "contingent")[:2]]
        forms += [
            {"kind": ["bailleur", "commune"]},
            {"kind": ""},
            {"contingent": {"present": False}},
            {"commune": {"present": True}},
            {"bailleur": ["B1", ""]},
            {"name": "Alpha"},
            {},
        ]
        return dict(pick(naming.chooser, forms))


# --- quotas --------------------------------------------------------------------------------------


def _quota(filters: Filters, identifier: str) -> Said:
    chooser = filters.naming.chooser
    said: Said = {"id": identifier}
    if chance(chooser, 70):
        said["who"] = filters.who()
    if chance(chooser, 40):
        said["where"] = filters.where()
    if chance(chooser, 20):
        said["of"] = "vacancies"
    else:
        said |= _charged(filters)
    if "per" not in said and chance(chooser, 60):
        groups = [group for group in DWELLING_GROUPS if filters.naming.known(group)]
        said["per"] = pick(chooser, groups)
    for kind in _bounds(chooser):
        said[kind] = _share(chooser) if kind.endswith("share") else pick(chooser, COUNTS)
    if not chance(chooser, 30):
        said["soft"] = pick(chooser, (1, 2, 5))
    return said


def _charged(filters: Filters) -> Said:
    """Say what only a quota on the attributions may: ``via``, ``among``, a group of contingents."""
    chooser = filters.naming.chooser
    said: Said = {}
    if chance(chooser, 40):
        said["via"] = filters.via()
    if chance(chooser, 15):
        said["per"] = pick(chooser, CONTINGENT_GROUPS)
    if chance(chooser, 30):
        said["among"] = _among(filters)
    return said


def _among(filters: Filters) -> Said:
    chooser = filters.naming.chooser
    said: Said = {}
    if chance(chooser, 60):
        said["via"] = filters.via()
    if chance(chooser, 60):
        said["who"] = filters.who()
    return said


def _bounds(chooser: Chooser) -> list[str]:
    """Mostly one bound, sometimes two."""
    first = pick(chooser, ("max_share", "max", "min_share", "min"))
    second = (
        pick(chooser, ("max_share", "max", "min_share", "min")) if chance(chooser, 15) else first
    )
    return sorted({first, second})


def _counters(naming: Naming, quotas: list[Said]) -> list[dict[str, str]]:
    """Return counts of the months before, for groups with dwellings and for one without."""
    chooser = naming.chooser
    found = []
    for quota in quotas:
        if not chance(chooser, 20):
            continue
        for group in _groups(naming, quota)[: chooser.integer(1, 2)]:
            count = chooser.integer(0, 3)
            found.append(
                {
                    "quota": quota["id"],
                    "group": group,
                    "count": str(count),
                    "of": str(count + chooser.integer(0, 4)),
                }
            )
    return found


def _groups(naming: Naming, quota: Said) -> list[str]:
    per = quota.get("per")
    if per is None:
        return [""]
    known = {
        "programme": ["P1", "P4"],
        "commune": ["37261", "37195"],
        "bailleur": ["B1", "B3"],
        "financing": ["PLUS", "PLS"],
        "fragility": ["0", "3"],
        "rooms": ["2", "3"],
        "via.kind": ["etat_prioritaires", "commune"],
        "via.contingent": [*naming.values("contingents", "contingent")[:1]],
    }
    booleans = (
        ["true", "false"] if per in {"in_qpv", "fragile", "new_build", "contrat_de_ville"} else []
    )
    return known.get(per, booleans)


# --- objectives ----------------------------------------------------------------------------------


def _objectives(filters: Filters, quotas: list[Said]) -> list[Said]:
    chooser = filters.naming.chooser
    measures = [measure for measure in MEASURES if filters.naming.known(measure)]
    found: list[Said] = []
    if chance(chooser, 80):
        found.append({"id": "house", "maximise": "attributions"})
    for number in range(chooser.integer(0, 3)):
        direction = pick(chooser, ("minimise", "maximise"))
        said: Said = {"id": f"o{number}", direction: pick(chooser, measures)}
        if chance(chooser, 25):
            said["who"] = filters.who()
        if chance(chooser, 20):
            said["where"] = filters.where()
        if chance(chooser, 20):
            said["via"] = filters.via()
        found.append(said)
    for level in sorted({quota["soft"] for quota in quotas if "soft" in quota}):
        if chance(chooser, 40):
            place = chooser.integer(0, len(found))
            found.insert(
                place, {"id": f"agreement-{level}", "minimise": "shortfall", "soft": level}
            )
    return found


# --- elders --------------------------------------------------------------------------------------


def _with_elder(chooser: Chooser, scenario: Said) -> tuple[Said, Said]:
    """Return the scenario said as changes to an elder that says other things, and that elder."""
    elder = dict(scenario)
    younger: Said = {"extends": "elder.toml", "schema": 1, "name": "younger"}
    elder["seed"] = 99
    younger["seed"] = scenario["seed"]
    quotas = scenario.get("quotas", [])
    if quotas:
        first, changed = dict(quotas[0]), dict(quotas[0])
        if "soft" not in first:
            changed["soft"] = 3
            younger["quotas"] = [{"id": first["id"], "soft": False}]
        else:
            changed["who"] = {"aci": True, "persons": 1}
            younger["quotas"] = [{"id": first["id"], "who": first.get("who", {})}]
        elder["quotas"] = [changed, *quotas[1:]]
    objectives = scenario.get("objectives", [])
    gone = {"id": "gone", "maximise": "rent"}
    elder["objectives"] = [*objectives[1:], gone, *objectives[:1]]
    younger["objectives"] = [{"id": "gone", "remove": True}]
    if len(objectives) > 1 and chance(chooser, 80):
        younger["objectives"].append({"id": objectives[0]["id"], "before": objectives[1]["id"]})
    return younger, elder
