"""Dated law: typology grids and income ceilings of the scenario, APL parameters of the package."""

import tomllib
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from repartition.domain.law import (
    APL_ZONES,
    CEILING_CATEGORIES,
    CEILING_ZONES,
    FINANCINGS,
    NO_CEILING,
    Ceilings,
    Grid,
    HousingBenefit,
)
from repartition.domain.scenario import ExactDecimal
from repartition.errors import Fault
from repartition.ingest.cell_types import Allowed, Typology, rooms_of
from repartition.ingest.toml_files import KeyPath, read_toml
from repartition.ingest.toml_models import validated
from repartition.language import _

NO_BENEFIT: Final = "none"
_LAW: Final = "law"
_BENEFIT_PREFIX: Final = "apl-"
_CENTS: Final = 100
_MILLIONTHS: Final = 1_000_000
_HUNDRED_THOUSANDTHS: Final = 100_000

Amount = Annotated[ExactDecimal, Field(ge=0, le=10**9, decimal_places=2)]


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GridRow(_Closed):
    """Smallest and largest typology for a number of persons (the last: for that many and more)."""

    persons: Annotated[int, Field(ge=1, le=1000, strict=True)]
    smallest: Typology
    largest: Typology


class GridFile(_Closed):
    """A typology grid."""

    persons: tuple[GridRow, ...]
    name: str = ""
    source: str = ""
    verified: bool = False


class CeilingRow(_Closed):
    """The income ceilings of one financing in one zone, in euros a year."""

    financing: Annotated[str, Allowed(FINANCINGS)]
    zone: Annotated[str, Allowed(CEILING_ZONES)]
    amounts: Annotated[
        tuple[Amount, ...], Field(min_length=CEILING_CATEGORIES, max_length=CEILING_CATEGORIES)
    ]
    extra: Amount
    source: str = ""
    verified: bool = False


class CeilingsFile(_Closed):
    """Dated income ceilings."""

    ceiling: tuple[CeilingRow, ...]
    name: str = ""
    source: str = ""


