"""Where the targets stand that a session can move."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from repartition.audit.recount import QuotaCount, Recount
from repartition.commission.session.agenda import Agenda
from repartition.domain.table import NO_ROW
from repartition.explanation.facts.plan_view import PlanView

_LANDLORD: Final = "bailleur"


@dataclass(frozen=True, slots=True, eq=False)
class TargetStanding:
    """One row of a quota in the whole plan, and how many attributions of the session it counts."""

    count: QuotaCount
    of_session: int


def standings_of(view: PlanView, found: Recount, agenda: Agenda) -> tuple[TargetStanding, ...]:
    """Return the rows of quotas in whose group a dwelling of the session lies.

    The landlord's own first, then those nearest to their bound.
    """
    return tuple(sorted(_standings(view, found, agenda), key=_nearness))


def _standings(view: PlanView, found: Recount, agenda: Agenda) -> Iterator[TargetStanding]:
    given = agenda.vacancies[view.household_of[agenda.vacancies] != NO_ROW]
    households, contingents = view.household_of[given], view.charged(given)
    for count in found.quotas:
        family, place = count.row.family, count.row.group_index
        group, _among, counted = family.membership(households, given, contingents)
        if family.contingent_group is None:
            concerned = family.vacancy_group[agenda.vacancies] == place
        else:
            concerned = group == place
        if concerned.any():
            yield TargetStanding(count, int(np.count_nonzero(counted & (group == place))))


def _nearness(standing: TargetStanding) -> tuple[object, ...]:
    row = standing.count.row
    return (row.family.quota.per != _LANDLORD, standing.count.slack, row.quota, row.group, row.kind)
