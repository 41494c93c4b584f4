"""CSV as French offices save it, with quoted line breaks.

UTF-8, Windows-1252, what Excel calls Unicode text, or DOS; comma, semicolon, tab or bar.
"""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Final

from repartition.errors import Fault
from repartition.ingest.raw import RawTable, Record, table_from_records
from repartition.language import _

_SEPARATORS: Final = (",", ";", "\t", "|")
_ONE_BYTE: Final = ("cp1252", "cp850", "mac_roman")
"""Encodings of one byte a letter: of Windows, of DOS, of an old Macintosh."""
_ACCENTED: Final = frozenset("àâçéèêëîïôùûüÿ")
_WITHIN_A_WORD: Final = re.compile(rb"(?=([A-Za-z][\x80-\xff][A-Za-z]))")
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
"""Marks at the beginning of what Excel saves as Unicode text."""


def read_csv(
    path: Path, name: str, *, file: str, known: frozenset[str], header_line: int = 1
) -> tuple[RawTable | None, list[Fault]]:
    """Return the table of one CSV file, or None, and what is wrong with its shape.

    Parameters
    ----------
    known
        Columns the contract gives this table: the separator is the one that shows most of them.
    header_line
        What stands on earlier lines is a title, and is not looked at.
    """
    text = decode(path.read_bytes())
    if text is None:
        return None, [
            Fault(
                _("the file is not a text in UTF-8 or Windows-1252"),
                _("save it again as CSV UTF-8"),
                file=file,
            )
        ]
    separator = _separator_of(text, known, header_line)
    reader = (record for record in _records(text, separator) if record.line >= header_line)
    try:
        header = next((record for record in reader if not record.is_blank()), None)
        if header is None:
            return None, [_no_header(file)]
        return table_from_records(name, file, header=header, records=reader, separator=separator)
    except csv.Error:
        return None, [_broken_quotes(text, separator, file)]


def decode(content: bytes) -> str | None:
    """Return the text of a file, or None: in UTF-16 where it is marked so, in UTF-8, in cp1252.

    Where accents stand within words only if they are read as DOS or an old Macintosh wrote them,
    they are.
    """
    marked = content.startswith(_UTF_16)
    for encoding in ("utf-16",) if marked else ("utf-8-sig", _likeliest(content)):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def _likeliest(content: bytes) -> str:
    """Return the encoding of one byte a letter that puts most French letters within words.

    The byte 82 within a word is the é of DOS, for Windows would put a quotation mark there. Of
    encodings that do it equally the usual one.
    """
    found = set(_WITHIN_A_WORD.findall(content))
    return max(_ONE_BYTE, key=lambda encoding: sum(_is_french(each, encoding) for each in found))


def _is_french(letters: bytes, encoding: str) -> bool:
    """Return whether the letter in the middle is one of French, as large as those beside it."""
    before, letter, after = list(letters.decode(encoding, "replace"))
    return letter.lower() in _ACCENTED and letter.isupper() == before.isupper() == after.isupper()


def first_records(path: Path, number: int) -> list[Record]:
    """Return the first rows of a CSV file as its likeliest separator cuts them; none if no text.

    For whoever looks for the row that names the columns: a broken row ends them.
    """
    text = decode(path.read_bytes())
    if text is None:
        return []
    cuts = []
    for separator in _SEPARATORS:
        found: list[Record] = []
        with suppress(csv.Error):
            found.extend(islice(_records(text, separator), number))
        cuts.append(found)
    return max(cuts, key=lambda records: sum(len(record.cells) for record in records))


def _separator_of(text: str, known: frozenset[str], header_line: int) -> str:
    def promise(separator: str) -> tuple[int, int]:
        records = (record for record in _records(text, separator) if record.line >= header_line)
        try:
            header = next(records).cells
        except (StopIteration, csv.Error):
            return (0, 0)
        return (len(known & {cell.strip() for cell in header}), len(header))

    return max(_SEPARATORS, key=promise)


def _records(text: str, separator: str) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    for cells in reader:
        yield Record(start, cells, height=reader.line_num + 1 - start)
        start = reader.line_num + 1


def _no_header(file: str) -> Fault:
    return Fault(
        _("the file is empty"),
        _("write the names of the columns in its first row"),
        file=file,
    )


def _broken_quotes(text: str, separator: str, file: str) -> Fault:
    last = 1
    try:
        for record in _records(text, separator):
            last = record.line + record.height
    except csv.Error:
        pass
    return Fault(
        _("a double quote opens in this row and is not closed as it should be"),
        _('close it, and write "" for a double quote inside a cell'),
        file=file,
        line=last,
    )
