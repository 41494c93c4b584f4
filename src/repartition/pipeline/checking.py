"""What a scenario and its tables hold, and what solving them would take."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from repartition.audit.access import without_any_pair
from repartition.domain.instance import Instance
from repartition.domain.tiers import tiers_of
from repartition.errors import Fault
from repartition.ingest import read_scenario
from repartition.pipeline.preparation import prepare

# Measured on 4.8 to 9 million pairs, nine and ten tiers: what a run takes beyond its start.
_BYTES_AT_START: Final = 250_000_000
_BYTES_PER_PAIR: Final = 65
_SECONDS_PER_PAIR_AND_TIER: Final = 6e-7


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """What ``check`` shows: the input is sound; this is what it holds and what solving it takes."""

    instance: Instance
    pairs_count: int
    households_without_dwelling: int
    memory_bytes: int
    expected_seconds: float
    cautions: tuple[Fault, ...]


def check(scenario_path: Path, overrides: Sequence[str] = ()) -> Check:
    """Return what a scenario and its tables hold, and what solving them would take.

    Raises
    ------
    InputError
        With every fault of the scenario and of the tables.
    """
    ready = prepare(read_scenario(scenario_path, overrides))
    work = len(ready.pairs) * len(tiers_of(ready.instance))
    return Check(
        instance=ready.instance,
        pairs_count=len(ready.pairs),
        households_without_dwelling=len(without_any_pair(ready.instance, ready.pairs)),
        memory_bytes=_BYTES_AT_START + _BYTES_PER_PAIR * len(ready.pairs),
        expected_seconds=1 + work * _SECONDS_PER_PAIR_AND_TIER,
        cautions=ready.cautions,
    )
