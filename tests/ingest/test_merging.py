"""Scenarios built on others, and settings given on the command line."""

from decimal import Decimal
from pathlib import Path

import pytest
from tests.ingest.conftest import SCENARIO, Tables, write_tables

from repartition.errors import InputError
from repartition.ingest import ScenarioFile, hash_inputs, read_instance, read_scenario

ELDER = (
    SCENARIO
    + """
[eligibility]
max_effort = 0.33
surface = false

[[quotas]]
id = "cap"
who = { aci = true, dalo = true }
max_share = 0.20
soft = 1

[[quotas]]
id = "floor"
min = 1
soft = 2

[[contingents.transfers]]
id = "handback"
from = { kind = "etat_prioritaires" }
to = { kind = "commune" }
"""
)


class Chain:
    """A folder with an elder scenario, ready for a younger one."""

    def __init__(self, folder: Path, elder: str) -> None:
        self.folder = folder
        self.path = folder / "young" / "scenario.toml"
        self.path.parent.mkdir()
        (folder / "elder.toml").write_text(elder, encoding="utf-8")

    def read(self, younger: str, *overrides: str) -> ScenarioFile:
        """Return the younger scenario merged with its elder."""
        self.path.write_text('extends = "../elder.toml"\n' + younger, encoding="utf-8")
        return read_scenario(self.path, overrides)

    def faults(self, younger: str, *overrides: str) -> list[str]:
        """Return the sentences of a younger scenario that is bad input."""
        with pytest.raises(InputError) as caught:
            read_instance(self.read(younger, *overrides))
        return [str(fault) for fault in caught.value.faults]


@pytest.fixture
def chain(tmp_path: Path, tables: Tables) -> Chain:
    """Return an elder scenario with its data."""
    write_tables(tmp_path / "data", tables)
    return Chain(tmp_path, ELDER)


def ids(file: ScenarioFile) -> list[str]:
    """Return the quotas of a scenario in their order."""
    return [quota.id for quota in file.scenario.quotas]


def test_a_scenario_that_says_nothing_is_its_elder(chain: Chain) -> None:
    file = chain.read("")
    assert ids(file) == ["cap", "floor"]
    assert "extends" not in file.merged


def test_tables_merge_deeply(chain: Chain) -> None:
    rules = chain.read("[eligibility]\nmax_effort = 0.30\n").scenario.eligibility
    assert (rules.max_effort, rules.surface) == (Decimal("0.30"), False)


def test_a_younger_table_changes_its_elder_in_its_place(chain: Chain) -> None:
    file = chain.read('[[quotas]]\nid = "new"\nmax = 3\n[[quotas]]\nid = "cap"\nmax_share = 0.1\n')
    assert ids(file) == ["cap", "floor", "new"]
    cap = file.scenario.quotas[0]
    assert (cap.max_share, cap.soft) == (Decimal("0.1"), 1)
    assert cap.who.columns() == {"aci", "dalo"}


def test_a_filter_is_replaced_whole(chain: Chain) -> None:
    file = chain.read('[[quotas]]\nid = "cap"\nwho = { aci = false }\n')
    assert file.scenario.quotas[0].who.columns() == {"aci"}


def test_before_moves_a_table(chain: Chain) -> None:
    assert ids(chain.read('[[quotas]]\nid = "new"\nmax = 3\nbefore = "cap"\n')) == [
        "new", "cap", "floor"
    ]  # fmt: skip
    assert ids(chain.read('[[quotas]]\nid = "floor"\nbefore = "cap"\n')) == ["floor", "cap"]


def test_remove_takes_the_elder_away(chain: Chain) -> None:
    assert ids(chain.read('[[quotas]]\nid = "cap"\nremove = true\n')) == ["floor"]


def test_soft_false_makes_a_quota_hard_again(chain: Chain) -> None:
    file = chain.read('[[quotas]]\nid = "cap"\nsoft = false\n')
    assert file.scenario.quotas[0].soft is False


def test_transfers_merge_too(chain: Chain) -> None:
    younger = '[[contingents.transfers]]\nid = "handback"\nmax_share = 0.2\n'
    (transfer,) = chain.read(younger).scenario.contingents.transfers
    assert transfer.max_share == Decimal("0.2")
    assert transfer.from_.columns() == {"kind"}


