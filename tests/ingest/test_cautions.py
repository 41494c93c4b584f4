"""What is suspicious but possible is said, and stops nothing."""

from pathlib import Path

import pytest
from tests.ingest.conftest import SCENARIO, FaultReader, Tables

CELLS = [
    # table, row, column, odd cell, its nearest neighbour that is not, the sentence
    ("vacancies", 0, "surface", "400", "200",
     "data/vacancies.csv:2 surface: 400: is a large surface for this typology: check it"),
    ("vacancies", 1, "surface", "8.99", "9",
     "data/vacancies.csv:3 surface: 8.99: is below 9 m²: nobody can live there: check it"),
    ("vacancies", 1, "rent", "0", "0.01",
     "data/vacancies.csv:3 rent: 0: is no rent at all: check it"),
    ("vacancies", 1, "rent", "1800.01", "1800",  # 45 m² at 40 €
     "data/vacancies.csv:3 rent: 1800.01: is a high rent for this surface: check it"),
    ("households", 0, "active", "false", "true",
     "data/vacancies.csv:3 freed_by: M1: this household is not active: the dwelling will not be "
     "freed: make it active, or empty the cell if the dwelling is free"),
    ("households", 0, "occupies", "P1", "P2",
     "data/vacancies.csv:3 freed_by: M1: this household lives in another programme: "
     "correct one of the two"),
    ("households", 1, "monthly_income", "10000.01", "10000",
     "data/households.csv:3 monthly_income: 10000.01: looks like the income of a year: "
     "write the income of a month"),
    ("households", 0, "persons", "16", "15",
     "data/households.csv:2 persons: 16: is a large household: check it"),
    ("households", 0, "children", "2", "1",
     "data/households.csv:2 children: 2: adults and children are more than persons: "
     "check the three"),
    ("households", 0, "under_14", "2", "1",
     "data/households.csv:2 under_14: 2: more persons under 14 than children: check the two"),
    ("households", 1, "requested_on", "2015-01-01", "2014-12-31",
     "data/households.csv:3 requested_on: 2015-01-01: is after the end of the period: "
     "check it, or make it inactive"),
    ("households", 1, "requested_on", "1949-12-31", "1950-01-01",
     "data/households.csv:3 requested_on: 1949-12-31: is before 1950: check the year"),
    ("programmes", 0, "aci_households", "11", "10",
     "data/programmes.csv:2 aci_households: 11: more ACI households than dwellings: "
     "check the two"),
    ("programmes", 0, "qpv", "non", "",
     "data/programmes.csv:2 qpv: non: this is read as outside the priority districts: "
     "leave the cell empty to say so"),
    ("contingents", 0, "commune", "", "37261",
     "data/contingents.csv:2 commune: a contingent of a commune that names none receives in every "
     "commune: write its commune, if it has one"),
    ("contingents", 1, "bailleur", "B3", "B2",
     "data/contingents.csv:3 bailleur: B3: no programme has this landlord: check it"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "row", "column", "odd", "usual", "sentence"), CELLS)
def test_a_cell_that_looks_like_a_slip_is_said(
    tables: Tables,
    cautions: FaultReader,
    table: str,
    row: int,
    column: str,
    odd: str,
    usual: str,
    sentence: str,
) -> None:
    tables["programmes"][0] |= {"dwellings": "10"}
    tables[table][row][column] = odd
    assert sentence in cautions()
    tables[table][row][column] = usual
    assert sentence not in cautions()


def test_a_usual_dataset_has_no_caution(cautions: FaultReader) -> None:
    assert cautions() == []


