"""What the main job says beside the plan: what it takes, and what the order of objectives costs."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from tests.ingest.conftest import SCENARIO, TABLES, write_tables

from repartition.pipeline import check, solve

Write: TypeAlias = Callable[..., Path]
HOUSE = '[[objectives]]\nid = "house"\nmaximise = "attributions"\n'
SPARE = '[[objectives]]\nid = "spare"\nminimise = "fragility"\n'


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return what writes a scenario of two households, either of which fits two free dwellings.

    One dwelling is in a residence of the degree of fragility given, the other in none.
    """

    def written(objectives: str = HOUSE, *, fragility: int = 2) -> Path:
        free = {"contingent": "", "freed_by": "", "available_on": ""}
        fragile, other = TABLES["programmes"]
        tables = TABLES | {
            "programmes": [fragile | {"fragility": str(fragility)}, other],
            "vacancies": [row | free for row in TABLES["vacancies"]],
        }
        write_tables(tmp_path / "data", tables)
        path = tmp_path / "scenario.toml"
        path.write_text(SCENARIO.replace(HOUSE, objectives), encoding="utf-8")
        return path

    return written


def test_memory_grows_by_65_bytes_a_pair(write: Write) -> None:
    found = check(write())

    # 2 households × 2 dwellings; 250 MB + 4 × 65 bytes
    assert found.pairs_count == 4
    assert found.memory_bytes == 250_000_260


@pytest.mark.parametrize(
    ("objectives", "fragility", "cost"),
    [
        # Sparing the fragile residence first leaves its dwelling empty: 2 homes could be given,
        # 1 is.
        (SPARE + HOUSE, 2, 1),
        # No residence is fragile: both are given all the same.
        (SPARE + HOUSE, 0, 0),
        # Nothing stands above access, so there is nothing to say.
        (HOUSE + SPARE, 2, None),
    ],
)
def test_the_order_costs_the_homes_that_it_leaves_empty(
    write: Write, objectives: str, fragility: int, cost: int | None
) -> None:
    assert solve(write(objectives, fragility=fragility)).order_cost == cost
