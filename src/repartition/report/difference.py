"""What changes from an earlier run to a plan: attributions, and the figures they are judged by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from rich.console import RenderableType

from repartition.audit.manifest import Manifest, read_manifest
from repartition.audit.names import Names
from repartition.audit.reading import must_be_a_run
from repartition.audit.scenario_copy import SCENARIO_FILE
from repartition.audit.sheets import read_sheet
from repartition.audit.tables import PLAN
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.errors import InputError
from repartition.ingest.toml_files import read_toml
from repartition.language import _, day, n_
from repartition.report.cells import written_rows
from repartition.report.comparison import Headline, headline_table
from repartition.report.document import Amount, Column, Table, Unit
from repartition.report.layout import paragraph, table
from repartition.report.numerals import NOTHING, ratio

_CHANGES_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Attributions:
    """What is compared of a plan: who has which dwelling, and its figures.

    By identifier of the household: ``vacancy_of`` gives the vacancy of each one housed,
    ``charge_of`` the contingent charged and the transfer, ``""`` = none.
    """

    vacancy_of: Mapping[str, str]
    charge_of: Mapping[str, tuple[str, str]]
    headline: Headline

    @classmethod
    def of_plan(cls, instance: Instance, plan: Plan) -> "Attributions":
        """Return what is compared of a plan just made."""
        names = Names.of(instance)
        housed = [names.household[row] for row in plan.household.tolist()]
        vacancies = (names.vacancy[row] for row in plan.vacancy.tolist())
        charges = (
            (names.contingent[contingent], names.transfer[transfer])
            for contingent, transfer in zip(
                plan.contingent.tolist(), plan.transfer.tolist(), strict=True
            )
        )
        return cls(
            dict(zip(housed, vacancies, strict=True)),
            dict(zip(housed, charges, strict=True)),
            Headline.of_plan(instance, plan),
        )

    @classmethod
    def of_run(cls, folder: Path) -> "Attributions":
        """Return what is compared of an earlier run, from its ``plan.csv``.

        Raises
        ------
        UsageError
            If the folder is no run.
        InputError
            If it holds no plan that can be read.
        """
        must_be_a_run(folder)
        sheet = read_sheet(folder, PLAN)
        if sheet.rows is None or sheet.faults:
            raise InputError(sheet.faults)
        rows = [row.cells for row in sheet.rows]
        aci = [row for row in rows if row["aci"] == "true"]
        return cls(
            {row["household"]: row["vacancy"] for row in rows},
            {row["household"]: (row["contingent"], row["transfer"]) for row in rows},
            Headline(len(rows), len(aci), sum(row["fragile"] != "true" for row in aci)),
        )


@dataclass(frozen=True, slots=True)
class Origin:
    """What a run was made from: its scenario's name and days, the hashes of its tables and grid.

    ``days`` are the first and the last of its period, None where they cannot be read; ``grid`` is
    ``""`` where points are those of the tables.
    """

    scenario: str
    data: frozenset[str]
    days: tuple[date, date] | None = None
    grid: str = ""

    @classmethod
    def of_run(cls, folder: Path) -> "Origin | None":
        """Return the origin that the manifest of a run names; None where it cannot be read."""
        manifest = read_manifest(folder)
        if not isinstance(manifest, Manifest):
            return None
        tables = (sha for name, sha in manifest.inputs.items() if not name.endswith(".toml"))
        file, _faults = read_toml(folder / SCENARIO_FILE, SCENARIO_FILE)
        said = {} if file is None else file.data
        grid = manifest.inputs.get(_grid_path(said), "")
        return cls(manifest.scenario.name, frozenset(tables), _days(said), grid)


def have_same_data(before: Origin | None, after: Origin | None) -> bool:
    """Return whether two runs are known to be made from the same tables, for the same days."""
    return (
        before is not None
        and after is not None
        and before.data == after.data
        and before.days == after.days
    )


def _grid_path(said: Mapping[str, Any]) -> str:
    """Return the points grid that the scenario of a run names; ``""`` where it names none."""
    cotation = said.get("cotation")
    grid = cotation.get("grid") if isinstance(cotation, dict) else None
    return grid if isinstance(grid, str) else ""


def _days(said: Mapping[str, Any]) -> tuple[date, date] | None:
    """Return the first and the last day of the period that the scenario of a run names."""
    period = said.get("period")
    if not isinstance(period, dict):
        return None
    first, last = period.get("start"), period.get("end")
    return (first, last) if isinstance(first, date) and isinstance(last, date) else None


def origin_caution(before: Origin | None, after: Origin | None) -> Iterator[RenderableType]:
    """Yield a warning where two runs that are compared answer different questions."""
    if words := origin_words(before, after):
        yield paragraph(*words, style="bold yellow")


def origin_words(before: Origin | None, after: Origin | None) -> tuple[str, ...]:
    """Return in what two runs answer different questions; nothing where they do not."""
    if before is None or after is None:
        return ()
    warnings = []
    if before.data != after.data:
        warnings.append(
            _(
                "Warning: the earlier run ({scenario}) was made from other data: what changes "
                "comes from the data too.",
                scenario=before.scenario,
            )
        )
    elif before.scenario != after.scenario:
        warnings.append(
            _(
                "Warning: the earlier run is of another scenario, {scenario}.",
                scenario=before.scenario,
            )
        )
    if before.days != after.days and before.days is not None:
        first, last = before.days
        warnings.append(
            _(
                "Warning: the earlier run is about other days, from {first} to {last}: other "
                "dwellings can be given, and waits are counted from another day.",
                first=day(first),
                last=day(last),
            )
        )
    if before.grid != after.grid:
        warnings.append(
            _(
                "Warning: the points of the two runs are not of the same grid: an objective on "
                "points counts something else in each."
            )
        )
    return tuple(warnings)


def other_people_words() -> str:
    """Return why nobody is said to gain or to lose from one run to another."""
    return _(
        "The two runs are not about the same households: no group is said to be housed more or "
        "less."
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """How the attributions of one plan differ from those of an earlier one.

    Attributes
    ----------
    same
        Number of attributions that stand in both.
    moved
        Households housed by both, in another dwelling.
    gained, lost
        Households housed by the later plan only; by the earlier one only.
    """

    same: int
    moved: tuple[str, ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def share_changed(self) -> Fraction | None:
        """Share of the later plan's attributions that the earlier one does not have."""
        changed = len(self.moved) + len(self.gained)
        return ratio(changed, self.same + changed)

    @property
    def households(self) -> tuple[str, ...]:
        """Every household for which something changes, sorted."""
        return tuple(sorted((*self.moved, *self.gained, *self.lost)))


