"""Ask random changes of a solved scenario, hold every answer against its proof, print a table."""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median

from benchmarks.what_if.draw import KINDS, draw_changes

from repartition.audit import Outcome, audit_plan, recount
from repartition.audit.proof import judge
from repartition.domain.instance import Instance
from repartition.eligibility.charging import Charging
from repartition.eligibility.pairs import Pairs
from repartition.errors import InfeasibleError, UnfinishedError
from repartition.ingest import read_scenario
from repartition.optimisation import Solution, optimise
from repartition.optimisation.what_if import (
    Answer,
    Change,
    Situation,
    Solved,
    answer,
    changed,
    reopen,
)
from repartition.pipeline import prepare
from repartition.usual_practice import attribute_in_turn

WRONG = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """A change, and the seconds its answer took."""

    kind: str
    seconds: float
    from_prices: bool
    wrong: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0, or 1 where an answer is not the best there is."""
    options = _options(arguments)
    scenario = read_scenario(options.scenario, tuple(options.set))
    ready = prepare(scenario)
    situation = Situation(ready.instance, ready.charging, ready.pairs)
    usual = attribute_in_turn(*_parts(situation))
    started = time.perf_counter()
    found = optimise(*_parts(situation), fallback=usual)
    solving = time.perf_counter() - started
    started = time.perf_counter()
    solved = reopen(situation, found.plan, found.certificate)
    opening = time.perf_counter() - started
    print(
        f"{len(situation.pairs):,} pairs, {len(found.tiers)} tiers: solved in {solving:.1f} s,"
        f" held in {opening:.1f} s",
        flush=True,
    )
    asked = []
    drawn = draw_changes(solved, options.seed, housed=options.housed)
    for number, change in enumerate(islice(drawn, options.changes)):
        judged = number % options.judge_every == 0
        asked.append(_ask(solved, change, options.limit, judged=judged))
        print(f"{change}: {asked[-1].seconds:.3f} s {asked[-1].wrong}", file=sys.stderr, flush=True)
    for line in _table(asked, solving):
        print(line)
    return WRONG if any(each.wrong for each in asked) else 0


def _parts(situation: Situation) -> tuple[Instance, Charging, Pairs]:
    return situation.instance, situation.charging, situation.pairs


def _ask(solved: Solved, change: Change, limit: float | None, *, judged: bool) -> Asked:
    started = time.perf_counter()
    kind = type(change).__name__
    try:
        told = answer(solved, change, time_limit=limit)
    except (InfeasibleError, UnfinishedError):
        return Asked(kind, time.perf_counter() - started, from_prices=False, wrong="")
    seconds = time.perf_counter() - started
    wrong = ""
    if told.from_prices and judged:
        wrong = _what_is_wrong(told, changed(solved.situation, change))
    return Asked(kind, seconds, told.from_prices, wrong)


def _what_is_wrong(told: Answer, after: Situation) -> str:
    """Return what the audit and the proof without a solver find wrong with an answer."""
    solution: Solution = told.solution
    instance, charging, pairs = _parts(after)
    faults = list(audit_plan(instance, charging, solution.plan, policy="optimal"))
    if faults:
        return str(faults[0])
    tiers = recount(instance, charging, solution.plan).tiers
    outcome = Outcome(instance, charging, pairs, solution.plan, "optimal", proven=True)
    proven = judge(outcome, tiers, solution.certificate).proves(len(tiers))
    return "" if proven else "its prices do not prove it"


def _table(asked: Sequence[Asked], solving: float) -> Iterator[str]:
    yield "| change | asked | from prices | median | largest | solving / median |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for kind in (*(kind.__name__ for kind in KINDS), ""):
        mine = [each for each in asked if kind in {each.kind, ""}]
        if mine:
            seconds = [each.seconds for each in mine]
            yield (
                f"| {f'`{kind}`' if kind else '**all**'} | {len(mine)} |"
                f" {sum(each.from_prices for each in mine)} | {median(seconds):.2f} s |"
                f" {max(seconds):.1f} s | {solving / median(seconds):.0f} |"
            )


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.what_if", description=__doc__)
    parser.add_argument("scenario", type=Path)
    parser.add_argument("--set", action="append", default=[], help="KEY=VALUE, as for solve")
    parser.add_argument("--changes", type=int, default=200)
    parser.add_argument(
        "--housed", action="store_true", help="withhold and withdraw what is housed"
    )
    parser.add_argument("--judge-every", type=int, default=1, help="recompute every Nth proof")
    parser.add_argument("--seed", type=int, default=2014)
    parser.add_argument(
        "--limit",
        type=float,
        help="stop solving again after so many seconds, where prices do not tell",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
