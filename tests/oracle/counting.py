"""What a plan is worth: every quota row, every transfer, every tier, in exact fractions.

Contract, section 2 (quotas, objectives). An attribution is counted here by itself; a plan is a sum.
"""

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from tests.oracle.cells import (
    BOOLEAN,
    NUMBER,
    Cell,
    World,
    contingent_matches,
    dwelling_matches,
    household_matches,
    rooms,
)
from tests.oracle.rules import Way, decided, refusals, to_pay, transfer_caps, ways

BOUNDS = ("max", "min", "max_share", "min_share")


class Attribution(NamedTuple):
    """One household, one dwelling, one way of charging it."""

    household: str
    vacancy: str
    contingent: str
    transfer: str


@dataclass(frozen=True)
class QuotaRow:
    """A quota, a group and a bound, with what the counters and the dwellings already say."""

    quota: str
    group: str
    kind: str
    stated: Fraction
    """The number or the share of the scenario."""
    said: dict[str, Any]
    """The quota as the scenario has it."""
    counted: int
    """``count`` of the counters."""
    counted_of: int
    """``of`` of the counters, and N where the share is of the vacancies."""

    @property
    def soft(self) -> int | None:
        """The soft level; None for a hard row."""
        return self.said.get("soft")

    @property
    def is_share_of_vacancies(self) -> bool:
        """Whether the share is of N, whatever the plan."""
        return self.kind.endswith("share") and self.said.get("of", "attributions") == "vacancies"

    def bound(self, count_of: int) -> Fraction:
        """Return what n is compared with, m (N for a share of the vacancies) being ``count_of``."""
        if self.kind in {"max", "min"}:
            return self.stated
        share = self.stated * count_of
        if not self.is_share_of_vacancies:
            return share
        return Fraction(math.floor(share) if self.kind == "max_share" else math.ceil(share))

    def slack(self, count: int, count_of: int) -> Fraction:
        """How far inside its bound the row is; negative where it misses."""
        bound = self.bound(count_of)
        return bound - count if self.kind.startswith("max") else count - bound


@dataclass(frozen=True)
class RowValue:
    """A line of ``quotas.csv``; ``count_of`` None where the bound is a number."""

    count: int
    count_of: int | None
    bound: Fraction
    shortfall: Fraction
    slack: Fraction


