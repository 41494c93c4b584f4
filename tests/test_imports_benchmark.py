"""The benchmark of imports writes an export, reads it, and says what that took."""

import pytest
from benchmarks.imports.requests import main


def test_an_export_is_written_and_every_request_is_read(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert main(["--requests", "30"]) == 0
    said = capfd.readouterr().out
    assert said.startswith("30 requests, 0 MB\n")
    assert "30 rows; memory at most" in said
