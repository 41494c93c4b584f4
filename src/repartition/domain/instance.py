"""The instance: the tables of a dataset as arrays, read and valid, sorted by identifier.

Money is in cents (int64), days are day ordinals (``date.toordinal``), a reference to another
table is its row (int32, ``NO_ROW`` for none). The text of every column, those of the contract and
those the office added, stays in ``table`` for filters, groups and measures; there, empty cells of
optional columns already hold their default, and the derived columns are present.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from repartition.domain.cotation import Cotation
from repartition.domain.fragility.index import FragilityIndex
from repartition.domain.law import Ceilings, Grid, HousingBenefit
from repartition.domain.scenario import Scenario
from repartition.domain.table import NO_ROW, Column, Table
from repartition.errors import Fault

FIXING_DECISIONS = ("attribution", "attribution_ranked", "attribution_conditional")
FORBIDDING_DECISIONS = ("non_attribution", "inadmissible", "refused_by_household")
DECISIONS = FIXING_DECISIONS + FORBIDDING_DECISIONS
NEVER = 0
"""Day ordinal that stands for "no date" in ``available_on``: earlier than any day."""


@dataclass(frozen=True, slots=True, eq=False)
class Communes:
    """(n_communes,) arrays; ``zone`` indexes ``CEILING_ZONES``, ``apl_zone`` is 1 to 3."""

    table: Table
    zone: NDArray[np.int32]
    apl_zone: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Programmes:
    """(n_programmes,) arrays. Derived columns in ``table``: ``fragile``, ``in_qpv``."""

    table: Table
    commune: NDArray[np.int32]
    """Row of the commune."""
    bailleur: NDArray[np.int32]
    """Index into ``Instance.bailleurs``."""
    fragility: NDArray[np.int64]
    """Degree, ``NO_DEGREE`` where the programme has none."""


@dataclass(frozen=True, slots=True, eq=False)
class Vacancies:
    """(n_vacancies,) arrays. Derived column in ``table``: ``rooms``."""

    table: Table
    programme: NDArray[np.int32]
    rooms: NDArray[np.int64]
    surface: NDArray[np.int64]
    """Hundredths of a square metre, rounded down."""
    financing: NDArray[np.int32]
    """Index into ``FINANCINGS``."""
    rent: NDArray[np.int64]
    charges: NDArray[np.int64]
    contingent: NDArray[np.int32]
    """Row of the contingent that has reserved it, ``NO_ROW`` = not reserved."""
    accessible: NDArray[np.bool_]
    available_on: NDArray[np.int64]
    """Day ordinal, ``NEVER`` = always been free."""
    freed_by: NDArray[np.int32]
    """Row of the household whose move frees it, ``NO_ROW`` = free today."""
    of_period: NDArray[np.bool_]
    """Whether it is a dwelling of the period (no date, or one not after its end)."""


@dataclass(frozen=True, slots=True, eq=False)
class Households:
    """(n_households,) arrays. Derived columns in ``table``: ``quartile``, ``waiting_days``."""

    table: Table
    persons: NDArray[np.int64]
    adults: NDArray[np.int64]
    children: NDArray[np.int64]
    reference_income: NDArray[np.int64]
    monthly_income: NDArray[np.int64]
    ceiling_category: NDArray[np.int64]
    """1 to 6, given or derived."""
    ceiling_extra: NDArray[np.int64]
    """Persons above six that raise the ceiling (of e where derived, of persons where given)."""
    smallest: NDArray[np.int64]
    """Rooms of ``typology_min``; 0 where not given."""
    largest: NDArray[np.int64]
    """Rooms of ``typology_max``; 0 where not given."""
    accessible: NDArray[np.bool_]
    aci: NDArray[np.bool_]
    active: NDArray[np.bool_]
    points_order: NDArray[np.int64]
    """Rank of ``points`` among the distinct values, 0 = fewest: exact whatever the decimals."""
    waiting_days: NDArray[np.int64]
    lottery: NDArray[np.int64]
    """First 20 bits of SHA-256 of ``SEED:HOUSEHOLD``: the smaller number wins."""
    communes: tuple[tuple[int, ...], ...]
    """Rows of the communes wished for, in order of preference; empty = anywhere."""
    contingents: tuple[frozenset[int], ...]
    """Rows of the contingents through which it may be proposed (kind ``bailleur`` not added)."""
    frees: NDArray[np.int32]
    """Row of the vacancy its move frees, ``NO_ROW`` = none."""


@dataclass(frozen=True, slots=True, eq=False)
class Contingents:
    """(n_contingents,) arrays."""

    table: Table
    kind: tuple[str, ...]
    commune: NDArray[np.int32]
    """Row of its commune, ``NO_ROW`` = any."""
    bailleur: NDArray[np.int32]
    """Index into ``Instance.bailleurs``, ``NO_ROW`` = any."""


@dataclass(frozen=True, slots=True)
class SpokenDecision:
    """The latest decision on one pair, as the table has it: what an explanation cites.

    ``household`` and ``vacancy`` are rows; ``decision`` is one of ``DECISIONS``; ``rank`` and
    ``decided_on`` are None, ``reason`` is empty, where the cell is. ``file`` and ``line`` say
    where messages find it, and are empty where it comes from no file.
    """

    household: int
    vacancy: int
    decision: str
    rank: int | None = None
    decided_on: date | None = None
    reason: str = ""
    file: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Decisions:
    """Pairs on which the commission has spoken, by row: (n,) int32 arrays, sorted by household.

    ``fixed_*``: in every plan. ``forbidden_*``: in none.
    """

    fixed_household: NDArray[np.int32]
    fixed_vacancy: NDArray[np.int32]
    forbidden_household: NDArray[np.int32]
    forbidden_vacancy: NDArray[np.int32]
    inadmissible_household: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    """Households whose request itself the latest decision on some pair found inadmissible."""
    spoken: tuple[SpokenDecision, ...] = ()
    """The latest decision on each pair, sorted by household then vacancy: the words behind the
    arrays above, and the ranked pairs that are neither fixed nor forbidden."""


@dataclass(frozen=True, slots=True)
class Counter:
    """What has already been attributed this year in one group of one quota."""

    count: int
    of: int


@dataclass(frozen=True, slots=True)
class Approval:
    """Dwellings whose financing was approved: in which commune (row), year, with which loan."""

    commune: int
    year: int
    financing: str
    dwellings: int


class WhereView:
    """Vacancies as ``where`` sees them: their columns, their programme's, their commune's.

    The first table that has a column wins, even where its cell is empty; ``"programme.name"``,
    ``"vacancy.…"`` and ``"commune.…"`` say which one.
    """

    def __init__(self, vacancies: Vacancies, programmes: Programmes, communes: Communes) -> None:
        commune_of_vacancy = programmes.commune[vacancies.programme]
        self._tables = (
            ("vacancy", vacancies.table, None),
            ("programme", programmes.table, vacancies.programme),
            ("commune", communes.table, commune_of_vacancy),
        )
        self._length = len(vacancies.programme)

    def __len__(self) -> int:
        return self._length

    def column(self, name: str) -> Column | None:
        """Return the first column of that name, one cell per vacancy, or None."""
        prefix, _dot, inner = name.partition(".")
        for table_name, table, rows in self._tables:
            wanted = inner if inner and prefix == table_name else name
            if (column := table.column(wanted)) is not None:
                return column if rows is None else column.take(rows)
        return None

    def names(self) -> tuple[str, ...]:
        """Return every column name a filter can use, without its prefix."""
        return tuple(dict.fromkeys(n for _t, table, _r in self._tables for n in table.names()))


class ViaView:
    """Contingents as ``via`` sees them, and one more row, the last: charged to nobody."""

    def __init__(self, contingents: Contingents) -> None:
        self._table = contingents.table
        self._rows = np.append(np.arange(len(contingents.kind), dtype=np.int32), NO_ROW)

    def __len__(self) -> int:
        return len(self._rows)

    def column(self, name: str) -> Column | None:
        """Return a column of the contingents; its last cell, "nobody", is empty."""
        column = self._table.column(name)
        return None if column is None else column.take(self._rows)

    def names(self) -> tuple[str, ...]:
        """Return every column name a filter can use."""
        return self._table.names()


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """Everything one run needs, read and valid.

    ``h`` indexes households, ``v`` vacancies, ``c`` contingents; ``c = n_contingents`` stands for
    "charged to nobody" wherever an array has one entry more than there are contingents.
    """

    scenario: Scenario
    communes: Communes
    programmes: Programmes
    vacancies: Vacancies
    households: Households
    contingents: Contingents
    decisions: Decisions
    counters: Mapping[tuple[str, str], Counter]
    """By (quota, group)."""
    bailleurs: tuple[str, ...]
    grid: Grid | None
    ceilings: Ceilings | None
    benefit: HousingBenefit | None
    """None = no APL is counted."""
    cautions: Sequence[Fault]
    """What is suspicious but possible."""
    approvals: tuple[Approval, ...] | None = None
    """Sorted by commune, year and financing; None = not given. No plan depends on them."""
    fragility_index: FragilityIndex | None = None
    """Where the degrees come from; None = the column of ``programmes`` gives them."""
    cotation: Cotation | None = None
    """What the points of the households are made of; None = they are those of the tables."""

    @property
    def n_households(self) -> int:
        """Number of households, active or not."""
        return len(self.households.persons)

    @property
    def n_vacancies(self) -> int:
        """Number of vacancies, of the period or not."""
        return len(self.vacancies.programme)

    @property
    def n_contingents(self) -> int:
        """Number of contingents; also the index of "charged to nobody"."""
        return len(self.contingents.kind)

    def who_view(self) -> Table:
        """Return the households as ``who`` sees them."""
        return self.households.table

    def where_view(self) -> WhereView:
        """Return the vacancies as ``where`` sees them."""
        return WhereView(self.vacancies, self.programmes, self.communes)

    def via_view(self) -> ViaView:
        """Return the contingents as ``via`` sees them."""
        return ViaView(self.contingents)

    def commune_of_vacancy(self) -> NDArray[np.int32]:
        """Return the row of each vacancy's commune."""
        return self.programmes.commune[self.vacancies.programme]

    def bailleur_of_vacancy(self) -> NDArray[np.int32]:
        """Return the index of each vacancy's landlord."""
        return self.programmes.bailleur[self.vacancies.programme]
