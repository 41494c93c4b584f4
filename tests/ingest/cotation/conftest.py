"""The small agglomeration of :mod:`tests.ingest.conftest`, under a grid."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from tests.ingest.conftest import SCENARIO, FaultReader, Reader

from repartition.domain.instance import Instance

WITH_GRID = SCENARIO + '[cotation]\ngrid = "grid.toml"\n'
GRID = """\
name = "a grid"
verified = true
[[group]]
id = "g"
label = "the household"
cap = 45
[[criterion]]
id = "aci"
label = "ACI"
proof = "a letter"
who = { aci = true }
points = 40
group = "g"
[[criterion]]
id = "years"
label = "years of waiting"
proof = "date of the request"
measure = "waiting_days"
per = 365
points = 5
cap = 25
group = "g"
"""
READ_GRID: TypeAlias = Callable[..., Instance]
GRID_FAULTS: TypeAlias = Callable[..., list[str]]


@pytest.fixture
def read_grid(tmp_path: Path, read: Reader) -> READ_GRID:
    """Return a reader of the tables under a grid."""

    def reader(grid: str = GRID, *overrides: str, scenario: str = WITH_GRID) -> Instance:
        (tmp_path / "grid.toml").write_text(grid, encoding="utf-8")
        return read(scenario, *overrides)

    return reader


@pytest.fixture
def grid_faults(tmp_path: Path, faults: FaultReader) -> GRID_FAULTS:
    """Return a reader that expects a grid that cannot be used, and gives the sentences."""

    def reader(grid: str, *overrides: str, scenario: str = WITH_GRID) -> list[str]:
        (tmp_path / "grid.toml").write_text(grid, encoding="utf-8")
        return faults(scenario, *overrides)

    return reader


@pytest.fixture
def grid_cautions(read_grid: READ_GRID) -> Callable[..., list[str]]:
    """Return a reader of a grid that gives the sentences of what is odd."""

    def reader(grid: str = GRID, *overrides: str) -> list[str]:
        return [str(caution) for caution in read_grid(grid, *overrides).cautions]

    return reader
