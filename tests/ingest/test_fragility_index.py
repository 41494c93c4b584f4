"""A scenario that asks for the index: what it reads, what it refuses, what looks odd in it."""

from pathlib import Path

import pytest
from tests.ingest.conftest import SCENARIO, FaultReader, Reader, Tables

from repartition.domain.fragility import NO_DEGREE, Basis

CUT = "[fragility.cut]\nquantiles = [0.5]\n"
INDICATOR = '[[fragility.indicators]]\nid = "poor"\nweight = 2\n'
SECOND = '[[fragility.indicators]]\nid = "empty"\ncolumn = "vacant"\nweight = 0.5\n'
INDEX = SCENARIO.replace('"given"', '"index"') + INDICATOR + SECOND + CUT
N = SCENARIO.count("\n") + 1  # the line where the first indicator begins


@pytest.fixture(autouse=True)
def _surveyed(tables: Tables) -> None:
    """Give the programmes what the survey says of them, and no degree."""
    rows = [("P1", "40", "35,5", "3"), ("P2", "12", "10", "1"), ("P3", "30", "20", "9")]
    tables["programmes"].append(tables["programmes"][0] | {"programme": "P3"})
    for row, (name, dwellings, poor, vacant) in zip(tables["programmes"], rows, strict=True):
        row |= {"programme": name, "dwellings": dwellings, "poor": poor, "vacant": vacant}
        del row["fragility"]


def test_degrees_are_computed_and_seen_by_filters_and_measures(read: Reader) -> None:
    """Ranks by `poor` 5/6, 1/6, 3/6, by `vacant` 3/6, 1/6, 5/6; weights 4 to 1.

    P1: (4 × 83.33 + 50) / 5 = 76.67; P2: 16.67; P3: (4 × 50 + 83.33) / 5 = 56.67. Half of three is
    1.5: two must score less.
    """
    instance = read(INDEX)
    index = instance.fragility_index
    assert index is not None
    assert [round(float(score or 0), 2) for score in index.score] == [76.67, 16.67, 56.67]
    assert instance.programmes.fragility.tolist() == [1, 0, 0]
    columns = instance.programmes.table.columns
    assert columns["fragility"].cells() == ["1", "0", "0"]
    assert columns["fragile"].cells() == ["true", "false", "false"]
    assert instance.cautions == ()
    found = read(INDEX + '[[quotas]]\nid = "q"\nmax = 1\nwhere = { fragility = { min = 1 } }\n')
    assert found.scenario.quotas[0].where.matches(found.where_view()).tolist() == [True, False]


def test_where_degrees_are_given_there_is_no_index(tables: Tables, read: Reader) -> None:
    for row in tables["programmes"]:
        row["fragility"] = "2"
    instance = read(SCENARIO)
    assert instance.fragility_index is None
    assert instance.programmes.fragility.tolist() == [2, 2, 2]


def test_a_programme_that_is_not_classed_has_no_degree(tables: Tables, read: Reader) -> None:
    tables["programmes"][1]["dwellings"] = "10"
    instance = read(INDEX)
    assert instance.programmes.fragility.tolist() == [1, NO_DEGREE, 0]
    assert instance.programmes.table.columns["fragility"].cells() == ["1", "", "0"]
    assert instance.cautions == ()  # by rule, so nothing is odd


def test_indicators_and_overrides_merge_by_id(tmp_path: Path, read: Reader) -> None:
    (tmp_path / "elder.toml").write_text(
        INDEX + '[[fragility.overrides]]\nid = "P1"\ndegree = 0\nreason = "works"\n',
        encoding="utf-8",
    )
    younger = (
        'extends = "elder.toml"\n[[fragility.indicators]]\nid = "empty"\nremove = true\n'
        '[[fragility.indicators]]\nid = "poor"\nhigher_is = "less_fragile"\n'
        "[fragility.cut]\nquantiles = false\nthresholds = [40]\n"
        '[[fragility.overrides]]\nid = "P1"\ndegree = 1\n'
    )
    instance = read(younger, "fragility.indicators.poor.weight=7", "fragility.draws=3")
    settings, index = instance.scenario.fragility, instance.fragility_index
    assert index is not None
    assert [(i.id, i.weight, i.higher_is) for i in settings.indicators] == [
        ("poor", 7, "less_fragile")
    ]
    assert [(o.id, o.degree, o.reason) for o in settings.overrides] == [("P1", 1, "works")]
    # By fewest first: P1 16.67, P2 83.33, P3 50.
    assert index.computed.tolist() == [0, 1, 1]
    assert index.degree.tolist() == [1, 1, 1]
    assert index.basis == (Basis.OVERRIDE, Basis.INDEX, Basis.INDEX)
    assert index.draws == 3


