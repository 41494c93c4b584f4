"""Rules of membership: what they grant, to whom, and what they may not say."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.importers.sne.families import GOLDEN

from repartition.errors import InputError
from repartition.importers.account import Account
from repartition.importers.dataset import Import
from repartition.importers.files import source_file
from repartition.importers.membership import Membership, apply_rules, granted_to, read_rules
from repartition.importers.sne import read_requests
from repartition.importers.tables import ImportedTable

Cells: TypeAlias = dict[str, list[str]]
Apply: TypeAlias = Callable[..., Membership]
EXAMPLE = Path(__file__).parents[3] / "scenarios" / "law" / "membership-example.toml"

CEILINGS = """\
[[ceiling]]
financing = "PLUS"
zone = "autres_regions"
amounts = [20000, 30000, 30001, 40000, 50000, 60000]
extra = 6000
verified = true
"""
CONTINGENTS: Cells = {
    "contingent": ["ETAT", "AL", "C-37261", "C-37122", "C-NONE"],
    "kind": ["etat_prioritaires", "action_logement", "commune", "commune", "commune"],
    "commune": ["", "", "37261", "37122", ""],
}


def table(**columns: str) -> Cells:
    """Return households whose cells are written in a row: ``persons="1 2 3"``; ``.`` is empty."""
    cells = {name: [c.replace(".", "") for c in row.split()] for name, row in columns.items()}
    count = len(next(iter(cells.values())))
    return {"household": [f"M{row}" for row in range(count)], **cells}


@pytest.fixture
def apply(tmp_path: Path) -> Apply:
    """Return a function that applies rules, as a file has them, to households."""

    def call(text: str, households: Cells, **options: Any) -> Membership:
        path = tmp_path / "rules.toml"
        path.write_text(text, encoding="utf-8")
        (tmp_path / "ceilings.toml").write_text(CEILINGS, encoding="utf-8")
        contingents = options.pop("contingents", CONTINGENTS)
        return apply_rules(read_rules(path), households, contingents, **options)

    return call


SHARE = """\
ceilings = "ceilings.toml"
[[share]]
fact = "plus"
financing = "PLUS"
"""
POOR = SHARE + '[[aci]]\nrule = "poor"\nwho = { plus = { max = 0.6 } }\n'

SHARES = [
    # persons, adults, category, income: is 60 % of the ceiling or less
    ("1", "1", ".", "12000", "true"),  # 12 000 of 20 000
    ("1", "1", ".", "12001", "false"),
    ("2", ".", ".", "18000", "true"),  # a couple: 18 000 of 30 000
    ("2", "2", "3", "18000", "true"),  # 18 000 of 30 001, less than 60 %
    ("2", "2", "3", "18001", "false"),  # 60 % of 30 001 is 18 000.60
    ("2", "1", ".", "18000", "true"),  # one adult with a child: category 3
    ("7", "2", ".", "39600", "true"),  # 60 000 + 6 000: 60 % is 39 600
    ("7", "2", ".", "39601", "false"),
    ("7", "1", ".", "43200", "true"),  # e = 8: 60 000 + 12 000
    ("7", "1", "6", "43200", "false"),  # the category given: of 7 persons
    (".", ".", ".", "0", "false"),  # how many persons is not known
    ("1", "1", ".", ".", "false"),  # no income is known
    ("1", "1", ".", "0", "true"),
]


@pytest.mark.parametrize(("persons", "adults", "category", "income", "is_aci"), SHARES)
def test_the_share_of_the_ceiling_is_that_of_the_rule_on_ceilings(
    apply: Apply, persons: str, adults: str, category: str, income: str, is_aci: str
) -> None:
    households = table(
        persons=persons, adults=adults, ceiling_category=category, reference_income=income
    )
    assert apply(POOR, households).columns["aci"] == [is_aci]


@given(cents=st.integers(0, 4_000_000), millionths=st.integers(0, 2_000_000))
def test_a_share_is_compared_exactly(
    tmp_path_factory: pytest.TempPathFactory, cents: int, millionths: int
) -> None:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "ceilings.toml").write_text(CEILINGS, encoding="utf-8")
    bound = f"{millionths // 10**6}.{millionths % 10**6:06d}"
    (folder / "rules.toml").write_text(POOR.replace("0.6", bound), encoding="utf-8")
    income = f"{cents // 100}.{cents % 100:02d}"
    households = {
        **table(persons="2", adults="2", ceiling_category="3"),
        "reference_income": [income],
    }
    found = apply_rules(read_rules(folder / "rules.toml"), households, CONTINGENTS)
    # income / 30 001 ≤ millionths / 10⁶, both sides multiplied to be whole
    assert found.columns["aci"] == [str(cents * 10**6 <= millionths * 3_000_100).lower()]


UNKNOWN = [
    # the fact by row, who the rule holds for, how many it did not look at
    ("false true .", ["false", "true", "true"], 1),
    ("false false FAUX", ["false", "false", "false"], 3),
    ("true true true", ["true", "true", "true"], 0),
]


@pytest.mark.parametrize(("given_in", "is_aci", "unknown"), UNKNOWN)
def test_a_household_whose_income_nobody_knows_is_not_the_poorest(
    apply: Apply, given_in: str, is_aci: list[str], unknown: int
) -> None:
    households = table(persons="1 1 1", reference_income="0 0 0")
    found = apply(POOR, {**households, **table(incomes_stated=given_in)})
    assert found.columns["aci"] == is_aci
    assert found.columns["reference_income"] == ["0", "0", "0"]
    assert found.incomes_unknown == unknown
    assert apply(POOR, households).incomes_unknown == 0


@pytest.mark.parametrize("name", ["reference_income", "monthly_income"])
def test_no_rule_on_an_income_itself_looks_at_one_that_nobody_knows(
    apply: Apply, name: str
) -> None:
    rules = (
        f'keep = ["{name}"]\n[[contingents]]\nrule = "low"\nwho = {{ {name} = {{ max = 1 }} }}\n'
    )
    found = apply(
        rules + 'to = { contingent = "AL" }\n',
        table(
            persons="1 1", reference_income="0 0", monthly_income="0 0", incomes_stated="false true"
        ),
    )
    assert found.columns["contingents"] == ["", "AL"]
    assert found.columns[name] == ["0", "0"]


def test_the_account_says_how_many_no_rule_on_income_looked_at(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text('[[aci]]\nrule = "dalo"\nwho = { dalo = true }\n')
    household = ImportedTable(
        "households",
        table(persons="1 1", reference_income="0 0", incomes_stated="false false"),
        ("a", "b"),
    )
    imported = Import("sne", "sne", "file.xml", "0" * 64, (household,), Account())
    found = granted_to(imported, tmp_path / "rules.toml", tmp_path / "data")
    assert (
        "The income of 2 households is not known: no rule on income looked at them."
        in found.account.remarks
    )
    assert found.tables[0].places == ("a", "b")


def test_cells_are_read_as_a_spreadsheet_writes_them(apply: Apply) -> None:
    households: Cells = {
        "household": ["M1", "M2"],
        "persons": [" 1 ", "1"],
        "reference_income": ["12 000,00", "12\u202f000,01"],
        "dalo": ["oui", "Non"],
        "aci": ["", "VRAI"],
    }
    found = apply(POOR + '[[aci]]\nrule = "dalo"\nwho = { dalo = true }\n', households)
    assert found.columns["aci"] == ["true", "true"]
    assert [(each.rule, each.households) for each in found.granted] == [("poor", 1), ("dalo", 1)]


def test_rules_only_grant(apply: Apply) -> None:
    households = table(persons="1 1 1", aci="oui non .", contingents="AL|OLD . OLD")
    found = apply(
        '[[contingents]]\nrule = "all"\nto = { contingent = "AL" }\n'
        '[[aci]]\nrule = "none"\nwho = { dalo = true }\n',
        households,
    )
    assert found.columns["aci"] == ["true", "false", "false"]
    assert found.columns["contingents"] == ["AL|OLD", "AL", "OLD|AL"]


def test_columns_that_a_table_lacks_stand_at_their_default(apply: Apply) -> None:
    rules = (
        '[[aci]]\nrule = "dalo"\nwho = { dalo = true }\n'
        '[[contingents]]\nrule = "priority"\nwho = { priority = true }\n'
        'to = { contingent = "ETAT" }\n'
        '[[contingents]]\nrule = "children"\nwho = { children = { min = 1 } }\n'
        'to = { contingent = "AL" }\n'
    )
    found = apply(rules, table(persons="1 3"))
    assert found.columns["aci"] == ["false", "false"]
    assert found.columns["contingents"] == ["", "AL"]  # 3 − 2 adults
    # A household whose right is recognised is a priority one, unless its cell says otherwise.
    found = apply(rules, table(persons="1 1 1", dalo="oui oui non", priority=". non oui"))
    assert found.columns["contingents"] == ["ETAT", "", "ETAT"]
    assert set(found.columns) == {"household", "persons", "dalo", "priority", "aci", "contingents"}


def test_a_link_opens_the_contingent_of_that_commune_and_no_other(apply: Apply) -> None:
    rules = """\
