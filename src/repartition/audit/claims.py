"""What a run claims of its tiers, held against the values recomputed.

Here bounds are only held against the values; what prices prove of them is judged apart
(:mod:`repartition.audit.proof`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from repartition.audit.numbers import read_exact, say_exact, write_exact
from repartition.audit.recount import Recount
from repartition.audit.sheets import ReadRow, ReadSheet
from repartition.audit.tables import OBJECTIVES
from repartition.domain.plan import Policy, TierResult
from repartition.domain.tiers import Tier
from repartition.errors import Fault
from repartition.language import _


@dataclass(frozen=True, slots=True)
class Claim:
    """What ``objectives.csv`` says of one tier; ``bound`` is None where it names none."""

    tier: str
    bound: Fraction | None
    proven: bool
    line: int | None = None


def claims_of(results: Sequence[TierResult]) -> tuple[Claim, ...]:
    """Return what the solver claims."""
    return tuple(Claim(result.tier, result.bound, result.proven) for result in results)


def read_claims(sheet: ReadSheet) -> tuple[tuple[Claim, ...], tuple[Fault, ...]]:
    """Return what ``objectives.csv`` claims, and the cells that claim nothing readable."""
    claims: list[Claim] = []
    faults: list[Fault] = []
    for row in sheet.rows or ():
        bound, proven = read_exact(row.cells["bound"]), row.cells["proven"].lower()
        if bound is None and row.cells["bound"]:
            faults.append(_cell_fault(row, "bound", _("this is not a number")))
        if proven not in {"true", "false"}:
            faults.append(_cell_fault(row, "proven", _("this is neither true nor false")))
        claims.append(Claim(row.cells["tier"], bound, proven == "true", row.line))
    return tuple(claims), tuple(faults)


def audit_claims(found: Recount, claims: Sequence[Claim], *, policy: Policy) -> list[Fault]:
    """Return every claim that does not agree with the values recomputed.

    A proven tier's bound is its value, and the hard rules are met; another bound lies on the
    better side of the value. Usual practice proves nothing and bounds nothing.
    """
    value_of = {tier.id: (tier, value) for tier, value in found.tiers}
    return [
        fault
        for claim in claims
        if claim.tier in value_of
        for fault in _judge(claim, *value_of[claim.tier], policy)
    ]


def audit_results(found: Recount, results: Sequence[TierResult], *, policy: Policy) -> list[Fault]:
    """Return everything a solver's results say of a plan that the recount does not."""
    expected = [tier.id for tier, _value in found.tiers]
    if [result.tier for result in results] != expected:
        return [Fault(_("the tiers are not those of the scenario"), file=OBJECTIVES.file)]
    wrong = [
        Fault(
            _("recomputed, this is {value}", value=write_exact(value)),
            file=OBJECTIVES.file,
            column=tier.id,
            value=str(result.value),
        )
        for result, (tier, value) in zip(results, found.tiers, strict=True)
        if result.value != value
    ]
    return wrong + audit_claims(found, claims_of(results), policy=policy)


def _judge(claim: Claim, tier: Tier, value: Fraction, policy: Policy) -> Iterator[Fault]:
    if policy == "sequential":
        if claim.proven:
            yield _claim_fault(claim, "proven", _("usual practice proves nothing"))
        return
    if claim.bound is None:
        if claim.proven:
            yield _claim_fault(claim, "bound", _("a proven tier has its value as its bound"))
        return
    if claim.proven and claim.bound != value:
        yield _claim_fault(claim, "bound", _("a proven tier has its value as its bound"))
    elif (claim.bound < value) if tier.maximise else (claim.bound > value):
        yield _claim_fault(
            claim,
            "bound",
            _(
                "the plan does better than this bound: its value is {value}",
                value=say_exact(value),
            ),
        )


def _claim_fault(claim: Claim, column: str, problem: str) -> Fault:
    cell = {
        "bound": "" if claim.bound is None else write_exact(claim.bound),
        "proven": str(claim.proven).lower(),
    }[column]
    return Fault(
        f"{claim.tier}: {problem}",
        file=OBJECTIVES.file,
        line=claim.line,
        column=column,
        value=cell,
    )


def _cell_fault(row: ReadRow, column: str, problem: str) -> Fault:
    return Fault(
        problem, file=OBJECTIVES.file, line=row.line, column=column, value=row.cells[column]
    )
