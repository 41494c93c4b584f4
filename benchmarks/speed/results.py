"""What came of the runs: kept as JSON, compared, and checked against each other."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Any, Final

MINIMISED: Final = frozenset(
    {"hard", "aci-caps", "aci-engagements", "spare-fragile", "wishes", "lottery"}
)
"""Tiers of the benchmark's scenario of which less is better."""


@dataclass(frozen=True, slots=True)
class TierKnown:
    """What a run knows of one tier; exact numbers, as text so that JSON keeps them exact.

    Attributes
    ----------
    at
        Seconds after which it was known.
    """

    tier: str
    value: str | None
    bound: str | None
    proven: bool
    at: float

    def gap(self) -> Fraction | None:
        """Return |bound − value| as a part of the larger of them; None where one is not known."""
        if self.value is None or self.bound is None:
            return None
        value, bound = Fraction(self.value), Fraction(self.bound)
        if value == bound:
            return Fraction(0)
        return abs(bound - value) / max(abs(bound), abs(value))


@dataclass(frozen=True, slots=True)
class Run:
    """One contender, once, on one instance.

    Attributes
    ----------
    sweep
        When the runs it was among began. Only times of one sweep and round are divided by each
        other: the machine is shared, and not as busy on one day as on the next.
    round
        Number of the repeat in its sweep.
    outcome
        ``done``, ``time`` (stopped by its own limit or by ours), ``memory`` (stopped at the
        limit), or ``failed``.
    wall
        Seconds of the whole process.
    ready, solve
        Seconds of reading with the pairs, and from there to the answer; None where not reached.
    peak_bytes
        Largest resident memory, reading included.
    tiers
        What it said of each tier, in order.
    values
        What its plan is worth in each tier, recounted from the tables.
    """

    size: str
    contender: str
    sweep: str
    round: int
    outcome: str
    seconds_allowed: float
    wall: float
    ready: float | None
    solve: float | None
    peak_bytes: int
    pairs: int | None
    columns: int | None
    tiers: tuple[TierKnown, ...]
    values: dict[str, str]
    faults: tuple[str, ...]

    @property
    def took(self) -> float | None:
        """Seconds to solve; of a run killed at its limit, which said nothing, that limit."""
        if self.solve is None and self.outcome == "time":
            return self.seconds_allowed
        return self.solve

    @property
    def n_proven(self) -> int:
        """Number of tiers proven."""
        return sum(tier.proven for tier in self.tiers)

    def proven(self) -> dict[str, Fraction]:
        """Return the values of the tiers proven."""
        return {t.tier: Fraction(t.value) for t in self.tiers if t.proven and t.value is not None}

    def first_open(self) -> TierKnown | None:
        """Return the first tier that is not proven, None where there is none."""
        return next((tier for tier in self.tiers if not tier.proven), None)


def read_runs(path: Path) -> list[Run]:
    """Return the runs on file, none where there is no file."""
    if not path.exists():
        return []
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["runs"]
    return [
        Run(
            **{
                **row,
                "tiers": tuple(TierKnown(**tier) for tier in row["tiers"]),
                "faults": tuple(row["faults"]),
            }
        )
        for row in rows
    ]


def write_runs(path: Path, runs: Iterable[Run], *, machine: str, versions: dict[str, str]) -> None:
    """Write the runs, with the machine's class and the versions they were made with."""
    document = {"machine": machine, "versions": versions, "runs": [asdict(run) for run in runs]}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def merged(old: Sequence[Run], new: Sequence[Run]) -> list[Run]:
    """Return all runs but the old ones that the new ones stand for.

    The runs of a contender on a size are replaced together. Others of the old sweep stay with the
    runs they are compared with, except where all contenders were run again.
    """
    fresh = {(run.size, run.contender) for run in new}
    again = {
        run.size
        for run in old
        if {r.contender for r in old if r.size == run.size}
        <= {name for size, name in fresh if size == run.size}
    }
    kept = [
        run
        for run in old
        if run.size not in again
        and (
            (run.size, run.contender) not in fresh
            or _is_compared_with(run, [r for r in old if (r.size, r.contender) not in fresh])
        )
    ]
    return [*kept, *new]


def _is_compared_with(run: Run, others: Sequence[Run]) -> bool:
    return any(run.sweep == other.sweep and run.size == other.size for other in others)


def latest(runs: Sequence[Run], size: str, contender: str) -> list[Run]:
    """Return the runs of a contender on a size in the last sweep that has any."""
    own = [run for run in runs if run.size == size and run.contender == contender]
    last = max((run.sweep for run in own), default="")
    return [run for run in own if run.sweep == last]


def median_of(values: Iterable[float | None]) -> float | None:
    """Return the median of the values there are, None where there is none."""
    found = [value for value in values if value is not None]
    return median(found) if found else None


def ratio(runs: Sequence[Run], of: Sequence[Run], to: str) -> float | None:
    """Return the median, over the rounds, of how long ``of`` took to solve against ``to``."""
    found = []
    for run in of:
        base = next(
            (
                other
                for other in runs
                if (other.size, other.contender, other.sweep, other.round)
                == (run.size, to, run.sweep, run.round)
            ),
            None,
        )
        if base is not None and base.took and run.took is not None:
            found.append(run.took / base.took)
    return median_of(found)


def disagreements(runs: Sequence[Run]) -> Iterator[str]:
    """Yield every contradiction between runs of the same instance, and every faulty plan.

    A tier proven twice has one value; where the tiers before it are settled alike, what another
    run has reached and what it has bounded lie on either side of it. A bound on a tier that a run
    gives without the tiers before it (the flow's) holds all the more.
    """
    for run in runs:
        for fault in run.faults:
            yield f"{run.size}, {run.contender}: {fault}"
    for size in dict.fromkeys(run.size for run in runs):
        yield from _disagreements([run for run in runs if run.size == size])


def _disagreements(runs: Sequence[Run]) -> Iterator[str]:
    proven: dict[str, tuple[Fraction, str]] = {}
    for run in runs:
        for tier, value in run.proven().items():
            known, by = proven.setdefault(tier, (value, run.contender))
            if value != known:
                yield f"{run.size}, {tier}: {run.contender} proves {value}, {by} proves {known}"
    for run in runs:
        tier_left = run.first_open()
        if tier_left is not None and tier_left.tier in proven:
            yield from _outside(run, tier_left, *proven[tier_left.tier])


def _outside(run: Run, tier: TierKnown, best: Fraction, by: str) -> Iterator[str]:
    sign = -1 if tier.tier in MINIMISED else 1
    where = f"{run.size}, {tier.tier}"
    if tier.value is not None and sign * Fraction(tier.value) > sign * best:
        yield f"{where}: {run.contender} has a plan worth {tier.value}, {by} proves {best}"
    if tier.bound is not None and sign * Fraction(tier.bound) < sign * best:
        yield f"{where}: {run.contender} bounds it by {tier.bound}, {by} proves {best}"