def test_paths_start_from_the_file_that_holds_them(chain: Chain) -> None:
    file = chain.read("")
    assert file.merged["data"] == "../data"
    assert file.data.resolve() == (chain.folder / "data").resolve()


@pytest.mark.parametrize("key", ["data", "typology", "ceilings"])
def test_a_path_that_leads_nowhere_is_placed_where_it_was_written(chain: Chain, key: str) -> None:
    wrong = ELDER.replace('data = "data"', 'data = "nowhere"')
    if key != "data":
        wrong = ELDER.replace("[eligibility]", f'[eligibility]\n{key} = "nowhere"')
    (chain.folder / "elder.toml").write_text(wrong, encoding="utf-8")
    line = wrong[: wrong.index("nowhere")].count("\n") + 1
    column = key if key == "data" else f"eligibility.{key}"
    (fault,) = chain.faults("")
    assert fault.startswith(f"../elder.toml:{line} {column}: nowhere: there is no such ")
    assert fault.endswith(": correct the path; it starts from the folder of the scenario")


def test_a_run_depends_on_every_file_it_read(chain: Chain) -> None:
    assert list(hash_inputs(chain.read(""))) == [
        "../data/communes.csv",
        "../data/contingents.csv",
        "../data/households.csv",
        "../data/programmes.csv",
        "../data/vacancies.csv",
        "../elder.toml",
        "scenario.toml",
    ]


def test_grandparents_count(chain: Chain) -> None:
    (chain.folder / "middle.toml").write_text('extends = "elder.toml"\nname = "middle"\n')
    chain.path.write_text('extends = "../middle.toml"\nseed = 7\n')
    scenario = read_scenario(chain.path).scenario
    assert (scenario.name, scenario.seed) == ("middle", 7)


YOUNGER_FAULTS = [
    ('[[quotas]]\nid = "capp"\nremove = true\n',
     "scenario.toml:4 quotas.capp.remove: capp: there is nothing of this id to remove: "
     "write cap? (known: cap, floor)"),
    ('[[quotas]]\nid = "cap"\nbefore = "flor"\n',
     "scenario.toml:4 quotas.cap.before: flor: there is no other table of this id: "
     "write floor?"),
    ('[[quotas]]\nid = "cap"\nmax_share = 1.2\n',
     "scenario.toml:4 quotas.cap.max_share: 1.2: is above 1: write 1 or less"),
]  # fmt: skip


@pytest.mark.parametrize(("younger", "sentence"), YOUNGER_FAULTS)
def test_a_broken_younger_is_named(chain: Chain, younger: str, sentence: str) -> None:
    assert chain.faults(younger) == [sentence]


def test_a_fault_of_the_elder_is_placed_in_the_elder(chain: Chain) -> None:
    elder = chain.folder / "elder.toml"
    elder.write_text(ELDER.replace("min = 1", "min = -1"), encoding="utf-8")
    line = ELDER.split("\n").index("min = 1") + 1
    assert chain.faults("") == [
        f"../elder.toml:{line} quotas.floor.min: -1: is negative: write 0 or more"
    ]


def test_a_circle_is_named_with_its_files(chain: Chain) -> None:
    (chain.folder / "elder.toml").write_text('extends = "young/scenario.toml"\n' + ELDER)
    assert chain.faults("") == [
        "../elder.toml:1 extends: scenarios extend each other in a circle: "
        "scenario.toml → ../elder.toml → scenario.toml: take one `extends` away"
    ]


@pytest.mark.parametrize("extends", ["3", '""', "[]"])
def test_extends_is_a_path(chain: Chain, extends: str) -> None:
    chain.path.write_text(f"extends = {extends}\n" + SCENARIO, encoding="utf-8")
    with pytest.raises(InputError, match="extends: is not a path"):
        read_scenario(chain.path)


