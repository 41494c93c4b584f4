"""The types of the cells the contract names: how each is read, and what it refuses.

Each type is a pydantic one: a reader of French spelling, then declared constraints. A table is
validated column by column, on its distinct cells.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field, GetCoreSchemaHandler
from pydantic_core import core_schema

from repartition.domain.cells import is_no_day, parse_boolean, parse_date, parse_list, parse_number
from repartition.domain.instance import DECISIONS
from repartition.domain.law import CEILING_ZONES, FINANCINGS
from repartition.domain.refusals import refusal
from repartition.domain.table import CellKind
from repartition.ingest.nearest import suggestion
from repartition.language import _

CONTINGENT_KINDS: Final = (
    "etat_prioritaires",
    "etat_agents",
    "action_logement",
    "commune",
    "epci",
    "departement",
    "bailleur",
)
_CENTS: Final = 2
_TYPOLOGY: Final = re.compile(r"[Tt] ?([1-9]\d?)(?: ?bis| ?ter| ?et plus| ?\+)?|([1-9]\d?) et plus")


@dataclass(frozen=True, slots=True)
class Meant:
    """How filters and measures read the cells of a column of this type."""

    kind: CellKind


def read_number(cell: str) -> Decimal:
    """Return the number a cell says."""
    value = parse_number(cell)
    if value is None:
        raise refusal(_("is not a number"), _("write digits only, such as 1234.50"))
    return value


def read_euros(cell: str) -> Decimal:
    """Return the amount a cell says.

    Three decimals are refused even where they are zeros: ``6.000`` is more often six thousand
    written with a dot than six euros.
    """
    value = read_number(cell)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -_CENTS:
        raise refusal(
            _("has more than {places} decimals", places=_CENTS),
            _("round it to {places} decimals", places=_CENTS),
        )
    return value


def read_whole(cell: str) -> int:
    """Return the whole number a cell says."""
    value = read_number(cell)
    if value != value.to_integral_value():
        raise refusal(_("is not a whole number"), _("write a whole number"))
    return int(value)


def read_truth(cell: str) -> bool:
    """Return the truth a cell says."""
    value = parse_boolean(cell)
    if value is None:
        raise refusal(_("is neither yes nor no"), _("write true or false (oui, non, 1, 0)"))
    return value


def read_day(cell: str) -> date:
    """Return the day a cell says."""
    value = parse_date(cell)
    if is_no_day(cell):
        raise refusal(_("this day does not exist"), _("correct the day, the month or the year"))
    if value is None:
        raise refusal(_("is not a date"), _("write it as 2014-12-31 or 31/12/2014"))
    return value


def rooms_of(typology: str) -> int | None:
    """Return the number of rooms of a typology (``T1bis`` has one, ``T6 et plus`` six), or None.

    >>> rooms_of("T3"), rooms_of("T1bis"), rooms_of("T6 et plus"), rooms_of("6 et plus")
    (3, 1, 6, 6)
    """
    match = _TYPOLOGY.fullmatch(typology)
    return int(match[1] or match[2]) if match else None


def _check_typology(cell: str) -> str:
    if rooms_of(cell) is None:
        raise refusal(
            _("is not a typology"), _("write T and the number of rooms: T1, T1bis, T3, T6 et plus")
        )
    return cell


@dataclass(frozen=True, slots=True)
class Allowed:
    """The closed list of what a cell of this type may say, in any case."""

    words: tuple[str, ...]

    def read(self, cell: object) -> object:
        """Return the word of the list that a cell says."""
        found = [word for word in self.words if word.casefold() == str(cell).casefold()]
        if not found:
            raise refusal(_("is not a known value"), suggestion(str(cell), self.words))
        return found[0]

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Have pydantic read the cell before it checks the type."""
        return core_schema.no_info_before_validator_function(self.read, handler(source))


_Number = BeforeValidator(read_number)
_Euros = BeforeValidator(read_euros)
_Whole = BeforeValidator(read_whole)
_NUMBER, _TEXT = Meant(CellKind.NUMBER), Meant(CellKind.TEXT)

Identifier = Annotated[str, Meant(CellKind.TEXT)]
Text = Annotated[str, Meant(CellKind.TEXT)]
IdentifierList = Annotated[tuple[str, ...], BeforeValidator(parse_list), Meant(CellKind.LIST)]
Truth = Annotated[bool, BeforeValidator(read_truth), Meant(CellKind.BOOLEAN)]
Day = Annotated[date, BeforeValidator(read_day), Meant(CellKind.DATE)]
Typology = Annotated[str, AfterValidator(_check_typology), Meant(CellKind.TEXT)]

# The upper limits are far beyond any dwelling or household: they catch slips (a missing decimal
# point, cents for euros) and keep every sum of a run within 64 bits.
MonthlyEuros = Annotated[Decimal, Field(ge=0, le=10**6, decimal_places=2), _Euros, _NUMBER]
YearlyEuros = Annotated[Decimal, Field(ge=0, le=10**9, decimal_places=2), _Euros, _NUMBER]
SquareMetres = Annotated[Decimal, Field(ge=0, le=10**5, decimal_places=6), _Number, _NUMBER]
Points = Annotated[Decimal, Field(ge=-(10**9), le=10**9, decimal_places=6), _Number, _NUMBER]
Persons = Annotated[int, Field(ge=1, le=1000), _Whole, _NUMBER]
SomePersons = Annotated[int, Field(ge=0, le=1000), _Whole, _NUMBER]
Count = Annotated[int, Field(ge=0, le=10**6), _Whole, _NUMBER]
Degree = Annotated[int, Field(ge=0, le=10**6), _Whole, _NUMBER]
Rank = Annotated[int, Field(ge=0, le=10**9), _Whole, _NUMBER]
CeilingCategory = Annotated[int, Field(ge=1, le=6), _Whole, _NUMBER]
Quartile = Annotated[int, Field(ge=1, le=4), _Whole, _NUMBER]
Year = Annotated[int, Field(ge=1900, le=2100), _Whole, _NUMBER]
AplZone = Annotated[int, Field(ge=1, le=3), _Whole, _NUMBER]

CeilingZone = Annotated[str, Allowed(CEILING_ZONES), _TEXT]
Financing = Annotated[str, Allowed(FINANCINGS), _TEXT]
ContingentKind = Annotated[str, Allowed(CONTINGENT_KINDS), _TEXT]
Decision = Annotated[str, Allowed(DECISIONS), _TEXT]
