"""What ``generate`` writes: the committed files byte for byte, and people that could be."""

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from repartition.errors import UsageError
from repartition.synthesis import generate, presets
from repartition.synthesis.dataset import make_tables
from repartition.synthesis.source import Source

SCENARIOS = Path(__file__).parents[2] / "scenarios"
COMMITTED = {"tours-2014": "tours-2014", "tours-2026": "tours-2026-flux", "session": "session"}

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def tours() -> dict[str, Rows]:
    """Return the committed tables of tours-2014, every cell as text."""
    return {
        path.stem: list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        for path in (SCENARIOS / "tours-2014" / "data").glob("*.csv")
    }


@pytest.mark.parametrize("name", COMMITTED)
def test_the_committed_files_come_out_again_byte_for_byte(name: str, tmp_path: Path) -> None:
    written = generate(name, tmp_path)

    committed = SCENARIOS / COMMITTED[name] / "data"
    assert [path.name for path in written] == [
        f"{table}.csv"
        for table in ("communes", "programmes", "vacancies", "households", "contingents")
    ]
    for path in written:
        assert path.read_bytes() == (committed / path.name).read_bytes(), path.name


def test_no_two_columns_draw_from_the_same_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two columns of one stream would move together: the rich would wait longest, or the like."""
    drawn: Counter[str] = Counter()
    words = Source.words

    def counted(self: Source, name: str, count: int) -> NDArray[np.uint64]:
        drawn[name] += 1
        return words(self, name, count)

    monkeypatch.setattr(Source, "words", counted)
    make_tables(presets()["session"])

    assert [name for name, times in drawn.items() if times > 1] == []


def test_what_others_put_in_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "decisions.csv").write_text("vacancy,household,decision\n")
    (tmp_path / "vacancies.csv").write_text("from an older run\n")

    generate("session", tmp_path)

    assert (tmp_path / "decisions.csv").read_text() == "vacancy,household,decision\n"
    assert (tmp_path / "vacancies.csv").read_text().startswith("vacancy,programme,")


def test_an_unknown_name_is_answered_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"tours-1999.*tours-2014, tours-2026, session"):
        generate("tours-1999", tmp_path / "new")

    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("name", "requests", "vacancies"),
    [
        ("commission", 10_000, 300),
        ("month", 15_000, 310),
        ("fifth", 3_000, 740),
        ("year", 15_000, 3_700),
        ("metropole", 60_000, 15_000),
        ("region", 780_000, 70_000),
    ],
)
def test_benchmark_sizes(name: str, requests: int, vacancies: int) -> None:
    knobs = presets()[name]

    stock = knobs.stock
    assert knobs.demand.requests == requests
    assert stock.relets + stock.new_dwellings + stock.freed == vacancies


@pytest.fixture(scope="module")
def three_agglomerations() -> dict[str, Rows]:
    """Return the tables of a small dataset over three agglomerations, every cell as text."""
    preset = presets()["metropole"]
    knobs = replace(
        preset,
        stock=replace(preset.stock, agglomerations=3, relets=40, new_dwellings=60, freed=5),
        demand=replace(preset.demand, requests=900),
    )
    return {
        name: [{key: str(value) for key, value in row.items()} for row in rows]
        for name, rows in make_tables(knobs).items()
    }


def test_a_larger_territory_has_more_communes_programmes_and_landlords(
    three_agglomerations: dict[str, Rows], tours: dict[str, Rows]
) -> None:
    tables = three_agglomerations

    assert len({row["commune"] for row in tables["communes"]}) == 3 * len(tours["communes"])
    assert len(tables["programmes"]) > 2.5 * len(tours["programmes"])
    assert len({row["bailleur"] for row in tables["programmes"]}) == 3 * 2 + 4
    assert len({row["qpv"] for row in tables["programmes"]} - {""}) == 3 * 10
    real = [row["commune"] for row in tours["communes"]]
    assert [row["commune"] for row in tables["communes"]][: len(real)] == real


def test_an_office_lets_in_its_own_agglomeration_only(
    three_agglomerations: dict[str, Rows],
) -> None:
    for row in three_agglomerations["programmes"]:
        if row["bailleur"].startswith("office"):
            assert row["bailleur"].split("-")[3:] == row["commune"].split("-")[1:]


def test_most_wishes_lie_in_one_agglomeration_and_some_in_another(
    three_agglomerations: dict[str, Rows],
) -> None:
    asked = [row["communes"].split("|") for row in three_agglomerations["households"]]
    named = [wishes for wishes in asked if wishes != [""]]
    crossing = [len({code.partition("-")[2] for code in wishes}) > 1 for wishes in named]

    assert 0.03 < 1 - len(named) / len(asked) < 0.10
    assert 0.05 < sum(crossing) / len(crossing) < 0.30
    assert sum(len(wishes) == 22 for wishes in named) > 0.08 * len(asked)


def test_a_preset_makes_as_many_rows_as_its_knobs_say() -> None:
    tables = make_tables(presets()["fifth"])

    assert len(tables["households"]) == 3_000
    assert len(tables["vacancies"]) == 740


def test_the_communes_are_the_twenty_two_of_the_agglomeration(tours: dict[str, Rows]) -> None:
    communes = tours["communes"]

    assert len({row["commune"] for row in communes}) == 22
    assert {row["name"] for row in communes if row["contrat_de_ville"] == "true"} == {
        "Tours",
        "Joué-lès-Tours",
        "Saint-Pierre-des-Corps",
        "La Riche",
    }
    assert {row["name"] for row in communes if row["sru_deficit"] == "true"} == {
        "Saint-Avertin",
        "Fondettes",
    }


def test_the_districts_of_2024_are_those_of_2015_and_three_more(tours: dict[str, Rows]) -> None:
    older = {row["qpv"] for row in tours["programmes"]} - {""}
    later = {row["qpv_2024"] for row in tours["programmes"]} - {""}

    assert len(older) == 10
    assert later - older == {"Les Tourettes", "Le Morier", "La Galboisière"}
    assert older <= later


def test_the_stock_has_the_published_size_in_a_plausible_number_of_programmes(
    tours: dict[str, Rows],
) -> None:
    programmes = tours["programmes"]

    assert sum(int(row["dwellings"]) for row in programmes) == 34_600
    assert 200 <= len(programmes) <= 400
    assert len({row["bailleur"] for row in programmes}) == 6


def test_programmes_of_the_districts_are_mostly_fragile_and_the_others_mostly_not(
    tours: dict[str, Rows],
) -> None:
    classed = [row for row in tours["programmes"] if row["fragility"]]
    inside = [int(row["fragility"]) > 0 for row in classed if row["qpv"]]
    outside = [int(row["fragility"]) > 0 for row in classed if not row["qpv"]]

    assert {row["fragility"] for row in classed} == {"0", "1", "2", "3"}
    assert sum(inside) > 0.8 * len(inside)
    assert sum(outside) < 0.3 * len(outside)


def test_a_small_or_new_programme_is_not_classed(tours: dict[str, Rows]) -> None:
    for row in tours["programmes"]:
        assert (row["fragility"] == "") == (int(row["dwellings"]) < 11)
        assert (row["share_under_20"] == "") == (row["fragility"] == "")


def test_somewhat_under_half_of_about_ten_thousand_requests_come_from_tenants(
    tours: dict[str, Rows],
) -> None:
    requests = tours["households"]

    assert len(requests) == 10_000
    assert 0.40 < sum(row["occupies"] != "" for row in requests) / len(requests) < 0.48
    assert sum(row["aci"] == "true" for row in requests) > 2 * 1_000


def test_a_household_is_made_of_its_adults_and_children(tours: dict[str, Rows]) -> None:
    for row in tours["households"]:
        persons, adults, children, under_14 = (
            int(row[name]) for name in ("persons", "adults", "children", "under_14")
        )
        assert adults + children == persons
        assert adults >= 1
        assert 0 <= under_14 <= children


def test_each_quartile_holds_about_a_quarter_of_the_requests_and_the_first_is_the_poorest(
    tours: dict[str, Rows],
) -> None:
    by_quartile: dict[str, list[float]] = {}
    for row in tours["households"]:
        units = 10 + 3 * int(row["under_14"]) + 5 * (int(row["persons"]) - 1 - int(row["under_14"]))
        by_quartile.setdefault(row["quartile"], []).append(int(row["monthly_income"]) / units)

    assert sorted(by_quartile) == ["1", "2", "3", "4"]
    for lower, upper in (("1", "2"), ("2", "3"), ("3", "4")):
        assert max(by_quartile[lower]) < min(by_quartile[upper])
    assert all(2_300 < len(incomes) < 2_700 for incomes in by_quartile.values())


def test_no_household_above_the_poverty_line_is_an_aci_one(tours: dict[str, Rows]) -> None:
    for row in tours["households"]:
        units = 10 + 3 * int(row["under_14"]) + 5 * (int(row["persons"]) - 1 - int(row["under_14"]))
        if row["aci"] == "true":
            assert int(row["monthly_income"]) * 10 <= 1_008 * units, row["household"]


def test_a_dwelling_freed_by_a_move_is_in_the_programme_its_tenant_occupies(
    tours: dict[str, Rows],
) -> None:
    occupies = {row["household"]: row["occupies"] for row in tours["households"]}
    freed = [row for row in tours["vacancies"] if row["freed_by"]]

    assert len(freed) == len({row["freed_by"] for row in freed}) == 370
    assert all(row["programme"] == occupies[row["freed_by"]] for row in freed)
    assert all(row["available_on"] == "" for row in freed)


def test_no_programme_lets_more_dwellings_than_it_has(tours: dict[str, Rows]) -> None:
    let = Counter(row["programme"] for row in tours["vacancies"] if row["new_build"] == "false")
    dwellings = {row["programme"]: int(row["dwellings"]) for row in tours["programmes"]}

    assert all(number <= dwellings[programme] for programme, number in let.items())


def test_rents_are_of_the_order_of_2014(tours: dict[str, Rows]) -> None:
    """About 5.40 euros a square metre for PLUS, less for PLAI, more for PLS."""
    per_metre = {
        financing: _mean_rent(tours["vacancies"], financing)
        for financing in ("PLAI", "PLUS", "PLS")
    }

    assert 4.5 < per_metre["PLAI"] < per_metre["PLUS"] < 6.0 < per_metre["PLS"] < 8.5


def _mean_rent(rows: Rows, financing: str) -> float:
    found = [row for row in rows if row["financing"] == financing]
    return sum(float(row["rent"]) for row in found) / sum(float(row["surface"]) for row in found)


def test_a_dwelling_is_reserved_by_its_own_commune_and_landlord(tours: dict[str, Rows]) -> None:
    programmes: dict[str, dict[str, Any]] = {row["programme"]: row for row in tours["programmes"]}
    for row in tours["vacancies"]:
        kind, _dash, owner = row["contingent"].partition("-")
        if kind == "commune":
            assert owner == programmes[row["programme"]]["commune"]
        if kind == "bailleur":
            assert owner == programmes[row["programme"]]["bailleur"]
