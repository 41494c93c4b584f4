"""The tables of a run folder, made from a plan: the columns of the contract first."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.audit.fragility_sheet import fragility_sheets
from repartition.audit.names import Names
from repartition.audit.numbers import write_exact, write_hundredths
from repartition.audit.obstacles import tally_obstacles
from repartition.audit.outcome import Outcome
from repartition.audit.reason_sentences import Reason
from repartition.audit.reasons import unplaced_reasons, vacant_reasons
from repartition.audit.recount import Recount
from repartition.audit.sheets import BOOLEAN, NUMBER, TEXT, Layout, Sheet
from repartition.domain.cotation import Cotation
from repartition.domain.fragility import NO_DEGREE
from repartition.domain.plan import TierResult
from repartition.domain.tiers import HARD_LEVEL, SHORTFALL
from repartition.eligibility.measures import effort_rate, spare_rooms, wish_rank

PLAN: Final = Layout(
    "plan.csv",
    {
        "vacancy": TEXT,
        "household": TEXT,
        "contingent": TEXT,
        "transfer": TEXT,
        "programme": TEXT,
        "programme_name": TEXT,
        "commune": TEXT,
        "commune_name": TEXT,
        "bailleur": TEXT,
        "qpv": TEXT,
        "fragility": NUMBER,
        "fragile": BOOLEAN,
        "typology": TEXT,
        "financing": TEXT,
        "rent": NUMBER,
        "charges": NUMBER,
        "persons": NUMBER,
        "aci": BOOLEAN,
        "dalo": BOOLEAN,
        "points": NUMBER,
        "waiting_days": NUMBER,
        "effort_rate": NUMBER,
        "wish_rank": NUMBER,
        "spare_rooms": NUMBER,
        "freed_by": TEXT,
    },
    key=1,
)
"""One row per attribution. ``effort_rate`` in percent; rent and charges in euros a month."""

QUOTAS: Final = Layout(
    "quotas.csv",
    {
        "quota": TEXT,
        "group": TEXT,
        "kind": TEXT,
        "count": NUMBER,
        "of": NUMBER,
        "bound": NUMBER,
        "shortfall": NUMBER,
        "slack": NUMBER,
        "soft": NUMBER,
    },
    key=3,
)
"""One row per bound of each group of each quota; ``soft`` is its level, empty = hard."""

TRANSFERS: Final = Layout(
    "transfers.csv",
    {
        "transfer": TEXT,
        "contingent": TEXT,
        "count": NUMBER,
        "of": NUMBER,
        "bound": NUMBER,
        "shortfall": NUMBER,
        "slack": NUMBER,
    },
    key=2,
)
"""What goes through each transfer on the dwellings (``of``) of each contingent ``from``."""

OBJECTIVES: Final = Layout(
    "objectives.csv",
    {
        "tier": TEXT,
        "value": NUMBER,
        "bound": NUMBER,
        "proven": BOOLEAN,
        "sense": TEXT,
        "measure": TEXT,
    },
    key=1,
    in_order=True,
)
"""The tiers, the most important first; ``bound`` is empty where none is known."""

UNPLACED: Final = Layout(
    "unplaced.csv",
    {"household": TEXT, "reason": TEXT, "code": TEXT, "open": NUMBER, "obstacles": TEXT},
    key=1,
)
"""Active households without a dwelling; see :class:`repartition.audit.reasons.Reason`."""

VACANT: Final = Layout(
    "vacant.csv",
    {"vacancy": TEXT, "reason": TEXT, "code": TEXT, "open": NUMBER, "obstacles": TEXT},
    key=1,
)
"""Dwellings of the period left empty; see :class:`repartition.audit.reasons.Reason`."""

POINTS: Final = Layout(
    "points.csv", {"household": TEXT, "criterion": TEXT, "points": NUMBER}, key=2
)
"""What the points of each household are made of, where a grid gives them: the criteria that count,
and what is taken off again (``cap:ID``, ``highest:ID``, ``cap``: see
:class:`repartition.domain.cotation.Line`). They sum to the points of the household."""

LAYOUTS: Final = (PLAN, QUOTAS, TRANSFERS, OBJECTIVES, UNPLACED, VACANT)
"""The tables that every run has."""
_TRUTH: Final = {True: "true", False: "false"}


def sheets_of(outcome: Outcome, found: Recount) -> tuple[Sheet, ...]:
    """Return every table of a run that can be made again: all but the objectives."""
    cotation = outcome.instance.cotation
    by_household, by_vacancy = tally_obstacles(outcome)
    names = Names.of(outcome.instance)
    return (
        Sheet.of(PLAN, _plan_rows(outcome)),
        Sheet.of(QUOTAS, _quota_rows(found)),
        Sheet.of(TRANSFERS, _transfer_rows(found, names)),
        Sheet.of(UNPLACED, _reason_rows(unplaced_reasons(outcome, by_household), names.household)),
        Sheet.of(VACANT, _reason_rows(vacant_reasons(outcome, by_vacancy), names.vacancy)),
        *fragility_sheets(outcome.instance),
        *(() if cotation is None else (Sheet.of(POINTS, _point_rows(cotation, names)),)),
    )


def objectives_sheet(found: Recount, results: Iterable[TierResult]) -> Sheet:
    """Return the table of the tiers: recomputed values, with the bounds the solver claims."""
    return Sheet.of(
        OBJECTIVES,
        (
            (
                tier.id,
                write_exact(value),
                "" if result.bound is None else write_exact(result.bound),
                _TRUTH[result.proven],
                "maximise" if tier.maximise else "minimise",
                tier.measure or SHORTFALL,
            )
            for (tier, value), result in zip(found.tiers, results, strict=True)
        ),
    )


def _plan_rows(outcome: Outcome) -> Iterator[tuple[str, ...]]:
    """Yield the attributions; every column is built whole, then read across."""
    instance, plan = outcome.instance, outcome.plan
    names, where, who = Names.of(instance), instance.where_view(), instance.who_view()
    household, vacancy = plan.household, plan.vacancy
    programme = instance.vacancies.programme[vacancy]
    degree = instance.programmes.fragility[programme]
    freed_by = instance.vacancies.freed_by[vacancy]
    of_dwelling = {
        name: [] if column is None else column.take(vacancy).cells()
        for name, column in {
            "programme": where.column("programme"),
            "programme_name": where.column("programme.name"),
            "commune": where.column("programme.commune"),
            "commune_name": where.column("commune.name"),
            "bailleur": where.column("programme.bailleur"),
            "qpv": where.column(f"programme.{instance.scenario.fragility.perimeter}"),
            "typology": where.column("vacancy.typology"),
            "financing": where.column("vacancy.financing"),
        }.items()
    }
    of_household = {
        name: [] if (column := who.column(name)) is None else column.take(household).cells()
        for name in ("aci", "dalo", "points")
    }
    yield from _across(
        len(plan),
        {
            "vacancy": [names.vacancy[row] for row in vacancy],
            "household": [names.household[row] for row in household],
            "contingent": [names.contingent[row] for row in plan.contingent],
            "transfer": [names.transfer[row] for row in plan.transfer],
            **of_dwelling,
            "fragility": ["" if d == NO_DEGREE else str(d) for d in degree.tolist()],
            "fragile": [
                _TRUTH[d >= instance.scenario.fragility.fragile_from] for d in degree.tolist()
            ],
            "rent": _decimals(instance.vacancies.rent[vacancy]),
            "charges": _decimals(instance.vacancies.charges[vacancy]),
            "persons": [str(number) for number in instance.households.persons[household]],
            **of_household,
            "waiting_days": [str(d) for d in instance.households.waiting_days[household]],
            "effort_rate": [
                f"{Decimal(rate).scaleb(-2):.2f}"
                for rate in effort_rate(instance, household, vacancy).tolist()
            ],
            "wish_rank": _decimals(wish_rank(instance, household, vacancy)),
            "spare_rooms": _decimals(spare_rooms(instance, household, vacancy)),
            "freed_by": ["" if row < 0 else names.household[row] for row in freed_by],
        },
    )


def _across(length: int, columns: dict[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of columns, in the order of the layout; a table may lack a column."""
    blank = [""] * length
    return zip(*(columns[name] or blank for name in PLAN.names), strict=True)