class Problem:
    """A world with its attributions, rows and tiers laid out."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.decided = decided(world.files.rows["decisions"])
        self.rows = [
            row for quota in world.scenario.get("quotas", []) for row in rows_of(world, quota)
        ]
        self.caps = transfer_caps(world)
        self.tiers = tiers_of(world, self.rows)

    @cached_property
    def attributions(self) -> dict[str, list[Attribution]]:
        """Every attribution that may be, by household; a fixed household has only its own."""
        fixed_dwelling = dict(self.decided.fixed)
        taken = set(fixed_dwelling.values())
        found: dict[str, list[Attribution]] = {}
        for household in self.world.households:
            if household in fixed_dwelling:
                vacancies = [fixed_dwelling[household]]
            else:
                vacancies = [
                    vacancy
                    for vacancy in self.world.vacancies
                    if vacancy not in taken
                    and not refusals(self.world, household, vacancy, self.decided.forbidden)
                ]
            found[household] = [
                Attribution(household, vacancy, *way)
                for vacancy in vacancies
                if self.world.vacancies[vacancy]["freed_by"] != household
                for way in self.ways(household, vacancy)
            ]
        return found

    def ways(self, household: str, vacancy: str) -> list[Way]:
        """Return the ways of charging a pair, those of a fixed pair where it is one."""
        return ways(
            self.world, household, vacancy, fixed=(household, vacancy) in self.decided.fixed
        )

    def cap_key(self, attribution: Attribution) -> tuple[str, str] | None:
        """Return the transfer and the contingent whose dwelling it hands back."""
        if not attribution.transfer:
            return None
        return attribution.transfer, self.world.vacancies[attribution.vacancy]["contingent"]

    # --- whole plans ---

    def faults(self, plan: Sequence[Attribution]) -> list[str]:
        """Why this is no plan at all; quotas are counted apart."""
        found = []
        for what, values in (
            ("household", [a.household for a in plan]),
            ("dwelling", [a.vacancy for a in plan]),
        ):
            if len(set(values)) < len(values):
                found.append(f"a {what} twice")
        housed = {a.household for a in plan}
        for attribution in plan:
            if attribution not in self.attributions[attribution.household]:
                found.append(f"{attribution} may not be")
            freed_by = self.world.vacancies[attribution.vacancy]["freed_by"]
            if freed_by and freed_by not in housed:
                found.append(f"{attribution.vacancy} is not freed")
        found += [
            f"{pair} was decided"
            for pair in self.decided.fixed
            if pair not in {(a[0], a[1]) for a in plan}
        ]
        keys = [self.cap_key(a) for a in plan]
        found += [
            f"transfer {key} over its cap"
            for key, cap in self.caps.items()
            if keys.count(key) > cap
        ]
        return found

    def row_value(self, row: QuotaRow, plan: Iterable[Attribution]) -> RowValue:
        """Return a line of ``quotas.csv``."""
        parts = [row_parts(self.world, row, attribution) for attribution in plan]
        count = row.counted + sum(in_n for in_n, _ in parts)
        count_of = row.counted_of + (
            0 if row.is_share_of_vacancies else sum(in_m for _, in_m in parts)
        )
        slack = row.slack(count, count_of)
        return RowValue(
            count,
            count_of if row.kind.endswith("share") else None,
            row.bound(count_of),
            max(Fraction(0), -slack),
            slack,
        )

    def shortfall(self, plan: Sequence[Attribution], soft: int | None) -> Fraction:
        """Return the shortfalls of a soft level summed; of the hard rows where ``soft`` is None."""
        values = [self.row_value(row, plan).shortfall for row in self.rows if row.soft == soft]
        return sum(values, Fraction(0))

    def values(self, plan: Sequence[Attribution]) -> dict[str, Fraction]:
        """Return the value of each tier, in order, ``hard`` first."""
        found = {"hard": self.shortfall(plan, None)}
        for tier in self.tiers:
            if tier.soft is not None:
                found[tier.name] = self.shortfall(plan, tier.soft)
            else:
                measures = [measure_of(self.world, tier, attribution) for attribution in plan]
                found[tier.name] = sum(measures, Fraction(0))
        return found

    def ranking(self, values: dict[str, Fraction]) -> tuple[Fraction, ...]:
        """Return the values, signed so that of two plans the smaller tuple is the better one."""
        signs = {tier.name: -1 if tier.maximise else 1 for tier in self.tiers}
        return tuple(value * signs.get(name, 1) for name, value in values.items())


# --- quotas --------------------------------------------------------------------------------------


def rows_of(world: World, quota: dict[str, Any]) -> list[QuotaRow]:
    """Return a row for each group and each bound of a quota."""
    counters = [row for row in world.files.rows["counters"] if row["quota"] == quota["id"]]
    of_vacancies = quota.get("of", "attributions") == "vacancies"
    found = []
    for group in sorted(_groups(world, quota, {row["group"] for row in counters})):
        counted = [row for row in counters if row["group"] == group]
        count = sum(int(row["count"]) for row in counted)
        count_of = sum(int(row.get("of") or 0) for row in counted)
        if of_vacancies:
            count_of += len(_dwellings_in(world, quota, group))
        found += [
            QuotaRow(quota["id"], group, kind, Fraction(quota[kind]), quota, count, count_of)
            for kind in BOUNDS
            if kind in quota
        ]
    return found


def _groups(world: World, quota: dict[str, Any], counted: set[str]) -> set[str]:
    """Return the groups of a quota; without ``per`` there is one, and an empty value makes none."""
    per = quota.get("per")
    if per is None:
        return {""}
    if per.startswith("via."):
        values = {
            group_text(world.of_contingent(contingent, per.removeprefix("via.")))
            for contingent in world.contingents
            if contingent_matches(world, quota.get("via", {}), contingent)
        }
    else:
        values = {
            group_text(world.of_dwelling(vacancy, per))
            for vacancy in world.period_dwellings
            if dwelling_matches(world, quota.get("where", {}), vacancy)
        }
    return (values | counted) - {""}


def _dwellings_in(world: World, quota: dict[str, Any], group: str) -> list[str]:
    """Return the dwellings of the period that match ``where``, given or not, in a group."""
    per = quota.get("per")
    return [
        vacancy
        for vacancy in world.period_dwellings
        if dwelling_matches(world, quota.get("where", {}), vacancy)
        and (per is None or group_text(world.of_dwelling(vacancy, per)) == group)
    ]


def group_text(cell: Cell) -> str:
    """Return a group as ``quotas.csv`` writes it."""
    if cell.kind == BOOLEAN:
        return "true" if cell.truth else "false"
    return str(int(cell.number)) if cell.kind == NUMBER and cell.text else cell.text


def row_parts(world: World, row: QuotaRow, attribution: Attribution) -> tuple[bool, bool]:
    """Whether an attribution counts in n, and whether it counts in m."""
    said = row.said
    among = said.get("among", {})
    in_m = (
        _group_of(world, row, attribution) == row.group
        and dwelling_matches(world, said.get("where", {}), attribution.vacancy)
        and household_matches(world, among.get("who", {}), attribution.household)
        and contingent_matches(world, among.get("via", said.get("via", {})), attribution.contingent)
    )
    in_n = (
        in_m
        and household_matches(world, said.get("who", {}), attribution.household)
        and contingent_matches(world, said.get("via", {}), attribution.contingent)
    )
    return in_n, in_m


def _group_of(world: World, row: QuotaRow, attribution: Attribution) -> str:
    per = row.said.get("per")
    if per is None:
        return ""
    if per.startswith("via."):
        return group_text(world.of_contingent(attribution.contingent, per.removeprefix("via.")))
    return group_text(world.of_dwelling(attribution.vacancy, per))


# --- tiers ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tier:
    """One level of the lexicographic order: a soft level, or a measure summed."""

    name: str
    maximise: bool
    soft: int | None = None
    measure: str = ""
    said: dict[str, Any] | None = None


def tiers_of(world: World, rows: Sequence[QuotaRow]) -> list[Tier]:
    """Soft levels that no objective lists, the objectives, seniority, lottery; not ``hard``."""
    objectives = world.scenario.get("objectives", [])
    listed = {o["soft"] for o in objectives if o.get("minimise") == "shortfall"}
    levels = sorted({row.soft for row in rows if row.soft is not None} - listed)
    found = [Tier(f"soft-{level}", maximise=False, soft=level) for level in levels]
    for objective in objectives:
        if objective.get("minimise") == "shortfall":
            found.append(Tier(objective["id"], maximise=False, soft=objective["soft"]))
        else:
            maximise = "maximise" in objective
            measure = objective["maximise" if maximise else "minimise"]
            found.append(Tier(objective["id"], maximise, measure=measure, said=objective))
    found.append(Tier("seniority", maximise=True, measure="waiting_days", said={}))
    found.append(Tier("lottery", maximise=False, measure="lottery", said={}))
    return found


def measure_of(world: World, tier: Tier, attribution: Attribution) -> Fraction:
    """Return what an attribution adds to a tier, to two decimals; 0 where filters do not match."""
    said = tier.said or {}
    matches = (
        household_matches(world, said.get("who", {}), attribution.household)
        and dwelling_matches(world, said.get("where", {}), attribution.vacancy)
        and contingent_matches(world, said.get("via", {}), attribution.contingent)
    )
    if not matches:
        return Fraction(0)
    return rounded(measured(world, tier.measure, attribution.household, attribution.vacancy))


def measured(world: World, measure: str, household: str, vacancy: str) -> Fraction:
    """Return a measure of a pair, exact, before it is rounded."""
    if measure == "attributions":
        return Fraction(1)
    if measure == "lottery":
        return Fraction(lottery(world.scenario["seed"], household))
    if measure == "effort_rate":
        income, paid = (
            world.of_household(household, "monthly_income").number,
            to_pay(world, household, vacancy),
        )
        if not income:
            return Fraction(100 if paid > 0 else 0)
        return 100 * paid / income
    if measure == "spare_rooms":
        persons = world.of_household(household, "persons").number
        return max(Fraction(0), rooms(world.vacancies[vacancy]["typology"]) - persons)
    if measure == "wish_rank":
        wanted, commune = (
            world.of_household(household, "communes").items,
            world.of_dwelling(vacancy, "commune"),
        )
        return Fraction(wanted.index(commune.text) if commune.text in wanted else len(wanted))
    if world.household_has(measure):
        return world.of_household(household, measure).number
    return world.of_dwelling(vacancy, measure).number


def rounded(value: Fraction) -> Fraction:
    """Two decimals, halves away from zero."""
    hundredths = Fraction(math.floor(abs(value) * 100 + Fraction(1, 2)), 100)
    return hundredths if value >= 0 else -hundredths


def lottery(seed: int, household: str) -> int:
    """Return the first 20 bits of SHA-256 of ``SEED:HOUSEHOLD``, as a number."""
    return int.from_bytes(hashlib.sha256(f"{seed}:{household}".encode()).digest()[:3], "big") >> 4
