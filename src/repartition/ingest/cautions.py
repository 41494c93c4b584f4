"""What is suspicious but possible: said to the reader, never in the way."""

from collections.abc import Mapping

from repartition.domain.instance import Instance
from repartition.domain.scenario import Scenario
from repartition.errors import Fault
from repartition.ingest.law_files import ReadCeilings
from repartition.ingest.merging import Chain
from repartition.ingest.validation import ReadTable


def data_cautions(tables: Mapping[str, ReadTable], scenario: Scenario) -> list[Fault]:
    """Return what looks odd in the cells of the tables."""
    return []


def instance_cautions(
    instance: Instance, chain: Chain, ceilings: ReadCeilings | None
) -> list[Fault]:
    """Return what looks odd in what the scenario asks of this data."""
    return []
