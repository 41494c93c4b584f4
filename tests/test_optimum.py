"""The program held against a second reading of the contract, instance after instance.

Small instances are compared with every plan there is, larger ones with an independent MILP.
``HYPOTHESIS_PROFILE=thorough`` looks at thousands of them.
"""

import datetime as dt
import os
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.oracle import enumeration, milp
from tests.oracle.binary import write_parquet, write_workbook
from tests.oracle.instances import SMALL, TINY, Size, cases, seeded
from tests.oracle.program import (
    DONE,
    contents,
    faults_of_optimum,
    faults_of_usual_practice,
    problem_of,
    run,
)
from tests.oracle.writing import OFFICE, TABBED, Case, Hand, Table, write_case

pytestmark = pytest.mark.no_cover  # many drawn instances: tracing them would double their time

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
LARGER = Size(households=24, vacancies=16, programmes=6, contingents=5, quotas=8, exact=True)


def examples(usual: int) -> settings:
    """How many instances are looked at; the same ones each time, unless all the time is there."""
    return settings(
        max_examples=usual * 30 if THOROUGH else usual,
        derandomize=not THOROUGH,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


@contextmanager
def written(case: Case, hand: Hand | None = None) -> Iterator[Path]:
    """Write a case in a folder of its own, and give its scenario."""
    with tempfile.TemporaryDirectory() as folder:
        yield write_case(case, Path(folder) / "case", hand or Hand())


# --- the oracle itself


@examples(100)
@given(cases(TINY))
def test_looking_at_every_plan_finds_what_the_bare_product_of_all_choices_finds(case: Case) -> None:
    with written(case) as scenario:
        problem = problem_of(scenario)
        found, expected = enumeration.best_plan(problem), enumeration.best_of_product(problem)
    assert (found and found.values) == (expected and expected.values)


@examples(100)
@given(cases())
def test_the_milp_finds_what_looking_at_every_plan_finds(case: Case) -> None:
    with written(case) as scenario:
        problem = problem_of(scenario)
        found, expected = milp.best_plan(problem), enumeration.best_plan(problem)
    assert (found and found.values) == (expected and expected.values)


# --- the program


@examples(150)
@given(cases())
def test_every_tier_of_a_plan_is_the_best_of_all_plans(case: Case) -> None:
    with written(case) as scenario:
        best = enumeration.best_plan(problem_of(scenario))
        assert faults_of_optimum(scenario, best, scenario.parent / "run") == []


@pytest.mark.parametrize("seed", range(200 if THOROUGH else 8))
def test_every_tier_of_a_larger_plan_is_what_the_milp_finds(seed: int) -> None:
    with written(seeded(seed, LARGER)) as scenario:
        best = milp.best_plan(problem_of(scenario))
        assert faults_of_optimum(scenario, best, scenario.parent / "run") == []


@pytest.mark.parametrize(
    "quotas",
    [
        # One attribution at least, and it costs a quarter of itself: the second home is free.
        [
            {"id": "one", "min": 1},
            {"id": "share", "where": {"programme": "P1"}, "max_share": Decimal("0.25"), "soft": 1},
        ],
        # Nobody counts, so whoever is charged to nobody is missed by a fifth; the other is not.
        [
            {"id": "one", "min": 1},
            {
                "id": "share",
                "who": {"aci": True},
                "via": {"contingent": ""},
                "min_share": Decimal("0.2"),
                "soft": 1,
            },
        ],
    ],
)
def test_a_freed_dwelling_is_given_under_a_soft_level_settled_at_a_fraction(
    quotas: list[dict[str, Any]], tmp_path: Path
) -> None:
    """V2 is freed by H1, whose home V1 alone costs: two homes cost no more than one."""
    scenario = write_case(chain(quotas), tmp_path / "case")
    best = enumeration.best_plan(problem_of(scenario))
    assert best is not None
    assert len(best.plan) == 2
    assert faults_of_optimum(scenario, best, tmp_path / "run") == []


def chain(quotas: list[dict[str, Any]]) -> Case:
    """Return two households and two dwellings, the second freed by the first household."""
    households = [
        {"household": name, "persons": "1", "reference_income": "9000", "monthly_income": "900"}
        | {"aci": "false", "requested_on": "2013-06-01", "contingents": "C1"}
        for name in ("H1", "H2")
    ]
    vacancies = [
        {"vacancy": "V1", "programme": "P1", "contingent": "", "freed_by": ""},
        {"vacancy": "V2", "programme": "P2", "contingent": "C1", "freed_by": "H1"},
    ]
    described = {"typology": "T2", "surface": "45", "financing": "PLUS", "rent": "300"}
    rows = {
        "communes": [{"commune": "37261", "name": "Tours", "contrat_de_ville": "true"}],
        "programmes": [
            {"programme": name, "bailleur": "B1", "commune": "37261", "fragility": "0"}
            for name in ("P1", "P2")
        ],
        "vacancies": [vacancy | described for vacancy in vacancies],
        "households": households,
        "contingents": [{"contingent": "C1", "kind": "etat_prioritaires"}],
    }
    scenario = {
        "schema": 1,
        "name": "chain",
        "data": "data",
        "period": {"start": dt.date(2014, 1, 1), "end": dt.date(2014, 12, 31)},
        "seed": 1,
        "quotas": quotas,
    }
    return Case({name: Table(tuple(table[0]), table) for name, table in rows.items()}, scenario)


@examples(80)
@given(cases())
def test_usual_practice_gives_each_dwelling_to_whoever_comes_first(case: Case) -> None:
    with written(case) as scenario:
        assert faults_of_usual_practice(scenario, scenario.parent / "run") == []


@examples(25)
@given(cases(), st.randoms(use_true_random=False), st.sampled_from([OFFICE, TABBED]))
def test_how_and_in_which_order_tables_are_saved_changes_not_a_byte(
    case: Case, order: random.Random, hand: Hand
) -> None:
    with written(case) as scenario, written(shuffled(case, order), hand) as other:
        first, second = (
            run("solve", path, "-o", path.parent / "run") for path in (scenario, other)
        )
        assert first.status == second.status, second.text
        if (scenario.parent / "run").exists():
            assert contents(scenario.parent / "run") == contents(other.parent / "run")


@pytest.mark.parametrize("write", [write_workbook, write_parquet])
@pytest.mark.parametrize("seed", range(4))
def test_a_workbook_and_parquet_files_give_the_plan_that_csv_gives(
    seed: int, write: Callable[[Case, Path], Path], tmp_path: Path
) -> None:
    case = seeded(seed, replace(SMALL, exact=True))
    paths = write_case(case, tmp_path / "csv"), write(case, tmp_path / "other")
    outcomes = [run("solve", path, "-o", path.parent / "run") for path in paths]
    assert outcomes[0].status == outcomes[1].status, outcomes[1].text
    if outcomes[0].status == DONE:
        first, second = (contents(path.parent / "run") for path in paths)
        # The scenario of a run says where its data are: there they differ.
        assert {**first, "scenario.toml": b""} == {**second, "scenario.toml": b""}


def shuffled(case: Case, order: random.Random) -> Case:
    """Return the case with rows and columns in another order, and a column nothing names."""
    tables = {}
    for name, table in case.tables.items():
        columns = list(table.columns)
        # Counters and decisions are tables of acts: nothing reads a column of theirs by chance.
        if name not in {"counters", "decisions"}:
            columns.append("remark")
        order.shuffle(columns)
        rows = [{**row, "remark": f"nothing {place}"} for place, row in enumerate(table.rows)]
        # Of two decisions of one day the later row counts: their order says something.
        if name != "decisions":
            order.shuffle(rows)
        tables[name] = Table(tuple(columns), rows)
    return replace(case, tables=tables)
