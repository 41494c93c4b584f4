"""An answer on a console: lines as wide as it is, cut where French may be cut."""

from pathlib import Path

import pytest

from repartition.cli import main

TINY = Path(__file__).parents[2] / "scenarios" / "tiny" / "scenario.toml"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("explained") / "run")
    assert main(["solve", "-q", str(TINY), "-o", folder]) == 0
    return folder


@pytest.mark.parametrize("width", [40, 57, 80])
@pytest.mark.parametrize("asked", [("--household", "H3"), ("--vacancy", "B1")])
def test_no_line_starts_with_a_high_sign(
    run: str,
    width: int,
    asked: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))

    assert main(["--lang", "fr", "explain", run, *asked]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= width
    assert [line for line in lines if line.strip() and line.strip()[0] in ":;?!»%€"] == []
    assert [line for line in lines if line.endswith("«")] == []
