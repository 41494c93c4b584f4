"""What a plan is worth, and how that changes from a run: tier values, what targets lack."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from rich.console import RenderableType

from repartition.audit.numbers import read_exact
from repartition.audit.recount import Recount
from repartition.audit.sheets import Layout, ReadRow, read_sheet
from repartition.audit.tables import OBJECTIVES, QUOTAS, objectives_sheet
from repartition.domain.plan import TierResult
from repartition.errors import Fault, InputError
from repartition.language import _
from repartition.report.labels import tier_name
from repartition.report.layout import table
from repartition.report.numerals import NOTHING, number, signed


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
    """The value of each tier, in order, and what each quota lacks over all its rows."""

    tiers: Mapping[str, TierValue]
    lacks: Mapping[str, Fraction]

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
            _("What the targets lack"),
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
