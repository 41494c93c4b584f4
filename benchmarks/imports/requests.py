"""Write an export of the register, of invented persons, and measure how it is read.

    python -m benchmarks.imports.requests --requests 100000

Prints seconds and the highest resident memory, of a process that does nothing else.
"""

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.importers.sne.exports import draw, parts

from repartition.importers.files import SourceFile
from repartition.importers.sne import read_requests

_KIBI = 1024
_MEGA = 10**6


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 once the figures are printed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--read", type=Path, help="only read this export, in this process")
    options = parser.parse_args(arguments)
    if options.read:
        _read(options.read)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xml"
        write(path, options.requests)
        print(f"{options.requests:,} requests, {path.stat().st_size / _MEGA:,.0f} MB", flush=True)
        command = [sys.executable, "-m", "benchmarks.imports.requests", "--read", str(path)]
        subprocess.run(command, check=True)
    return 0


def write(path: Path, requests: int) -> None:
    """Write an export of invented persons, the same every time."""
    generator = random.Random(2026)
    drawn = (draw(number, generator) for number in range(requests))
    with path.open("w", encoding="utf-8") as file:
        file.writelines(parts(drawn, day="2026-03-01"))


def _read(path: Path) -> None:
    before = _peak()
    started = time.perf_counter()
    found = read_requests(SourceFile(path, path.name, ""))
    seconds = time.perf_counter() - started
    print(
        f"read in {seconds:.1f} s: {len(found.table):,} rows; memory at most {_peak():,.0f} MB "
        f"({before:,.0f} MB before)"
    )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIBI / _MEGA


if __name__ == "__main__":
    sys.exit(main())
