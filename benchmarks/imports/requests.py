"""Write an export of the register, of invented persons, and measure how it is read.

    python -m benchmarks.imports.requests --requests 100000

Prints seconds and the highest resident memory, of a process that does nothing else.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.imports.measuring import read_apart, report_reading, report_size
from tests.importers.sne.exports import draw, parts

from repartition.importers.files import SourceFile
from repartition.importers.sne import read_requests


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 once the figures are printed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--read", type=Path, help="only read this export, in this process")
    options = parser.parse_args(arguments)
    if options.read:
        export = SourceFile(options.read, options.read.name, "")
        report_reading(lambda: len(read_requests(export).table))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xml"
        write(path, options.requests)
        report_size(path, options.requests, "requests")
        read_apart("benchmarks.imports.requests", path)
    return 0


def write(path: Path, requests: int) -> None:
    """Write an export of invented persons, the same every time."""
    generator = random.Random(2026)
    drawn = (draw(number, generator) for number in range(requests))
    with path.open("w", encoding="utf-8") as file:
        file.writelines(parts(drawn, day="2026-03-01"))


if __name__ == "__main__":
    sys.exit(main())
