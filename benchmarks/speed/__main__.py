"""Run contenders on sizes, keep what came of it, and write the page."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.speed.contenders import CONTENDERS, contender_named
from benchmarks.speed.page import write_page
from benchmarks.speed.results import Run, disagreements, merged, read_runs, write_runs
from benchmarks.speed.runner import PROJECT, Limits, in_a_line, machine, sweep, versions
from benchmarks.speed.sizes import SIZES, SWEPT, size_named

RESULTS: Final = Path(__file__).parent / "results.json"
PAGE: Final = PROJECT / "docs" / "performance.md"
DISAGREE: Final = 1
_GIGABYTE: Final = 10**9


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0, or 1 where two contenders prove different values or a plan does not hold."""
    asked = _arguments(arguments)
    runs = [] if asked.fresh else read_runs(asked.results)
    if not asked.report_only:
        old, found = runs, list[Run]()

        def keep(run: Run) -> None:
            print(in_a_line(run), flush=True)
            found.append(run)
            write_runs(asked.results, merged(old, found), machine=machine(), versions=versions())

        sweep(
            [size_named(name) for name in asked.sizes],
            [contender_named(name) for name in asked.contenders],
            repeats=asked.repeats,
            limits=Limits(asked.seconds, int(asked.memory * _GIGABYTE)),
            keep=keep,
        )
        runs = merged(old, found)
    contradictions = list(disagreements(runs))
    for line in contradictions:
        print(f"WRONG: {line}", file=sys.stderr)
    if contradictions:
        return DISAGREE
    write_page(asked.page, asked.results)
    return 0


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    sizes = [size.name for size in SIZES]
    names = [contender.name for contender in CONTENDERS]
    parser.add_argument("--sizes", nargs="+", choices=sizes, default=SWEPT)
    parser.add_argument("--contenders", nargs="+", choices=names, default=names)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--seconds", type=float, help="to solve, instead of what the size allows")
    parser.add_argument("--memory", type=float, default=12.0, help="gigabytes")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--page", type=Path, default=PAGE)
    parser.add_argument("--fresh", action="store_true", help="forget the runs on file")
    parser.add_argument("--report-only", action="store_true", help="only write the page again")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
