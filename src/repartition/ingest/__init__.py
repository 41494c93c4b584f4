"""Files to the instance, or one error that names every fault in them.

::

    read_scenario(path) -> ScenarioFile -> read_instance -> Instance
"""

from repartition.ingest.assembly import read_instance
from repartition.ingest.run_files import ScenarioFile, hash_inputs
from repartition.ingest.scenario_file import read_scenario
from repartition.ingest.template import write_template

__all__ = ["ScenarioFile", "hash_inputs", "read_instance", "read_scenario", "write_template"]
