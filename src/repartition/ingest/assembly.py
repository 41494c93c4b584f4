"""Tables and scenario to the instance, or every fault in them at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from repartition.domain.fragility import FragilityIndex
from repartition.domain.instance import Instance
from repartition.domain.law import CEILING_ZONES, FINANCINGS, NO_CEILING, Grid, HousingBenefit
from repartition.domain.scenario import Scenario
from repartition.errors import Fault, InputError
from repartition.ingest.approvals import read_approvals
from repartition.ingest.arrays import (
    communes_of,
    contingents_of,
    households_of,
    landlords,
    programmes_of,
    vacancies_of,
)
from repartition.ingest.cautions import instance_cautions
from repartition.ingest.commission import no_decisions, read_decisions
from repartition.ingest.cotation.application import apply_grid
from repartition.ingest.cotation.file import ReadGrid, read_cotation
from repartition.ingest.counters import counter_cautions, read_counters
from repartition.ingest.dataset import read_tables, relative, stranger_cautions
from repartition.ingest.derivations import (
    complete_households,
    complete_programmes,
    complete_vacancies,
)
from repartition.ingest.fragility import fragility_cautions, fragility_faults
from repartition.ingest.fragility_cautions import index_cautions
from repartition.ingest.fragility_index import column_faults, computed_index
from repartition.ingest.incomes import unstated_income_cautions
from repartition.ingest.law_files import (
    ReadCeilings,
    known_benefits,
    read_benefit,
    read_ceilings,
    read_grid,
)
from repartition.ingest.names import name_faults
from repartition.ingest.oddities import data_cautions
from repartition.ingest.paths import (
    CEILINGS_KEY,
    COTATION_KEY,
    TYPOLOGY_KEY,
    law_paths,
    path_faults,
)
from repartition.ingest.references import freed_twice_faults, reference_faults, row_faults
from repartition.ingest.run_files import ScenarioFile
from repartition.ingest.schemas import KEYED_TABLES
from repartition.ingest.validation import ReadTable
from repartition.language import _

_USUAL_PERIMETER = "qpv"


@dataclass(frozen=True, slots=True, eq=False)
class _LawFiles:
    """What was read of the law files; None where the scenario has none, or it cannot be read."""

    grid: Grid | None
    ceilings: ReadCeilings | None
    cotation: ReadGrid | None


def read_instance(
    scenario_file: ScenarioFile, *, check: Callable[[], None] = lambda: None
) -> Instance:
    """Return the instance a scenario asks about; rows sorted by identifier, cautions included.

    ``check`` is called before each table and may raise to stop.

    Raises
    ------
    InputError
        With every fault of the tables, the law files, and the names the scenario uses.
    """
    instance, faults = examine(scenario_file, check=check)
    if instance is None or faults:
        raise InputError(faults)
    return instance


def examine(
    scenario_file: ScenarioFile, *, check: Callable[[], None] = lambda: None
) -> tuple[Instance | None, list[Fault]]:
    """Return the instance a scenario asks about, and every fault that keeps it from being used.

    None where the tables do not even hold together.
    """
    scenario = scenario_file.scenario
    tables, faults = read_tables(scenario_file.data, scenario_file.folder, check=check)
    law, law_faults = _law(scenario_file)
    faults += [*path_faults(scenario_file), *law_faults]
    faults += _between_tables(scenario_file, tables)
    decisions, decision_faults = read_decisions(tables)
    counters, counter_faults = read_counters(tables, scenario)
    approvals, approval_faults = read_approvals(tables)
    faults += [*decision_faults, *counter_faults, *approval_faults]
    if not _can_be_assembled(tables):
        return None, faults
    index = computed_index(scenario.fragility, tables["programmes"])
    tables = _completed(tables, scenario, index)
    applied, grid_faults = apply_grid(law.cotation, tables["households"])
    tables = {**tables, "households": applied.households}
    instance = replace(
        _assembled(tables, scenario),
        decisions=decisions,
        counters=counters,
        approvals=approvals,
        grid=law.grid,
        ceilings=None if law.ceilings is None else law.ceilings.ceilings,
        benefit=_benefit(scenario.eligibility.apl),
        fragility_index=index,
        cotation=applied.cotation,
    )
    faults += [*grid_faults, *name_faults(instance, scenario_file.chain)]
    if law.ceilings is not None:
        faults += _ceiling_faults(instance, tables["vacancies"], law.ceilings)
    if faults:
        return instance, faults
    cautions = [
        *stranger_cautions(scenario_file.data, scenario_file.folder),
        *data_cautions(tables, scenario),
        *unstated_income_cautions(tables["households"]),
        *fragility_cautions(scenario.fragility, tables["programmes"]),
        *index_cautions(scenario.fragility, tables["programmes"], index, chain=scenario_file.chain),
        *counter_cautions(tables, scenario),
        *instance_cautions(instance, scenario_file.chain, law.ceilings),
        *applied.cautions,
    ]
    return replace(instance, cautions=tuple(cautions)), []


def _can_be_assembled(tables: Mapping[str, ReadTable]) -> bool:
    """Return whether every table is there, and has a row where another one points into it."""
    return all(name in tables for name in KEYED_TABLES) and not any(
        len(tables[pointing]) and not len(tables[target])
        for pointing, target in (("vacancies", "programmes"), ("programmes", "communes"))
    )


def _between_tables(scenario_file: ScenarioFile, tables: Mapping[str, ReadTable]) -> list[Fault]:
    faults = [*reference_faults(tables), *row_faults(tables)]
    if "vacancies" in tables:
        faults += freed_twice_faults(tables["vacancies"])
    if "programmes" in tables:
        settings, chain = scenario_file.scenario.fragility, scenario_file.chain
        faults += fragility_faults(settings, tables["programmes"], chain)
        faults += column_faults(settings, tables["programmes"], chain)
    return faults


def _law(scenario_file: ScenarioFile) -> tuple[_LawFiles, list[Fault]]:
    """Return what can be read of the law files, and every fault in them."""
    folder = scenario_file.folder
    paths = law_paths(scenario_file.scenario, folder)
    found = {key: (path, relative(path, folder)) for key, path in paths.items() if path.is_file()}
    grid, faults = read_grid(*found[TYPOLOGY_KEY]) if TYPOLOGY_KEY in found else (None, [])
    ceilings, more = read_ceilings(*found[CEILINGS_KEY]) if CEILINGS_KEY in found else (None, [])
    cotation, others = read_cotation(*found[COTATION_KEY]) if COTATION_KEY in found else (None, [])
    return _LawFiles(grid, ceilings, cotation), [*faults, *more, *others]


def _benefit(name: str) -> HousingBenefit | None:
    return read_benefit(name) if name in known_benefits() else None


def _completed(
    tables: Mapping[str, ReadTable], scenario: Scenario, index: FragilityIndex | None
) -> dict[str, ReadTable]:
    """Return the tables with the defaults that depend on the row, and the derived columns."""
    settings = scenario.fragility
    known = settings.perimeter in tables["programmes"].table.columns
    thresholds = None if scenario.quartiles is None else scenario.quartiles.thresholds
    return {
        **tables,
        "programmes": complete_programmes(
            tables["programmes"],
            perimeter=settings.perimeter if known else _USUAL_PERIMETER,
            fragile_from=settings.fragile_from,
            index=index,
        ),
        "vacancies": complete_vacancies(tables["vacancies"]),
        "households": complete_households(
            tables["households"], start=scenario.period.start, thresholds=thresholds
        ),
    }


def _assembled(tables: Mapping[str, ReadTable], scenario: Scenario) -> Instance:
    return Instance(
        scenario=scenario,
        communes=communes_of(tables),
        programmes=programmes_of(tables),
        vacancies=vacancies_of(tables, scenario),
        households=households_of(tables, scenario),
        contingents=contingents_of(tables),
        decisions=no_decisions(),
        counters={},
        bailleurs=landlords(tables),
        grid=None,
        ceilings=None,
        benefit=None,
        cautions=(),
    )


def _ceiling_faults(
    instance: Instance, vacancies: ReadTable, ceilings: ReadCeilings
) -> list[Fault]:
    """Return a fault for each dwelling whose financing has no ceiling in its zone."""
    commune = instance.commune_of_vacancy()
    financing = instance.vacancies.financing
    pointing = (financing >= 0) & (commune >= 0) & (instance.vacancies.programme >= 0)
    if not pointing.any():
        return []
    zone = np.where(pointing, instance.communes.zone[np.where(pointing, commune, 0)], 0)
    amounts = ceilings.ceilings.amounts[np.where(pointing, financing, 0), zone, 0]
    missing = pointing & (amounts == NO_CEILING)
    faults: list[Fault] = []
    for kind, place in sorted(
        {(int(f), int(z)) for f, z in zip(financing[missing], zone[missing], strict=True)}
    ):
        faults += vacancies.faults(
            missing & (financing == kind) & (zone == place),
            "financing",
            problem=_(
                "{file} has no ceiling for {financing} in the zone {zone}",
                file=ceilings.label,
                financing=FINANCINGS[kind],
                zone=CEILING_ZONES[place],
            ),
            remedy=_("add a [[ceiling]] to it, or write ceilings = false"),
        )
    return faults
