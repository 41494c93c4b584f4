"""From a run folder and the names of a household and a dwelling to an answer."""

from collections.abc import Sequence
from pathlib import Path

from repartition.audit.reading import read_run
from repartition.audit.structure import audit_plan
from repartition.errors import UsageError, VerificationError
from repartition.explanation.answer import Answer
from repartition.explanation.facts.household import household_facts
from repartition.explanation.facts.pair import pair_facts
from repartition.explanation.facts.plan_view import PlanView
from repartition.explanation.facts.vacancy import vacancy_facts
from repartition.explanation.wording.lexicon import Lexicon
from repartition.ingest.nearest import suggestion
from repartition.language import _
from repartition.optimisation import Progress


def explain(
    folder: Path,
    household: str | None,
    vacancy: str | None,
    *,
    progress: Progress | None = None,
) -> Answer:
    """Return why, why not and at what cost, from a run folder and its inputs.

    Parameters
    ----------
    household, vacancy
        Identifiers; one of them, or both for the pair.
    progress
        Called as solving again enters each objective; only a pair is solved again.

    Raises
    ------
    UsageError
        If the folder is no run, or nothing has such an identifier.
    VerificationError
        If the inputs have changed since the run was made, or its plan does not hold.
    """
    view = _read(folder)
    lexicon = Lexicon.of(view.instance)
    match _household_row(view, household), _vacancy_row(view, vacancy):
        case int(asked), int(dwelling):
            return Answer(lexicon, pair_facts(view, asked, dwelling, progress))
        case int(asked), None:
            return Answer(lexicon, household_facts(view, asked))
        case None, int(dwelling):
            return Answer(lexicon, vacancy_facts(view, dwelling))
        case _:
            raise UsageError(_("Name a household, a dwelling or both."))


def _read(folder: Path) -> PlanView:
    run = read_run(folder)
    outcome = run.outcome
    faults = audit_plan(
        outcome.instance, outcome.charging, outcome.plan, policy=outcome.policy, lines=run.lines
    )
    if faults:
        raise VerificationError("\n".join(str(fault) for fault in faults))
    return PlanView.of(outcome)


def _household_row(view: PlanView, name: str | None) -> int | None:
    unknown = _("there is no household {name} in this run", name=name)
    return None if name is None else _row(name, view.names.household, unknown)


def _vacancy_row(view: PlanView, name: str | None) -> int | None:
    unknown = _("there is no dwelling {name} in this run", name=name)
    return None if name is None else _row(name, view.names.vacancy, unknown)


def _row(name: str, known: Sequence[str], unknown: str) -> int:
    if name in known:
        return known.index(name)
    raise UsageError(f"{unknown}: {suggestion(name, known)}")
