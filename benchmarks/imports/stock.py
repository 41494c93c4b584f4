"""Write a landlord's file of the RPLS, of invented dwellings, and measure how it is read.

    python -m benchmarks.imports.stock --dwellings 40000

Prints seconds and the highest resident memory, of a process that does nothing else.
"""

import argparse
import csv
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from benchmarks.imports.measuring import read_apart, report_reading, report_size

from repartition.importers.files import source_file
from repartition.importers.rpls import RplsSettings, read_rpls
from repartition.importers.rpls.codes import usual_codes

COLUMNS: Final = (
    "IDENT_REP", "IDENT_INT", "SIRET", "RS", "DEPCOM", "LIBCOM", "NUMVOIE", "TYPVOIE", "NOMVOIE",
    "COMPLGEO", "QPV", "NBPIECE", "SURFHAB", "CONSTRUCT", "LOCAT", "FINAN", "CUS", "MODE", "BAIL",
    "LOYERPRINC", "LOYERACC", "CONTRESLOG", "PMR", "DPEENERGIE", "REMLOCDATE",
)  # fmt: skip
COMMUNES: Final = (("37261", "TOURS"), ("37122", "JOUE LES TOURS"), ("37109", "FONDETTES"))
DAY: Final = date(2026, 1, 1)
_OF_A_PROGRAMME: Final = 60
_VACANT: Final = 0.03
_METRES_A_ROOM: Final = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 once the figures are printed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dwellings", type=int, default=40_000)
    parser.add_argument("--read", type=Path, help="only read this file, in this process")
    options = parser.parse_args(arguments)
    if options.read:
        report_reading(lambda: read(options.read))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rpls.txt"
        write(path, options.dwellings)
        report_size(path, options.dwellings, "dwellings")
        read_apart("benchmarks.imports.stock", path)
    return 0


def read(path: Path) -> int:
    """Read a landlord's file, and return how many of its lines were kept."""
    given = read_rpls(source_file(path), RplsSettings(codes=usual_codes(), on=DAY))
    return given.account.rows_kept


def write(path: Path, dwellings: int) -> None:
    """Write a landlord's file, the same every time."""
    generator = random.Random(2026)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(COLUMNS)
        writer.writerows(_lines(dwellings, generator))


def _lines(dwellings: int, generator: random.Random) -> Iterator[list[str]]:
    for number in range(dwellings):
        programme = number // _OF_A_PROGRAMME
        commune, name = COMMUNES[programme % len(COMMUNES)]
        rooms = generator.randint(1, 5)
        is_vacant = generator.random() < _VACANT
        cells = {
            "IDENT_REP": f"{number:010}",
            "SIRET": "00000000000000",
            "RS": "OFFICE FICTIF DE L'HABITAT",
            "DEPCOM": commune,
            "LIBCOM": name,
            "NOMVOIE": f"DES TILLEULS {programme}",
            "COMPLGEO": f"RESIDENCE FICTIVE {programme}",
            "QPV": str(generator.randint(1, 2)),
            "NBPIECE": str(rooms),
            "SURFHAB": str(_METRES_A_ROOM * rooms + generator.randint(0, 9)),
            "CONSTRUCT": "1972",
            "LOCAT": "1973",
            "FINAN": generator.choice(("11", "13", "13", "50", "14")),
            "MODE": "2" if is_vacant else "1",
            "BAIL": "" if is_vacant else "03/2019",
            "LOYERPRINC": f"{110 * rooms + generator.randint(0, 4000) / 100:.2f}",
            "CONTRESLOG": generator.choice("1234777"),
            "PMR": "2",
            "DPEENERGIE": "D",
            "REMLOCDATE": f"{generator.randint(1, 12):02}/2025" if is_vacant else "02/2019",
        }
        yield [cells.get(column, "") for column in COLUMNS]


if __name__ == "__main__":
    sys.exit(main())
