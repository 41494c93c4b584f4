"""The rows of an RPLS file as dwellings: each cell read once, sentinels taken for what they are."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cached_property
from typing import Final, TypeVar

from repartition.domain.cells import parse_number
from repartition.importers.account import Account
from repartition.importers.rpls.codes import Codes, Occupation, Reservation
from repartition.importers.rpls.landlords import landlords_of, warn_of_several
from repartition.importers.rpls.residences import Told, residence_of
from repartition.ingest.raw import RawTable
from repartition.language import _

Meaning = TypeVar("Meaning")
Value = TypeVar("Value")

_NOT_KNOWN: Final = frozenset({"", "NA", "NC", "Z", "NA/NA", "01/1900"})
"""What the file writes for "not known" in any column."""
_NO_RENT: Final = frozenset({Decimal(9999)})
_NO_SURFACE: Final = frozenset({Decimal(999), Decimal(9999)})
USUAL_PROGRAMME: Final = "COMPLGEO"
"""The column that tells programmes apart where none is named."""
_MONTH: Final = re.compile(r"(?:\d{1,2}/)?(\d{1,2})/(\d{4})")
_DAY_OF_A_WORKBOOK: Final = re.compile(r"(\d{4})-(\d\d)-\d\d")
_YEAR: Final = re.compile(r"(\d{4})")
_EARLIEST: Final = 1801
"""Years before are sentinels, such as 1900 for months: see ``_month_of``."""
_NO_YEAR: Final = 1900
_MONTHS: Final = 12
_SPACES: Final = re.compile(r"\s")
_INSEE: Final = re.compile(r"(?:\d\d|2[AB])\d{3}", re.ASCII)
_HUNDREDTH: Final = Decimal("0.01")
_DECIMALS: Final = 2


@dataclass(frozen=True, slots=True)
class Dwelling:
    """One dwelling of the stock. What is not known is empty or None.

    ``bailleur_name`` is the landlord's name as this row spells it.
    ``built`` and ``first_let`` are years; ``relet_on``, ``leased_on`` and ``left_on`` the first
    days of months; ``vacant_months`` is in whole months; amounts are in euros a month.
    ``programme`` is the name that tells its programme apart, and ``told`` what it is made of.
    """

    line: int
    identifier: str
    commune: str
    commune_name: str
    bailleur: str
    bailleur_name: str
    programme: str
    told: Told
    street: str
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


def is_insee(code: str) -> bool:
    """Return whether a commune could have this code: five digits, or 2A or 2B and three."""
    return _INSEE.fullmatch(code) is not None


def usual_names(said: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the name each thing goes by, in whatever order its names were said.

    That is the spelling said most often, of several the first in the alphabet; empty where none
    was said.
    """
    times: dict[str, Counter[str]] = {}
    for thing, name in said:
        spellings = times.setdefault(thing, Counter())
        if name:
            spellings[name] += 1
    return {thing: _most_often(spellings) for thing, spellings in times.items()}


