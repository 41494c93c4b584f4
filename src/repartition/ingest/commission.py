"""What the commission has decided: the pairs that are fixed, and those that are forbidden."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from repartition.domain.cells import parse_date
from repartition.domain.instance import FIXING_DECISIONS, Decisions, SpokenDecision
from repartition.domain.table import NO_ROW
from repartition.errors import Fault
from repartition.ingest.derivations import days, whole
from repartition.ingest.references import pointed, rows_of
from repartition.ingest.validation import ReadTable
from repartition.language import _

_RANKED: Final = "attribution_ranked"
_INADMISSIBLE: Final = "inadmissible"


@dataclass(frozen=True, slots=True)
class _Spoken:
    """The decision that counts on one pair."""

    row: int
    household: int
    vacancy: int
    decision: str
    rank: int


def no_decisions() -> Decisions:
    """Return the decisions of a commission that has not met."""
    nothing = np.zeros(0, np.int32)
    return Decisions(nothing, nothing, nothing, nothing)


def read_decisions(tables: Mapping[str, ReadTable]) -> tuple[Decisions, list[Fault]]:
    """Return the pairs fixed and forbidden, and what is wrong with the decisions.

    Only sound rows whose household and vacancy exist are looked at; the others are faults already.
    """
    table = tables.get("decisions")
    if table is None or "households" not in tables or "vacancies" not in tables:
        return no_decisions(), []
    spoken = _latest(tables, table)
    fixed, faults = _fixed(table, spoken)
    faults += _shared_faults(table, fixed)
    faults += _freed_faults(tables, table, fixed)
    forbidden = [each for each in spoken if each.decision not in FIXING_DECISIONS]
    inadmissible = {each.household for each in forbidden if each.decision == _INADMISSIBLE}
    return (
        Decisions(
            *_pairs(fixed),
            *_pairs(forbidden),
            inadmissible_household=np.array(sorted(inadmissible), np.int32),
            spoken=tuple(_words(table, each) for each in spoken),
        ),
        faults,
    )


def _latest(tables: Mapping[str, ReadTable], table: ReadTable) -> list[_Spoken]:
    households = pointed(table.column("household"), rows_of(tables, "households"))
    vacancies = pointed(table.column("vacancy"), rows_of(tables, "vacancies"))
    dates = days(table.column("decided_on"))
    ranks = whole(table.column("rank"))
    # The latest day; on one day the later row of the file.
    order = sorted(range(len(table)), key=lambda row: (dates[row], table.raw.line(row)))
    latest: dict[tuple[int, int], _Spoken] = {}
    for row in order:
        household, vacancy = int(households[row]), int(vacancies[row])
        if NO_ROW in (household, vacancy) or not table.sound[row]:
            continue
        decision = table.column("decision").cell(row)
        latest[household, vacancy] = _Spoken(row, household, vacancy, decision, int(ranks[row]))
    return [latest[pair] for pair in sorted(latest)]


def _words(table: ReadTable, spoken: _Spoken) -> SpokenDecision:
    """Return one decision with its date, its reason and its place, as the table has them."""
    return SpokenDecision(
        household=spoken.household,
        vacancy=spoken.vacancy,
        decision=spoken.decision,
        rank=None if spoken.rank < 0 else spoken.rank,
        decided_on=parse_date(table.column("decided_on").cell(spoken.row)),
        reason=table.column("reason").cell(spoken.row),
        file=table.raw.file,
        line=table.raw.line(spoken.row),
    )


def _fixed(table: ReadTable, spoken: list[_Spoken]) -> tuple[list[_Spoken], list[Fault]]:
    """Return the fixed pairs: of the ranked ones of a dwelling, the first in rank alone."""
    fixed = [s for s in spoken if s.decision in FIXING_DECISIONS and s.decision != _RANKED]
    faults: list[Fault] = []
    ranked: dict[int, list[_Spoken]] = {}
    for each in spoken:
        if each.decision == _RANKED:
            ranked.setdefault(each.vacancy, []).append(each)
    for candidates in ranked.values():
        faults += _rank_faults(table, candidates)
        fixed.append(min(candidates, key=lambda each: each.rank))
    return sorted(fixed, key=lambda each: (each.household, each.vacancy)), faults


def _rank_faults(table: ReadTable, candidates: list[_Spoken]) -> Iterator[Fault]:
    if len(candidates) == 1:
        return
    lowest = min(each.rank for each in candidates)
    first = [each for each in candidates if each.rank == lowest]
    for each in candidates:
        if each.rank < 0:
            yield table.raw.fault(
                each.row,
                "rank",
                problem=_("several households are ranked for this dwelling, and this one has none"),
                remedy=_("write its rank"),
            )
    if lowest >= 0 and len(first) > 1:
        for each in first[1:]:
            yield table.raw.fault(
                each.row,
                "rank",
                problem=_("another household has this rank for the same dwelling"),
                remedy=_("give each its own rank"),
            )


def _shared_faults(table: ReadTable, fixed: list[_Spoken]) -> Iterator[Fault]:
    for column in ("household", "vacancy"):
        first: dict[int, _Spoken] = {}
        for each in sorted(fixed, key=lambda s: table.raw.line(s.row)):
            key = each.household if column == "household" else each.vacancy
            if (other := first.setdefault(key, each)) is each:
                continue
            line = table.raw.line(other.row)
            if column == "household":
                problem = _("line {line} already gives this household a dwelling", line=line)
            else:
                problem = _("line {line} already gives this dwelling to a household", line=line)
            remedy = _("keep one of the two decisions, or write a later one that undoes it")
            yield table.raw.fault(each.row, column, problem=problem, remedy=remedy)


def _freed_faults(
    tables: Mapping[str, ReadTable], table: ReadTable, fixed: list[_Spoken]
) -> Iterator[Fault]:
    freed_by = pointed(tables["vacancies"].column("freed_by"), rows_of(tables, "households"))
    for each in fixed:
        if freed_by[each.vacancy] == each.household:
            yield table.raw.fault(
                each.row,
                "vacancy",
                problem=_("this household frees this dwelling: it cannot receive it"),
                remedy=_("correct the decision, or freed_by"),
            )


def _pairs(spoken: list[_Spoken]) -> tuple[np.ndarray, np.ndarray]:
    return (
        np.array([each.household for each in spoken], np.int32),
        np.array([each.vacancy for each in spoken], np.int32),
    )
