"""Paths a scenario gives: a fault for each that leads nowhere, on the line that gives it."""

from pathlib import Path
from typing import Final, Literal

from repartition.domain.scenario import Scenario
from repartition.errors import Fault
from repartition.ingest.chain import Chain
from repartition.ingest.dataset import OTHER_WORKBOOKS, is_dataset
from repartition.ingest.run_files import ScenarioFile
from repartition.ingest.toml_faults import as_typed, path_remedy
from repartition.ingest.toml_files import KeyPath
from repartition.language import _

TYPOLOGY_KEY: Final[KeyPath] = ("eligibility", "typology")
CEILINGS_KEY: Final[KeyPath] = ("eligibility", "ceilings")
COTATION_KEY: Final[KeyPath] = ("cotation", "grid")


def path_faults(scenario_file: ScenarioFile) -> list[Fault]:
    """Return a fault for the dataset and for each law file that is not where it is said."""
    chain, data = scenario_file.chain, scenario_file.data
    faults: list[Fault] = []
    if not data.exists():
        problem = _("there is no such dataset folder or workbook")
        faults.append(_nowhere(chain, ("data",), problem))
    elif not is_dataset(data):
        problem = _("this is not a workbook the program can open")
        remedy = _("give a dataset folder, or a workbook in .xlsx")
        if data.suffix.lower() in OTHER_WORKBOOKS:
            remedy = _("save it as .xlsx, and give that name")
        value = chain.written(("data",))
        faults.append(chain.fault(("data",), problem, remedy, value=value))
    for key, path in law_paths(scenario_file.scenario, scenario_file.folder).items():
        if not path.is_file():
            faults.append(_nowhere(chain, key, _("there is no such file")))
    return faults


def law_paths(scenario: Scenario, folder: Path) -> dict[KeyPath, Path]:
    """Return where the files are that the scenario of a folder asks for, by the key of each."""
    named: dict[KeyPath, str | Literal[False]] = {
        TYPOLOGY_KEY: scenario.eligibility.typology,
        CEILINGS_KEY: scenario.eligibility.ceilings,
        COTATION_KEY: scenario.cotation.grid,
    }
    return {key: folder / name for key, name in named.items() if name}


def _nowhere(chain: Chain, path: KeyPath, problem: str) -> Fault:
    written = chain.written(path)
    return chain.fault(path, problem, path_remedy(written), value=as_typed(written))
