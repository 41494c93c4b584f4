"""The scenario as a run keeps it: merged, its paths starting from the run folder."""

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import tomli_w

from repartition.domain.cells import write_decimal
from repartition.ingest.dataset import relative
from repartition.ingest.merging import PATH_KEYS
from repartition.ingest.scenario_file import ScenarioFile

SCENARIO_FILE: Final = "scenario.toml"


def path_from(folder: Path, path: Path) -> str:
    """Return ``path`` as it is written in a file of ``folder``: relative wherever it can be."""
    absolute = os.path.abspath(path)  # noqa: PTH100 - resolve() would follow links
    try:
        return Path(os.path.relpath(absolute, folder)).as_posix()
    except ValueError:  # another drive: there is no way from one to the other
        return Path(absolute).as_posix()


def input_path(folder: Path, scenario_file: ScenarioFile, name: str) -> str:
    """Return, as seen from ``folder``, a path that the scenario's folder calls ``name``."""
    # Links are followed up to the scenario's folder: "..", written there, starts from what it is.
    return path_from(folder, scenario_file.folder.resolve() / name)


def input_paths(folder: Path, scenario_file: ScenarioFile) -> list[str]:
    """Return every file a scenario depends on, as seen from ``folder``."""
    return [
        input_path(folder, scenario_file, relative(path, scenario_file.folder))
        for path in scenario_file.files
    ]


def scenario_for(folder: Path, scenario_file: ScenarioFile) -> dict[str, Any]:
    """Return the merged scenario, its paths rewritten so that it runs from ``folder``."""
    data = dict(scenario_file.merged)
    for *tables, key in PATH_KEYS:
        holder = data
        for table in tables:
            if not isinstance(holder.get(table), dict):
                break
            holder[table] = dict(holder[table])
            holder = holder[table]
        else:
            if isinstance(path := holder.get(key), str):
                holder[key] = input_path(folder, scenario_file, path)
    return data


def scenario_text(scenario: Mapping[str, Any]) -> str:
    """Return a scenario as a TOML file."""
    return tomli_w.dumps(scenario)


def scenario_hash(scenario: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what a scenario says, however its file is laid out."""
    return hashlib.sha256(json.dumps(_plain(scenario), sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Return a value so that equal ones are written the same, and different ones are not."""
    match value:
        case dict():
            return {key: _plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case bool():
            return value
        case int() | Decimal():
            return {"number": write_decimal(Decimal(value))}
        case date():
            return {"date": value.isoformat()}
        case _:
            return str(value)
