"""Pseudonyms: the same household has the same one in every import made with the same key.

HMAC-SHA-256 of the identifier as it is written (RFC 2104), cut to 80 bits. Without the key nobody
can tell which household it is, nor try all the numbers there are; with it whoever answers for the
files can compute the pseudonym of a household that asks how it was treated.
"""

import hmac
import os
import secrets
import stat
from base64 import b32encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from repartition.domain.table import CellKind
from repartition.errors import Fault, InputError, UsageError, system_reason
from repartition.importers.account import Account
from repartition.importers.tables import KEY_COLUMNS, ImportedTable
from repartition.ingest.descriptions import describe
from repartition.language import _

HOUSEHOLD_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "households": ("household",),
    "vacancies": ("freed_by",),
    "decisions": ("household",),
}
"""The columns of each table that name a household."""
_TEXTS: Final = frozenset({CellKind.TEXT, CellKind.LIST})
PREFIX: Final = "H-"
_KEY_BYTES: Final = 32
_PSEUDONYM_BYTES: Final = 10
_FINGERPRINT_OF: Final = b"repartition: which key is this?"
_FINGERPRINT_DIGITS: Final = 16


def pseudonym(identifier: str, key: bytes) -> str:
    """Return the pseudonym of a household; nothing stays nothing.

    >>> pseudonym("1110318016982G1104", bytes(32))
    'H-5GACRIG6ILU5SBFA'
    """
    if not identifier:
        return ""
    digest = hmac.digest(key, identifier.strip().encode(), sha256)
    return PREFIX + b32encode(digest[:_PSEUDONYM_BYTES]).decode()


def pseudonymised(
    tables: Iterable[ImportedTable], key: bytes, account: Account
) -> tuple[ImportedTable, ...]:
    """Return tables in which every household goes by its pseudonym, and by nothing else.

    Another column of texts that holds the identifier of its own row, be it in one row, would undo
    the pseudonyms: it is left out, with a remark. The columns that name the rows stay,
    and those without which the table is none.
    """
    return tuple(_pseudonymised(table, key, account) for table in tables)


def _pseudonymised(table: ImportedTable, key: bytes, account: Account) -> ImportedTable:
    ours = HOUSEHOLD_COLUMNS.get(table.table, ())
    identifiers = [table.columns[name] for name in ours if name in table.columns]
    columns: dict[str, Sequence[str]] = {}
    for name, cells in table.columns.items():
        if name in ours:
            columns[name] = [pseudonym(cell, key) for cell in cells]
        elif _may_hold_anything(table.table, name) and any(_repeats(cells, i) for i in identifiers):
            account.remark(
                _(
                    "{column} is left out: it holds identifiers of households, beside their "
                    "pseudonyms.",
                    column=name,
                )
            )
        else:
            columns[name] = cells
    return replace(table, columns=columns)


def _may_hold_anything(table: str, name: str) -> bool:
    """Return whether a column may hold an identifier: no figure does, nor what every row needs."""
    column = next((each for each in describe(table) if each.name == name), None)
    if column is None:
        return True
    return name not in KEY_COLUMNS[table] and not column.required and column.kind in _TEXTS


def _repeats(cells: Sequence[str], identifiers: Sequence[str]) -> bool:
    """Return whether a cell says what the identifier of its own row says."""
    return any(
        cell and cell.strip() == identifier.strip()
        for cell, identifier in zip(cells, identifiers, strict=True)
    )


def names_households(tables: Iterable[ImportedTable]) -> bool:
    """Return whether any cell of the tables names a household."""
    return any(
        cell.strip()
        for table in tables
        for name in HOUSEHOLD_COLUMNS.get(table.table, ())
        for cell in table.columns.get(name, ())
    )


def fingerprint(key: bytes) -> str:
    """Return what tells one key from another, and nothing else of it."""
    return hmac.digest(key, _FINGERPRINT_OF, sha256).hex()[:_FINGERPRINT_DIGITS]


def read_key(path: Path, data: Path) -> tuple[bytes, bool]:
    """Return the key of a file, and whether it was just made: for its owner's eyes only.

    Parameters
    ----------
    data
        The folder of the dataset: a key that travels with it protects nobody.

    Raises
    ------
    UsageError
        If the file is in the dataset, or cannot be read or written.
    InputError
        If it holds no key.
    """
    if path.resolve().is_relative_to(data.resolve()):
        raise UsageError(
            _(
                "{path}: the key may not lie in the dataset, for whoever gets the one would get "
                "the other: name a file elsewhere",
                path=path,
            )
        )
    if path.is_symlink() and not path.exists():
        raise UsageError(
            _(
                "{path}: this is a link to a file that is not there: put the key back where it "
                "leads, or name another file",
                path=path,
            )
        )
    try:
        if path.exists():
            return key_in(path), False
        key = secrets.token_bytes(_KEY_BYTES)
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = stat.S_IRUSR | stat.S_IWUSR
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(key.hex() + "\n")
    except OSError as error:
        raise UsageError(
            _(
                "{path}: the file of the key cannot be read or made ({error})",
                path=path,
                error=system_reason(error),
            )
        ) from error
    return key, True


def is_open_to_others(path: Path) -> bool:
    """Return whether others than its owner can read the file of a key.

    Never where the system has no such rights, for what it says of them then means nothing.
    """
    return os.name == "posix" and bool(path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))


def key_in(path: Path) -> bytes:
    """Return the key of a file that an import has made.

    Raises
    ------
    InputError
        If it holds no key.
    """
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        key = b""
    if len(key) < _KEY_BYTES:
        raise InputError(
            [
                Fault(
                    _("this is not a key: 64 digits 0 to 9 and a to f are expected"),
                    _("give the file that an earlier import has made, or a name for a new one"),
                    file=path.name,
                )
            ]
        )
    return key
