"""What a run was read from: its scenario as merged, and every file it depends on."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from repartition.domain.scenario import Scenario
from repartition.ingest.chain import Chain
from repartition.ingest.dataset import relative


@dataclass(frozen=True, slots=True)
class ScenarioFile:
    """A scenario as read, and the files it depends on.

    Attributes
    ----------
    scenario
        What it asks.
    folder
        Folder of the main file: the base of its relative paths, elders' paths rewritten.
    merged
        The TOML as plain data: ``extends`` gone, settings of the command line applied.
    data
        The dataset: a folder or a workbook.
    files
        Every file the run depends on: the chain of scenarios, the law files, the tables.
    """

    scenario: Scenario
    folder: Path
    merged: dict[str, Any]
    data: Path
    files: tuple[Path, ...]
    chain: Chain


def hash_inputs(scenario_file: ScenarioFile) -> dict[str, str]:
    """Return the SHA-256 of every file a run depends on, by its path from the scenario's folder.

    A file that is not there (any more) has none.
    """
    hashes = {
        relative(path, scenario_file.folder): sha256(path.read_bytes()).hexdigest()
        for path in scenario_file.files
        if path.is_file()
    }
    return dict(sorted(hashes.items()))
