"""What the folder ``imports`` of a dataset remembers of each source, and how a table is written."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from repartition.errors import Fault, InputError
from repartition.importers.dataset.layers import Layer, kinds_of, layer_of
from repartition.ingest.text_files import read_csv
from repartition.language import _

IMPORTS: Final = "imports"
SOURCES: Final = f"{IMPORTS}/sources.json"
"""Where, in a dataset, its sources are remembered."""
REPORT: Final = "report.txt"
REPORT_FOR_PROGRAMS: Final = "report.json"


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One source of a dataset: its name, what kind of file it was, and when it was read.

    ``key`` is the fingerprint of the key its pseudonyms were made with: empty where households go
    by their own numbers, None where it names no household (or an older program did not say).
    """

    name: str
    kind: str
    file: str
    sha256: str
    imported_on: str
    tables: tuple[str, ...]
    key: str | None = None

    @property
    def folder(self) -> str:
        """Name of its folder."""
        return plain_name(self.name)


def plain_name(name: str) -> str:
    """Return a name of letters, digits and hyphens that any system can give a folder.

    >>> plain_name("Tours Métropole (2026)")
    'tours-metropole-2026'
    """
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-") or "source"


def read_sources(data: Path) -> list[SourceRecord]:
    """Return the sources a dataset has been made from, the first to be believed first.

    Raises
    ------
    InputError
        If what the dataset remembers of them cannot be read.
    """
    path = data / SOURCES
    if not path.exists():
        return []
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["sources"]
        return [SourceRecord(**{**source, "tables": tuple(source["tables"])}) for source in found]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            [
                Fault(
                    _("what this dataset remembers of earlier imports cannot be read"),
                    _("take the folder away; what its sources gave then counts as written by hand"),
                    file=SOURCES,
                )
            ]
        ) from error


def sources_text(sources: list[SourceRecord]) -> str:
    """Return the file that remembers the sources."""
    content: dict[str, Any] = {"sources": [asdict(source) for source in sources]}
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def read_layers(data: Path, sources: Sequence[SourceRecord], table: str) -> dict[str, Layer]:
    """Return what each source that has given this table gave, by its name.

    Raises
    ------
    InputError
        If a file of an earlier import is gone or damaged.
    """
    layers: dict[str, Layer] = {}
    for source in sources:
        if table in source.tables:
            path = f"{IMPORTS}/{source.folder}/{table}.csv"
            layers[source.name] = read_layer(data / path, table, label=path)
    return layers


def read_layer(path: Path, table: str, *, label: str) -> Layer:
    """Return a table of a CSV file as a layer.

    Raises
    ------
    InputError
        With everything that is wrong with its shape.
    """
    kinds = kinds_of(table)
    try:
        raw, faults = read_csv(path, table, file=label, known=frozenset(kinds))
    except OSError as error:
        remedy = _("put the file back, or take the folder {folder} away", folder=IMPORTS)
        raise InputError([Fault(_("the file cannot be opened"), remedy, file=label)]) from error
    if raw is None or faults or raw.unread:
        raise InputError(faults)
    cells = {name: column.cells() for name, column in raw.columns.items()}
    return layer_of(table, cells, kinds=kinds)


def read_present(data: Path, table: str) -> Layer | None:
    """Return a table as it stands in a dataset; None where it is not there.

    Raises
    ------
    InputError
        With everything that is wrong with its shape.
    """
    path = data / f"{table}.csv"
    return read_layer(path, table, label=path.name) if path.exists() else None


def table_text(table: str, layer: Layer) -> str:
    """Return a table as CSV: rows sorted by their keys, so that order of import changes nothing.

    The columns of the contract come in its order, then the others by name.
    """
    columns = [name for name in kinds_of(table) if name in layer.columns]
    columns += sorted(layer.columns.keys() - set(columns))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    order = sorted(range(len(layer)), key=lambda row: layer.keys[row])
    cells = [layer.cells(name).tolist() for name in columns]
    writer.writerows([column[row] for column in cells] for row in order)
    return out.getvalue()
