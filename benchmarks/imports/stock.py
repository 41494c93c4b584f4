"""A landlord's file of the RPLS, of invented dwellings."""

import csv
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

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
