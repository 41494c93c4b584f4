"""From a run folder and a landlord to the papers of a session: a page, and its list as a workbook.

The run is verified first, as for a report, and its stored prices are not needed: nothing is solved
again.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from repartition.commission.session.agenda import agenda_of
from repartition.commission.session.facts import SessionFacts, session_facts
from repartition.commission.session.wording.booklet import session_booklet
from repartition.commission.session.wording.workbook import session_tables
from repartition.explanation.facts.plan_view import PlanView
from repartition.pipeline import Reopened, reopen
from repartition.report.files import PAGES, WORKBOOKS, check_name, spare_inputs, write_whole

# What a name of a file may hold on every system; a landlord's may hold anything.
_UNSAFE: Final = re.compile(r"[^\w.-]+")
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """What a reader asks for.

    Attributes
    ----------
    folder
        The run.
    bailleur
        The landlord whose session it is.
    first, last
        Its days, both included.
    page, workbook
        The files to write; the page beside the run's own files, and no workbook, where None.
    """

    folder: Path
    bailleur: str
    first: date
    last: date
    page: Path | None = None
    workbook: Path | None = None


def make_session(request: SessionRequest) -> tuple[Path, ...]:
    """Write the papers of a session and return the files written, the page first.

    Raises
    ------
    UsageError
        If the folder is no run, the landlord is not known or has no dwelling on these days, or a
        file may not be written there.
    VerificationError
        If the run does not hold what it says, or its inputs have changed.
    """
    page = request.page or request.folder / page_name(request.bailleur)
    check_name(page, PAGES)
    if request.workbook is not None:
        check_name(request.workbook, WORKBOOKS)
    run = reopen(request.folder)
    for target in filter(None, (page, request.workbook)):
        spare_inputs(target, run)
    facts = read_session(run, request)
    # Loading what renders takes longer than to refuse what cannot be rendered.
    from repartition.report.rendering.booklet import booklet_of
    from repartition.report.rendering.workbook import write_workbook

    text = booklet_of(session_booklet(facts, request.folder.resolve().name))
    write_whole(page, lambda path: path.write_text(text, encoding="utf-8", newline="\n"))
    if request.workbook is None:
        return (page,)
    tables = session_tables(facts)
    write_whole(request.workbook, lambda path: write_workbook(tables, path))
    return page, request.workbook


def read_session(run: Reopened, request: SessionRequest) -> SessionFacts:
    """Return the facts of a session of a verified run.

    Raises
    ------
    UsageError
        If the landlord is not known, or has no dwelling on these days, or none of them is of the
        period.
    """
    outcome = run.outcome
    view = PlanView.of(outcome)
    agenda = agenda_of(view, request.bailleur, first=request.first, last=request.last)
    return session_facts(view, agenda)


def page_name(bailleur: str) -> str:
    """Return the name of the page of a landlord: ``session-office.html``."""
    name = _UNSAFE.sub("-", bailleur).strip("-.")[:_LONGEST]
    return f"session-{name}.html" if name else "session.html"
