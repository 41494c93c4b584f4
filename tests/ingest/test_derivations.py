"""What follows from the cells: categories, quartiles, waiting, lottery, points, derived columns."""

from decimal import Decimal
from hashlib import sha256

import numpy as np
import pytest
from tests.ingest.conftest import SCENARIO, Reader, Tables

from repartition.domain.fragility import NO_DEGREE
from repartition.domain.table import NO_ROW, CellKind, Column
from repartition.ingest.cell_types import rooms_of
from repartition.ingest.derivations import lottery, quartiles

CATEGORIES = [
    # persons, adults, given, category, extra persons
    ("1", "", "", 1, 0),
    ("2", "", "", 2, 0),
    ("2", "1", "", 3, 0),  # one adult with one dependant: one up
    ("1", "1", "", 1, 0),  # one adult alone: not
    ("5", "1", "", 6, 0),  # e = 6
    ("6", "", "", 6, 0),
    ("6", "1", "", 6, 1),  # e = 7
    ("8", "2", "", 6, 2),
    ("8", "1", "", 6, 3),  # e = 9
    ("8", "1", "6", 6, 2),  # given: of persons
    ("2", "2", "4", 4, 0),
]


@pytest.mark.parametrize(("persons", "adults", "given", "category", "extra"), CATEGORIES)
def test_the_category_counts_one_adult_with_dependants_one_up(
    tables: Tables, read: Reader, persons: str, adults: str, given: str, category: int, extra: int
) -> None:
    for row in tables["households"]:
        row |= {"persons": persons, "adults": adults, "ceiling_category": given}
    households = read().households
    assert households.ceiling_category.tolist() == [category] * 2
    assert households.ceiling_extra.tolist() == [extra] * 2
    column = households.table.column("ceiling_category")
    assert column is not None
    assert column.cells() == [str(category)] * 2


DEFAULTS = [
    # persons, adults, children, under_14 as given -> as completed
    (("1", "", "", ""), (1, 0, 0)),
    (("4", "", "", ""), (2, 2, 2)),
    (("4", "1", "", ""), (1, 3, 3)),
    (("4", "", "1", ""), (2, 1, 1)),
    (("4", "2", "2", "0"), (2, 2, 0)),
]


@pytest.mark.parametrize(("given", "completed"), DEFAULTS)
def test_adults_children_and_under_14_have_their_defaults(
    tables: Tables, read: Reader, given: tuple[str, ...], completed: tuple[int, ...]
) -> None:
    names = ("persons", "adults", "children", "under_14")
    for row in tables["households"]:
        row |= dict(zip(names, given, strict=True))
    table = read().households.table
    found = [table.columns[name].cells()[0] for name in names[1:]]
    assert found == [str(number) for number in completed]


def test_priority_is_dalo_where_it_says_nothing(tables: Tables, read: Reader) -> None:
    tables["households"][0] |= {"dalo": "true", "priority": ""}
    tables["households"][1] |= {"dalo": "true", "priority": "non"}
    assert read().households.table.columns["priority"].cells() == ["true", "false"]


THRESHOLDS = (Decimal("8000"), Decimal("12000"), Decimal("16000.50"))
INCOMES = [
    # cents a month, persons, under 14, quartile
    (66_666, 1, 0, 1),  # 7 999.92 a year
    (66_667, 1, 0, 2),  # 8 000.04
    (100_000, 1, 0, 2),  # 12 000.00: equal falls below
    (100_001, 1, 0, 3),
    (120_000, 3, 1, 1),  # 14 400 / 1.8 = 8 000.00: equal falls below
    (120_001, 3, 1, 2),
    (120_000, 3, 0, 1),  # 14 400 / 2 = 7 200
    (120_000, 2, 0, 2),  # 14 400 / 1.5 = 9 600
    (133_337, 1, 0, 3),  # 16 000.44
    (133_338, 1, 0, 4),  # 16 000.56
    (0, 4, 2, 1),
]


@pytest.mark.parametrize(("income", "persons", "under_14", "quartile"), INCOMES)
def test_a_quartile_is_that_of_income_per_consumption_unit(
    income: int, persons: int, under_14: int, quartile: int
) -> None:
    one = [np.array([number], np.int64) for number in (income, persons, under_14)]
    assert quartiles(*one, thresholds=THRESHOLDS).tolist() == [quartile]


def test_a_given_quartile_is_kept_and_without_thresholds_none_is_made_up(
    tables: Tables, read: Reader
) -> None:
    tables["households"][0]["quartile"] = "4"
    tables["households"][1]["quartile"] = ""
    assert read().households.table.columns["quartile"].cells() == ["4", ""]
    added = SCENARIO + "[quartiles]\nthresholds = [8000, 12000, 16000]\n"
    # M2: 700 x 12 = 8 400, alone.
    assert read(added).households.table.columns["quartile"].cells() == ["4", "2"]