def _most_often(spellings: Mapping[str, int]) -> str:
    return min(spellings, key=lambda name: (-spellings[name], name), default="")


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

    def dwellings(self) -> list[Dwelling]:
        """Return every row of the file, in its order."""
        said = self._landlords()
        if self.bailleur:
            warn_of_several(said, self.bailleur, self.account)
        return [self._dwelling(row, self.bailleur or landlord) for row, landlord in enumerate(said)]

    def _landlords(self) -> list[str]:
        """Return the landlord that each row says; nobody counts what does not matter."""
        rows = range(len(self.rows))
        return landlords_of(
            [self._cell(row, "SIRET") for row in rows],
            [self._cell(row, "RS") for row in rows],
            [self._place(row) for row in rows],
            Account() if self.bailleur else self.account,
        )

    @cached_property
    def _cells(self) -> Mapping[str, list[str]]:
        found = {}
        for name, column in self.names.items():
            cells = self.rows.columns[column].cells()
            found[name] = ["" if cell.upper() in _NOT_KNOWN else cell for cell in cells]
        return found

    def _dwelling(self, row: int, bailleur: str) -> Dwelling:
        street = self._street(row)
        programme, told = self._residence(row, street)
        return Dwelling(
            line=self.rows.line(row),
            identifier=self._identifier(row, bailleur),
            commune=_SPACES.sub("", self._cell(row, "DEPCOM")),
            commune_name=self._cell(row, "LIBCOM"),
            bailleur=bailleur,
            bailleur_name=self._cell(row, "RS"),
            programme=programme,
            told=told,
            street=street,
            in_district=self._coded(row, "QPV", self.codes.priority_district),
            occupation=self._occupation(row),
            rooms=self._cell(row, "NBPIECE"),
            surface=self._amount(row, "SURFHAB", not_known=_NO_SURFACE),
            financing=self._financing(row),
            financing_code=self._cell(row, "FINAN"),
            rent=self._amount(row, "LOYERPRINC", not_known=_NO_RENT),
            accessory_rent=self._amount(row, "LOYERACC", not_known=_NO_RENT),
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
        cell = self._cell(row, name)
        return cell.lstrip("0") or cell

    def _identifier(self, row: int, bailleur: str) -> str:
        """Return the number of a dwelling in France, else its landlord's own, with the landlord."""
        own = self._cell(row, "IDENT_INT")
        return self._cell(row, "IDENT_REP") or (f"{bailleur}-{own}" if own else "")

    def _residence(self, row: int, street: str) -> tuple[str, Told]:
        """Return what tells the programme apart: a column that was asked for, whatever it says."""
        name = self._cell(row, self.programme)
        if name and self.programme != USUAL_PROGRAMME:
            return name, Told.BY_NAME
        return residence_of(name, street)

    def _street(self, row: int) -> str:
        """Return the street: what is left to tell programmes apart where none has a name."""
        parts = (self._cell(row, name) for name in ("TYPVOIE", "NOMVOIE"))
        return " ".join(part for part in parts if part)

    def _coded(self, row: int, name: str, codes: Mapping[str, Meaning]) -> Meaning | None:
        code = self._code(row, name)
        if code and code not in codes:
            self.account.unknown_code(name, code, self._place(row), _("read as not known"))
        return codes.get(code)

    def _occupation(self, row: int) -> Occupation | None:
        if "MODE" in self.names and not self._code(row, "MODE"):
            self.account.odd(
                _("MODE is empty: the dwelling counts neither as let nor as vacant"),
                self._place(row),
            )
        return self._coded(row, "MODE", self.codes.occupation)

    def _financing(self, row: int) -> str:
        code = self._code(row, "CUS")
        agreed = self.codes.agreement.get(code)
        if code and not agreed:
            self.account.unknown_code(
                "CUS", code, self._place(row), _("the loan, FINAN, is used instead")
            )
        return agreed or self.codes.financing.get(self._code(row, "FINAN"), "")

    def _amount(self, row: int, name: str, *, not_known: frozenset[Decimal]) -> Decimal | None:
        value = self._read(row, name, parse_number)
        return None if value is None or value in not_known else _hundredths(value)

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


def _hundredths(value: Decimal) -> Decimal:
    """Return an amount of two decimals at most: half a hundredth is rounded up."""
    digits = value.as_tuple()
    if not isinstance(digits.exponent, int) or digits.exponent >= -_DECIMALS:
        return value
    exact = Context(prec=len(digits.digits) + 1)
    return value.quantize(_HUNDREDTH, ROUND_HALF_UP, exact)


def _whole_of(cell: str) -> int | None:
    value = parse_number(cell)
    return None if value is None or value != value.to_integral_value() else int(value)


def _year_of(cell: str) -> int | None:
    match = _YEAR.fullmatch(cell)
    return int(match[1]) if match and int(match[1]) >= _EARLIEST else None


def _month_of(cell: str) -> date | None:
    """Return the first day of a month ``mm/yyyy``, or of that of a day.

    Days are ``dd/mm/yyyy``, or ``yyyy-mm-dd`` where a workbook took the cell for a date.
    """
    written, kept = _MONTH.fullmatch(cell), _DAY_OF_A_WORKBOOK.fullmatch(cell)
    if written:
        month, year = int(written[1]), int(written[2])
    elif kept:
        year, month = int(kept[1]), int(kept[2])
    else:
        return None
    return date(year, month, 1) if 1 <= month <= _MONTHS and year > _NO_YEAR else None
