"""Grids and ceilings of the scenario, APL parameters of the program."""

from pathlib import Path

import pytest
from tests.ingest.conftest import SCENARIO, FaultReader, Reader, Tables

from repartition.domain.law import NO_CEILING
from repartition.ingest.law_files import benefit_data, known_benefits, read_benefit

GRID = """\
[[persons]]
persons = 1
smallest = "T1"
largest = "T2"
[[persons]]
persons = 2
smallest = "T2"
largest = "T6 et plus"
"""
CEILINGS = """\
[[ceiling]]
financing = "PLUS"
zone = "autres_regions"
amounts = [20013, 26725, 32140, 38800, 45643, 51440.50]
extra = 5738
source = "somewhere"
verified = true
[[ceiling]]
financing = "PLAI"
zone = "autres_regions"
amounts = [1, 2, 3, 4, 5, 6]
extra = 1
"""
WITH_GRID = SCENARIO + '[eligibility]\ntypology = "grid.toml"\n'
WITH_CEILINGS = SCENARIO + '[eligibility]\nceilings = "ceilings.toml"\n'


def test_a_grid_is_read_in_rooms(tmp_path: Path, read: Reader) -> None:
    (tmp_path / "grid.toml").write_text(GRID, encoding="utf-8")
    grid = read(WITH_GRID).grid
    assert grid is not None
    assert (grid.smallest.tolist(), grid.largest.tolist()) == ([1, 2], [2, 6])


GRID_FAULTS = [
    ("persons = 2", "persons = 3", "grid.toml:6 persons.1.persons: 3: the grid has no row for 2 "
     "persons here: write one row for each number of persons, from 1 on"),
    ('"T1"', '"T4"', "grid.toml:3 persons.0.smallest: T4: the smallest typology is above the "
     "largest: exchange the two"),
    ('"T1"', '"big"', "grid.toml:3 persons.0.smallest: big: is not a typology: "
     "write T and the number of rooms: T1, T1bis, T3, T6 et plus"),
    ("smallest", "smalest", "grid.toml:3 persons.0.smalest: is not a key known here: "
     "write smallest? (known: largest, persons, smallest)"),
    (GRID, "persons = []\n", "grid.toml:1 persons: the grid has no row: add [[persons]]"),
    (GRID, "", "grid.toml persons: is missing: add it"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentence"), GRID_FAULTS)
def test_a_broken_grid_is_named(
    tmp_path: Path, faults: FaultReader, old: str, new: str, sentence: str
) -> None:
    (tmp_path / "grid.toml").write_text(GRID.replace(old, new, 1), encoding="utf-8")
    assert sentence in faults(WITH_GRID)


def test_ceilings_are_read_in_cents(tmp_path: Path, read: Reader) -> None:
    (tmp_path / "ceilings.toml").write_text(CEILINGS, encoding="utf-8")
    ceilings = read(WITH_CEILINGS).ceilings
    assert ceilings is not None
    assert ceilings.amounts[1, 0].tolist() == [
        2001300, 2672500, 3214000, 3880000, 4564300, 5144050
    ]  # fmt: skip
    assert ceilings.extra[1, 0] == 573800
    assert (ceilings.amounts[2] == NO_CEILING).all()


CEILING_FAULTS = [
    ('"PLUS"', '"PLUSS"', "ceilings.toml:2 ceiling.0.financing: PLUSS: is not a known value: "
     "write PLUS? (known: PLAI, PLI, PLS, PLUS)"),
    ("1, 2, 3, 4, 5, 6", "1, 2, 3", "ceilings.toml:11 ceiling.1.amounts: has too few values: "
     "write as many as are expected"),
    ("extra = 5738", "extra = -1", "ceilings.toml:5 ceiling.0.extra: -1: is negative: "
     "write 0 or more"),
    ('"PLAI"', '"PLUS"', "ceilings.toml:8 ceiling.1: PLUS autres_regions: an earlier row is about "
     "this financing and this zone: delete one of the two"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentence"), CEILING_FAULTS)
def test_broken_ceilings_are_named(
    tmp_path: Path, faults: FaultReader, old: str, new: str, sentence: str
) -> None:
    (tmp_path / "ceilings.toml").write_text(CEILINGS.replace(old, new, 1), encoding="utf-8")
    assert sentence in faults(WITH_CEILINGS)


def test_a_dwelling_without_a_ceiling_is_bad_input_while_the_rule_is_on(
    tmp_path: Path, tables: Tables, read: Reader, faults: FaultReader
) -> None:
    (tmp_path / "ceilings.toml").write_text(CEILINGS, encoding="utf-8")
    tables["vacancies"][0]["financing"] = "PLI"
    assert faults(WITH_CEILINGS) == [
        "data/vacancies.csv:2 financing: PLI: ceilings.toml has no ceiling for PLI in the zone "
        "autres_regions: add a [[ceiling]] to it, or write ceilings = false"
    ]
    read(SCENARIO)


def test_the_program_knows_its_parameters_of_the_apl() -> None:
    assert known_benefits() == ("2014", "2026")
    assert read_benefit("none") is None
    for name in known_benefits():
        assert benefit_data(name)["source"]


def test_the_apl_of_2026_is_that_of_its_table() -> None:
    benefit = read_benefit("2026")
    assert benefit is not None
    assert benefit.rent_cap.tolist() == [
        [33314, 40178, 45410], [29034, 35538, 39989], [27212, 32988, 36988]
    ]  # fmt: skip
    assert benefit.rent_cap_step.tolist() == [6589, 5821, 5301]
    assert (benefit.charges, benefit.charges_step) == (6059, 1374)
    assert benefit.family_rate.tolist() == [
        28300, 31500, 27000, 23800, 20100, 18500, 17900, 17300
    ]  # fmt: skip
    assert benefit.family_rate_step == -600
    assert benefit.allowance.tolist() == [
        523500, 750100, 894700, 914800, 949800, 985100, 1020200, 1055400
    ]  # fmt: skip
    assert benefit.allowance_step == 34600
    assert (benefit.participation_minimum, benefit.participation_rate) == (3956, 85000)
    assert benefit.rent_rate_thresholds == (45000, 75000)
    assert benefit.rent_rate_slopes == (4500, 6800)
    assert (benefit.abatement, benefit.minimum_paid) == (500, 1000)


def test_the_apl_of_2014_has_its_caps_and_takes_nothing_off() -> None:
    benefit = read_benefit("2014")
    assert benefit is not None
    assert benefit.rent_cap[1].tolist() == [25503, 31215, 35125]
    assert benefit.rent_cap_step[1] == 5112
    assert (benefit.charges, benefit.charges_step) == (5323, 1206)
    assert (benefit.participation_minimum, benefit.abatement) == (3473, 0)
    assert benefit.minimum_paid == 1500
    # R0 alone: 88 % of 474.93, x 12 x 0.9 = 4 513.73; one dependant: 150.3 % -> 7 709.25.
    assert benefit.allowance[[0, 2]].tolist() == [451400, 770900]
    assert not benefit_data("2014")["verified"]
