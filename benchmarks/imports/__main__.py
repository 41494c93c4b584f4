"""Import a landlord's stock and an export of the register, twice, into one dataset: what it takes.

    python -m benchmarks.imports --requests 100000 --dwellings 40000

Each is the whole command as a person calls it: reading, pseudonyms, the rules of membership,
merging, writing. The second time, the export is merged with what it gave before. Files are of
invented dwellings and persons, the same every time.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.imports import requests, stock
from benchmarks.imports.measuring import MEGA, Taken, measured

MEMBERSHIP: Final = Path(__file__).parents[2] / "scenarios" / "law" / "membership-example.toml"


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 once the figures are printed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--dwellings", type=int, default=40_000)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        landlord, export = folder / "rpls.txt", folder / "export.xml"
        stock.write(landlord, options.dwellings)
        requests.write(export, options.requests)
        data = ["--output", str(folder / "data")]
        given = ["--on", stock.DAY.isoformat(), "--bailleur", "office"]
        rpls = measured(["import", "rpls", str(landlord), *given, *data])
        _tell(landlord, options.dwellings, "dwellings (RPLS)", rpls)
        rules = ["--membership", str(MEMBERSHIP)]
        sne = measured(["import", "sne", str(export), *rules, *data])
        _tell(export, options.requests, "requests (SNE)", sne)
        again = measured(["import", "sne", str(export), *rules, *data])
        _tell(export, options.requests, "requests (SNE) again", again)
    print(f"all: {rpls.elapsed + sne.elapsed + again.elapsed:.1f} s")
    return 0


def _tell(path: Path, number: int, what: str, taken: Taken) -> None:
    size = path.stat().st_size / MEGA
    print(f"{number:,} {what}, {size:,.0f} MB: {taken}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
