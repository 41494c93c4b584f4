"""What a grid may not say: each with its line, its key and what to do, all of them at once."""

import pytest
from tests.ingest.conftest import Tables
from tests.ingest.cotation.conftest import GRID, GRID_FAULTS

CRITERION = '[[criterion]]\nid = "c"\nlabel = "l"\nproof = "p"\n'  # lines 22 to 25
N = GRID.count("\n") + 1

CHANGED = [
    # what is changed in a good grid, the one sentence
    ('name = "a grid"\n', "", ["grid.toml name: is missing: write name = \"…\""]),
    ("points = 40", "", ["grid.toml:7 criterion.aci.points: is missing: write points = 10"]),
    ('proof = "a letter"', "",
     ["grid.toml:7 criterion.aci.proof: is missing: write proof = \"…\""]),
    ('proof = "a letter"', 'proof = ""',
     ["grid.toml:10 criterion.aci.proof: is empty: write something there"]),
    ("points = 40", "point = 40",
     ["grid.toml:7 criterion.aci.points: is missing: write points = 10",
      "grid.toml:12 criterion.aci.point: is not a key known here: write points?"]),
    ("points = 40", 'points = "40"',
     ["grid.toml:12 criterion.aci.points: 40: is not a number: "
      "write a number such as 0.2, without quotes"]),
    ("points = 40", "points = 0.125",
     ["grid.toml:12 criterion.aci.points: 0.125: has more than 2 decimals: "
      "round it to 2 decimals"]),
    ("points = 40", "points = nan",
     ["grid.toml:12 criterion.aci.points: NaN: is not a finite number: "
      "write a number such as 0.2"]),
    ("points = 40", "points = 100001",
     ["grid.toml:12 criterion.aci.points: 100001: is above 100000: write 100000 or less"]),
    ("per = 365", "per = 0",
     ["grid.toml:19 criterion.years.per: 0: is not above 0: write more than 0"]),
    ("cap = 45", "cap = -1", ["grid.toml:6 group.g.cap: -1: is not above 0: write more than 0"]),
    ("cap = 45", 'cap = 45\ncounts = "best"',
     ['grid.toml:7 group.g.counts: best: is not a value it can have: write "sum" or "highest"']),
    ("{ aci = true }", "3",
     ["grid.toml:11 criterion.aci.who: 3: is not a filter: "
      "write a table such as { aci = true }, or a list of tables"]),
    ("{ aci = true }", "{ persons = { min = true } }",
     ["grid.toml:11 criterion.aci.who.persons.min: true: is neither a number nor a date: "
      "write a number or a date, without quotes"]),
    ("{ aci = true }", "{ requested_on = { min = 2014-01-01T10:00:00 } }",
     ["grid.toml:11 criterion.aci.who.requested_on.min: 2014-01-01 10:00:00: is a day with an "
      "hour: write the day alone, such as 2014-12-31"]),
    ('group = "g"', "group = [1]",
     ["grid.toml:13 criterion.aci.group: is not a text: write it in double quotes: \"…\""]),
    ('group = "g"', 'group = "gg"',
     ["grid.toml:13 criterion.aci.group: gg: the grid has no group of this id: write g?"]),
    ('id = "years"', 'id = "aci"',
     ["grid.toml:15 criterion.aci.id: aci: a criterion or a group of the grid already has "
      "this id: give each criterion and each group its own"]),
    ('id = "years"', 'id = "g"',
     ["grid.toml:4 group.g.id: g: a criterion or a group of the grid already has this "
      "id: give each criterion and each group its own"]),
    ('id = "years"', 'id = "cap:years"',
     ["grid.toml:15 criterion.cap:years.id: cap:years: this id is kept for what a cap takes off: "
      'choose another one, without ":"']),
    ('id = "years"', 'id = "cap"',
     ["grid.toml:15 criterion.cap.id: cap: this id is kept for what a cap takes off: "
      'choose another one, without ":"']),
    ("cap = 25", "cap = -25",
     ["grid.toml:21 criterion.years.cap: -25: is not on the side of the points it is to stop: "
      "write it with the sign of points; take it away where nothing stops them"]),
    ('measure = "waiting_days"', "",
     ["grid.toml:14 criterion.years: says neither whom it is about nor what it measures: "
      'add who = { … } or measure = "…"',
      "grid.toml:19 criterion.years.per: only a measure is counted so, and the criterion has none: "
      'take it away, or add measure = "…"',
      "grid.toml:21 criterion.years.cap: only a measure is counted so, and the criterion has none: "
      'take it away, or add measure = "…"']),
    ("waiting_days", "effort_rate",
     ["grid.toml:18 criterion.years.measure: effort_rate: this depends on the dwelling, and points "
      "are those of the household alone: name a column of households"]),
    ("waiting_days", "waitin_days",
     ["grid.toml:18 criterion.years.measure: waitin_days: households has no such column: "
      "write waiting_days?"]),
    ("waiting_days", "points",
     ["grid.toml:18 criterion.years.measure: points: the grid is what makes the points: it cannot "
      "count with them: name another column; what an office has given itself needs a column of its "
      "own"]),
    ("waiting_days", "communes",
     ["grid.toml:18 criterion.years.measure: communes: this column holds neither numbers nor "
      "truths: it cannot be counted: choose another column, or write who = { … } instead"]),
    ("{ aci = true }", "{ points = { min = 3 } }",
     ["grid.toml:11 criterion.aci.who.points: the grid is what makes the points: it cannot count "
      "with them: name another column; what an office has given itself needs a column of its own"]),
    ("{ aci = true }", "{ quartile = 1 }",
     ["grid.toml:11 criterion.aci.who.quartile: 2 households have no quartile, given or derived: "
      "write it in households, or add [quartiles] thresholds = [q1, q2, q3]"]),
    ("{ aci = true }", '{ "Nationalité" = "x" }',
     ["grid.toml:11 criterion.aci.who.Nationalité: nothing may be decided by this, so it gives and "
      "takes no points: take the criterion away"]),
    ('measure = "waiting_days"\nper = 365', 'measure = "reference_income"\nper = 0.01',
     ["grid.toml:20 criterion.years.points: 5: a household with 14500 in reference_income would "
      "have more than 100,000 points: correct the cell, or write a larger per"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentences"), CHANGED)
def test_a_broken_grid_is_named(
    grid_faults: GRID_FAULTS, old: str, new: str, sentences: list[str]
) -> None:
    assert old in GRID
    assert sorted(grid_faults(GRID.replace(old, new, 1))) == sorted(sentences)


ADDED = [
    ('[[group]]\nid = "h"\nlabel = "l"\n',
     f"grid.toml:{N} group.h: no criterion is of this group: "
     'write group = "h" in its criteria, or take it away'),
    (CRITERION + "who = { aci = true }\npoints = -5\ngroup = \"h\"\n"
     '[[group]]\nid = "h"\nlabel = "l"\ncounts = "highest"\n',
     f"grid.toml:{N + 5} criterion.c.points: -5: takes points in the group h, where the highest "
     "alone counts: it would never be felt beside another: take it out of the group"),
    (CRITERION + "who = { dalo = true }\npoints = 5\nper = 1\n",
     f"grid.toml:{N + 6} criterion.c.per: only a measure is counted so, and the criterion has "
     'none: take it away, or add measure = "…"'),
    (CRITERION + "who = { dalo = true }\npoints = 5\nfrom = 0\n",
     f"grid.toml:{N + 6} criterion.c.from: only a measure is counted so, and the criterion has "
     'none: take it away, or add measure = "…"'),
    (CRITERION + "who = {}\npoints = 5\n",
     f"grid.toml:{N} criterion.c: says neither whom it is about nor what it measures: "
     'add who = { … } or measure = "…"'),
]  # fmt: skip


@pytest.mark.parametrize(("added", "sentence"), ADDED)
def test_what_is_added_to_a_grid_is_judged(
    grid_faults: GRID_FAULTS, added: str, sentence: str
) -> None:
    assert sentence in grid_faults(GRID + added)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "grid.toml criterion: is missing: write [[criterion]]"),
        ('name = "g"\ncriterion = []\n',
         "grid.toml:2 criterion: the grid has no criterion: add [[criterion]]"),
        ('name = "g"\ncriterion = 3\n',
         "grid.toml:2 criterion: 3: is not a list: write it in brackets, or as [[tables]]"),
        ('name = "g"\ncriterion = [3]\n',
         "grid.toml:2 criterion.0: 3: is not a table: write a table: { key = value }"),
        ('name = "g\n', 'grid.toml:1: name = "g: a text is not closed on its line, or holds a '
         "forbidden character: see how the scenarios shipped with the program are written"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_grid_is_named(
    grid_faults: GRID_FAULTS, text: str, sentence: str
) -> None:
    assert sentence in grid_faults(text)


def test_what_is_wrong_in_one_criterion_hides_nothing_in_another(grid_faults: GRID_FAULTS) -> None:
    """A key, a group, a column and a column again: four criteria, four faults in one reading."""
    broken = (
        GRID.replace("points = 40", 'points = "x"').replace(
            'measure = "waiting_days"', "measure = 1"
        )
        + CRITERION.replace('"c"', '"d"')
        + 'who = { dalo = true }\npoints = 1\ngroup = "q"\n'
        + CRITERION
        + "who = { prioriti = true }\npoints = 1\n"
    )

    said = [fault.split(" ", 1)[1].split(":")[0] for fault in grid_faults(broken)]

    assert sorted(said) == [
        "criterion.aci.points",
        "criterion.c.who.prioriti",
        "criterion.d.group",
        "criterion.years.measure",
    ]


LOSSES = [
    # a criterion that takes 5 points, the key that is blamed, what is said
    ("who = { aci = true }", "who.aci", "poverty"),
    ("who = { aci = false }", "who.aci", "poverty"),
    ("who = { occupies = { present = true }, aci = true }", "who.aci", "poverty"),
    ("who = { monthly_income = { max = 500 } }", "who.monthly_income", "poverty"),
    ("who = { reference_income = { max = 500 } }", "who.reference_income", "poverty"),
    ('measure = "monthly_income"\nper = 1000', "measure", "poverty"),
    ("who = { quartile = 1 }", "who.quartile", "poverty"),
    ("who = { \"Revenu_garanti\" = true }", "who.Revenu_garanti", "poverty"),
    ("who = { sans_lien = true }", "who.sans_lien", "no link"),
    ("who = { habite-la-commune = false }", "who.habite-la-commune", "no link"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "key", "reason"), LOSSES)
def test_nobody_loses_points_for_being_poor_nor_for_having_no_link(
    grid_faults: GRID_FAULTS, rule: str, key: str, reason: str
) -> None:
    found = grid_faults(GRID + CRITERION + f"{rule}\npoints = -5\n")

    said = [fault for fault in found if f"criterion.c.{key}: -5: " in fault]
    assert len(said) == 1
    assert f": {reason}" in said[0] or f"to have {reason}" in said[0]
    assert said[0].startswith(f"grid.toml:{N + 4} ")


def test_a_criterion_called_no_link_with_the_commune_takes_no_points_whatever_it_looks_at(
    grid_faults: GRID_FAULTS,
) -> None:
    said = '[[criterion]]\nid = "c"\nlabel = "Sans lien avec la commune"\nproof = "p"\n'
    assert grid_faults(GRID + said + "who = { persons = 1 }\npoints = -5\n") == [
        f"grid.toml:{N + 2} criterion.c.label: -5: to have no link with the commune can by itself "
        "keep nobody from a home (CCH L441): it is worth no loss of points: "
        "take the criterion away"
    ]


def test_a_link_of_another_kind_is_no_link_with_the_commune(grid_cautions: GRID_FAULTS) -> None:
    said = '[[criterion]]\nid = "c"\nlabel = "Sans lien familial"\nproof = "p"\n'
    assert grid_cautions(GRID + said + "who = { persons = 1 }\npoints = -5\n") == []


@pytest.mark.parametrize(
    "rule",
    [
        "who = { occupies = { present = true } }",
        'measure = "persons"',
        "who = { dalo = false }",
        'who = { communes = "37122" }',
    ],
)
def test_points_may_be_taken_for_other_reasons(grid_cautions: GRID_FAULTS, rule: str) -> None:
    assert grid_cautions(GRID + CRITERION + f"{rule}\npoints = -5\n") == []


@pytest.mark.parametrize(
    "rule",
    [
        "who = { aci = true }",
        "who = { monthly_income = { max = 900 } }",
        "who = { monthly_income = { min = 0 } }",
        "who = [{ aci = false }, { persons = { min = 1 } }]",
    ],
)
def test_points_may_be_given_for_being_poor(grid_cautions: GRID_FAULTS, rule: str) -> None:
    assert grid_cautions(GRID + CRITERION + f"{rule}\npoints = 5\n") == []


BETTER_OFF = [
    ("who = { aci = false }", "who.aci"),
    ("who = { monthly_income = { min = 700 } }", "who.monthly_income"),
    ("who = [{ aci = false }, { aci = false, dalo = true }]", "who.aci"),
    ('measure = "reference_income"\nper = 1000', "measure: reference_income"),
]


@pytest.mark.parametrize(("rule", "key"), BETTER_OFF)
def test_points_for_being_less_poor_are_a_warning(
    grid_cautions: GRID_FAULTS, rule: str, key: str
) -> None:
    assert grid_cautions(GRID + CRITERION + f"{rule}\npoints = 5\n") == [
        f"grid.toml:{N + 4} criterion.c.{key}: the poorest have no points of this criterion, which "
        "others have: poverty alone is no ground to steer: check that it is for another reason"
    ]


@pytest.mark.parametrize(
    ("rule", "warned"),
    [
        ("who = { quartile = { min = 2 } }", True),
        ("who = { quartile = [1, 2] }", False),
        ('measure = "quartile"', True),
    ],
)
def test_so_are_points_for_the_upper_quartiles(
    tables: Tables, grid_cautions: GRID_FAULTS, rule: str, *, warned: bool
) -> None:
    for row, quartile in zip(tables["households"], ("1", "3"), strict=True):
        row["quartile"] = quartile
    found = grid_cautions(GRID + CRITERION + f"{rule}\npoints = 5\n")
    assert any("the poorest have no points" in caution for caution in found) is warned