def test_waiting_is_counted_to_the_start_of_the_period_and_never_negative(
    tables: Tables, read: Reader
) -> None:
    tables["households"][0]["requested_on"] = "2013-12-30"
    tables["households"][1]["requested_on"] = "2014-01-02"
    households = read().households
    assert households.waiting_days.tolist() == [2, 0]
    assert households.table.columns["waiting_days"].cells() == ["2", "0"]


def test_the_lottery_is_the_first_twenty_bits_of_a_hash() -> None:
    column = Column.from_cells(["M1", "é"])
    expected = [int(sha256(f"2014:{name}".encode()).hexdigest()[:5], 16) for name in ("M1", "é")]
    assert lottery(2014, column).tolist() == expected


def test_points_are_ranked_exactly(tables: Tables, read: Reader) -> None:
    model = tables["households"][1]
    for name, points in (("M3", "0.1"), ("M4", "0,10"), ("M5", "-2"), ("M6", "0.100001")):
        tables["households"].append(model | {"household": name, "points": points})
    for row in tables["households"][:2]:
        row["points"] = ""
    # M1, M2: 0; M3 = M4 = 0.1; M5 = -2 (fewest); M6 a hair more than M3.
    assert read().households.points_order.tolist() == [1, 1, 2, 2, 0, 3]


def test_amounts_are_cents_and_surfaces_hundredths_rounded_down(
    tables: Tables, read: Reader
) -> None:
    tables["vacancies"][0] |= {"surface": "61.559", "rent": "350.2"}
    vacancies = read().vacancies
    assert vacancies.surface.tolist() == [6155, 4500]
    assert vacancies.rent.tolist() == [35020, 29000]


def test_derived_columns_of_programmes_and_vacancies(tables: Tables, read: Reader) -> None:
    tables["programmes"][0]["qpv"] = "Sanitas"
    tables["programmes"][1] |= {"qpv": "", "fragility": ""}
    instance = read()
    where = instance.where_view()
    assert instance.programmes.fragility.tolist() == [2, NO_DEGREE]
    for name, cells, kind in (
        ("fragile", ["true", "false"], CellKind.BOOLEAN),
        ("in_qpv", ["true", "false"], CellKind.BOOLEAN),
        ("rooms", ["3", "2"], CellKind.NUMBER),
    ):
        column = where.column(name)
        assert column is not None
        assert (column.cells(), column.kind) == (cells, kind)


@pytest.mark.parametrize(("fragile_from", "fragile"), [(2, "true"), (3, "false")])
def test_fragile_starts_at_the_degree_the_scenario_says(
    read: Reader, fragile_from: int, fragile: str
) -> None:
    scenario = SCENARIO.replace('"given"', f'"given"\nfragile_from = {fragile_from}')
    assert read(scenario).programmes.table.columns["fragile"].cells()[0] == fragile


def test_the_perimeter_says_which_column_is_the_district(tables: Tables, read: Reader) -> None:
    for row, district in zip(tables["programmes"], ("", "QN037001"), strict=True):
        row |= {"qpv": "Sanitas", "qpv_2024": district}
    scenario = SCENARIO.replace('"given"', '"given"\nperimeter = "qpv_2024"')
    assert read().programmes.table.columns["in_qpv"].cells() == ["true", "true"]
    assert read(scenario).programmes.table.columns["in_qpv"].cells() == ["false", "true"]


@pytest.mark.parametrize(
    ("typology", "rooms"),
    [("T1", 1), ("T1bis", 1), ("T1 bis", 1), ("t3", 3), ("T6 et plus", 6), ("6 et plus", 6),
     ("T10", 10), ("T0", None), ("T", None), ("3", None), ("studio", None), ("T3x", None)],
)  # fmt: skip
def test_a_typology_says_how_many_rooms(typology: str, rooms: int | None) -> None:
    assert rooms_of(typology) == rooms


def test_references_are_rows(tables: Tables, read: Reader) -> None:
    tables["households"][1]["contingents"] = "E1|C1"
    instance = read()
    assert instance.vacancies.freed_by.tolist() == [NO_ROW, 0]
    assert instance.households.frees.tolist() == [1, NO_ROW]
    # Communes are sorted: 37122 is row 0. Wishes keep their order.
    assert instance.households.communes == ((1, 0), ())
    assert instance.households.contingents == (frozenset(), frozenset({0, 1}))
    assert instance.contingents.commune.tolist() == [1, NO_ROW]
    assert instance.bailleurs == ("B1", "B2")


def test_a_dwelling_of_the_period_is_free_by_its_end(tables: Tables, read: Reader) -> None:
    for day, counts in (("2014-12-31", True), ("2015-01-01", False), ("", True)):
        tables["vacancies"][0]["available_on"] = day
        assert read().vacancies.of_period.tolist() == [counts, True]