def test_settings_change_one_key(chain: Chain) -> None:
    file = chain.read(
        "",
        "quotas.cap.max_share=0.15",
        "period.end=2014-06-30",
        "name=other",
        "quotas.floor.soft=false",
        "contingents.transfers.handback.max_share = 0.5",
        'quotas.cap.who={ aci = true }',
        "quartiles.thresholds=[1, 2, 3]",
    )  # fmt: skip
    scenario = file.scenario
    assert scenario.quotas[0].max_share == Decimal("0.15")
    assert scenario.period.end.isoformat() == "2014-06-30"
    assert scenario.name == "other"
    assert scenario.quotas[1].soft is False
    assert scenario.contingents.transfers[0].max_share == Decimal("0.5")
    assert file.merged["quotas"][0]["max_share"] == Decimal("0.15")
    assert scenario.quotas[0].who.columns() == {"aci"}
    assert scenario.quartiles is not None


ORDERS = [
    # settings, the objectives in their order, the quotas, the transfers
    (["objectives.wishes.before=house"], ["wishes", "house", "points"], 2, 1),
    (["objectives.points.before=wishes", "objectives.house.before=wishes"],
     ["points", "house", "wishes"], 2, 1),
    (["objectives.points.remove=true"], ["house", "wishes"], 2, 1),
    (["objectives.points.remove=false"], ["house", "wishes", "points"], 2, 1),
    (["quotas.cap.remove=true", "contingents.transfers.handback.remove=true"],
     ["house", "wishes", "points"], 1, 0),
]  # fmt: skip
LATER = (
    '[[objectives]]\nid = "wishes"\nminimise = "wish_rank"\n'
    '[[objectives]]\nid = "points"\nmaximise = "points"\n'
)


@pytest.mark.parametrize(("settings", "objectives", "quotas", "transfers"), ORDERS)
def test_a_setting_moves_and_removes_as_a_younger_file_does(
    chain: Chain, settings: list[str], objectives: list[str], quotas: int, transfers: int
) -> None:
    scenario = chain.read(LATER, *settings).scenario
    assert [objective.id for objective in scenario.objectives] == objectives
    assert len(scenario.quotas) == quotas
    assert len(scenario.contingents.transfers) == transfers


def test_a_quota_made_hard_says_which_objective_to_remove(chain: Chain) -> None:
    level = '[[objectives]]\nid = "caps"\nminimise = "shortfall"\nsoft = 1\n'
    hard = ["quotas.cap.soft=false", "quotas.floor.soft=false"]
    assert chain.faults(level, *hard) == [
        "--set quotas.cap.soft=false --set quotas.floor.soft=false objectives.caps.soft: 1: "
        "no quota has this soft level: remove this objective too "
        "(--set objectives.caps.remove=true), or give a quota this level"
    ]
    chain.read(level, *hard, "objectives.caps.remove=true")


