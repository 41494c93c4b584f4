"""Reads a run folder again, with its inputs: everything readable, and everything wrong."""

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from repartition.audit.claims import Claim, read_claims
from repartition.audit.fragility_sheet import fragility_layout
from repartition.audit.indicators import INDICATORS_FILE
from repartition.audit.json_files import read_json
from repartition.audit.manifest import MANIFEST_FILE, Manifest, read_manifest
from repartition.audit.names import Names
from repartition.audit.outcome import Outcome
from repartition.audit.scenario_copy import (
    SCENARIO_FILE,
    input_paths,
    scenario_for,
    scenario_hash,
)
from repartition.audit.sheets import ReadSheet, read_sheet
from repartition.audit.tables import LAYOUTS, OBJECTIVES, PLAN, POINTS
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.table import NO_ROW, index_of
from repartition.eligibility.charging import resolve_charging
from repartition.eligibility.pairs import find_pairs
from repartition.errors import Fault, InputError, UsageError, VerificationError
from repartition.ingest.assembly import read_instance
from repartition.ingest.scenario_file import ScenarioFile, read_scenario
from repartition.language import _


@dataclass(frozen=True, slots=True, eq=False)
class StoredRun:
    """A run folder, read again with its inputs.

    Attributes
    ----------
    folder
        Where it stands.
    scenario_file
        The run's own ``scenario.toml``.
    outcome
        The plan it stores, on the instance its inputs make today.
    lines
        int (n_attributions,): line of ``plan.csv`` each attribution was read from.
    claims
        What it says of each tier.
    sheets
        Its tables, by file.
    indicators
        What ``indicators.json`` holds.
    """

    folder: Path
    manifest: Manifest
    scenario_file: ScenarioFile
    outcome: Outcome
    lines: NDArray[np.int64]
    claims: tuple[Claim, ...]
    sheets: dict[str, ReadSheet]
    indicators: dict[str, object] | None


@dataclass(slots=True)
class Reading:
    """What was found on the way: the run, where it could be read at all, and what is wrong."""

    run: StoredRun | None = None
    faults: list[Fault] = field(default_factory=list)


def read_run(folder: Path) -> StoredRun:
    """Return a run that can be relied on to be the one its inputs make.

    Raises
    ------
    UsageError
        If the folder is no run.
    VerificationError
        If a file of the run cannot be read, or an input has changed since.
    """
    reading = open_run(folder)
    if reading.run is None or reading.faults:
        raise VerificationError("\n".join(str(fault) for fault in dict.fromkeys(reading.faults)))
    return reading.run


def open_run(folder: Path) -> Reading:
    """Return what can be read of a run folder, and every fault met on the way.

    Raises
    ------
    UsageError
        If the folder is no run: not a folder, or one that holds no file of a run.
    """
    must_be_a_run(folder)
    folder = folder.resolve()
    reading = Reading()
    sheets = {layout.file: read_sheet(folder, layout) for layout in LAYOUTS}
    for sheet in sheets.values():
        reading.faults += sheet.faults
    indicators = read_json(folder / INDICATORS_FILE)
    if isinstance(indicators, Fault):
        reading.faults.append(indicators)
    manifest = read_manifest(folder)
    if not isinstance(manifest, Manifest):
        reading.faults += manifest
        return reading
    scenario_file = _read_scenario(folder, manifest, reading)
    instance = None if scenario_file is None else _read_instance(scenario_file, reading)
    if scenario_file is None or instance is None or sheets[PLAN.file].rows is None:
        return reading
    if instance.fragility_index is not None:
        layout = fragility_layout(instance.scenario.fragility)
        sheets[layout.file] = read_sheet(folder, layout)
        reading.faults += sheets[layout.file].faults
    if instance.cotation is not None:
        sheets[POINTS.file] = read_sheet(folder, POINTS)
        reading.faults += sheets[POINTS.file].faults
    plan = _read_plan(sheets[PLAN.file], instance, reading)
    if plan is None:
        return reading
    claims, faults = read_claims(sheets[OBJECTIVES.file])
    reading.faults += faults
    reading.run = StoredRun(
        folder=folder,
        manifest=manifest,
        scenario_file=scenario_file,
        outcome=_outcome(instance, plan[0], manifest),
        lines=plan[1],
        claims=claims,
        sheets=sheets,
        indicators=None if isinstance(indicators, Fault) else indicators,
    )
    return reading


def must_be_a_run(folder: Path) -> None:
    """Accept a folder that holds at least one file that only a run has.

    A ``scenario.toml`` says nothing: every scenario has one.

    Raises
    ------
    UsageError
        If the folder is no run.
    """
    names = (MANIFEST_FILE, INDICATORS_FILE, *(layout.file for layout in LAYOUTS))
    if not (folder.is_dir() and any((folder / name).exists() for name in names)):
        raise UsageError(_("{folder}: this is not a run folder", folder=folder))