class ReadCeilings(BaseModel):
    """Ceilings as arrays, and which of them nobody has checked against the law."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    ceilings: Ceilings
    unverified: frozenset[tuple[str, str]]
    label: str


def read_grid(path: Path, label: str) -> tuple[Grid | None, list[Fault]]:
    """Return the typology grid of a file, or None and what is wrong with it."""
    file, faults = read_toml(path, label)
    if file is None:
        return None, faults
    read, faults = validated(GridFile, file)
    if read is None:
        return None, faults
    for position, row in enumerate(read.persons):
        place: KeyPath = ("persons", str(position))
        if row.persons != position + 1:
            faults.append(
                file.fault(
                    (*place, "persons"),
                    _("the grid has no row for {persons} persons here", persons=position + 1),
                    _("write one row for each number of persons, from 1 on"),
                    value=str(row.persons),
                )
            )
        if (rooms_of(row.smallest) or 0) > (rooms_of(row.largest) or 0):
            faults.append(
                file.fault(
                    (*place, "smallest"),
                    _("the smallest typology is above the largest"),
                    _("exchange the two"),
                    value=row.smallest,
                )
            )
    if not read.persons:
        faults.append(file.fault(("persons",), _("the grid has no row"), _("add [[persons]]")))
    if faults:
        return None, faults
    return Grid(
        smallest=np.array([rooms_of(row.smallest) for row in read.persons], np.int64),
        largest=np.array([rooms_of(row.largest) for row in read.persons], np.int64),
    ), []


def read_ceilings(path: Path, label: str) -> tuple[ReadCeilings | None, list[Fault]]:
    """Return the income ceilings of a file, or None and what is wrong with it."""
    file, faults = read_toml(path, label)
    if file is None:
        return None, faults
    read, faults = validated(CeilingsFile, file)
    if read is None:
        return None, faults
    shape = (len(FINANCINGS), len(CEILING_ZONES))
    amounts = np.full((*shape, CEILING_CATEGORIES), NO_CEILING, np.int64)
    extra = np.zeros(shape, np.int64)
    unverified: set[tuple[str, str]] = set()
    for position, row in enumerate(read.ceiling):
        place = (FINANCINGS.index(row.financing), CEILING_ZONES.index(row.zone))
        if amounts[place][0] != NO_CEILING:
            faults.append(
                file.fault(
                    ("ceiling", str(position)),
                    _("an earlier row is about this financing and this zone"),
                    _("delete one of the two"),
                    value=f"{row.financing} {row.zone}",
                )
            )
        amounts[place] = [int(amount * _CENTS) for amount in row.amounts]
        extra[place] = int(row.extra * _CENTS)
        if not row.verified:
            unverified.add((row.financing, row.zone))
    if faults:
        return None, faults
    ceilings = Ceilings(amounts, extra)
    return ReadCeilings(ceilings=ceilings, unverified=frozenset(unverified), label=label), []


@cache
def known_benefits() -> tuple[str, ...]:
    """Return the names of the APL parameters the program brings."""
    names = (entry.name for entry in _law().iterdir())
    return tuple(
        sorted(
            name.removeprefix(_BENEFIT_PREFIX).removesuffix(".toml")
            for name in names
            if name.startswith(_BENEFIT_PREFIX) and name.endswith(".toml")
        )
    )


def benefit_data(name: str) -> dict[str, Any]:
    """Return the APL parameters of a name as their file says them, sources included."""
    text = _law().joinpath(f"{_BENEFIT_PREFIX}{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def read_benefit(name: str) -> HousingBenefit | None:
    """Return the APL parameters of a name in whole numbers; None for ``none``."""
    if name == NO_BENEFIT:
        return None
    data = benefit_data(name)
    caps, family = data["rent_cap"], data["family"]
    families = [family["alone"], family["couple"], *family["dependants"]]
    return HousingBenefit(
        rent_cap=_cents(
            [
                [caps[f"zone_{zone}"][key] for key in ("alone", "couple", "dependant")]
                for zone in APL_ZONES
            ]
        ),
        rent_cap_step=_cents([caps[f"zone_{zone}"]["step"] for zone in APL_ZONES]),
        charges=_scaled(data["charges"]["amount"], _CENTS),
        charges_step=_scaled(data["charges"]["step"], _CENTS),
        family_rate=np.array([_scaled(row["rate"], _MILLIONTHS) for row in families], np.int64),
        family_rate_step=_scaled(family["rate_step"], _MILLIONTHS),
        allowance=_cents([row["allowance"] for row in families]),
        allowance_step=_scaled(family["allowance_step"], _CENTS),
        participation_minimum=_scaled(data["participation"]["minimum"], _CENTS),
        participation_rate=_scaled(data["participation"]["rate"], _MILLIONTHS),
        rent_rate_thresholds=_two(data["rent_rate"]["thresholds"], _HUNDRED_THOUSANDTHS),
        rent_rate_slopes=_two(data["rent_rate"]["slopes"], _MILLIONTHS),
        abatement=_scaled(data["paid"]["abatement"], _CENTS),
        minimum_paid=_scaled(data["paid"]["minimum"], _CENTS),
    )


def _law() -> Traversable:
    return files("repartition.ingest").joinpath(_LAW)


def _scaled(value: Decimal | int, scale: int) -> int:
    scaled = Decimal(value) * scale
    if scaled != int(scaled):
        raise ValueError(f"{value} is not a whole number of 1/{scale}")
    return int(scaled)


def _two(values: Sequence[Decimal], scale: int) -> tuple[int, int]:
    first, second = (_scaled(value, scale) for value in values)
    return first, second


def _cents(values: Sequence[Any]) -> NDArray[np.int64]:
    scaled = [
        [_scaled(cell, _CENTS) for cell in row] if isinstance(row, list) else _scaled(row, _CENTS)
        for row in values
    ]
    return np.array(scaled, np.int64)
