"""A scenario file to the scenario it asks for, or every fault in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from repartition.domain.scenario import Scenario
from repartition.errors import Fault, InputError
from repartition.ingest.dataset import find_sources, read_tables, relative
from repartition.ingest.merging import Chain, read_chain
from repartition.ingest.nearest import suggestion
from repartition.ingest.overrides import apply_override
from repartition.ingest.scenario_rules import logical_faults
from repartition.ingest.sentences import sentence
from repartition.ingest.toml_files import KeyPath, array_ids
from repartition.language import _

_LATER_METHOD = "index"
_EXAMPLES: Final = {
    ("schema",): "schema = 1",
    ("name",): 'name = "…"',
    ("data",): 'data = "data"',
    ("period",): "period = { start = 2014-01-01, end = 2014-12-31 }",
    ("seed",): "seed = 2014",
    ("quartiles", "thresholds"): "thresholds = [q1, q2, q3]",
}


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
        Every file the run depends on: the chain of scenarios, the grid, the ceilings, the tables.
    """

    scenario: Scenario
    folder: Path
    merged: dict[str, Any]
    data: Path
    files: tuple[Path, ...]
    chain: Chain

    def law_files(self) -> tuple[Path, ...]:
        """Return the grid and the ceilings the scenario names."""
        rules = self.scenario.eligibility
        return tuple(self.folder / name for name in (rules.typology, rules.ceilings) if name)


def read_scenario(path: Path, overrides: Sequence[str] = ()) -> ScenarioFile:
    """Return the scenario of a file, with all it extends, and with ``overrides`` applied.

    Parameters
    ----------
    overrides
        Settings such as ``quotas.aci-cap-fragile.max_share=0.15``; tables of arrays are addressed
        by their id, values are written as in TOML.

    Raises
    ------
    InputError
        With every fault of the scenario, and those of its tables as far as they can be read.
    """
    chain = read_chain(path)
    for override in overrides:
        apply_override(chain, override)
    faults = list(chain.faults)
    scenario: Scenario | None = None
    if chain.files:
        faults += _later_faults(chain)
        scenario, model_faults = _validated(chain)
        faults += model_faults
    if scenario is not None:
        faults += logical_faults(scenario, chain)
    if scenario is None or faults:
        raise InputError([*faults, *_table_faults(chain)])
    data = chain.folder / scenario.data
    file = ScenarioFile(scenario, chain.folder, chain.merged, data, (), chain)
    files = (*chain.paths, *file.law_files(), *find_sources(data).files())
    return ScenarioFile(scenario, chain.folder, chain.merged, data, files, chain)


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


def _validated(chain: Chain) -> tuple[Scenario | None, list[Fault]]:
    try:
        return Scenario.model_validate(_frozen(chain.merged)), []
    except ValidationError as error:
        return None, _faults_of(error, chain)


def _frozen(value: Any) -> Any:
    """Return ``value`` with tuples for lists: the models are strict, and nothing may change."""
    if isinstance(value, dict):
        return {key: _frozen(inner) for key, inner in value.items()}
    return tuple(_frozen(inner) for inner in value) if isinstance(value, list) else value


def _faults_of(error: ValidationError, chain: Chain) -> list[Fault]:
    found: dict[KeyPath, list[ErrorDetails]] = {}
    for details in error.errors(include_url=False):
        if details["type"] == "missing" and chain.faults:
            continue  # it may stand in an elder that could not be read
        found.setdefault(_path(details, chain.merged), []).append(details)
    return [_fault(path, several, chain) for path, several in found.items()]


def _path(details: ErrorDetails, data: Any) -> KeyPath:
    """Return the place of an error in the file; the branches of a union are left out."""
    path: list[str] = []
    for part in details["loc"]:
        if isinstance(data, list) and isinstance(part, int) and part < len(data):
            path.append(array_ids(data)[part])
            data = data[part]
        elif isinstance(data, dict) and (part in data or details["type"] == "missing"):
            path.append(str(part))
            data = data.get(str(part))
        else:
            break
    return tuple(path)


def _fault(path: KeyPath, several: Sequence[ErrorDetails], chain: Chain) -> Fault:
    details = several[0]
    if details["type"] == "extra_forbidden":
        known = _known_keys([part for part in details["loc"][:-1] if isinstance(part, str)])
        return chain.fault(path, _("is not a key known here"), suggestion(path[-1], known))
    problem, remedy = sentence(details)
    if details["type"] == "missing":
        if isinstance(details["loc"][-1], int):
            problem = _("has too few values")
        remedy = _("write {example}", example=_EXAMPLES.get(path, f"{path[-1]} = …"))
    if len(several) > 1:  # a union: none of its branches holds
        choice = [sentence(each)[1] for each in several]
        remedy = _(" or ").join(dict.fromkeys(choice))
    shown = None if details["type"] == "missing" else _shown(details["input"])
    return chain.fault(path, problem, remedy, value=shown)


def _shown(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if isinstance(value, dict | tuple | list) else str(value)


def _known_keys(parts: Sequence[str]) -> list[str]:
    """Return the keys of the model that ``parts`` lead to."""
    model: type[BaseModel] = Scenario
    for part in parts:
        inner = next((f for name, f in model.model_fields.items() if part in {name, f.alias}), None)
        found = _model_in(inner.annotation) if inner else None
        if found is None:
            break
        model = found
    keys = [field.alias or name for name, field in model.model_fields.items()]
    return [*keys, "extends"] if model is Scenario else keys


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    arguments = getattr(annotation, "__args__", ())
    return next((model for each in arguments if (model := _model_in(each))), None)


def _later_faults(chain: Chain) -> list[Fault]:
    fragility = chain.merged.get("fragility")
    if not isinstance(fragility, dict) or fragility.get("method") != _LATER_METHOD:
        return []
    fragility["method"] = "given"  # said once, here; the rest of the file is still looked at
    return [
        chain.fault(
            ("fragility", "method"),
            _("this version does not compute the index of fragility yet"),
            _('write the degrees in programmes.fragility, and method = "given"'),
            value=_LATER_METHOD,
        )
    ]


def _table_faults(chain: Chain) -> list[Fault]:
    """Return the faults of the tables of a scenario that cannot be used itself."""
    data = chain.merged.get("data")
    if not isinstance(data, str) or not data:
        return []
    return read_tables(chain.folder / data, chain.folder)[1]
