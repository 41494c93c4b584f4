"""The proof in a run folder: recomputed, and found wherever somebody changed it."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.audit.residences import write_case

from repartition.audit import verify
from repartition.pipeline import solve


@pytest.fixture
def solved_run(tmp_path: Path) -> Path:
    """Return the folder of a run that the solver made."""
    return solve(write_case(tmp_path / "case"), output=tmp_path / "run").folder


def places(folder: Path) -> list[tuple[str, str]]:
    """Return file and column of everything that verify finds wrong."""
    return [(fault.file, fault.column) for fault in verify(folder).findings]


def edit_manifest(folder: Path, **changes: Any) -> None:
    """Change entries of the manifest; None takes one away."""
    path = folder / "manifest.json"
    content = json.loads(path.read_text(encoding="utf-8")) | changes
    kept = {key: value for key, value in content.items() if value is not None}
    path.write_text(json.dumps(kept), encoding="utf-8")


def test_that_no_plan_is_better_is_proven_again_without_the_solver(solved_run: Path) -> None:
    found = verify(solved_run).verified
    assert found is not None
    assert found.statement.startswith("Proven without the solver: no plan can do better")
    assert found.proven == found.tiers


def test_a_run_that_stores_no_prices_stands_on_the_solvers_word(solved_run: Path) -> None:
    (solved_run / "certificate.npz").unlink()
    edit_manifest(solved_run, certificate=None)
    found = verify(solved_run)
    assert found.verified is not None
    assert "stands on the solver's word" in found.verified.statement
    # The manifest still says that the run stores a proof.
    assert places(solved_run) == [("manifest.json", "statement")]


@pytest.mark.parametrize("content", [None, b"", b"no prices", b"PK\x03\x04 cut short"])
def test_a_proof_that_is_missing_or_garbage_is_found(
    solved_run: Path, content: bytes | None
) -> None:
    path = solved_run / "certificate.npz"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    assert ("certificate.npz", "") in places(solved_run)


@pytest.mark.parametrize("name", ["denominator", "vacancy", "tier", "plain"])
@pytest.mark.parametrize("also_the_hash", [False, True])
def test_prices_that_were_tampered_with_are_found(
    solved_run: Path, name: str, *, also_the_hash: bool
) -> None:
    """Whoever changes the hash too is told by what the prices then prove, which is less."""
    path = solved_run / "certificate.npz"
    with np.load(path) as stored:
        arrays = dict(stored)
    arrays[name] = arrays[name] + 10**6
    np.savez(path, **arrays)
    if also_the_hash:
        digest = sha256(path.read_bytes()).hexdigest()
        edit_manifest(solved_run, certificate=digest)
    found = verify(solved_run)
    assert not found.ok
    if not also_the_hash:
        assert ("certificate.npz", "") in places(solved_run)
    assert found.verified is None or not found.verified.statement.startswith(
        "Proven without the solver: no plan"
    )
