"""TOML files: their data with exact decimals, the line each key stands on, and their faults."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeAlias

from repartition.errors import Fault
from repartition.ingest.toml_faults import syntax_fault
from repartition.language import _

KeyPath: TypeAlias = tuple[str, ...]
"""A place in a TOML file: keys; a table of an array by its ``id``, or its position."""

_PART: Final = r"""(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)"""
_KEYS: Final = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER: Final = re.compile(rf"\s*(\[\[?)\s*({_KEYS})\s*\]")
_ASSIGNMENT: Final = re.compile(rf"\s*({_KEYS})\s*=")
_INLINE_KEY: Final = re.compile(rf"[{{,]\s*({_KEYS})\s*=")


@dataclass(frozen=True, slots=True)
class TomlFile:
    """One TOML file, read.

    Attributes
    ----------
    label
        How messages call it.
    data
        Its tables; numbers with a decimal point are ``Decimal``.
    lines
        The line of each key, as far as it could be made out.
    """

    label: str
    data: dict[str, Any]
    lines: Mapping[KeyPath, int] = field(default_factory=dict)

    def line(self, path: KeyPath) -> int | None:
        """Return the line of a key, or of the nearest table around it."""
        for length in range(len(path), 0, -1):
            if (line := self.lines.get(path[:length])) is not None:
                return line
        return None

    def fault(
        self, path: KeyPath, problem: str, remedy: str = "", *, value: str | None = None
    ) -> Fault:
        """Return a fault of one key of this file."""
        return Fault(
            problem=problem,
            remedy=remedy,
            file=self.label,
            line=self.line(path),
            column=".".join(path),
            value=value,
        )


def read_toml(path: Path, label: str) -> tuple[TomlFile | None, list[Fault]]:
    """Return one TOML file, or None and why it cannot be read."""
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError:
        problem, remedy = _("there is no such file"), _("correct the path that names it")
        return None, [Fault(problem, remedy, file=label)]
    except UnicodeDecodeError:
        problem, remedy = _("the file is not written in UTF-8"), _("save it again in UTF-8")
        return None, [Fault(problem, remedy, file=label)]
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        return None, [syntax_fault(text, label, str(error))]
    return TomlFile(label, data, _lines(text, data)), []


def array_ids(tables: object) -> list[str]:
    """Return how each table of an array is addressed: by its ``id``, else by its position."""
    if not isinstance(tables, list):
        return []
    return [
        str(table["id"]) if isinstance(table, dict) and "id" in table else str(position)
        for position, table in enumerate(tables)
    ]


def _lines(text: str, data: Mapping[str, Any]) -> dict[KeyPath, int]:
    found: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = {}
    prefix: KeyPath = ()
    for number, line in _statements(text):
        if header := _HEADER.match(line):
            keys = _split(header[2])
            prefix = _addressed(keys, counts, is_array=header[1] == "[[")
            found.setdefault(prefix, number)
        elif assignment := _ASSIGNMENT.match(line):
            path = prefix + _split(assignment[1])
            found.setdefault(path, number)
            for inner in _INLINE_KEY.finditer(line):
                found.setdefault(path + _split(inner[1]), number)
    return {_named(path, data): line for path, line in found.items()}


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines at which a statement starts: none inside a list or a long text."""
    depth, fence = 0, ""
    for number, line in enumerate(text.split("\n"), start=1):
        if depth == 0 and not fence:
            yield number, line
        depth, fence = _after(line, depth, fence)


def _after(line: str, depth: int, fence: str) -> tuple[int, str]:
    """Return how many brackets are open after a line, and the mark of a long text left open."""
    position, quote = 0, ""
    while position < len(line):
        triple, letter = line[position : position + 3], line[position]
        if fence:
            if triple == fence:
                fence, position = "", position + 2
        elif quote:
            position += letter == "\\" and quote == '"'
            quote = "" if letter == quote else quote
        elif triple in {'"""', "'''"}:
            fence, position = triple, position + 2
        elif letter in "\"'":
            quote = letter
        elif letter == "#":
            break
        else:
            depth += (letter in "[{") - (letter in "]}")
        position += 1
    return max(depth, 0), fence


def _addressed(keys: KeyPath, counts: dict[KeyPath, int], *, is_array: bool) -> KeyPath:
    """Return the path of a header, with the position of each table of an array on the way."""
    path: KeyPath = ()
    for position, key in enumerate(keys):
        path += (key,)
        if position == len(keys) - 1 and is_array:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path += (str(counts[path]),)
    return path


def _split(keys: str) -> KeyPath:
    return tuple(part.strip("\"'") for part in re.findall(_PART, keys))


def _named(path: KeyPath, data: object) -> KeyPath:
    """Return ``path`` with the tables of arrays addressed by ``id`` where they have one."""
    named: list[str] = []
    for part in path:
        if isinstance(data, list) and part.isdigit() and int(part) < len(data):
            named.append(array_ids(data)[int(part)])
            data = data[int(part)]
        else:
            named.append(part)
            data = data.get(part) if isinstance(data, dict) else None
    return tuple(named)
