"""The benchmark of small changes runs, and finds nothing wrong."""

from pathlib import Path

import pytest
from benchmarks.what_if.__main__ import main

SCENARIOS = Path(__file__).parents[1] / "scenarios"


@pytest.mark.parametrize("drawn", [[], ["--housed"]])
def test_every_kind_of_change_is_asked_and_no_answer_is_wrong(
    capsys: pytest.CaptureFixture[str], drawn: list[str]
) -> None:
    assert main([str(SCENARIOS / "session" / "scenario.toml"), "--changes", "16", *drawn]) == 0
    said = capsys.readouterr().out
    assert said.count("` | 2 |") == 8  # each of eight kinds, twice
    assert "| **all** | 16 |" in said