BROKEN = [
    # what is replaced in a good scenario, by what, its only fault
    (INDICATOR + SECOND, "",
     "scenario.toml:7 fragility.indicators: the index has no indicator: "
     "add one at least: [[fragility.indicators]], with an id and a weight"),
    (CUT, "", "scenario.toml:7 fragility.cut: does not say where scores are cut into degrees: "
     "write quantiles = [0.5, 0.75, 0.9] or thresholds = [60, 75, 90] in [fragility.cut]"),
    ("quantiles = [0.5]", "thresholds = [60]\nquantiles = [0.5]",
     f"scenario.toml:{N + 7} fragility.cut: has both quantiles and thresholds: keep one; "
     "where an elder says the other, write false for it: quantiles = false"),
    ("quantiles = [0.5]", "quantiles = false",
     f"scenario.toml:{N + 7} fragility.cut: does not say where scores are cut into degrees: "
     "write quantiles = [0.5, 0.75, 0.9] or thresholds = [60, 75, 90] in [fragility.cut]"),
    ("[0.5]", "[0.9, 0.5]", f"scenario.toml:{N + 8} fragility.cut.quantiles: 0.9, 0.5: "
     "the values do not rise: write each once, the smallest first"),
    ("quantiles = [0.5]", "thresholds = [60, 60]", f"scenario.toml:{N + 8} "
     "fragility.cut.thresholds: 60, 60: the values do not rise: write each once, the smallest "
     "first"),
    ("[0.5]", "[]", f"scenario.toml:{N + 8} fragility.cut.quantiles: "
     "is empty: write the values, the smallest first"),
    ("[0.5]", "[50, 75]", f"scenario.toml:{N + 8} fragility.cut.quantiles: 50: "
     "is not below 1: it is a share: 50 % is written 0.50"),
    ("[0.5]", "[100]", f"scenario.toml:{N + 8} fragility.cut.quantiles: 100: "
     "is not below 1: write less than 1, or write false"),
    ("[0.5]", "[0]", f"scenario.toml:{N + 8} fragility.cut.quantiles: 0: "
     "is not above 0: write more than 0, or write false"),
    ("[0.5]", "[1]", f"scenario.toml:{N + 8} fragility.cut.quantiles: 1: "
     "is not below 1: write less than 1, or write false"),
    ("quantiles = [0.5]", "thresholds = [100.5]", f"scenario.toml:{N + 8} "
     "fragility.cut.thresholds: 100.5: is above 100: write 100 or less, or write false"),
    ("quantiles = [0.5]", "thresholds = [0.125]", f"scenario.toml:{N + 8} "
     "fragility.cut.thresholds: 0.125: has more than 2 decimals: round it to 2 decimals, or "
     "write false"),
    ("quantiles", "quantile", f"scenario.toml:{N + 8} fragility.cut.quantile: "
     "is not a key known here: write quantiles? (known: quantiles, thresholds)"),
    ("weight = 2", "weight = 0", f"scenario.toml:{N + 2} fragility.indicators.poor.weight: 0: "
     "is not above 0: write more than 0"),
    ("weight = 2", "weight = -1.5", f"scenario.toml:{N + 2} fragility.indicators.poor.weight: "
     "-1.5: is not above 0: write more than 0"),
    ("weight = 2", "weight = 0.00001", f"scenario.toml:{N + 2} fragility.indicators.poor.weight: "
     "0.00001: has more than 4 decimals: round it to 4 decimals"),
    ("weight = 2\n", "", f"scenario.toml:{N} fragility.indicators.poor.weight: "
     "is missing: write weight = …"),
    ("weight = 2", 'weight = 2\nhigher_is = "better"', f"scenario.toml:{N + 3} "
     "fragility.indicators.poor.higher_is: better: is not a value it can have: "
     'write "more_fragile" or "less_fragile"'),
    ('id = "poor"', 'id = "por"', f"scenario.toml:{N + 1} fragility.indicators.por.id: por: "
     "programmes has no such column: write poor?"),
    ('"vacant"', '"vacnt"', f"scenario.toml:{N + 5} fragility.indicators.empty.column: vacnt: "
     "programmes has no such column: write vacant?"),
    ('"vacant"', '"poor"', f"scenario.toml:{N + 3} fragility.indicators.empty: poor: "
     "the indicator poor reads this column already: "
     "take one of the two away, and give the other its weight"),
    ('"vacant"', '"fragility"', f"scenario.toml:{N + 5} fragility.indicators.empty.column: "
     "fragility: the program computes this column: the index cannot rest on it: "
     "choose a column of the survey"),
    ('"vacant"', '"bailleur"', f"scenario.toml:{N + 5} fragility.indicators.empty.column: "
     "bailleur: this column holds no number: programmes cannot be ranked by it: "
     "choose a column of numbers"),
    (CUT, CUT + '[[fragility.overrides]]\nid = "P4"\ndegree = 1\nreason = "known"\n',
     f"scenario.toml:{N + 10} fragility.overrides.P4.id: P4: P4 is not in programmes: "
     "the known ones are P1, P2, P3"),
    (CUT, CUT + '[[fragility.overrides]]\nid = "P1"\ndegree = 1\n',
     f"scenario.toml:{N + 9} fragility.overrides.P1.reason: is missing: write reason = …"),
    (CUT, CUT + '[[fragility.overrides]]\nid = "P1"\ndegree = 1\nreason = " "\n',
     f"scenario.toml:{N + 12} fragility.overrides.P1.reason:  : is empty: "
     "write why: it stands beside the degree wherever that is"),
    (CUT, CUT + '[[fragility.overrides]]\nid = "P1"\ndegree = -1\nreason = "known"\n',
     f"scenario.toml:{N + 11} fragility.overrides.P1.degree: -1: is negative: write 0 or more"),
    ('method = "index"', 'method = "index"\ndraws = 0',
     "scenario.toml:9 fragility.draws: 0: is below 1: write 1 or more"),
    ('method = "index"', 'method = "index"\nunclassed_under = 1.5',
     "scenario.toml:9 fragility.unclassed_under: 1.5: is not a whole number: "
     "write a whole number, without quotes"),
    ('method = "index"', 'method = "indexx"', "scenario.toml:8 fragility.method: indexx: "
     'is not a value it can have: write "given" or "index"'),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentence"), BROKEN)
def test_what_is_wrong_is_said_once_with_its_line_and_its_remedy(
    faults: FaultReader, old: str, new: str, sentence: str
) -> None:
    assert old in INDEX
    assert faults(INDEX.replace(old, new)) == [sentence]


def test_a_cut_that_is_no_table_is_said_once(faults: FaultReader) -> None:
    said = INDEX.replace(CUT, "").replace('"index"', '"index"\ncut = 3')
    assert faults(said) == [
        "scenario.toml:9 fragility.cut: 3: is not a table: write a table: { key = value }"
    ]


@pytest.mark.parametrize("method", ['method = "given"', ""])
def test_what_belongs_to_the_index_is_refused_where_degrees_are_given(
    tables: Tables, faults: FaultReader, method: str
) -> None:
    for row in tables["programmes"]:
        row["fragility"] = "0"
    said = INDEX.replace('method = "index"', method + "\ndraws = 5\nunclassed_under = 5")
    said += '[[fragility.overrides]]\nid = "P1"\ndegree = 1\nreason = "known"\n'
    remedy = 'write method = "index", or take it away'
    found = faults(said)
    assert all(fault.endswith(f"says that degrees are given: {remedy}") for fault in found)
    assert [fault.split(": ")[0].split(".")[-1] for fault in found] == [
        "indicators", "cut", "unclassed_under", "overrides", "draws",
    ]  # fmt: skip


def test_a_cell_that_is_no_number_is_named(tables: Tables, faults: FaultReader) -> None:
    tables["programmes"][0]["poor"] = "12,5 %"
    tables["programmes"][2]["vacant"] = "n. c."
    words = "is not a number, and the index ranks by this column: write digits only, such as 12.5"
    assert faults(INDEX) == [
        f"data/programmes.csv:2 poor: 12,5 %: {words}, without %; leave it empty if not known",
        f"data/programmes.csv:4 vacant: n. c.: {words}, without %; leave it empty if not known",
    ]


def test_without_dwellings_nobody_can_say_who_is_small(
    tables: Tables, faults: FaultReader, read: Reader
) -> None:
    for row in tables["programmes"]:
        del row["dwellings"]
    assert faults(INDEX) == [
        "data/programmes.csv:1 dwellings: the column is missing, and a programme under 11 "
        "dwellings is not classed: add it: dwellings occupied today; or write "
        "unclassed_under = 0 in [fragility]"
    ]
    assert read(INDEX, "fragility.unclassed_under=0").programmes.fragility.tolist() == [1, 0, 0]


def test_a_table_that_lost_its_names_says_nothing_of_the_programmes_that_were_settled(
    tables: Tables, faults: FaultReader
) -> None:
    tables["programmes"][0]["programme"] = ""
    said = INDEX + '[[fragility.overrides]]\nid = "P1"\ndegree = 1\nreason = "known"\n'
    assert {fault.split(": ")[0].split()[-1] for fault in faults(said)} == {"programme"}


def test_every_fault_comes_at_once(tables: Tables, faults: FaultReader) -> None:
    tables["programmes"][0]["poor"] = "many"
    said = INDEX.replace("[0.5]", "[0.9, 0.5]").replace("0.5\n[frag", "0\n[frag")
    said += '[[fragility.overrides]]\nid = "P9"\ndegree = 1\nreason = "known"\n'
    assert sorted(fault.split(": ")[0].split()[-1] for fault in faults(said)) == [
        "fragility.cut.quantiles",
        "fragility.indicators.empty.weight",
        "fragility.overrides.P9.id",
        "poor",
    ]


def test_degrees_in_the_file_are_not_used_and_that_is_said(
    tables: Tables, cautions: FaultReader, read: Reader
) -> None:
    for row in tables["programmes"]:
        row["fragility"] = "3"
    assert cautions(INDEX) == [
        "data/programmes.csv:1 fragility: the scenario computes the degrees: what this column "
        'says is not used: take the column away, or write method = "given" if it is what counts'
    ]
    assert read(INDEX).programmes.fragility.tolist() == [1, 0, 0]


def add_programmes(tables: Tables, number: int) -> None:
    """Add programmes that have both indicators."""
    for place in range(number):
        name, poor = f"Q{place}", str(40 + place)
        tables["programmes"].append(
            tables["programmes"][0] | {"programme": name, "poor": poor, "vacant": poor}
        )


def test_an_indicator_that_many_lack_is_said(tables: Tables, cautions: FaultReader) -> None:
    add_programmes(tables, 2)
    tables["programmes"][0]["vacant"] = ""
    # One of five is not more than a fifth.
    assert cautions(INDEX) == []
    tables["programmes"][2]["vacant"] = ""
    assert cautions(INDEX) == [
        f"scenario.toml:{N + 3} fragility.indicators.empty: 2 of 5 classed programmes do not have "
        "it: the others weigh more: complete the column, or keep it in mind"
    ]


def test_an_indicator_that_one_programme_has_is_not_called_the_same_everywhere(
    tables: Tables, cautions: FaultReader
) -> None:
    for row in tables["programmes"][1:]:
        row["vacant"] = ""
    (caution,) = cautions(INDEX)
    assert "2 of 3 classed programmes do not have it" in caution


def test_an_indicator_that_tells_nobody_apart_is_said(
    tables: Tables, cautions: FaultReader
) -> None:
    for row in tables["programmes"]:
        row["vacant"] = "5"
    assert cautions(INDEX) == [
        f"scenario.toml:{N + 3} fragility.indicators.empty: has the same value everywhere: it "
        "tells no programme from another: check the column"
    ]


def test_programmes_that_lack_what_classes_them_are_named(
    tables: Tables, cautions: FaultReader
) -> None:
    add_programmes(tables, 3)
    tables["programmes"][0]["dwellings"] = ""
    tables["programmes"][1] |= {"poor": "", "vacant": ""}
    assert cautions(INDEX) == [
        "data/programmes.csv dwellings: 1 programme cannot be classed and counts as not fragile: "
        "P1: write the number of dwellings occupied today",
        "data/programmes.csv: 1 programme cannot be classed and counts as not fragile: P2: "
        "write its indicators, or its degree as an override",
    ]


def test_that_nobody_is_classed_is_said(tables: Tables, cautions: FaultReader) -> None:
    for row in tables["programmes"]:
        row["dwellings"] = "5"
    assert cautions(INDEX) == [
        "scenario.toml:8 fragility.method: no programme is classed: none is fragile, but for "
        "overrides: check dwellings, unclassed_under and the indicators"
    ]


UNREACHED = [
    # the cut, which of its values nobody reaches
    ("quantiles = [0.5, 0.67]", ["0.67"]),  # 2.01 of three must score less
    ("quantiles = [0.5, 0.66]", []),
    ("thresholds = [76.66]", []),  # P1 has 76.666…
    ("thresholds = [76.67, 90]", ["76.67", "90"]),
]


@pytest.mark.parametrize(("cut", "values"), UNREACHED)
def test_a_cut_that_nobody_reaches_is_said(
    cautions: FaultReader, cut: str, values: list[str]
) -> None:
    kind = cut.split()[0]
    assert cautions(INDEX.replace("quantiles = [0.5]", cut)) == [
        f"scenario.toml:{N + 8} fragility.cut.{kind}: {value}: no programme reaches it: there are "
        "too few, or too many are alike: lower it, unless that is what is meant"
        for value in values
    ]


@pytest.mark.parametrize(("degree", "said"), [(1, 0), (2, 1)])
def test_a_settled_degree_that_the_cut_cannot_make_is_refused(
    faults: FaultReader, read: Reader, degree: int, said: int
) -> None:
    override = f'[[fragility.overrides]]\nid = "P2"\ndegree = {degree}\nreason = "known"\n'
    if not said:
        assert read(INDEX + override).programmes.fragility.tolist() == [1, 1, 0]
        return
    assert faults(INDEX + override) == [
        f"scenario.toml:{N + 11} fragility.overrides.P2.degree: 2: is above 1, the highest "
        "degree of the cut: write 1 or less, or cut the scores once more"
    ]


def test_every_fault_of_a_cut_comes_at_once(faults: FaultReader) -> None:
    assert faults(INDEX.replace("[0.5]", "[0.9, 0.7, 1.2]")) == [
        f"scenario.toml:{N + 8} fragility.cut.quantiles: 1.2: is not below 1: write less than 1, "
        "or write false",
        f"scenario.toml:{N + 8} fragility.cut.quantiles: 0.9, 0.7, 1.2: the values do not rise: "
        "write each once, the smallest first",
    ]


@pytest.mark.parametrize(
    ("cell", "refused"), [("101", True), ("-1", True), ("100", False), ("0", False), ("", False)]
)
def test_a_share_that_cannot_be_decides_no_degree(
    tables: Tables, faults: FaultReader, read: Reader, cell: str, refused: bool
) -> None:
    for row in tables["programmes"]:
        row["on_apl"] = row.pop("poor")
    tables["programmes"][2]["on_apl"] = cell
    said = INDEX.replace('id = "poor"', 'id = "on_apl"')
    if not refused:
        assert read(said).fragility_index is not None
        return
    assert faults(said) == [
        f"data/programmes.csv:4 on_apl: {cell}: is no percentage from 0 to 100, and the index "
        "ranks by this column: correct it; leave it empty if not known"
    ]


def test_a_column_of_ones_own_may_be_in_anything(tables: Tables, read: Reader) -> None:
    tables["programmes"][0]["poor"] = "350"
    assert read(INDEX).programmes.fragility.tolist() == [1, 0, 0]


def test_that_programmes_of_unknown_size_are_classed_is_said(
    tables: Tables, cautions: FaultReader
) -> None:
    tables["programmes"][0]["dwellings"] = ""
    said = INDEX.replace('method = "index"', 'method = "index"\nunclassed_under = 0')
    assert cautions(said) == [
        "data/programmes.csv dwellings: 1 programme is classed though nobody says how many "
        "dwellings it has: P1: write them, or keep in mind that percentages of a small programme "
        "are noise"
    ]


def test_a_scenario_that_is_wrong_elsewhere_is_looked_at_all_the_same(
    tables: Tables, faults: FaultReader
) -> None:
    """Without its only indicator, that cannot be read, nothing can be computed: nothing breaks."""
    tables["vacancies"][0]["rent"] = "-1"
    said = INDEX.replace(SECOND, "").replace("weight = 2", "weight = true")
    assert sorted(fault.split(": ")[0].split()[-1] for fault in faults(said)) == [
        "fragility.indicators.poor.weight",
        "rent",
    ]