def test_programmes_without_a_degree_are_counted_and_the_first_named(
    tables: Tables, cautions: FaultReader
) -> None:
    """They count as not fragile, which nobody may have meant."""
    tables["programmes"][1]["fragility"] = ""
    remedy = "write the degree, or 0 if not fragile is what is meant"
    assert cautions() == [
        "data/programmes.csv fragility: 1 programme has no degree of fragility and counts as not "
        f"fragile: P2: {remedy}"
    ]
    model = tables["programmes"][1]
    tables["programmes"] += [model | {"programme": f"P{number}"} for number in range(3, 9)]
    assert cautions() == [
        "data/programmes.csv fragility: 7 programmes have no degree of fragility and count as not "
        f"fragile: P2, P3, P4, P5, P6 and 2 more: {remedy}"
    ]
    # A scenario that does not say where degrees come from does not look at them.
    assert cautions(SCENARIO.replace('[fragility]\nmethod = "given"\n', "")) == []


UNSTATED = [
    # active, incomes_stated, monthly_income: whether it is said
    ("true", "false", "0", True),
    ("true", "non", "0.00", True),
    ("false", "false", "0", False),  # nobody looks at it
    ("true", "true", "0", False),  # without income, and that is known
    ("true", "", "0", False),
    ("true", "false", "900", False),  # completed by hand
]


@pytest.mark.parametrize(("active", "stated", "income", "is_said"), UNSTATED)
def test_incomes_that_nobody_has_stated_count_as_none_and_that_is_said(
    tables: Tables, cautions: FaultReader, active: str, stated: str, income: str, is_said: bool
) -> None:
    tables["vacancies"][1]["freed_by"] = ""
    for row in tables["households"]:
        row |= {"active": "true", "incomes_stated": "true"}
    cells = {"active": active, "incomes_stated": stated, "monthly_income": income}
    tables["households"][1] |= cells
    assert cautions() == [
        "data/households.csv incomes_stated: 1 active household whose incomes nobody has stated "
        "counts as one without income, in the first quartile and under the effort rule: M2: "
        "complete its incomes, or write true where there is no income"
    ] * int(is_said)


def test_households_of_unstated_incomes_are_counted(tables: Tables, cautions: FaultReader) -> None:
    for row in tables["households"]:
        row |= {"incomes_stated": "false", "monthly_income": "0"}
    (said,) = cautions()
    assert "2 active households whose incomes nobody has stated count as without income" in said
    assert "M1, M2: complete their incomes" in said


def test_a_column_the_program_computes_is_not_read(tables: Tables, cautions: FaultReader) -> None:
    for row in tables["vacancies"]:
        row["rooms"] = "9"
    assert cautions() == [
        "data/vacancies.csv:1 rooms: the program computes this column itself: what the file says "
        "is not read: rename it if you need it in a filter"
    ]


def test_a_column_that_looks_like_another_is_said(tables: Tables, cautions: FaultReader) -> None:
    for row in tables["households"]:
        row |= {"acessible": "true", "note": "x"}
    assert cautions() == [
        "data/households.csv:1 acessible: the program gives this column no meaning of its own: "
        "rename it accessible if that is what it holds"
    ]


def test_a_file_that_is_no_table_is_said(
    tmp_path: Path, tables: Tables, cautions: FaultReader
) -> None:
    del tables
    (tmp_path / "data").mkdir()
    (tmp_path / "data/decision.csv").write_text("vacancy\n", encoding="utf-8")
    (tmp_path / "data/notes.csv").write_text("anything\n", encoding="utf-8")
    assert cautions() == [
        "data: decision.csv: this table is not one the program knows, and is not read: "
        "rename it decisions if that is what it holds"
    ]


def quota(body: str) -> str:
    """Return the scenario with one quota, behind the objective that gives homes."""
    return (
        SCENARIO
        + f'[[quotas]]\nid = "q"\n{body}\n'
        + '[[objectives]]\nid = "late"\nminimise = "shortfall"\nsoft = 1\n' * ("soft = 1" in body)
    )


