"""Verifies a run folder: recomputes, without the solver, everything it says.

What is judged is content, never the bytes of the run's own files: the order of rows and columns
and the ends of lines do not matter. Nothing that stands in a run folder makes it fail otherwise
than by a finding.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from repartition.audit.claims import audit_claims
from repartition.audit.comparison import compare_json, compare_sheet
from repartition.audit.indicators import INDICATORS_FILE, indicators_of
from repartition.audit.manifest import (
    MANIFEST_FILE,
    Manifest,
    program_version,
    statement_of,
)
from repartition.audit.numbers import say_exact, write_exact
from repartition.audit.outcome import Standing
from repartition.audit.proof import CERTIFICATE_FILE, Judgement, judge, read_certificate
from repartition.audit.proof.wording import what_is_proven
from repartition.audit.reading import StoredRun, open_run
from repartition.audit.recount import Recount, recount
from repartition.audit.structure import audit_plan
from repartition.audit.tables import OBJECTIVES, objectives_sheet, sheets_of
from repartition.domain.plan import TierResult
from repartition.errors import Fault
from repartition.language import _, spoken


@dataclass(frozen=True, slots=True)
class Verified:
    """What was recomputed: the facts to show."""

    scenario: str
    policy: str
    seed: int
    inputs: int
    attributions: int
    quota_rows: int
    tiers: int
    statement: str
    """What the claim that no plan is better stands on, in words."""
    proven: int
    """Tiers that stored prices prove, recomputed without the solver."""
    same_version: bool
    """Whether this version of the program wrote the run; of another one's, sentences are not
    compared, only the codes and the numbers beside them."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What verifying a run found: nothing, or every difference."""

    folder: Path
    findings: tuple[Fault, ...]
    verified: Verified | None
    """None where so much is wrong that nothing could be recomputed."""

    @property
    def ok(self) -> bool:
        """Whether the run holds what it says."""
        return not self.findings


@dataclass(frozen=True, slots=True, eq=False)
class Examined:
    """A verification, and what it was made from: all a reader may be shown of a sound run.

    Attributes
    ----------
    run, found
        The run read again, and its plan counted again; None where nothing could be recomputed.
    judgement
        What its stored prices prove; None where it stores none that can be read.
    """

    verification: Verification
    run: StoredRun | None = None
    found: Recount | None = None
    judgement: Judgement | None = None


def verify(folder: Path) -> Verification:
    """Return every difference between what a run folder says and what is recomputed.

    Raises
    ------
    UsageError
        If the folder is no run.
    """
    return examine(folder).verification


def examine(folder: Path) -> Examined:
    """Return the same, with the run and what was recomputed of it.

    Raises
    ------
    UsageError
        If the folder is no run.
    """
    reading = open_run(folder)
    run = reading.run
    if run is None:
        return Examined(Verification(folder, tuple(dict.fromkeys(reading.faults)), None))
    found = recount(run.outcome.instance, run.outcome.charging, run.outcome.plan)
    faults, judgement = _judge_proof(run, found)
    is_certified = judgement is not None and judgement.proves(len(found.tiers))
    same_version = run.manifest.version == program_version()
    findings = [
        *reading.faults,
        *_judge_manifest(run, is_certified=is_certified),
        *faults,
        *_judge_plan(run),
        *audit_claims(found, run.claims, policy=run.outcome.policy),
        *_compare_files(run, found, same_version=same_version),
    ]
    verified = Verified(
        scenario=run.outcome.instance.scenario.name,
        policy=run.outcome.policy,
        seed=run.outcome.instance.scenario.seed,
        inputs=len(run.manifest.inputs),
        attributions=len(run.outcome.plan),
        quota_rows=len(found.quotas),
        tiers=len(found.tiers),
        statement=_statement(run, found, judgement),
        proven=0 if judgement is None else sum(tier.is_proven for tier in judgement.tiers),
        same_version=same_version,
    )
    verification = Verification(folder, tuple(dict.fromkeys(findings)), verified)
    return Examined(verification, run, found, judgement)


