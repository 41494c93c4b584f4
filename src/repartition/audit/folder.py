"""Writes a run folder: built aside, then renamed, so that it is never half-written."""

import errno
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from repartition.audit.fragility_sheet import FRAGILITY_FILE
from repartition.audit.indicators import INDICATORS_FILE, indicators_of
from repartition.audit.json_files import write_json
from repartition.audit.manifest import (
    MANIFEST_FILE,
    PROGRAM,
    Manifest,
    ScenarioOrigin,
    is_run,
    library_versions,
    program_version,
    statement_of,
    this_machine,
)
from repartition.audit.outcome import Outcome
from repartition.audit.proof import CERTIFICATE_FILE, certificate_bytes
from repartition.audit.recount import recount
from repartition.audit.scenario_copy import (
    SCENARIO_FILE,
    input_path,
    scenario_for,
    scenario_hash,
    scenario_text,
)
from repartition.audit.tables import LAYOUTS, POINTS, objectives_sheet, sheets_of
from repartition.domain.certificate import Certificate
from repartition.domain.plan import TierResult
from repartition.errors import UsageError, system_reason
from repartition.ingest.scenario_file import ScenarioFile
from repartition.language import _, current_language
from repartition.signals import held_back

_ATTEMPTS: Final = 12
"""How often publishing is tried again when another run publishes at the same time."""
_TOKEN: Final = 6
"""Random bytes in the name of a folder that is being built."""
_ABANDONED: Final = 3600
"""Seconds after which a folder being built is nobody's: its files are made before it is, and take
moments to write."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RunRecord:
    """Everything a run folder is written from.

    Attributes
    ----------
    scenario_file
        The scenario, merged.
    overrides
        Settings given beside the scenario's file, in order.
    inputs
        SHA-256 of every input, by path relative to ``scenario_file.folder``: taken when they were
        read (:func:`repartition.ingest.scenario_file.hash_inputs`).
    outcome
        The plan, and what it was made from.
    tiers
        What is claimed of each tier, in order.
    seconds
        Time spent, by phase.
    certificate, is_certified
        The prices to store, None where there are none; and whether they prove every tier, None
        where that was not recomputed.
    """

    scenario_file: ScenarioFile
    overrides: tuple[str, ...]
    inputs: Mapping[str, str]
    outcome: Outcome
    tiers: tuple[TierResult, ...]
    seconds: Mapping[str, float]
    certificate: Certificate | None = None
    is_certified: bool | None = False


def check_target(target: Path, inputs: Iterable[Path] = ()) -> Path:
    """Return where a run folder will stand; worth asking before a long solve.

    What a process killed while it wrote there has left is mended on the way.

    Raises
    ------
    UsageError
        If something else than an older run stands there, or an input of the run does.
    """
    place = target.resolve()
    _mend_leftovers(place)
    if place.exists() and not _is_replaceable(place):
        raise UsageError(
            _(
                "{folder}: this is not an older run, and will not be replaced: "
                "name another folder with -o, or empty this one",
                folder=target,
            )
        )
    for path in inputs:
        if path.resolve().is_relative_to(place):
            raise UsageError(
                _(
                    "{folder}: the run would replace its own input {file}: "
                    "name another folder with -o",
                    folder=target,
                    file=path.name,
                )
            )
    return place


def write_run(target: Path, run: RunRecord) -> Path:
    """Write a run folder and return where it stands; an older run there is replaced.

    What else a user put into that folder is kept. It is built aside, in the same parent, and
    renamed when it is whole.

    Raises
    ------
    UsageError
        If the place is taken by something that is not a run, or cannot be written to.
    """
    place = check_target(target, run.scenario_file.files)
    files = _files(place, run)
    aside = place.with_name(f".{place.name}.{secrets.token_hex(_TOKEN)}")
    try:
        aside.mkdir(parents=True)
        for name, content in files.items():
            (aside / name).write_bytes(content)
        with held_back():
            _publish(aside, place)
    except OSError as error:
        raise UsageError(
            _(
                "{folder}: the run cannot be written there ({error}): "
                "close what has the folder open, or name another with -o",
                folder=target,
                error=system_reason(error),
            )
        ) from error
    finally:
        with held_back():
            shutil.rmtree(aside, ignore_errors=True)
    return place


def _mend_leftovers(place: Path) -> None:
    """Mend what a process killed while it wrote a run there has left, as far as can be.

    An older run that it had moved away comes back where nothing stands in its place; otherwise
    what its user had put there moves to the run that does. A folder it was building is taken away
    once it is old: younger, it may be that of a run being written now.
    """
    if not place.parent.is_dir():
        return
    name = re.compile(rf"\.{re.escape(place.name)}\.[0-9a-f]{{{2 * _TOKEN}}}(\.old)?")
    for path in sorted(place.parent.iterdir()):
        if not (found := name.fullmatch(path.name)):
            continue
        with suppress(
            OSError
        ):  # another run is at it, or the system refuses: it is in nobody's way
            if found.group(1):
                _put_back(path, place)
            elif time.time() - path.stat().st_mtime > _ABANDONED:
                shutil.rmtree(path, ignore_errors=True)


def _files(place: Path, run: RunRecord) -> dict[str, bytes]:
    """Return the files of a run by name."""
    outcome = run.outcome
    found = recount(outcome.instance, outcome.charging, outcome.plan)
    objectives = objectives_sheet(found, run.tiers)
    sheets = {sheet.layout.file: sheet.text() for sheet in (*sheets_of(outcome, found), objectives)}
    scenario = scenario_for(place, run.scenario_file)
    prices = None if run.certificate is None else certificate_bytes(run.certificate)
    manifest = _manifest(place, run, scenario_hash(scenario), prices)
    texts = {
        **sheets,
        INDICATORS_FILE: write_json(indicators_of(outcome)),
        SCENARIO_FILE: scenario_text(scenario),
        MANIFEST_FILE: write_json(manifest.model_dump(mode="json")),
    }
    files = {name: text.encode() for name, text in texts.items()}
    return files if prices is None else {**files, CERTIFICATE_FILE: prices}


def _manifest(place: Path, run: RunRecord, scenario_sha256: str, prices: bytes | None) -> Manifest:
    outcome, origin = run.outcome, run.scenario_file
    return Manifest(
        program=PROGRAM,
        version=program_version(),
        layout=1,
        policy=outcome.policy,
        seed=outcome.instance.scenario.seed,
        language=current_language(),
        claim=outcome.standing.value,
        statement=statement_of(outcome.standing, is_certified=run.is_certified),
        proven=tuple(result.tier for result in run.tiers if result.proven),
        scenario=ScenarioOrigin(
            name=outcome.instance.scenario.name,
            source=input_path(place, origin, origin.chain.paths[0].name),
            overrides=run.overrides,
            sha256=scenario_sha256,
        ),
        inputs={input_path(place, origin, path): sha for path, sha in run.inputs.items()},
        certificate=None if prices is None else sha256(prices).hexdigest(),
        recomputed=run.is_certified is not None,
        machine=this_machine(),
        versions=library_versions(),
        seconds={phase: round(spent, 3) for phase, spent in run.seconds.items()},
    )


def _publish(built: Path, place: Path) -> None:
    """Put a folder in its place, whatever other runs publish there meanwhile."""
    for attempt in range(_ATTEMPTS):
        older = _move_away(place, built.with_name(f"{built.name}.old"))
        try:
            built.rename(place)
        except OSError:
            if older is not None:
                _put_back(older, place)
            if attempt == _ATTEMPTS - 1:
                raise
            # Each waits a time of its own, or they would meet again and again.
            time.sleep(secrets.randbelow(10 * 2 ** min(attempt, 5)) / 1000)
        else:
            if older is not None:
                _clear(older, place)
            return


def _clear(older: Path, place: Path) -> None:
    """Take an older run away, but for what its user put beside its files: that moves to its place.

    What cannot be moved stays where it is, hidden beside the run: nothing of a user's is lost.
    """
    own = {layout.file for layout in (*LAYOUTS, POINTS)}
    own |= {FRAGILITY_FILE, INDICATORS_FILE, SCENARIO_FILE, MANIFEST_FILE, CERTIFICATE_FILE}
    try:
        for path in [*older.iterdir()]:
            if path.name not in own:
                path.rename(place / path.name)
    except OSError:
        return
    shutil.rmtree(older, ignore_errors=True)


def _put_back(older: Path, place: Path) -> None:
    """Put an older run back in its place; where another run stands there by now, it is replaced."""
    try:
        older.rename(place)
    except OSError:
        if place.exists():
            _clear(older, place)


def _move_away(place: Path, aside: Path) -> Path | None:
    """Move what stands in a place aside, and return where; None where nothing stands there."""
    if not place.exists():
        return None
    if not _is_replaceable(place):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    try:
        return place.rename(aside)
    except FileNotFoundError:  # another run moved it first
        return None


def _is_replaceable(place: Path) -> bool:
    try:
        return is_run(place) or not any(place.iterdir())
    except NotADirectoryError:
        return False
    except FileNotFoundError:  # another run moved it away since it was seen
        return True
