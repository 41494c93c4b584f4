"""The benchmarks of imports write a file, read it, and say what that took."""

from collections.abc import Callable, Sequence

import pytest
from benchmarks.imports import requests, stock


@pytest.mark.parametrize(
    ("main", "option"), [(requests.main, "requests"), (stock.main, "dwellings")]
)
def test_a_file_is_written_and_every_record_is_read(
    main: Callable[[Sequence[str]], int], option: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main([f"--{option}", "30"]) == 0
    said = capfd.readouterr().out
    assert said.startswith(f"30 {option}, 0 MB\n")
    assert "30 rows; memory at most" in said
