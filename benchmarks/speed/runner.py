"""Starts each contender in a process of its own, and stops it where it takes too much.

Nothing heavy is imported here: the peak memory of a child counts from that of its parent.
"""

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from benchmarks.speed.contenders import Contender
from benchmarks.speed.results import Run, TierKnown
from benchmarks.speed.sizes import Size, place_of

PROJECT: Final = Path(__file__).parents[2]
SCRATCH: Final = PROJECT / ".bench"
_GRACE: Final = 1.1
_MORE: Final = 20.0
"""Times the limit, and seconds above that, after which a contender that goes on is stopped."""
_LATE: Final = 0.98
"""A contender that has used this part of its time and proven nothing to the end ran out of it."""
_POLL: Final = 0.05
_PAGE: Final = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096

_LONG: Final = 100.0
"""Seconds from which a run is long enough to be believed once."""

Keep = Callable[[Run], None]
"""Called with each run as it ends."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may take.

    Attributes
    ----------
    seconds
        To solve; None = what the size allows.
    memory_bytes
        Resident; looked at twenty times a second, where the system tells (Linux).
    """

    seconds: float | None
    memory_bytes: int


def sweep(
    sizes: Sequence[Size],
    contenders: Sequence[Contender],
    *,
    repeats: int,
    limits: Limits,
    keep: Keep,
) -> None:
    """Run every contender on every size, all of them in each round.

    A contender that did not finish, or took long, is not run again on that size.
    """
    began = datetime.now(UTC).isoformat(timespec="seconds")
    for size in sizes:
        data = make_data(size.name)
        tried = [one for one in contenders if place_of(size.name) <= place_of(one.largest)]
        for number in range(1, repeats + 1):
            for contender in list(tried):
                run = run_once(size, contender, data, sweep_name=(began, number), limits=limits)
                keep(run)
                if run.outcome != "done" or run.wall > _LONG:
                    tried.remove(contender)


def make_data(name: str) -> Path:
    """Return the folder of a dataset, made again: it follows the code."""
    folder = SCRATCH / "data" / name
    subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from repartition.synthesis import generate;"
            " generate(sys.argv[1], Path(sys.argv[2]))",
            name,
            str(folder),
        ],
        check=True,
        cwd=PROJECT,
        env=_environment(),
    )
    return folder


def run_once(
    size: Size, contender: Contender, data: Path, *, sweep_name: tuple[str, int], limits: Limits
) -> Run:
    """Run one contender once and return what came of it, whatever it was."""
    seconds = size.seconds if limits.seconds is None else limits.seconds
    events_path = SCRATCH / "events.jsonl"
    events_path.parent.mkdir(exist_ok=True)
    events_path.unlink(missing_ok=True)
    command = [sys.executable, "-m", "benchmarks.speed.child", contender.name, str(data)]
    with (SCRATCH / f"{size.name}-{contender.name}.log").open("wb") as log:
        started = time.perf_counter()
        child = subprocess.Popen(
            [*command, str(seconds), str(events_path)],
            cwd=PROJECT,
            env=_environment(),
            stdout=log,
            stderr=log,
        )
        stopped, status, peak = _watch(
            child,
            has_begun=lambda: events_path.exists() and events_path.stat().st_size > 0,
            seconds=_GRACE * seconds + _MORE,
            memory_bytes=limits.memory_bytes,
        )
        wall = time.perf_counter() - started
    events = _read_events(events_path)
    solved = _only(events, "solved")
    tiers = tuple(
        TierKnown(e["tier"], e["value"], e["bound"], e["proven"], e["at"])
        for e in events
        if e["event"] == "tier"
    )
    return Run(
        size=size.name,
        contender=contender.name,
        sweep=sweep_name[0],
        round=sweep_name[1],
        outcome=stopped or _outcome(contender, status, solved, tiers, seconds),
        seconds_allowed=seconds,
        wall=wall,
        ready=_only(events, "ready").get("seconds"),
        solve=solved.get("seconds"),
        peak_bytes=solved.get("peak_bytes", peak),
        pairs=_only(events, "ready").get("pairs"),
        columns=_only(events, "program").get("columns"),
        tiers=tiers,
        values=_only(events, "audited").get("values", {}),
        faults=tuple(_only(events, "audited").get("faults", ())),
    )


def _environment() -> dict[str, str]:
    paths = [str(PROJECT / "src"), str(PROJECT), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def _watch(
    child: "subprocess.Popen[bytes]",
    *,
    has_begun: Callable[[], bool],
    seconds: float,
    memory_bytes: int,
) -> tuple[str, int, int]:
    """Wait for a child: why it was stopped (or ""), its exit status, its peak memory in bytes.

    ``seconds`` count from when it has begun to solve: its first event says that it has read.
    """
    stopped, begun = "", float("inf")
    while True:
        if begun == float("inf") and has_begun():
            begun = time.perf_counter()
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            break
        if not stopped and _resident(child.pid) > memory_bytes:
            stopped = "memory"
            child.kill()
        if not stopped and time.perf_counter() - begun > seconds:
            stopped = "time"
            child.kill()
        time.sleep(_POLL)
    child.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return stopped, child.returncode, usage.ru_maxrss * unit


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def _read_events(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    # The last line of a child that was killed may be half a line.
    return [json.loads(line) for line in lines if line.endswith("\n")]


def _only(events: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next((event for event in events if event["event"] == name), {})


def _outcome(
    contender: Contender,
    status: int,
    solved: dict[str, Any],
    tiers: tuple[TierKnown, ...],
    seconds: float,
) -> str:
    if status or not solved:
        return "failed"
    proves = contender.bounds and not (tiers and all(tier.proven for tier in tiers))
    return "time" if proves and solved["seconds"] > _LATE * seconds else "done"


def in_a_line(run: Run) -> str:
    """Return what came of a run, for the person who waits."""
    solve = "—" if run.solve is None else f"{run.solve:.1f} s"
    return (
        f"{run.size:10} {run.contender:12} round {run.round}  {run.outcome:6} "
        f" wall {run.wall:7.1f} s  solve {solve:>9}  peak {run.peak_bytes / 1e9:5.2f} GB"
        f"  proven {run.n_proven}"
    )


def machine() -> str:
    """Return the class of the machine: never its name."""
    return f"{os.cpu_count()} cores, shared with other work"


def versions() -> dict[str, str]:
    """Return the versions that the times depend on."""
    return {
        "Python": platform.python_version(),
        "OR-Tools": version("ortools"),
        "NumPy": version("numpy"),
    }
