"""What stands on the pages of a session, before it is put into words."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from repartition.commission.session.agenda import Agenda
from repartition.commission.session.candidacy import Candidacy, Desk
from repartition.commission.session.freeing import Freeing
from repartition.commission.session.standing import TargetStanding, standings_of
from repartition.commission.session.succession import Successor, succession
from repartition.domain.instance import Instance
from repartition.domain.table import NO_ROW
from repartition.explanation.facts.plan_view import PlanView
from repartition.explanation.facts.vacancy import VacancyFacts, vacancy_facts

SIDE_BY_SIDE: Final = 4
"""Households set side by side on the page of a dwelling: the law asks for three at least."""


@dataclass(frozen=True, slots=True)
class DwellingFacts:
    """A dwelling on the table.

    Attributes
    ----------
    about
        What ``explain --vacancy`` says of it.
    free
        When it is free, and by whose move.
    district
        The priority district (QPV) of its programme; ``""`` = outside.
    proposed
        The household that has it in the plan; None where it is left empty.
    successors
        The next ones, so many that ``SIDE_BY_SIDE`` stand on the page.
    line
        Every other candidate, in order: identifiers.
    barred
        How many candidates each target or transfer that must hold keeps out, nothing else changing.
    missed
        How many candidates each other target would miss by more with.
    """

    about: VacancyFacts
    free: Freeing
    district: str
    proposed: Candidacy | None
    successors: tuple[Candidacy, ...]
    line: tuple[str, ...]
    barred: Mapping[str, int]
    missed: Mapping[str, int]

    @property
    def candidates(self) -> tuple[Candidacy, ...]:
        """Everybody set side by side, the one proposed first."""
        return (*((self.proposed,) if self.proposed else ()), *self.successors)

    @property
    def known(self) -> int:
        """How many candidates there are in all."""
        return len(self.candidates) + len(self.line)


@dataclass(frozen=True, slots=True, eq=False)
class SessionFacts:
    """A session: its dwellings in order, and the targets it can move."""

    instance: Instance
    agenda: Agenda
    dwellings: tuple[DwellingFacts, ...]
    targets: tuple[TargetStanding, ...]


def session_facts(view: PlanView, agenda: Agenda) -> SessionFacts:
    """Return the facts of a session."""
    desk = Desk.of(view)
    return SessionFacts(
        instance=view.instance,
        agenda=agenda,
        dwellings=tuple(dwelling_facts(desk, vacancy) for vacancy in agenda.vacancies.tolist()),
        targets=standings_of(view, desk.effects.found, agenda),
    )


def dwelling_facts(desk: Desk, vacancy: int) -> DwellingFacts:
    """Return the facts of one dwelling."""
    view = desk.view
    about = vacancy_facts(view, vacancy)
    holder = int(view.household_of[vacancy])
    rank = about.decision.rank if about.decision else None
    in_line = succession(view, desk.effects, vacancy)
    beside = in_line[: SIDE_BY_SIDE - (holder != NO_ROW)]
    rival = holder
    if holder == NO_ROW and beside:  # nobody has it: the next ones are compared with the first
        rival = beside[0].household
    barred, missed = _counted(in_line)
    return DwellingFacts(
        about=about,
        free=desk.days.freeing(vacancy),
        district=_district(view, vacancy),
        proposed=None if holder == NO_ROW else desk.proposed(holder, vacancy, rank),
        successors=desk.successors(beside, vacancy, rival),
        line=tuple(view.names.household[each.household] for each in in_line[len(beside) :]),
        barred=barred,
        missed=missed,
    )


def _district(view: PlanView, vacancy: int) -> str:
    column = view.instance.programmes.table.column(view.instance.scenario.fragility.perimeter)
    programme = int(view.instance.vacancies.programme[vacancy])
    return "" if column is None else column.cell(programme)


def _counted(in_line: tuple[Successor, ...]) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Return how many candidates each target bars, and how many each would miss by more with."""
    barred: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for each in in_line:
        worse = {row.row: row.level for row in each.rows if row.worsens}
        barred.update(row for row, level in worse.items() if not level)
        missed.update(row for row, level in worse.items() if level)
    return barred, missed
