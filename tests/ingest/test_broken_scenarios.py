"""Every kind of broken scenario gets its sentence, with the line of the key."""

from pathlib import Path

import pytest
from tests.ingest.conftest import SCENARIO, FaultReader, Reader, Tables

from repartition.errors import InputError
from repartition.ingest import read_scenario

N = SCENARIO.count("\n") + 1  # the line where what a case adds begins
QUOTA = '[[quotas]]\nid = "cap"\n'  # lines N and N + 1
OBJECTIVE = '[[objectives]]\nid = "o"\n'

ADDED = [
    # what is added at the end of a good scenario, the sentence
    ('[quartile]\na = 1\n',
     f"scenario.toml:{N} quartile: is not a key known here: write quartiles?"),
    ('[colours]\na = 1\n',
     f"scenario.toml:{N} colours: is not a key known here: the known ones are baseline, "
     "contingents, cotation, data, eligibility, extends, fragility, name, objectives, period, "
     "quartiles, quotas, schema, seed, synthetic"),
    (QUOTA + 'max = 1\nperr = "programme"\n',
     f"scenario.toml:{N + 3} quotas.cap.perr: is not a key known here: write per?"),
    (QUOTA, f"scenario.toml:{N} quotas.cap: has no bound: "
     "add one of max, min, max_share, min_share at least"),
    (QUOTA + "max_share = 1.2\n",
     f"scenario.toml:{N + 2} quotas.cap.max_share: 1.2: is above 1: write 1 or less"),
    (QUOTA + "max_share = 50\n",
     f"scenario.toml:{N + 2} quotas.cap.max_share: 50: is above 1: it is a share: "
     "50 % is written 0.50"),
    (QUOTA + "min_share = 12.5\n",
     f"scenario.toml:{N + 2} quotas.cap.min_share: 12.5: is above 1: it is a share: "
     "12.5 % is written 0.125"),
    (QUOTA + "max_share = 120\n",
     f"scenario.toml:{N + 2} quotas.cap.max_share: 120: is above 1: write 1 or less"),
    ('[[contingents.transfers]]\nid = "t"\nfrom = {}\nto = {}\nmax_share = 100\n',
     f"scenario.toml:{N + 4} contingents.transfers.t.max_share: 100: is above 1: it is a share: "
     "100 % is written 1.00"),
    ("[eligibility]\nmax_effort = 33\n",
     f"scenario.toml:{N + 1} eligibility.max_effort: 33: is above 10: it is a share: "
     "33 % is written 0.33"),
    ("[eligibility]\nmax_effort = 2000\n",
     f"scenario.toml:{N + 1} eligibility.max_effort: 2000: is above 10: "
     "write 10 or less, or write false"),
    (QUOTA + "min_share = -0.1\n",
     f"scenario.toml:{N + 2} quotas.cap.min_share: -0.1: is negative: write 0 or more"),
    (QUOTA + "max = 2.5\n", f"scenario.toml:{N + 2} quotas.cap.max: 2.5: is not a whole number: "
     "write a whole number, without quotes"),
    (QUOTA + 'max = "3"\n', f"scenario.toml:{N + 2} quotas.cap.max: 3: is not a whole number: "
     "write a whole number, without quotes"),
    (QUOTA + "max_share = nan\n", f"scenario.toml:{N + 2} quotas.cap.max_share: NaN: "
     "is not a finite number: write a number such as 0.2"),
    (QUOTA + 'max = 1\nof = "dwellings"\n',
     f"scenario.toml:{N + 3} quotas.cap.of: dwellings: is not a value it can have: "
     'write "attributions" or "vacancies"'),
    (QUOTA + 'max = 1\nsoft = "yes"\n',
     f"scenario.toml:{N + 3} quotas.cap.soft: yes: is not a whole number: "
     "write a whole number, without quotes, or write false"),
    # In Python 0 equals False; here it is no way to write it, and no level either.
    (OBJECTIVE + 'minimise = "shortfall"\nsoft = 1\n' + QUOTA + "max = 1\nsoft = 0\n",
     f"scenario.toml:{N + 7} quotas.cap.soft: 0: is below 1: write 1 or more, or write false"),
    ("[eligibility]\ntypology = 0\n",
     f"scenario.toml:{N + 1} eligibility.typology: 0: is not a text: "
     'write it in double quotes: "…", or write false'),
    (QUOTA + "max_share = 0.1\nof = \"vacancies\"\nvia = { kind = \"commune\" }\n",
     f"scenario.toml:{N + 4} quotas.cap.via: a share of the dwellings does not depend on who is "
     'charged or housed: take it away, or write of = "attributions"'),
    (QUOTA + "max_share = 0.1\nof = \"vacancies\"\namong = { who = { aci = true } }\n",
     f"scenario.toml:{N + 4} quotas.cap.among: a share of the dwellings does not depend on who is "
     'charged or housed: take it away, or write of = "attributions"'),
    (QUOTA + "max_share = 0.1\nof = \"vacancies\"\nper = \"via.kind\"\n",
     f"scenario.toml:{N + 4} quotas.cap.per: via.kind: a share of the dwellings does not depend on "
     'who is charged or housed: take it away, or write of = "attributions"'),
    (QUOTA + "max = 1\n" + QUOTA + "max = 2\n",
     f"scenario.toml:{N + 3} quotas.cap: cap: two tables have this id: give each its own id"),
    ("[[quotas]]\nmax = 1\n", f'scenario.toml:{N} quotas.0: has no id: give it one: id = "…"'),
    ('[[quotas]]\nid = "soft-3"\nmax = 1\n', f"scenario.toml:{N + 1} quotas.soft-3.id: soft-3: "
     "this id is kept for the tiers the program adds itself: choose another one"),
    ('[[objectives]]\nid = "lottery"\nmaximise = "points"\n',
     f"scenario.toml:{N + 1} objectives.lottery.id: lottery: "
     "this id is kept for the tiers the program adds itself: choose another one"),
    (QUOTA + "max = 1\nwho = { acii = true }\n", f"scenario.toml:{N + 3} quotas.cap.who.acii: "
     "no table has this column: write aci?"),
    (QUOTA + 'max = 1\nwho = "aci"\n', f"scenario.toml:{N + 3} quotas.cap.who: aci: "
     "is not a filter: write a table such as { aci = true }, or a list of tables"),
    (QUOTA + "max = 1\nwhere = { programme = { nam = \"x\" } }\n",
     f"scenario.toml:{N + 3} quotas.cap.where.programme.nam: "
     "no table has this column: write programme.name?"),
    (QUOTA + "max = 1\nvia = { kin = \"commune\" }\n", f"scenario.toml:{N + 3} quotas.cap.via.kin: "
     "no table has this column: write kind? (known: bailleur, commune, contingent, kind, name)"),
    (QUOTA + 'max = 1\nper = "program"\n', f"scenario.toml:{N + 3} quotas.cap.per: program: "
     "no table has this column: write programme?"),
    (QUOTA + 'max = 1\nper = "via.knd"\n', f"scenario.toml:{N + 3} quotas.cap.per: via.knd: "
     "no table has this column: write kind? (known: bailleur, commune, contingent, kind, name)"),
    (OBJECTIVE, f"scenario.toml:{N} objectives.o: says neither what to maximise nor what to "
     "minimise, or says both: write exactly one of maximise and minimise"),
    (OBJECTIVE + 'maximise = "points"\nminimise = "points"\n',
     f"scenario.toml:{N} objectives.o: says neither what to maximise nor what to "
     "minimise, or says both: write exactly one of maximise and minimise"),
    (OBJECTIVE + 'maximise = ""\n',
     f"scenario.toml:{N + 2} objectives.o.maximise: no table has this column: "
     "correct it: no known name is like it"),
    (OBJECTIVE + 'maximise = "attribution"\n',
     f"scenario.toml:{N + 2} objectives.o.maximise: attribution: "
     "no table has this column: write attributions?"),
    (OBJECTIVE + 'maximise = "typology"\n',
     f"scenario.toml:{N + 2} objectives.o.maximise: typology: this column holds neither numbers "
     "nor truths: it cannot be summed: "
     "choose another column, or correct the cells that are not numbers"),
    (OBJECTIVE + 'minimise = "shortfall"\n',
     f"scenario.toml:{N} objectives.o: does not say the shortfall of which level: "
     "add soft = 1, or another level"),
    (OBJECTIVE + 'maximise = "shortfall"\nsoft = 1\n' + QUOTA + "max = 1\nsoft = 1\n",
     f"scenario.toml:{N + 2} objectives.o.maximise: shortfall: "
     'a shortfall is what quotas miss: nobody wants more of it: write minimise = "shortfall"'),
    (OBJECTIVE + 'minimise = "shortfall"\nsoft = 2\n' + QUOTA + "max = 1\nsoft = 1\n",
     f"scenario.toml:{N + 3} objectives.o.soft: 2: no quota has this soft level: "
     "the only known one is 1"),
    (OBJECTIVE + 'minimise = "shortfall"\nsoft = 1\n[[objectives]]\nid = "p"\n'
     'minimise = "shortfall"\nsoft = 1\n' + QUOTA + "max = 1\nsoft = 1\n",
     f"scenario.toml:{N + 7} objectives.p.soft: 1: the objective o already stands for this level: "
     "take one of the two away"),
    (OBJECTIVE + 'maximise = "points"\nsoft = 1\n',
     f"scenario.toml:{N + 3} objectives.o.soft: 1: only a shortfall has a soft level: "
     'take soft away, or write minimise = "shortfall"'),
    (OBJECTIVE + 'minimise = "shortfall"\nsoft = 1\nwho = { aci = true }\n' + QUOTA
     + "max = 1\nsoft = 1\n",
     f"scenario.toml:{N} objectives.o: a shortfall is that of whole quotas: who, where and via do "
     "not narrow it: write the filter in the quotas"),
    ('[contingents]\nmode = "flow"\n[[contingents.transfers]]\nid = "t"\n'
     'from = { kind = "commune" }\nto = {}\n',
     f"scenario.toml:{N + 2} contingents.transfers.t: "
     "transfers mean nothing in flow mode: no contingent owns a dwelling: "
     'take it away (remove = true), or write mode = "stock"'),
    ("[quartiles]\nthresholds = [9000, 8000, 12000]\n",
     f"scenario.toml:{N + 1} quartiles.thresholds: 9000, 8000, 12000: the thresholds do not rise: "
     "write q1, q2, q3 in order"),
    ("[quartiles]\nthresholds = [9000, 10000]\n", f"scenario.toml:{N + 1} quartiles.thresholds: "
     "has too few values: write thresholds = [q1, q2, q3]"),
    ("[quartiles]\nthresholds = [9000, 9500.123, 10000]\n",
     f"scenario.toml:{N + 1} quartiles.thresholds: 9000, 9500.123, 10000: "
     "a threshold has more than two decimals: round it to cents"),
    (QUOTA + "max = 1\nwho = { quartile = 1 }\n",
     f"scenario.toml:{N + 3} quotas.cap.who.quartile: 2 households have no quartile, given or "
     "derived: write it in households, or add [quartiles] thresholds = [q1, q2, q3]"),
    ('[eligibility]\napl = "2015"\n', f"scenario.toml:{N + 1} eligibility.apl: 2015: the program "
     "has no APL parameters of this name: write 2014? (known: 2014, 2026, none)"),
    ("[eligibility]\ntypology = true\n", f"scenario.toml:{N + 1} eligibility.typology: true: "
     'is not a text: write it in double quotes: "…", or write false'),
    ('[eligibility]\nsurface = "yes"\n', f"scenario.toml:{N + 1} eligibility.surface: yes: "
     "is neither true nor false: write true or false, without quotes"),
    ('[eligibility]\nceilings = "nowhere.toml"\n',
     f"scenario.toml:{N + 1} eligibility.ceilings: nowhere.toml: there is no such file: "
     "correct the path; it starts from the folder of the scenario"),
    ("a = = 1\n", f"scenario.toml:{N}: a = = 1: what stands after = is not a value: a text needs "
     "double quotes: see how the scenarios shipped with the program are written"),
    ("[[quotas\n", f"scenario.toml:{N}: [[quotas: a bracket [ is not closed: "
     "see how the scenarios shipped with the program are written"),
    ("name = 'x\n", f"scenario.toml:{N}: name = 'x: a quote is not closed: "
     "see how the scenarios shipped with the program are written"),
    ("seed\n", f"scenario.toml:{N}: seed: a key is not followed by =: "
     "see how the scenarios shipped with the program are written"),
]  # fmt: skip


