"""Try a seeded sample of small changes, and report those that no test notices."""

import argparse
import json
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final

# One thread each: a trial is a fork, and shares the machine with others.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.mutation.changes import Change, changes_of
from benchmarks.mutation.workshop import Verdict, Workshop

PROJECT: Final = Path(__file__).parents[2]
PACKAGE: Final = "src/repartition"
MODULES: Final = tuple(
    f"{PACKAGE}/{package}/{module}.py"
    for package, modules in {
        "domain": ("filters", "quotas"),
        "eligibility": ("cautions", "charging", "effort", "measures", "pairs", "rules"),
        "audit": ("claims", "comparison", "recount", "structure", "verification"),
    }.items()
    for module in modules
)
TESTS: Final = {
    "domain": ("tests/domain",),
    "eligibility": ("tests/eligibility",),
    "audit": tuple(
        f"tests/audit/test_{name}.py"
        for name in ("comparison", "recount", "structure", "verification")
    ),
}
"""The tests that are to notice a change in a module of each package."""
OWN_TESTS: Final = {"claims": "recount", "effort": "benefit"}
"""Test files whose name is not that of their module."""
REACHED: Final = (
    *(f"{PACKAGE}/{name}" for name in ("domain", "eligibility", "ingest", "audit")),
    *(f"{PACKAGE}/{name}.py" for name in ("errors", "language", "usual_practice")),
    "tests/factories.py",
    "tests/conftest.py",
    "tests/audit/residences.py",
    "tests/audit/conftest.py",
)
"""What those tests run besides themselves: a verdict stands for as long as none of it changes."""
SLOWER: Final = 10
"""A trial that takes this many times as long as the tests on the code as it is has no end."""

Done = dict[str, Verdict]


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the changes asked for, and say which of them no test noticed: to be read by a person."""
    asked = _arguments(arguments)
    results = PROJECT / ".mutation" / "results.jsonl"
    results.parent.mkdir(exist_ok=True)
    workshop = Workshop.open(PROJECT, results.parent / "copy")
    done = _read(results)
    drawn: list[tuple[Change, Verdict]] = []
    for path in asked.paths:
        changes = _sample(path, (workshop.folder / path).read_bytes(), asked)
        drawn += _judge(workshop, path, changes, done=done, results=results)
        _show(path, [verdict for change, verdict in drawn if change.path == path])
    _show("all", [verdict for _change, verdict in drawn])
    for change, verdict in drawn:
        if verdict == "survived":
            print(change)
    return 0


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutation", description=__doc__)
    parser.add_argument("paths", nargs="*", default=MODULES, help="modules (all of them if none)")
    parser.add_argument("--sample", type=int, default=15, help="changes a module; 0 = every one")
    parser.add_argument("--seed", type=int, default=2014)
    asked = parser.parse_args(arguments)
    asked.paths = asked.paths or MODULES
    if unknown := set(asked.paths) - set(MODULES):
        parser.error(f"not among the modules tried: {', '.join(sorted(unknown))}")
    return asked


def _sample(path: str, source: bytes, asked: argparse.Namespace) -> list[Change]:
    changes = changes_of(path, source)
    order = list(range(len(changes)))
    random.Random(f"{asked.seed}:{path}").shuffle(order)
    # The head of one order: a larger sample holds the smaller one, and what was found of it.
    return [changes[index] for index in sorted(order[: asked.sample or None])]


def _judge(
    workshop: Workshop, path: str, changes: list[Change], *, done: Done, results: Path
) -> Iterator[tuple[Change, Verdict]]:
    """Yield each change with its verdict: the one on file if neither code nor tests changed."""
    package, module = Path(path).parent.name, Path(path).stem
    tests = TESTS[package]
    state = workshop.digest([*REACHED, *tests])
    own = f"tests/{package}/test_{OWN_TESTS.get(module, module)}.py"
    ordered = (own, *tests) if (workshop.folder / own).exists() else tests
    for change in changes:
        key = f"{state}:{change.name}"
        if key not in done:
            done[key] = workshop.try_change(change, ordered, seconds=_limit(workshop, tests))
            row = {"key": key, "verdict": done[key], "change": str(change)}
            with results.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        yield change, done[key]


@cache
def _limit(workshop: Workshop, tests: tuple[str, ...]) -> float:
    """Return the seconds a trial of these tests may take."""
    return max(30.0, SLOWER * workshop.clean_run(tests))


def _read(results: Path) -> Done:
    if not results.exists():
        return {}
    rows = map(json.loads, results.read_text(encoding="utf-8").splitlines())
    return {row["key"]: row["verdict"] for row in rows}


def _show(name: str, verdicts: list[Verdict]) -> None:
    count = Counter(verdicts)
    noticed = count["killed"] + count["too long"]
    print(f"{name:48} tried {len(verdicts):4}  noticed {noticed:4}  survived {count['survived']:3}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