[[contingents]]
rule = "link"
linked_by = ["lives_in", "works_in"]
to = { kind = "commune" }
"""
    facts = {
        "lives_in": ["37261", "", "37050", "3726"],
        "works_in": ["", "37122|37261", "37050", "372610"],
    }
    found = apply(rules, table(persons="1 1 1 1"), facts=facts)
    assert found.columns["contingents"] == ["C-37261", "C-37261|C-37122", "", ""]
    assert found.granted[0].households == 2
    assert "lives_in" not in found.columns


def test_a_link_holds_only_for_those_the_rule_is_about(apply: Apply) -> None:
    rules = """\
[[contingents]]
rule = "link"
who = { priority = true }
linked_by = ["lives_in"]
to = { kind = "commune" }
"""
    households = table(persons="1 1", priority="true false", lives_in="37261 37261")
    assert apply(rules, households).columns["contingents"] == ["C-37261", ""]


def test_facts_are_written_only_where_the_rules_keep_them(apply: Apply) -> None:
    facts = {"work": ["CDI"], "housing": ["LP"]}
    households = table(persons="1", reference_income="5000")
    found = apply('keep = ["work", "plus"]\n' + SHARE, households, facts=facts)
    assert found.columns["work"] == ["CDI"]
    assert found.columns["plus"] == ["0.25"]
    assert "housing" not in found.columns


def test_a_table_without_rows_stays_one(apply: Apply) -> None:
    found = apply(POOR, {"household": [], "persons": [], "reference_income": []})
    assert found.columns["aci"] == []
    assert found.columns["contingents"] == []


WORK = '[[aci]]\nrule = "work"\nwho = { work = "CDI" }\n'


def test_an_agreement_names_what_else_it_looks_at(apply: Apply) -> None:
    named = WORK + 'named_by = "article 3"\n'
    households = table(persons="1 1", work="CDI RET")
    assert apply(named, households).columns["aci"] == ["true", "false"]


FAULTS = [
    (
        WORK,
        "rules.toml:1 aci.0: work: the rule looks at work: only the agreement itself can make that "
        'a condition: write named_by = "article …"',
    ),
    (WORK + 'named_by = " "\n', "only the agreement itself can make that a condition"),
    (
        SHARE + '[[aci]]\nrule = "r"\nwho = { plus = { max = 1 }, persons = 1 }\n',
        "rules.toml:5 aci.0: r: the rule looks at persons: only the agreement",
    ),
    (
        WORK.replace("work =", "Nationalité =")
        .replace("who = { N", 'who = { "N')
        .replace("é =", 'é" ='),
        "rules.toml:1 aci.0: Nationalité: nothing may be decided by this: take it out of the rules",
    ),
    ('keep = ["nom"]', "rules.toml:1 keep: nom: nothing may be decided by this"),
    (
        '[[contingents]]\nrule = "r"\nlinked_by = ["pays_de_naissance"]\nto = {}\n',
        "rules.toml:1 contingents.0: pays_de_naissance: nothing may be decided by this",
    ),
    (
        '[[contingents]]\nrule = "r"\nto = { contingent = "C-37262" }\n',
        "rules.toml:3 contingents.0.to: C-37262: no contingent of the dataset is called so: "
        "write C-37261?",
    ),
    (
        '[[contingents]]\nrule = "r"\nto = { contingent = ["AL", "ÉTAT"] }\n',
        "rules.toml:3 contingents.0.to: ÉTAT: no contingent of the dataset is called so",
    ),
    (
        '[[contingents]]\nrule = "r"\nto = { kind = "epci" }\n',
        "rules.toml:3 contingents.0.to: no contingent of the dataset is meant by this: correct it",
    ),
    (
        '[[contingents]]\nrule = "r"\nto = { kinds = "epci" }\n',
        "rules.toml:3 contingents.0.to: kinds: no column of the contingents is called so: "
        "write kind?",
    ),
    (
        '[[contingents]]\nrule = "r"\nto = {}\nwho = { person = 1 }\n',
        "rules.toml:4 contingents.0.who: person: no column of the households is called so: "
        "write persons?",
    ),
    (
        '[[contingents]]\nrule = "r"\nto = {}\nlinked_by = ["lives_at"]\n',
        "rules.toml:4 contingents.0.linked_by: lives_at: no column of the households is called so",
    ),
    ('keep = ["lives_in"]\n', "rules.toml:1 keep: lives_in: no column of the households"),
    (
        '[[share]]\nfact = "plus"\nfinancing = "PLUS"\n',
        "rules.toml:1 share.0: a share of a ceiling is computed, and no ceilings are named: "
        'write ceilings = "…"',
    ),
    (
        SHARE.replace("ceilings.toml", "none.toml"),
        "none.toml: there is no such file",
    ),
    (
        SHARE.replace('"PLUS"', '"PLAI"'),
        "rules.toml:2 share.0: PLAI autres_regions: the ceilings have no row for this financing "
        "and this zone: add it to ceilings.toml",
    ),
    (
        SHARE.replace('"PLUS"', '"PLUX"'),
        "rules.toml:4 share.0.financing: PLUX: is not a known value",
    ),
    (
        SHARE.replace('"plus"', '"dalo"'),
        "rules.toml:3 share.0.fact: dalo: a column of the households has this name: "
        "give it another one",
    ),
    (WORK + WORK, "rules.toml:4 aci.1: work: an earlier table has this name: give it another one"),
    (WORK.replace("who", "whom"), "rules.toml:3 aci.0.whom: is not a key known here: write who?"),
    ('[[aci]]\nrule = "r"\nwho = { plus = { max = "x" } }\n', "is neither a number nor a date"),
]


@pytest.mark.parametrize(("text", "sentence"), FAULTS)
def test_rules_that_cannot_hold_are_faults(apply: Apply, text: str, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        apply(text, table(persons="1"))
    assert sentence in str(caught.value)


def test_every_fault_of_the_rules_is_named_at_once(apply: Apply) -> None:
    with pytest.raises(InputError) as caught:
        apply('keep = ["nom"]\n' + WORK + WORK.replace('"work"', '"other"', 1), table(persons="1"))
    assert len(caught.value.faults) == 3


@pytest.fixture
def contingents_of_the_example() -> Cells:
    return {
        "contingent": ["E", "A", "V"],
        "kind": ["etat_prioritaires", "action_logement", "commune"],
        "commune": ["", "", "37261"],
    }


def test_the_example_that_ships_is_one_and_can_be_applied(
    contingents_of_the_example: Cells,
) -> None:
    rules = read_rules(EXAMPLE)
    households = table(
        persons="1 1 1", reference_income="5000 12870 40000", monthly_income="0 0 0",
        dalo="false false true", priority=". true .",
    )  # fmt: skip
    facts = {
        "lives_in": ["37261", "37050", ""],
        "works_in": ["", "", ""],
        "work": ["CDI", "RET", ""],
        "housing": ["LP", "", ""],
    }
    found = apply_rules(rules, households, contingents_of_the_example, facts=facts)
    # 5 000 / 23 403 ≤ 0.30; 12 870 is the PLAI ceiling, and the household a priority one; DALO
    assert found.columns["aci"] == ["true", "true", "true"]
    assert found.columns["contingents"] == ["A|V", "E", "E"]
    assert [each.households for each in found.granted] == [1, 1, 1, 2, 1, 1]
    assert [str(caution) for caution in found.cautions] == [
        "membership-example.toml: these rules are an example, no agreement says them: "
        "write those of your agreement, and take example = true out",
        "ceilings-2026.toml: PLAI autres_regions: these income ceilings were not checked against "
        "the law: check them, then write verified = true",
    ]


def test_the_example_works_on_what_an_export_of_the_register_gives(
    contingents_of_the_example: Cells,
) -> None:
    requests = read_requests(source_file(GOLDEN / "families.xml"))
    found = apply_rules(
        read_rules(EXAMPLE),
        requests.table.columns,
        contingents_of_the_example,
        facts=requests.facts,
    )
    # At most 30 % of the PLUS ceiling: 15 000 / 53 376 of a parent with three children, 9 600 /
    # (60 156 + 6 710) of one with five.
    poor = [
        number[-2:]
        for number, aci in zip(found.columns["household"], found.columns["aci"], strict=True)
        if aci == "true"
    ]
    assert poor == ["04", "08"]
    assert set(found.columns["contingents"]) == {"A|V"}
