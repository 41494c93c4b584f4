"""The rows of an RPLS file as dwellings: each cell read once, sentinels taken for what they are."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Final, TypeVar

from repartition.domain.cells import parse_number
from repartition.importers.account import Account
from repartition.importers.dataset.record import plain_name
from repartition.importers.rpls.codes import Codes, Occupation, Reservation
from repartition.ingest.raw import RawTable
from repartition.language import _

Meaning = TypeVar("Meaning")
Value = TypeVar("Value")

_NOT_KNOWN: Final = frozenset({"", "NA", "NC", "Z", "NA/NA", "01/1900"})
"""What the file writes for "not known" in any column."""
_NO_RENT: Final = Decimal(9999)
_NO_SURFACE: Final = Decimal(999)
_MONTH: Final = re.compile(r"(?:\d{1,2}/)?(\d{1,2})/(\d{4})")
_YEAR: Final = re.compile(r"(\d{4})")
_EARLIEST: Final = 1801
"""Years before are sentinels, such as 1900 for months: see ``_month_of``."""
_NO_YEAR: Final = 1900
_MONTHS: Final = 12
_SIREN: Final = 9


@dataclass(frozen=True, slots=True)
class Dwelling:
    """One dwelling of the stock. What is not known is empty or None.

    ``built`` and ``first_let`` are years; ``relet_on``, ``leased_on`` and ``left_on`` the first
    days of months; ``vacant_months`` is in whole months; amounts are in euros a month.
    """

    line: int
    identifier: str
    commune: str
    commune_name: str
    bailleur: str
    programme: str
    in_district: bool | None
    occupation: Occupation | None
    rooms: str
    surface: Decimal | None
    financing: str
    financing_code: str
    rent: Decimal | None
    accessory_rent: Decimal | None
    reservation: Reservation | None
    reservation_code: str
    accessible: bool | None
    built: int | None
    first_let: int | None
    relet_on: date | None
    leased_on: date | None
    left_on: date | None
    vacant_months: int | None
    energy: str

    @property
    def place(self) -> str:
        """Where the file has it."""
        return _("line {line}", line=self.line)


@dataclass
class StockReader:
    """Reads the rows of one file, one dwelling each.

    Attributes
    ----------
    rows
        The file.
    names
        The column of the file that says each thing, by the name the notice of the RPLS gives it.
    programme
        The column that says which programme a dwelling is in, by its name in the notice.
    bailleur
        The landlord of every dwelling; empty where the file is to say it.
    """

    rows: RawTable
    names: Mapping[str, str]
    codes: Codes
    account: Account
    programme: str
    bailleur: str = ""
    _landlords: dict[str, str] = field(default_factory=dict)

    def dwellings(self) -> list[Dwelling]:
        """Return every row of the file, in its order."""
        return [self._dwelling(row) for row in range(len(self.rows))]

    @cached_property
    def _cells(self) -> Mapping[str, list[str]]:
        found = {}
        for name, column in self.names.items():
            cells = self.rows.columns[column].cells()
            found[name] = ["" if cell.upper() in _NOT_KNOWN else cell for cell in cells]
        return found

    def _dwelling(self, row: int) -> Dwelling:
        return Dwelling(
            line=self.rows.line(row),
            identifier=self._cell(row, "IDENT_REP") or self._cell(row, "IDENT_INT"),
            commune=self._cell(row, "DEPCOM"),
            commune_name=self._cell(row, "LIBCOM"),
            bailleur=self.bailleur or self._landlord(row),
            programme=self._cell(row, self.programme) or self._street(row),
            in_district=self._coded(row, "QPV", self.codes.priority_district),
            occupation=self._coded(row, "MODE", self.codes.occupation),
            rooms=self._cell(row, "NBPIECE"),
            surface=self._amount(row, "SURFHAB", sentinel=_NO_SURFACE),
            financing=self._financing(row),
            financing_code=self._cell(row, "FINAN"),
            rent=self._amount(row, "LOYERPRINC", sentinel=_NO_RENT),
            accessory_rent=self._amount(row, "LOYERACC", sentinel=_NO_RENT),
            reservation=self.codes.reservations.get(self._code(row, "CONTRESLOG")),
            reservation_code=self._code(row, "CONTRESLOG"),
            accessible=self._coded(row, "PMR", self.codes.accessible),
            built=self._read(row, "CONSTRUCT", _year_of),
            first_let=self._read(row, "LOCAT", _year_of),
            relet_on=self._read(row, "REMLOCDATE", _month_of),
            leased_on=self._read(row, "BAIL", _month_of),
            left_on=self._read(row, "DATE_DEP_DERLOCAT", _month_of),
            vacant_months=self._read(row, "DUREE_VACANCE", _whole_of),
            energy=self._cell(row, "DPEENERGIE"),
        )

    def _cell(self, row: int, name: str) -> str:
        return self._cells[name][row] if name in self.names else ""

    def _code(self, row: int, name: str) -> str:
        return self._cell(row, name).lstrip("0")

    def _landlord(self, row: int) -> str:
        """Return the landlord: its name as the first row of its SIREN spells it, else its SIREN."""
        siren = re.sub(r"\D", "", self._cell(row, "SIRET"))[:_SIREN]
        name = self._cell(row, "RS")
        called = plain_name(name) if name else siren
        return self._landlords.setdefault(siren, called) if siren else called

    def _street(self, row: int) -> str:
        """Return the street: what is left to tell programmes apart where none has a name."""
        parts = (self._cell(row, name) for name in ("TYPVOIE", "NOMVOIE"))
        return " ".join(part for part in parts if part)

    def _coded(self, row: int, name: str, codes: Mapping[str, Meaning]) -> Meaning | None:
        code = self._code(row, name)
        if code and code not in codes:
            self.account.unknown_code(name, code, self._place(row), _("read as not known"))
        return codes.get(code)

    def _financing(self, row: int) -> str:
        agreed = self.codes.agreement.get(self._code(row, "CUS"))
        return agreed or self.codes.financing.get(self._code(row, "FINAN"), "")

    def _amount(self, row: int, name: str, *, sentinel: Decimal) -> Decimal | None:
        value = self._read(row, name, parse_number)
        return None if value == sentinel else value

    def _read(self, row: int, name: str, read: Callable[[str], Value | None]) -> Value | None:
        """Return what a cell says; where it cannot be read it is counted, and as good as empty."""
        cell = self._cell(row, name)
        if not cell:
            return None
        value = read(cell)
        if value is None:
            self.account.odd(
                _("{column} cannot be read, and counts as not known", column=name),
                self._place(row),
            )
        return value

    def _place(self, row: int) -> str:
        return _("line {line}", line=self.rows.line(row))


def _whole_of(cell: str) -> int | None:
    value = parse_number(cell)
    return None if value is None or value != value.to_integral_value() else int(value)


def _year_of(cell: str) -> int | None:
    match = _YEAR.fullmatch(cell)
    return int(match[1]) if match and int(match[1]) >= _EARLIEST else None


def _month_of(cell: str) -> date | None:
    """Return the first day of a month written ``mm/yyyy``, or of that of a day ``dd/mm/yyyy``."""
    match = _MONTH.fullmatch(cell)
    if not match or not 1 <= int(match[1]) <= _MONTHS or int(match[2]) <= _NO_YEAR:
        return None
    return date(int(match[2]), int(match[1]), 1)
