"""What every command starts from: the instance, and the pairs that no rule refuses."""

from dataclasses import dataclass

from repartition.audit.access import nowhere_cautions
from repartition.domain.instance import Instance
from repartition.eligibility.cautions import fixed_pair_cautions
from repartition.eligibility.charging import Charging, resolve_charging
from repartition.eligibility.pairs import Pairs, find_pairs
from repartition.errors import Fault
from repartition.ingest import ScenarioFile, read_instance
from repartition.pipeline.allowance import Allowance


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """What every command starts from: the instance, and the pairs that no rule refuses."""

    scenario_file: ScenarioFile
    instance: Instance
    charging: Charging
    pairs: Pairs
    cautions: tuple[Fault, ...]


def prepare(scenario_file: ScenarioFile, allowance: Allowance | None = None) -> Prepared:
    """Return the instance of a scenario and its eligible pairs.

    Raises
    ------
    InputError
        With every fault of the tables.
    OutOfTime
        If the time allowed runs out.
    """
    allowance = allowance or Allowance()
    with allowance.phase("read"):
        instance = read_instance(scenario_file, check=allowance.clock.check)
    with allowance.phase("pairs"):
        allowance.clock.check()
        charging = resolve_charging(instance)
        pairs = find_pairs(instance, charging, check=allowance.clock.check)
    cautions = (
        *nowhere_cautions(instance, pairs),
        *instance.cautions,
        *fixed_pair_cautions(instance, charging),
    )
    return Prepared(scenario_file, instance, charging, pairs, cautions)