QUOTAS = [
    # One dwelling of the period in each programme: one of two fits in a half, none in a fifth.
    ('max_share = 0.2\nper = "programme"\nof = "vacancies"',
     "quotas.q.max_share: 0.2: the cap rounds down: 0 in 2 of 2 programmes (P1, P2): "),
    ('max_share = 0.2\nper = "programme"',
     "quotas.q.max_share: 0.2: the cap rounds down: 0 in 2 of 2 programmes (P1, P2): "),
    ('max_share = 0.2\nper = "via.contingent"\nsoft = 1',
     "quotas.q.max_share: 0.2: the cap rounds down: 0 in 2 of 2 contingents (C1, E1): "),
    ("min = 3\nsoft = 1",
     "quotas.q.min: 3: no plan can meet it, counting alone: 1 attribution at least will be "
     "missing: it will be missed; change the bound, or keep it in mind"),
    ("min = 3",
     "quotas.q.min: 3: no plan can meet it, counting alone: 1 attribution at least will be "
     "missing: it is hard: no plan will be found; change the bound or give it a soft level"),
    ("min = 2\nwho = { aci = true }",  # one household is ACI
     "quotas.q.min: 2: no plan can meet it, counting alone: 1 attribution at least will"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "sentence"), QUOTAS)
def test_a_quota_that_counting_alone_settles_is_said(
    cautions: FaultReader, body: str, sentence: str
) -> None:
    assert [c for c in cautions(quota(body)) if sentence in c]


SETTLED = [
    'max_share = 0.5\nwho = { aci = true }',  # one of two
    "max_share = 0\nwho = { aci = true }",  # a zero that is meant
    "min = 2",
    "min = 1\nwho = { aci = true }",
    'min_share = 1\nwho = { aci = true }\nper = "programme"',
]  # fmt: skip


@pytest.mark.parametrize("body", SETTLED)
def test_a_quota_that_a_plan_may_meet_is_not_said(cautions: FaultReader, body: str) -> None:
    assert cautions(quota(body)) == []


def test_counters_can_make_a_quota_impossible(tables: Tables, cautions: FaultReader) -> None:
    # Four of ten counted; two dwellings more: 4 <= 0.2 x 12 = 2.4 misses by 1.6.
    tables["counters"] = [{"quota": "q", "group": "", "count": "4", "of": "10"}]
    (caution,) = cautions(quota("max_share = 0.2\nsoft = 1"))
    assert "2 attributions at least" in caution
    tables["counters"] = [{"quota": "q", "group": "", "count": "2", "of": "10"}]
    assert cautions(quota("max_share = 0.2\nsoft = 1")) == []


def test_a_home_given_after_the_period_may_be_what_makes_a_share_possible(
    tables: Tables, cautions: FaultReader
) -> None:
    """Three of twelve counted, two dwellings of the period, and one of next year given already."""
    body = "who = { aci = true }\nmax_share = 0.2"
    tables["households"][0]["aci"] = "false"
    tables["households"].append(tables["households"][1] | {"household": "M3"})
    later = {"vacancy": "L3", "freed_by": "", "available_on": "2015-03-01"}
    tables["vacancies"].append(tables["vacancies"][1] | later)
    tables["counters"] = [{"quota": "q", "group": "", "count": "3", "of": "12"}]
    # 3 > 0.2 × (12 + 2) = 2.8
    (caution,) = cautions(quota(body))
    assert "no plan can meet it, counting alone: 1 attribution at least" in caution
    # 3 = 0.2 × (12 + 2 + 1)
    tables["decisions"] = [{"vacancy": "L3", "household": "M3", "decision": "attribution"}]
    assert cautions(quota(body)) == []


def test_a_counter_of_a_group_nobody_belongs_to_is_said(
    tables: Tables, cautions: FaultReader
) -> None:
    body = 'max = 5\nper = "programme"'
    tables["counters"] = [{"quota": "q", "group": "P1", "count": "1", "of": ""}]
    assert cautions(quota(body)) == []
    tables["counters"][0]["group"] = "P7"
    assert cautions(quota(body)) == [
        "scenario.toml:16 quotas.q.per: P7: counters name a group that no dwelling and no "
        "contingent belongs to: check the group in counters"
    ]