SETTING_FAULTS = [
    ("quotas.floor=3", "--set quotas.floor=3: floor is a table: it cannot be set at once: "
     "name one of its keys, such as quotas.floor.min=3"),
    ("quotas.florr=3", "--set quotas.florr=3: there is no florr there: "
     "write floor? (known: cap, floor)"),
    ("quotas.capp.remove=true", "--set quotas.capp.remove=true: there is no capp there: "
     "write cap? (known: cap, floor)"),
    ("quotas.cap.remove=3", "--set quotas.cap.remove=3: is neither true nor false: "
     "write true or false, without quotes"),
    ("quotas.cap.before=cap", "--set quotas.cap.before=cap: there is no other table of this id: "
     "the only known one is floor"),
    ("quotas.cap.before=flor", "--set quotas.cap.before=flor: there is no other table of this id: "
     "write floor?"),
    ("quotas.capp.max=1", "--set quotas.capp.max=1: there is no capp there: "
     "write cap? (known: cap, floor)"),
    ("quotas.cap", "--set quotas.cap: this is not a setting: "
     "write KEY=VALUE, such as quotas.aci-cap-fragile.max_share=0.15"),
    ("quotas.cap.max=[1", "--set quotas.cap.max=[1: the value is not written as in a scenario: "
     'write a number, true, false, a date, a list in [ ], or a text in "…"'),
    ("seed.more=1", "--set seed.more=1: seed is a value and holds nothing else: shorten the key"),
    ("extends=other.toml", "--set extends=other.toml: `extends` cannot be set for one run: "
     "write it in a scenario file"),
    ("quotas.cap.maxx=1", "--set quotas.cap.maxx=1: is not a key known here: write max?"),
    ("quotas.cap.max_share=20", "--set quotas.cap.max_share=20: is above 1: it is a share: "
     "20 % is written 0.20"),
    ("quotas.cap.max_share = 1.5", "--set quotas.cap.max_share = 1.5: is above 1: "
     "write 1 or less"),
    ("quotas.cap.who={ acii = true }", "--set quotas.cap.who={ acii = true } quotas.cap.who.acii: "
     "no table has this column: write aci?"),
    ("data=C:\\nowhere", "--set data=C:\\nowhere: there is no such dataset folder or workbook: "
     "correct the path; it starts from the folder of the scenario"),
    ("period.end=2014-02-30", "--set period.end=2014-02-30: this day does not exist: "
     "correct the day, the month or the year"),
    # The sentence is about more than the key that was set: without the setting it is not said.
    ("period.end=2013-12-31", "--set period.end=2013-12-31 period: "
     "2014-01-01, 2013-12-31: the period ends before it starts: correct start or end"),
    ('objectives.house.minimise="points"', '--set objectives.house.minimise="points" '
     "objectives.house: says neither what to maximise nor what to minimise, or says both: "
     "write exactly one of maximise and minimise"),
    ("contingents.mode=flow", "--set contingents.mode=flow contingents.transfers.handback: "
     "transfers mean nothing in flow mode: no contingent owns a dwelling: "
     'take it away (remove = true), or write mode = "stock"'),
]  # fmt: skip


@pytest.mark.parametrize(("setting", "sentence"), SETTING_FAULTS)
def test_a_broken_setting_is_named(chain: Chain, setting: str, sentence: str) -> None:
    assert chain.faults("", setting) == [sentence]


def test_a_fault_of_the_file_is_not_that_of_a_setting(chain: Chain) -> None:
    below = "scenario.toml:4 quotas.floor.min: -1: is negative: write 0 or more"
    younger = '[[quotas]]\nid = "floor"\nmin = -1\n'
    assert chain.faults(younger, "seed=3", "quotas.cap.max_share=0.1") == [below]
    # A setting mends it, or says it again.
    chain.read(younger, "quotas.floor.min=1")
    assert chain.faults(younger, "quotas.floor.min=-1") == [
        "--set quotas.floor.min=-1: is negative: write 0 or more"
    ]


def test_of_several_settings_the_nearest_is_blamed(chain: Chain) -> None:
    settings = ["seed=3", "period.end=2013-12-31", "quotas.cap.max_share=0.1"]
    assert chain.faults("", *settings) == [
        "--set period.end=2013-12-31 period: 2014-01-01, 2013-12-31: "
        "the period ends before it starts: correct start or end"
    ]


def test_of_two_settings_of_one_key_the_later_is_blamed(chain: Chain) -> None:
    assert chain.faults("", "quotas.floor.min=-2", "quotas.floor.min=-1") == [
        "--set quotas.floor.min=-1: is negative: write 0 or more"
    ]
    assert chain.faults("", "quotas.floor.min=-2", "quotas.floor={min = -1}") == [
        "--set quotas.floor={min = -1}: floor is a table: it cannot be set at once: "
        "name one of its keys, such as quotas.floor.min=…",
        "--set quotas.floor.min=-2: is negative: write 0 or more",
    ]


def test_where_no_setting_is_near_all_are_blamed(chain: Chain) -> None:
    objective = '[[objectives]]\nid = "late"\nminimise = "shortfall"\nsoft = 2\n'
    assert chain.faults(objective, "seed=3", "quotas.floor.soft=3") == [
        "--set seed=3 --set quotas.floor.soft=3 objectives.late.soft: 2: "
        "no quota has this soft level: the known ones are 1, 3; "
        "or remove this objective: --set objectives.late.remove=true"
    ]


def test_an_id_with_points_is_reached_in_quotes(chain: Chain) -> None:
    file = chain.read('[[quotas]]\nid = "a.b"\nmax = 1\n', 'quotas."a.b".max=4')
    assert file.scenario.quotas[-1].max == 4
