"""Spreadsheets as offices hold them, and what a mapping makes of them."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from repartition.importers.dataset import Import
from repartition.importers.dataset.programmes import Programmes
from repartition.importers.files import source_file
from repartition.importers.sheet import draft_mapping, read_mapping, read_sheet
from repartition.importers.sheet.drafting import Draft

HEAD = 'schema = 1\ntable = "{table}"\n[columns]\n'
PROGRAMMES = Programmes(
    {"P1": "Les Tilleuls", "P2": "Résidence d'Été", "P3": "Double", "P4": "DOUBLE", "P5": ""}
)


def imported(
    folder: Path, text: str | bytes, columns: str, *, table: str = "households",
    kind: str = "sheet", name: str = "file.csv", top: str = "",
) -> Import:  # fmt: skip
    """Return what a file gives by a mapping."""
    path, mapping = folder / name, folder / "mapping.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    mapping.write_text(top + HEAD.format(table=table) + columns, encoding="utf-8")
    return read_sheet(
        source_file(path), read_mapping(mapping), kind=kind, source="", programmes=PROGRAMMES
    )


def cells(given: Import, column: str) -> list[str]:
    return list(given.tables[0].columns[column])


def workbook(path: Path, rows: Sequence[Sequence[object]], title: str = "Demandes") -> bytes:
    book = Workbook()
    book.create_sheet("Lisez-moi").append(["rien"])
    sheet = book.create_sheet(title, 0)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path.read_bytes()


def drafted(
    folder: Path, text: str | bytes, table: str, name: str = "f.csv", *, named: bool = False
) -> str:
    return draft_of(folder, text, table, name, named=named).text


def draft_of(
    folder: Path, text: str | bytes, table: str, name: str = "f.csv", *, named: bool = False
) -> Draft:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return draft_mapping(source_file(path), table, named=named, programmes=PROGRAMMES)