@pytest.mark.parametrize(("added", "sentence"), ADDED)
def test_a_broken_scenario_is_named_with_its_line_and_its_remedy(
    faults: FaultReader, added: str, sentence: str
) -> None:
    assert sentence in faults(SCENARIO + added)


CHANGED = [
    # what is replaced in a good scenario, by what, the sentence
    ('name = "paper"\n', "", 'scenario.toml name: is missing: write name = "…"'),
    ("seed = 2014\n", "", "scenario.toml seed: is missing: write seed = 2014"),
    ("schema = 1", "schema = 2",
     "scenario.toml:1 schema: 2: is not a value it can have: write 1"),
    ("2014-12-31", "2013-12-31",
     "scenario.toml:4 period: 2014-01-01, 2013-12-31: the period ends before it starts: "
     "correct start or end"),
    ('name = "paper"', 'name = ""', "scenario.toml:2 name: is empty: "
     "write a name; the results go into a folder of this name"),
    ('name = "paper"', 'name = "a/b"', "scenario.toml:2 name: a/b: the results go into a folder "
     'of this name, and no folder can have it: leave out < > : " / \\ | ? *'),
    ('"given"', '"index"',
     "scenario.toml:7 fragility.indicators: the index has no indicator: "
     "add one at least: [[fragility.indicators]], with an id and a weight"),
    ('method = "given"', 'perimeter = "qvp"',
     "scenario.toml:8 fragility.perimeter: qvp: programmes has no such column: write qpv? "
     "(known: aci_households, bailleur, commune, dwellings, fragility, name, programme, qpv)"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentence"), CHANGED)
def test_a_scenario_that_lacks_something_is_told_what(
    faults: FaultReader, old: str, new: str, sentence: str
) -> None:
    found = faults(SCENARIO.replace(old, new))
    assert any(fault.startswith(sentence) for fault in found), found


BACKSLASHES = [
    # what stands after data =, the sentence before its remedy
    (r'"C:\Users\mairie"',
     r'scenario.toml:3: data = "C:\Users\mairie": in double quotes a backslash \ starts a code'),
    (r'"C:\data"',
     r'scenario.toml:3: data = "C:\data": in double quotes a backslash \ starts a code'),
    # Codes that TOML knows: it reads a tab and a line break.
    (r'"C:\temp\new"',
     r"scenario.toml:3 data: C:\temp\new: there is no such dataset folder or workbook"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "sentence"), BACKSLASHES)
def test_a_windows_path_in_double_quotes_is_told_how_to_be_written(
    faults: FaultReader, path: str, sentence: str
) -> None:
    remedy = "write a Windows path in single quotes '…', or with / instead of \\"
    assert faults(SCENARIO.replace('"data"', path)) == [f"{sentence}: {remedy}"]


def test_a_path_of_windows_in_single_quotes_is_a_path(faults: FaultReader) -> None:
    (fault,) = faults(SCENARIO.replace('"data"', r"'C:\Users\mairie'"))
    assert fault.endswith("correct the path; it starts from the folder of the scenario")


def test_a_day_that_no_calendar_has_is_named(faults: FaultReader) -> None:
    assert faults(SCENARIO.replace("2014-12-31", "2014-11-31")) == [
        "scenario.toml:4: period = { start = 2014-01-01, end = 2014-11-31 }: "
        "this day, or this hour, does not exist: write a day of the calendar, such as 2014-12-31"
    ]


LEVEL = OBJECTIVE + 'minimise = "shortfall"\nsoft = 1\n'
ONCE = [
    # what is added, the key of its only fault
    (OBJECTIVE, "objectives.o"),
    (OBJECTIVE + 'maximise = "points"\nminimise = "points"\n', "objectives.o"),
    (QUOTA + "max = 1\nsof = 1\n" + LEVEL, "quotas.cap.sof"),
    (QUOTA + 'max = 1\nsoft = "1"\n' + LEVEL, "quotas.cap.soft"),
    (QUOTA + "max = 1\nsoft = 1.5\n" + LEVEL, "quotas.cap.soft"),
    (QUOTA + "max = 1\nsoft = { level = 1 }\n" + LEVEL, "quotas.cap.soft"),
    (QUOTA + "max = 1\nsoft.level = 1\n" + LEVEL, "quotas.cap.soft"),
    (QUOTA + "max = 1\nsoft = 1\n" + LEVEL.replace("shortfall", "shortfal"),
     "objectives.o.minimise"),
    # Another key that is wrong leaves the levels known.
    (QUOTA + "max = 1\nsoft = 1\ncolour = 2\n" + LEVEL, "quotas.cap.colour"),
    (QUOTA + "max = 1\n" + LEVEL, "objectives.o.soft"),
]  # fmt: skip


@pytest.mark.parametrize(("added", "key"), ONCE)
def test_one_slip_is_answered_once(faults: FaultReader, added: str, key: str) -> None:
    assert [fault.split(": ")[0].split()[-1] for fault in faults(SCENARIO + added)] == [key]


def test_every_fault_of_a_scenario_comes_at_once(faults: FaultReader) -> None:
    added = QUOTA + "max_share = 2\nwhoo = {}\n[eligibility]\nsurface = 1\n"
    assert len(faults(SCENARIO.replace("seed = 2014\n", "") + added)) == 4


def test_what_is_wrong_hides_nothing_else(faults: FaultReader, tables: Tables) -> None:
    tables["vacancies"][0]["rent"] = "-1"
    tables["counters"] = [{"quota": "cap", "group": "", "count": "1", "of": ""}]
    added = (
        QUOTA + "max = 1\nsoft = 1\ncolour = 2\n"
        '[[quotas]]\nid = "other"\nmax = 1\nwho = { acii = true }\n'
        '[[quotas]]\nid = "empty"\n' + OBJECTIVE + 'minimise = "shortfall"\nsoft = 1\n'
        "[quartiles]\nthresholds = 3\n"
    )
    found = faults(SCENARIO.replace("seed = 2014\n", "") + added)
    places = [fault.split(": ")[0].split()[-1] for fault in found]
    assert sorted(places) == [
        "quartiles.thresholds", "quotas.cap.colour", "quotas.empty", "quotas.other.who.acii",
        "rent", "seed",
    ]  # fmt: skip


TOGETHER = [
    # what is added, the keys of its faults
    ('[contingents]\nmode = "flow"\n[[contingents.transfers]]\nid = "t"\nmax_share = 2\n'
     'from = {}\nto = { knd = "commune" }\n',
     ["contingents.transfers.t", "contingents.transfers.t.max_share",
      "contingents.transfers.t.to.knd"]),
    (QUOTA + 'max_share = 2\nwho = { acii = true }\nwhere = { surface = { min = "2" } }\n',
     ["quotas.cap.max_share", "quotas.cap.where.surface.min", "quotas.cap.who.acii"]),
    (OBJECTIVE + 'maximise = "pionts"\nwho = 3\n', ["objectives.o.maximise", "objectives.o.who"]),
]  # fmt: skip


@pytest.mark.parametrize(("added", "keys"), TOGETHER)
def test_one_key_that_is_wrong_leaves_the_others_of_its_table_judged(
    faults: FaultReader, added: str, keys: list[str]
) -> None:
    found = faults(SCENARIO + added)
    assert sorted(fault.split(": ")[0].split()[-1] for fault in found) == keys


VALUES = [
    ("max = 1\nwho = { points = { min = nan } }\n", "quotas.cap.who.points.min: NaN: "
     "is not a finite number: write a number such as 0.2"),
    ("max = 1\nwho = { requested_on = { min = 2014-01-01T10:00:00 } }\n",
     "quotas.cap.who.requested_on.min: 2014-01-01 10:00:00: is a day with an hour: "
     "write the day alone, such as 2014-12-31"),
    ("max = 1\nwho = { points = { mn = 2 } }\n", "quotas.cap.who.points.mn: no table has this "
     "column: a condition on a column has min, max or present"),
    ("max = 1\nwho = { points = { min = \"2\" } }\n",
     "quotas.cap.who.points.min: 2: is neither a number nor a date: "
     "write a number or a date, without quotes"),
    ("max = 1\nwho = { points = { max = true } }\n",
     "quotas.cap.who.points.max: true: is neither a number nor a date: "
     "write a number or a date, without quotes"),
    ("max = 1\nwho = { points = { min = 1, max = 2014-01-01 } }\n",
     "quotas.cap.who.points: one of min and max is a number, the other a date: "
     "write two numbers, or two dates"),
    ("max = 1\nwho = { points = { present = 1 } }\n",
     "quotas.cap.who.points: asks for more than whether something is written: "
     "write present = true or present = false, and nothing else"),
    ("max = 1\nwho = { points = [[1]] }\n",
     "quotas.cap.who.points: is nothing a cell can be compared with: "
     "write a text, a number, true, false or a date"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "sentence"), VALUES)
def test_a_value_nothing_compares_with_is_named(
    faults: FaultReader, body: str, sentence: str
) -> None:
    assert faults(SCENARIO + QUOTA + body) == [f"scenario.toml:{N + 3} {sentence}"]


def test_a_scenario_that_is_not_there_is_named(faults: FaultReader) -> None:
    assert faults('extends = "elder.toml"\n' + SCENARIO)[0] == (
        "scenario.toml:1 extends: elder.toml: there is no such file: "
        "correct the path; it starts from the folder of the scenario"
    )


def test_a_scenario_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "scenario.toml"
    path.write_bytes(SCENARIO.replace("paper", "été").encode("cp1252"))
    with pytest.raises(InputError) as caught:
        read_scenario(path)
    assert [str(fault) for fault in caught.value.faults] == [
        "scenario.toml: the file is not written in UTF-8: save it again in UTF-8"
    ]


def test_a_mark_at_the_start_of_a_file_is_no_fault(read: Reader) -> None:
    read("\ufeff" + SCENARIO)


def test_a_whole_number_is_a_share_too(read: Reader) -> None:
    instance = read(SCENARIO + QUOTA + "max_share = 1\nmin_share = 0\n")
    assert instance.scenario.quotas[0].max_share == 1


def test_a_column_the_office_added_can_be_named(read: Reader, tables: Tables) -> None:
    for row in tables["households"]:
        row["note"] = "12,5"
    added = QUOTA + "max = 1\nwho = { note = 12.5 }\n" + OBJECTIVE + 'maximise = "note"\n'
    quota = read(SCENARIO + added).scenario.quotas[0]
    assert quota.who.matches(read(SCENARIO + added).who_view()).all()


def test_a_column_with_one_word_among_numbers_is_no_measure(
    faults: FaultReader, tables: Tables
) -> None:
    for row, note in zip(tables["households"], ("12", "twelve"), strict=True):
        row["note"] = note
    added = OBJECTIVE + 'maximise = "note"\n'
    assert any("it cannot be summed" in fault for fault in faults(SCENARIO + added))
    tables["households"][1]["note"] = "1000000000000"
    assert any("sums would not be exact" in fault for fault in faults(SCENARIO + added))


@pytest.mark.parametrize("name", ["../evil", "/evil", "a:b", "CON", "nul.txt", "ends.", " starts"])
def test_a_name_that_cannot_name_a_folder_is_refused(name: str, tmp_path: Path) -> None:
    """Runs are written in the folder runs/NAME, on Windows too."""
    path = tmp_path / "scenario.toml"
    path.write_text(
        f"schema = 1\nname = '{name}'\ndata = 'data'\nseed = 1\n"
        "period = { start = 2014-01-01, end = 2014-12-31 }\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as refused:
        read_scenario(path)
    assert any(fault.column == "name" and fault.line == 2 for fault in refused.value.faults)
