"""What reading one file takes, in a process that does nothing else."""

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

KIBI: Final = 1024
MEGA: Final = 10**6


def report_size(path: Path, number: int, what: str) -> None:
    """Print how many records were written, and the size of their file."""
    print(f"{number:,} {what}, {path.stat().st_size / MEGA:,.0f} MB", flush=True)


def read_apart(module: str, path: Path) -> None:
    """Have a benchmark read a file in a process of its own, which prints what that took."""
    subprocess.run([sys.executable, "-m", module, "--read", str(path)], check=True)


def report_reading(read: Callable[[], int]) -> None:
    """Print seconds and the highest resident memory of reading, which returns how many rows.

    On a machine with other work, seconds of the processor are the ones to compare.
    """
    before = _peak()
    started, worked = time.perf_counter(), time.process_time()
    rows = read()
    elapsed, processor = time.perf_counter() - started, time.process_time() - worked
    print(
        f"read in {elapsed:.1f} s, {processor:.1f} s of processor: {rows:,} rows; "
        f"memory at most {_peak():,.0f} MB ({before:,.0f} MB before)"
    )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIBI / MEGA
