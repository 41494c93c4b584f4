"""What runs in a process of its own: one contender on one instance, then the audit of its plan."""

import argparse
import json
import resource
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final, TextIO

from benchmarks.speed.contenders import contender_named
from benchmarks.speed.task import Say, Task

from repartition import pipeline
from repartition.audit import audit_plan, recount
from repartition.ingest import read_scenario
from repartition.pipeline import Prepared

SCENARIO: Final = Path(__file__).parent / "scenario.toml"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one contender; every event is a line of JSON, written at once."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.child", description=__doc__)
    parser.add_argument("contender")
    parser.add_argument("data", type=Path)
    parser.add_argument("seconds", type=float)
    parser.add_argument("events", type=Path)
    asked = parser.parse_args(arguments)
    with asked.events.open("w", encoding="utf-8") as file:
        attempt(asked.contender, asked.data, asked.seconds, say=lambda event: _write(file, event))
    return 0


def attempt(name: str, data: Path, seconds: float, *, say: Say) -> None:
    """Read an instance, let a contender solve it, and audit what it proposes."""
    contender = contender_named(name)
    module = import_module(f"benchmarks.speed.{contender.module}")
    started = time.perf_counter()
    ready = pipeline.prepare(read_scenario(SCENARIO, (f"data={data.resolve().as_posix()}",)))
    say(
        {
            "event": "ready",
            "seconds": time.perf_counter() - started,
            "households": ready.instance.n_households,
            "vacancies": ready.instance.n_vacancies,
            "pairs": len(ready.pairs),
        }
    )
    told: dict[str, dict[str, Any]] = {}

    def say_and_keep(event: dict[str, Any]) -> None:
        if event["event"] == "tier":
            told[event["tier"]] = event
        say(event)

    task = Task(ready, seconds, say_and_keep)
    module.attempt(task, contender.asked)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT
    say({"event": "solved", "seconds": task.spent(), "peak_bytes": peak})
    if task.plan is not None:
        say({"event": "audited", **_audited(ready, task, told)})


def _audited(ready: Prepared, task: Task, told: dict[str, dict[str, Any]]) -> dict[str, object]:
    """Return the values of the plan, recounted from the tables, and every fault found in it."""
    assert task.plan is not None
    is_usual = not told
    plan, instance, charging = task.plan, ready.instance, ready.charging
    values = {tier.id: str(value) for tier, value in recount(instance, charging, plan).tiers}
    faults = [
        str(fault)
        for fault in audit_plan(
            instance, charging, plan, policy="sequential" if is_usual else "optimal"
        )
    ]
    faults += [
        f"{name}: says {event['value']}, but its plan is worth {values[name]}"
        for name, event in told.items()
        if event["value"] is not None and event["value"] != values[name]
    ]
    return {"values": values, "faults": faults}


_RSS_UNIT: Final = 1 if sys.platform == "darwin" else 1024


def _write(file: TextIO, event: dict[str, object]) -> None:
    file.write(json.dumps(event) + "\n")
    file.flush()


if __name__ == "__main__":
    sys.exit(main())