def _quota_rows(found: Recount) -> Iterator[tuple[str, ...]]:
    for quota in found.quotas:
        level = quota.row.family.level
        yield (
            quota.row.quota,
            quota.row.group,
            quota.row.kind,
            str(quota.count),
            "" if quota.size is None else str(quota.size),
            write_exact(quota.bound),
            write_exact(quota.shortfall),
            write_exact(quota.slack),
            "" if level == HARD_LEVEL else str(level),
        )


def _transfer_rows(found: Recount, names: Names) -> Iterator[tuple[str, ...]]:
    for transfer in found.transfers:
        yield (
            names.transfer[transfer.transfer],
            names.contingent[transfer.contingent],
            str(transfer.count),
            str(transfer.dwellings),
            str(transfer.cap),
            str(transfer.overrun),
            str(transfer.cap - transfer.count),
        )


def _reason_rows(reasons: Iterable[Reason], identifiers: list[str]) -> Iterator[tuple[str, ...]]:
    for reason in reasons:
        obstacles = "|".join(f"{name}={count}" for name, count in reason.obstacles.items())
        yield (
            identifiers[reason.row],
            reason.sentence,
            reason.code,
            str(reason.open),
            obstacles,
        )


def _point_rows(cotation: Cotation, names: Names) -> Iterator[tuple[str, ...]]:
    for line, amounts in zip(cotation.lines, cotation.amounts, strict=True):
        counting = np.flatnonzero(amounts)
        for household, points in zip(counting, _decimals(amounts[counting]), strict=True):
            yield names.household[household], line.id, points


def _decimals(hundredths: NDArray[np.integer]) -> list[str]:
    return [write_hundredths(amount) for amount in hundredths.tolist()]