def test_more_counted_than_their_base_is_said(tables: Tables, cautions: FaultReader) -> None:
    tables["counters"] = [{"quota": "q", "group": "", "count": "3", "of": "2"}]
    assert cautions(quota("max = 9")) == [
        "data/counters.csv:2 count: 3: more are counted than what they are a share of: "
        "check the two"
    ]


def test_a_transfer_whose_cap_rounds_down_to_zero_is_said(cautions: FaultReader) -> None:
    transfer = (
        '[[contingents.transfers]]\nid = "t"\nfrom = { kind = "commune" }\nto = {}\n'
        "max_share = 0.9\n"
    )
    assert cautions(SCENARIO + transfer) == [
        "scenario.toml:17 contingents.transfers.t.max_share: 0.9: the cap rounds down: "
        "0 in 1 of 1 contingent (C1): raise the share if something was to be handed back there"
    ]
    assert cautions(SCENARIO + transfer.replace("0.9", "1")) == []


ORDERS = [
    # objectives, the tiers said to come before every one that gives homes
    ('[[quotas]]\nid = "q"\nmax = 9\nsoft = 1\n', ["soft-1"]),
    ('[[quotas]]\nid = "q"\nmax = 9\nsoft = 1\n'
     '[[objectives]]\nid = "late"\nminimise = "shortfall"\nsoft = 1\n', []),
    ('[[objectives]]\nid = "first"\nminimise = "fragility"\nbefore = "house"\n', ["first"]),
    ('[[objectives]]\nid = "late"\nminimise = "fragility"\n', []),
    ('[[objectives]]\nid = "first"\nminimise = "fragility"\nbefore = "house"\n'
     '[[objectives]]\nid = "dalo"\nmaximise = "dalo"\nbefore = "first"\n', []),
    ('[[objectives]]\nid = "house"\nremove = true\n'
     '[[objectives]]\nid = "early"\nmaximise = "points"\n', []),
]  # fmt: skip


@pytest.mark.parametrize(("added", "said"), ORDERS)
def test_an_order_that_keeps_homes_empty_is_said(
    tmp_path: Path, cautions: FaultReader, added: str, said: list[str]
) -> None:
    (tmp_path / "elder.toml").write_text(SCENARIO, encoding="utf-8")
    found = cautions('extends = "elder.toml"\n' + added)
    assert [c.split(": ")[1] for c in found] == said
    assert all("homes may stay empty for it" in c for c in found)


def test_a_scenario_without_an_objective_is_said(cautions: FaultReader) -> None:
    scenario = SCENARIO.partition("[[objectives]]")[0]
    assert cautions(scenario) == [
        "scenario.toml objectives: there is no objective: soft targets, seniority and the lottery "
        'alone decide: add one, such as [[objectives]] maximise = "attributions"'
    ]


CROSSED = [
    # the bounds of a quota, the sentence
    ("min_share = 0.6\nmax_share = 0.5", "min_share: 0.6: is above max_share"),
    ("min_share = 0.6\nmax_share = 0.5\nsoft = 1", "min_share: 0.6: is above max_share"),
    ("min = 2\nmax = 1", "min: 2: is above max"),
    ("min_share = 0.5\nmax_share = 0.5", ""),
    ("min = 1\nmax = 1", ""),
    ("min = 1\nmax_share = 0.5", ""),
]


@pytest.mark.parametrize(("bounds", "said"), CROSSED)
def test_a_floor_above_its_ceiling_is_said(cautions: FaultReader, bounds: str, said: str) -> None:
    found = [caution for caution in cautions(quota(bounds)) if "is above" in caution]
    rest = ": both cannot be met once a home is counted: correct one of the two"
    assert [each.partition(" quotas.q.")[2] for each in found] == ([said + rest] if said else [])


