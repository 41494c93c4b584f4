"""The public report as a whole: what is counted, what is hidden of it, and what then shows."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from repartition.language import _, n_, whole
from repartition.report.comparison import Headline
from repartition.report.document import Chapter, Report, Table
from repartition.report.identity import public_run_words
from repartition.report.public.answer import answer, count_published
from repartition.report.public.draft import Draft
from repartition.report.public.groups import count_people, tie_requests
from repartition.report.public.indicators import indicators
from repartition.report.public.ledger import Ledger, Told
from repartition.report.public.method import method, proof
from repartition.report.public.moves import count_effort, count_moves
from repartition.report.public.people import access, rights
from repartition.report.public.places import BEFORE, PLAN, count_places, places_of
from repartition.report.public.rents import rents
from repartition.report.public.stock import count_occupied, count_rights
from repartition.report.public.targets import partly_hidden, targets
from repartition.report.public.where import fragility, landlords, territory
from repartition.report.publication import HIDDEN, THRESHOLD, Hidden, hidden_note
from repartition.report.sides import Subject

PUBLIC_CHAPTERS: Final[tuple[Callable[[Draft], Chapter], ...]] = (
    answer,
    indicators,
    targets,
    territory,
    fragility,
    rights,
    landlords,
    access,
    rents,
    proof,
    method,
)
"""The answer first; what only some readers need, last."""


def compose_public(report: Report, subject: Subject) -> Report:
    """Return the report fit to be published, under the title of ``report``."""
    left_out: frozenset[str] = frozenset()
    while True:
        draft = count_all(subject, left_out)
        _chapters(draft)  # only to note what the page would show
        hidden = draft.ledger.close()
        if not (partly := partly_hidden(draft)):
            break
        left_out |= partly
    chapters = tuple(map(_with_notes, _chapters(draft)))
    published = replace(report, chapters=chapters, run=public_run_words(subject.run.stored))
    return replace(published, notice=" ".join(_notice(published, hidden)))


def count_all(subject: Subject, left_out: frozenset[str] = frozenset()) -> Draft:
    """Return a draft with every count of the page and every sum that ties them."""
    ledger = Ledger()
    places = places_of(subject.sides)
    names = (BEFORE, PLAN)[-len(subject.sides) :]
    kinds: dict[str, None] = {}
    for name, side in zip(names, subject.sides, strict=True):
        count_places(ledger, name, side, places)
        count_people(ledger, name, side)
        kinds |= dict.fromkeys(count_rights(ledger, name, side.instance, side.plan))
    if subject.before is not None:
        tie_requests(ledger, subject)
    if (baseline := subject.instance.scenario.baseline) is not None:
        count_published(ledger, Headline.published(baseline))
    return Draft(
        subject=subject,
        ledger=ledger,
        places=places,
        kinds=tuple(kinds),
        moves=count_moves(ledger, subject),
        occupied=count_occupied(ledger, subject.instance),
        has_effort_limit=count_effort(ledger, subject.after.outcome),
        left_out=left_out,
    )


def _chapters(draft: Draft) -> tuple[Chapter, ...]:
    return tuple(chapter(draft) for chapter in PUBLIC_CHAPTERS)


def _with_notes(chapter: Chapter) -> Chapter:
    blocks = (_checked(block) if isinstance(block, Table) else block for block in chapter.blocks)
    return replace(chapter, blocks=tuple(blocks))


def _checked(table: Table) -> Table:
    """Return a table with what its marks and its zeros mean.

    Raises
    ------
    AssertionError
        If a number has come into it that is not the ledger's.
    """
    cells = [
        (cell, column)
        for row in table.rows
        for cell, column in zip(row, table.columns, strict=True)
    ]
    for cell, column in cells:
        if not (cell is None or isinstance(cell, str | Told)):
            raise AssertionError(f"{table.key}, {column.full_title}: {cell} is not the ledger's")
    notes = list(table.notes)
    if any(cell == HIDDEN for cell, column in cells if not column.unit.is_text):
        notes.append(hidden_note(threshold=THRESHOLD))
    reasons = dict.fromkeys(cell.why for cell, _column in cells if isinstance(cell, Told))
    notes += (_("0: {reason}.", reason=reason) for reason in reasons if reason)
    return replace(table, notes=tuple(notes))


def _notice(report: Report, hidden: Hidden) -> Iterator[str]:
    """Yield what a reader must know before the first figure."""
    cells = [
        cell
        for table in report.tables
        for row in table.rows
        for cell, column in zip(row, table.columns, strict=True)
        if not column.unit.is_text and cell is not None
    ]
    yield _(
        "Public version: no number under {threshold} households is shown, nor one from which such "
        "a number could be worked out.",
        threshold=whole(THRESHOLD),
    )
    yield n_(
        "{number} cell of {all} is not communicated ({mark}).",
        "{number} cells of {all} are not communicated ({mark}).",
        sum(cell == HIDDEN for cell in cells),
        all=whole(len(cells)),
        mark=HIDDEN,
    )
    if hidden.withheld:
        yield _(
            "Some of them are hidden with everything tied to them, for want of a lesser way: "
            "coarser tables would show more."
        )
