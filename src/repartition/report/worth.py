"""What a plan is worth, and how that changes from a run: tier values, what targets lack."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from rich.console import RenderableType

from repartition.audit.numbers import read_exact
from repartition.audit.recount import Recount
from repartition.audit.sheets import Layout, ReadRow, read_sheet
from repartition.audit.tables import OBJECTIVES, QUOTAS, objectives_sheet
from repartition.domain.plan import TierResult
from repartition.domain.tiers import SHORTFALL
from repartition.errors import Fault, InputError
from repartition.language import _
from repartition.report.labels import tier_name
from repartition.report.layout import table
from repartition.report.numerals import NOTHING, number, signed

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class TierValue:
    """The value of a tier, and what it asks for: two runs may give one name to two things."""

    value: Fraction
    sense: str
    measure: str

    def change_from(self, before: "TierValue") -> Fraction | None:
        """Return how much more there is than before; None where the two ask for other things."""
        if (self.sense, self.measure) != (before.sense, before.measure):
            return None
        return self.value - before.value


@dataclass(frozen=True, slots=True)
class Worth:
    """The value of each tier, in order, and by how much each quota is missed over all its rows.

    ``bounds`` are the bounds of each quota, as (group, kind, number).
    """

    tiers: Mapping[str, TierValue]
    lacks: Mapping[str, Fraction]
    bounds: Mapping[str, frozenset[tuple[str, str, Fraction]]] = field(default_factory=dict)

    @classmethod
    def of_recount(cls, found: Recount) -> "Worth":
        """Return what a plan just made is worth."""
        results = [TierResult(tier.id, value, None, proven=False) for tier, value in found.tiers]
        rows = objectives_sheet(found, results).records()
        return cls(
            {
                row["tier"]: TierValue(value, row["sense"], row["measure"])
                for row, (_tier, value) in zip(rows, found.tiers, strict=True)
            },
            _total((quota.row.quota, quota.shortfall) for quota in found.quotas),
            _together(
                (quota.row.quota, (quota.row.group, quota.row.kind, quota.bound))
                for quota in found.quotas
            ),
        )

    @classmethod
    def of_run(cls, folder: Path) -> "Worth":
        """Return what an earlier run says it is worth.

        Raises
        ------
        InputError
            If its tables of objectives and quotas cannot be read.
        """
        objectives, quotas = _rows(folder, OBJECTIVES), _rows(folder, QUOTAS)
        return cls(
            {
                row.cells["tier"]: TierValue(
                    _amount(OBJECTIVES, row, "value"), row.cells["sense"], row.cells["measure"]
                )
                for row in objectives
            },
            _total((row.cells["quota"], _amount(QUOTAS, row, "shortfall")) for row in quotas),
            _together(
                (
                    row.cells["quota"],
                    (row.cells["group"], row.cells["kind"], _amount(QUOTAS, row, "bound")),
                )
                for row in quotas
            ),
        )

    def by_the_bounds_of(self, later: "Worth") -> "Worth":
        """Return it without the targets that a later run judges by other numbers.

        Shortfalls summed over several targets go with the first of them.
        """
        lacks = {
            quota: missed
            for quota, missed in self.lacks.items()
            if self.bounds[quota] == later.bounds.get(quota)
        }
        if len(lacks) == len(self.lacks):
            return self
        tiers = {name: each for name, each in self.tiers.items() if each.measure != SHORTFALL}
        return replace(self, tiers=tiers, lacks=lacks)

    def with_what_is_only_in(self, earlier: "Worth") -> "Worth":
        """Return it with the tiers and the targets of an earlier run that it does not have."""
        return replace(
            self,
            tiers={**self.tiers, **_others(earlier.tiers, self.tiers)},
            lacks={**self.lacks, **_others(earlier.lacks, self.lacks)},
        )


def worth(before: Worth, after: Worth) -> Iterator[RenderableType]:
    """Yield the change of every tier's value, then of what every target lacks."""
    heads = (_("before"), _("now"), _("change"))
    tiers = _names(before.tiers, after.tiers)
    yield table(
        _("Objectives, before and now"),
        (_("Tier"), *heads),
        [_tier_row(name, before.tiers.get(name), after.tiers.get(name)) for name in tiers],
    )
    if quotas := _names(before.lacks, after.lacks):
        yield table(
            _("How far targets are missed"),
            (_("Target"), *heads),
            [_quota_row(name, before.lacks.get(name), after.lacks.get(name)) for name in quotas],
        )


def _tier_row(
    name: str, before: TierValue | None, after: TierValue | None
) -> tuple[str, str, str, str]:
    change = None if before is None or after is None else after.change_from(before)
    return (
        tier_name(name),
        number(None if before is None else before.value),
        number(None if after is None else after.value),
        NOTHING if change is None else signed(change),
    )


def _quota_row(
    name: str, before: Fraction | None, after: Fraction | None
) -> tuple[str, str, str, str]:
    change = NOTHING if before is None or after is None else signed(after - before)
    return name, number(before), number(after), change


def _names(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names of now, in their order, then those that only the earlier run has."""
    return tuple({**after, **before})


def _others(found: Mapping[str, _Value], known: Mapping[str, object]) -> dict[str, _Value]:
    return {name: value for name, value in found.items() if name not in known}


def _together(
    pairs: Iterable[tuple[str, tuple[str, str, Fraction]]],
) -> dict[str, frozenset[tuple[str, str, Fraction]]]:
    found: dict[str, frozenset[tuple[str, str, Fraction]]] = {}
    for name, bound in pairs:
        found[name] = found.get(name, frozenset()) | {bound}
    return found


def _total(amounts: Iterable[tuple[str, Fraction]]) -> dict[str, Fraction]:
    total: dict[str, Fraction] = {}
    for name, amount in amounts:
        total[name] = total.get(name, Fraction(0)) + amount
    return total


def _rows(folder: Path, layout: Layout) -> tuple[ReadRow, ...]:
    sheet = read_sheet(folder, layout)
    if sheet.rows is None or sheet.faults:
        raise InputError(sheet.faults)
    return sheet.rows


def _amount(layout: Layout, row: ReadRow, column: str) -> Fraction:
    found = read_exact(row.cells[column])
    if found is None:
        fault = Fault(
            _("this is not a number"),
            file=layout.file,
            line=row.line,
            column=column,
            value=row.cells[column],
        )
        raise InputError([fault])
    return found