NEVER = [
    ('who = { persons = "3" }', "quotas.q.who.persons: the column holds numbers: "
     "this condition never holds: compare it with numbers"),
    ("who = { aci = 1 }", "quotas.q.who.aci: the column holds true or false: "
     "this condition never holds: compare it with true or false"),
    ("where = { name = { min = 3 } }", "quotas.q.where.name: the column holds text: "
     "this condition never holds: compare it with text"),
    ("who = { requested_on = { max = 3 } }", "quotas.q.who.requested_on: the column holds dates: "
     "this condition never holds: compare it with dates"),
    ("who = { persons = 2014-01-01 }", "quotas.q.who.persons: the column holds numbers: "
     "this condition never holds: compare it with numbers"),
    ('where = { financing = "PLIA" }', "quotas.q.where.financing: PLIA: no row says this: "
     "write PLAI?"),
    ('where = { name = "Xyzzy" }', "quotas.q.where.name: Xyzzy: no row says this: "
     "correct it, or remove the condition"),
    ('who = { communes = "37262" }', "quotas.q.who.communes: 37262: no row says this: "
     "write 37261?"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "sentence"), NEVER)
def test_a_condition_that_never_holds_is_said(
    cautions: FaultReader, body: str, sentence: str
) -> None:
    found = [c for c in cautions(quota("max = 9\n" + body)) if sentence in c]
    assert found == [f"scenario.toml:16 {sentence}"]


HOLDS = [
    "who = { persons = { min = 90 } }",  # nobody today, but numbers
    'where = { commune = 37261 }',  # a whole number equals an identifier written the same
    'who = { occupies = "" }',
    "who = [{ aci = true }, { dalo = false }]",
]  # fmt: skip


@pytest.mark.parametrize("body", HOLDS)
def test_a_condition_that_may_hold_is_not_said(cautions: FaultReader, body: str) -> None:
    assert cautions(quota("max = 9\n" + body)) == []


def test_law_that_was_not_checked_is_said(tmp_path: Path, cautions: FaultReader) -> None:
    rows = [
        f'[[ceiling]]\nfinancing = "{name}"\nzone = "autres_regions"\n'
        f"amounts = [1, 2, 3, 4, 5, 6]\nextra = 1\nverified = {verified}\n"
        for name, verified in (("PLUS", "true"), ("PLAI", "false"), ("PLS", "false"))
    ]
    (tmp_path / "ceilings.toml").write_text("".join(rows), encoding="utf-8")
    rules = '[eligibility]\nceilings = "ceilings.toml"\napl = "2014"\nmax_effort = 0.3\n'
    assert cautions(SCENARIO + rules) == [
        "ceilings.toml: PLAI autres_regions: these income ceilings were not checked against the "
        "law: check them, then write verified = true",
        "scenario.toml:15 eligibility.apl: 2014: R0 of these APL parameters was computed, not read "
        "in a published table: keep it in mind where the effort decides",
    ]


@pytest.mark.parametrize(("effort", "said"), [("1", 0), ("3.3", 1)])
def test_an_effort_beyond_the_whole_income_is_odd(
    cautions: FaultReader, effort: str, said: int
) -> None:
    found = cautions(f"{SCENARIO}[eligibility]\nmax_effort = {effort}\n")
    assert (
        found
        == [
            f"scenario.toml:14 eligibility.max_effort: {effort}: this allows rents above the whole "
            "income: 33 % is written 0.33"
        ][:said]
    )


def test_people_chosen_by_a_column_of_ones_own_are_said(
    tables: Tables, cautions: FaultReader
) -> None:
    for row in tables["households"]:
        row["club"] = "tennis"
    for row in tables["programmes"]:
        row["heating"] = "gas"
    own = (
        SCENARIO
        + '[[quotas]]\nid = "x"\nwho = { club = "tennis", persons = 1 }\n'
        + 'where = { heating = "gas" }\nmax = 3\nsoft = 1\n'
    )
    (said,) = [each for each in cautions(own) if "of your own" in each]

    assert "quotas.x.who.club" in said
