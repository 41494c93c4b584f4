"""One command line in; its exit status and what it wrote out."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import repartition
from repartition.cli import main


@dataclass(frozen=True)
class Said:
    """What a command ended with: its status, its standard output, its standard error."""

    status: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture(autouse=True)
def _an_english_system(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "NO_COLOR", "FORCE_COLOR", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in this process."""

    def call(*arguments: object) -> Said:
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        return Said(status, *capsys.readouterr())

    return call


Process = Callable[..., subprocess.CompletedProcess[bytes]]
MAIN = "import sys; from repartition.cli import main; sys.exit(main())"


@pytest.fixture
def process() -> Process:
    """Run a program of a line or two as its own process, the command line by default."""

    def call(
        *arguments: object, program: str = MAIN, **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        here = {"PYTHONPATH": str(Path(repartition.__file__).parents[1]), "PYTHONUTF8": "0"}
        return subprocess.run(
            [sys.executable, "-c", program, *(str(argument) for argument in arguments)],
            capture_output=True,
            check=False,
            env=os.environ | here | environment,
        )

    return call