def _outcome(instance: Instance, plan: Plan, manifest: Manifest) -> Outcome:
    charging = resolve_charging(instance)
    return Outcome(
        instance=instance,
        charging=charging,
        pairs=find_pairs(instance, charging),
        plan=plan,
        policy=manifest.policy,
        proven=manifest.claim == "proven",
    )


def _read_scenario(folder: Path, manifest: Manifest, reading: Reading) -> ScenarioFile | None:
    """Return the run's scenario, held against its origin and against the hashes of its inputs."""
    changed = _changed_inputs(folder, manifest)
    reading.faults += changed
    try:
        scenario_file = read_scenario(folder / SCENARIO_FILE)
    except InputError as error:
        reading.faults += error.faults
        return None
    if scenario_hash(scenario_file.merged) != manifest.scenario.sha256:
        reading.faults.append(
            Fault(_("the scenario is not the one the run was made with"), file=SCENARIO_FILE)
        )
    reading.faults += _strange_inputs(folder, scenario_file, manifest)
    if not changed:
        reading.faults += _compare_with_origin(folder, scenario_file, manifest)
    return scenario_file


def _changed_inputs(folder: Path, manifest: Manifest) -> list[Fault]:
    faults = []
    for name, expected in manifest.inputs.items():
        try:
            found = sha256((folder / name).read_bytes()).hexdigest()
        except OSError:
            faults.append(Fault(_("this input of the run is missing"), file=name))
            continue
        if found != expected:
            faults.append(Fault(_("this input has changed since the run was made"), file=name))
    return faults


def _strange_inputs(folder: Path, scenario_file: ScenarioFile, manifest: Manifest) -> list[Fault]:
    return [
        Fault(_("the run was made without this input"), file=name)
        for name in input_paths(folder, scenario_file)
        if name != SCENARIO_FILE and name not in manifest.inputs
    ]


def _compare_with_origin(
    folder: Path, scenario_file: ScenarioFile, manifest: Manifest
) -> list[Fault]:
    """Return a fault if the scenario, merged again from its origin, says something else."""
    source = folder / manifest.scenario.source
    try:
        origin = read_scenario(source, manifest.scenario.overrides)
    except (InputError, OSError):
        return [
            Fault(
                _("the scenario the run was made from cannot be read again"),
                file=MANIFEST_FILE,
                column="scenario.source",
                value=manifest.scenario.source,
            )
        ]
    faults = _strange_inputs(folder, origin, manifest)
    again = scenario_for(folder, origin)
    if scenario_hash(again) != scenario_hash(scenario_file.merged):
        faults.append(
            Fault(
                _("the scenario does not say what the one it was made from says"),
                file=SCENARIO_FILE,
                value=manifest.scenario.source,
            )
        )
    return faults


def _read_instance(scenario_file: ScenarioFile, reading: Reading) -> Instance | None:
    try:
        return read_instance(scenario_file)
    except InputError as error:
        reading.faults += error.faults
        return None


def _no_such(column: str) -> str:
    """Return that what a column of the plan names is not there."""
    return {
        "household": _("there is no such household in the data"),
        "vacancy": _("there is no such dwelling in the data"),
        "contingent": _("there is no such contingent in the data"),
        "transfer": _("there is no such transfer in the scenario"),
    }[column]


def _read_plan(
    sheet: ReadSheet, instance: Instance, reading: Reading
) -> tuple[Plan, NDArray[np.int64]] | None:
    """Return the plan a file holds and the line of each attribution; None if a row names nothing.

    Households and dwellings that come twice are left to the audit of the plan.
    """
    names = Names.of(instance)
    tables = {
        "household": index_of(names.household),
        "vacancy": index_of(names.vacancy),
        "contingent": index_of(names.contingent),
        "transfer": index_of(names.transfer) | {"": NO_ROW},
    }
    rows = []
    faults = []
    for row in sheet.rows or ():
        faults += [
            Fault(
                _no_such(column),
                file=PLAN.file,
                line=row.line,
                column=column,
                value=row.cells[column],
            )
            for column, table in tables.items()
            if row.cells[column] not in table
        ]
        if not faults:
            rows.append([tables[column][row.cells[column]] for column in tables] + [row.line])
    reading.faults += faults
    if faults:
        return None
    found = np.array(rows, np.int64).reshape(-1, len(tables) + 1)
    order = np.argsort(found[:, 1], kind="stable")
    household, vacancy, contingent, transfer, lines = found[order].T
    return Plan.of(household, vacancy, contingent, transfer), lines
