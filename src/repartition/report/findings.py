"""Faults, and what ``verify`` found, as a person reads them and as plain data."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.console import RenderableType

from repartition.audit.verification import Verification, Verified
from repartition.errors import Fault
from repartition.language import _, n_, whole
from repartition.report.layout import bullets, paragraph


def fault_as_json(fault: Fault) -> dict[str, Any]:
    """Return one fault or warning as plain data, what is unknown left empty."""
    return {
        "file": fault.file,
        "line": fault.line,
        "column": fault.column,
        "value": fault.value,
        "problem": fault.problem,
        "remedy": fault.remedy,
    }


def verification(found: Verification) -> Iterator[RenderableType]:
    """Yield what was recomputed, and every difference."""
    if found.verified is not None:
        yield paragraph(*_what_was_recomputed(found.verified))
    if found.ok:
        yield _("{folder}: this run holds what it says.", folder=found.folder)
        return
    title = n_(
        "{folder}: this run does not hold what it says: {number} difference",
        "{folder}: this run does not hold what it says: {number} differences",
        len(found.findings),
        folder=found.folder,
    )
    yield bullets(title, (str(fault) for fault in found.findings))


def verification_as_json(found: Verification) -> dict[str, Any]:
    """Return the same as plain data."""
    return {
        "ok": found.ok,
        "verified": None if found.verified is None else asdict(found.verified),
        "findings": [fault_as_json(fault) for fault in found.findings],
    }


def _what_was_recomputed(verified: Verified) -> Iterator[str]:
    yield _("Scenario {scenario}, seed {seed}.", scenario=verified.scenario, seed=verified.seed)
    yield n_(
        "{number} input file compared with the one the run was made from.",
        "{number} input files compared with those the run was made from.",
        verified.inputs,
    )
    yield _(
        "Recomputed without the solver: {attributions} attributions with their charges, "
        "{quotas} quota rows, {tiers} objective values.",
        attributions=whole(verified.attributions),
        quotas=whole(verified.quota_rows),
        tiers=whole(verified.tiers),
    )
    yield verified.statement
    if not verified.same_version:
        yield _(
            "Another version of the program wrote this run: its sentences were not compared, "
            "only the codes and the numbers."
        )