def _judge_manifest(run: StoredRun, *, is_certified: bool) -> Iterator[Fault]:
    """Yield what the manifest says otherwise than the scenario and the tiers."""
    manifest, scenario = run.manifest, run.outcome.instance.scenario
    proven = tuple(claim.tier for claim in run.claims if claim.proven)
    with spoken(manifest.language):
        statement = statement_of(
            run.outcome.standing, is_certified=is_certified if manifest.recomputed else None
        )
    expected = {
        "seed": (manifest.seed, scenario.seed),
        "scenario.name": (manifest.scenario.name, scenario.name),
        "claim": (manifest.claim, _claim(run).value),
        "proven": (", ".join(sorted(manifest.proven)), ", ".join(sorted(proven))),
    }
    if manifest.version == program_version():
        expected["statement"] = (manifest.statement, statement)
    for key, (said, wanted) in expected.items():
        if said != wanted:
            yield Fault(
                _("recomputed, this is {value}", value=wanted),
                file=MANIFEST_FILE,
                column=key,
                value=str(said),
            )


def _judge_proof(run: StoredRun, found: Recount) -> tuple[list[Fault], Judgement | None]:
    """Return what is wrong with the stored prices, and what they prove of the plan."""
    if run.manifest.certificate is None:
        return [], None
    path = run.folder / CERTIFICATE_FILE
    certificate = read_certificate(path)
    if isinstance(certificate, Fault):
        return [certificate], None
    faults = []
    if sha256(path.read_bytes()).hexdigest() != run.manifest.certificate:
        problem = _("these are not the prices that the run was written with")
        faults.append(Fault(problem, file=CERTIFICATE_FILE))
    judgement = judge(run.outcome, found.tiers, certificate)
    return faults + list(_bounds_beyond(run, judgement)), judgement


def _bounds_beyond(run: StoredRun, judgement: Judgement) -> Iterator[Fault]:
    """Yield the bounds that the run states and its prices do not prove, of tiers left open."""
    claims = {claim.tier: claim for claim in run.claims}
    tier = judgement.first_open()
    if tier is None or tier.tier not in claims or claims[tier.tier].proven:
        return
    claim = claims[tier.tier]
    if claim.bound is not None and abs(claim.bound - tier.value) < tier.gap:
        yield Fault(
            _("the stored prices prove no more than {bound}", bound=say_exact(tier.bound)),
            file=OBJECTIVES.file,
            line=claim.line,
            column="bound",
            value=write_exact(claim.bound),
        )


def _statement(run: StoredRun, found: Recount, judgement: Judgement | None) -> str:
    standing = run.outcome.standing
    if judgement is None or standing is Standing.USUAL_PRACTICE:
        return statement_of(standing, is_certified=False)
    return what_is_proven(standing, judgement, len(found.tiers))


def _claim(run: StoredRun) -> Standing:
    if run.manifest.policy == "sequential":
        return Standing.USUAL_PRACTICE
    every_tier = bool(run.claims) and all(claim.proven for claim in run.claims)
    return Standing.PROVEN if every_tier else Standing.BEST_FOUND


def _judge_plan(run: StoredRun) -> list[Fault]:
    outcome = run.outcome
    return audit_plan(
        outcome.instance, outcome.charging, outcome.plan, policy=outcome.policy, lines=run.lines
    )


def _compare_files(run: StoredRun, found: Recount, *, same_version: bool) -> Iterator[Fault]:
    """Yield the differences of every file from what is recomputed, in the run's own language."""
    manifest: Manifest = run.manifest
    with spoken(manifest.language):
        sheets = sheets_of(run.outcome, found)
    unchecked = () if same_version else ("reason",)
    for sheet in sheets:
        yield from compare_sheet(run.sheets[sheet.layout.file], sheet, without=unchecked)
    # Bounds and proofs are claims, judged as such: here the values count.
    results = [TierResult(tier.id, value, None, proven=False) for tier, value in found.tiers]
    objectives = objectives_sheet(found, results)
    yield from compare_sheet(run.sheets[OBJECTIVES.file], objectives, without=("bound", "proven"))
    if run.indicators is not None:
        yield from compare_json(run.indicators, indicators_of(run.outcome), file=INDICATORS_FILE)
