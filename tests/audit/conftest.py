"""A run folder to look at, and copies of it to tamper with."""

import shutil
from pathlib import Path

import pytest
from tests.audit.residences import write_case_run

from repartition.language import spoken


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that holds a case and a run of it; not to be changed."""
    folder = tmp_path_factory.mktemp("untouched")
    with spoken("en"):
        write_case_run(folder)
    return folder


@pytest.fixture
def run_folder(untouched: Path, tmp_path: Path) -> Path:
    """Return a run folder beside its case, free to be tampered with."""
    shutil.copytree(untouched, tmp_path / "copy")
    return tmp_path / "copy" / "runs" / "one"
