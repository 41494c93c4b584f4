"""A scenario file to the scenario it asks for, or every fault in it and in its data."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from repartition.domain.scenario import Scenario
from repartition.errors import Fault, InputError
from repartition.ingest.assembly import examine
from repartition.ingest.chain import Chain
from repartition.ingest.dataset import find_sources
from repartition.ingest.merging import read_chain
from repartition.ingest.model_faults import model_faults, parse_scenario
from repartition.ingest.overrides import apply_override
from repartition.ingest.paths import law_paths
from repartition.ingest.pruning import without
from repartition.ingest.run_files import ScenarioFile, hash_inputs
from repartition.ingest.scenario_rules import logical_faults

__all__ = ["ScenarioFile", "hash_inputs", "read_scenario"]


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
        With every fault of the scenario, and then those of its data too.
    """
    chain = read_chain(path)
    said = frozenset(_sayings(chain)) if overrides else frozenset()
    for override in overrides:
        apply_override(chain, override)
    if not chain.files:
        raise InputError(chain.faults)
    scenario, judged = _judged(chain)
    if chain.settings:
        judged = [_placed(fault, chain, said) for fault in judged]
    faults = [*chain.faults, *judged]
    if scenario is None:
        raise InputError(faults)
    file = _file(scenario, chain)
    if faults:
        raise InputError([*faults, *_data_faults(file)])
    return file


def _judged(chain: Chain) -> tuple[Scenario | None, list[Fault]]:
    """Return the scenario that a chain says, and what is wrong in it whatever the data.

    What is wrong is set aside, so that the rest is judged in the same reading; None where nothing
    can be judged without it.
    """
    located = model_faults(chain)
    faults = [fault for _path, fault in located]
    scenario = _parsed(chain, [place for place, _fault in located])
    if scenario is None:
        return None, faults
    return scenario, [*faults, *logical_faults(scenario, chain)]


def _sayings(chain: Chain) -> Iterator[tuple[str, str]]:
    """Yield the key and the problem of each fault of a scenario as its files say it."""
    for fault in _judged(chain)[1] if chain.files else ():
        yield fault.column, fault.problem


def _placed(fault: Fault, chain: Chain, said: frozenset[tuple[str, str]]) -> Fault:
    """Return a fault in the files if they have it alone, else in the settings that bring it."""
    if chain.is_blamed(fault) or (fault.column, fault.problem) in said:
        return fault
    return chain.blamed_on_settings(fault)


def _parsed(chain: Chain, unusable: Sequence[tuple[str, ...]]) -> Scenario | None:
    try:
        return parse_scenario(without(chain.merged, unusable))
    except ValidationError:
        return None


def _file(scenario: Scenario, chain: Chain) -> ScenarioFile:
    data = chain.folder / scenario.data
    law = law_paths(scenario, chain.folder).values()
    files = (*chain.paths, *law, *find_sources(data).files())
    return ScenarioFile(scenario, chain.folder, chain.merged, data, files, chain)


def _data_faults(file: ScenarioFile) -> list[Fault]:
    _instance, faults = examine(file)
    return faults