def compare(before: Mapping[str, str], after: Mapping[str, str]) -> Difference:
    """Return how ``after`` differs from ``before``: the vacancy of each household housed."""
    both = sorted(before.keys() & after.keys())
    moved = tuple(household for household in both if before[household] != after[household])
    return Difference(
        same=len(both) - len(moved),
        moved=moved,
        gained=tuple(sorted(after.keys() - before.keys())),
        lost=tuple(sorted(before.keys() - after.keys())),
    )


def difference_table(title: str, found: Difference) -> Table:
    """Return how many attributions are the same, and how many households each change is for."""
    return Table(
        key="difference",
        title=title,
        columns=(Column(""), Column(_("number"), Unit.COUNT)),
        rows=(
            (_("Attributions that are the same"), found.same),
            (_("Households in another dwelling"), len(found.moved)),
            (_("Households housed only now"), len(found.gained)),
            (_("Households housed only before"), len(found.lost)),
            (_("Share of the attributions that changed"), Amount(found.share_changed, Unit.SHARE)),
        ),
    )


def difference(
    before: Attributions, after: Attributions, *, earlier: str, verbose: bool = False
) -> Iterator[RenderableType]:
    """Yield the change of every figure, then whose attribution changed (all when ``verbose``).

    ``earlier`` is what the reader calls the earlier run.
    """
    found = compare(before.vacancy_of, after.vacancy_of)
    columns = {_("before"): before.headline, _("now"): after.headline}
    figures = written_rows(headline_table("", columns))
    changes = written_rows(difference_table("", found))
    rows = [*figures, *((name, "", value) for name, value in changes)]
    yield table(_("Against {run}", run=earlier), ("", _("before"), _("now")), rows)
    yield from _changes(before, after, found.households, verbose=verbose)


def _changes(
    before: Attributions, after: Attributions, households: tuple[str, ...], *, verbose: bool
) -> Iterator[RenderableType]:
    if not households:
        return
    shown = households if verbose else households[:_CHANGES_SHOWN]
    rows = [
        (
            household,
            before.vacancy_of.get(household, NOTHING),
            after.vacancy_of.get(household, NOTHING),
        )
        for household in shown
    ]
    heads = (_("Household"), "<" + _("dwelling before"), "<" + _("dwelling now"))
    yield table(_("Whose attribution changed"), heads, rows)
    if len(shown) < len(households):
        yield paragraph(
            n_(
                "{number} more household: add -v to see it.",
                "{number} more households: add -v to see them.",
                len(households) - len(shown),
            )
        )
