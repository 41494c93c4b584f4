"""From a run folder and the names of a household and a dwelling to an answer."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from repartition.audit.proof import CERTIFICATE_FILE, read_certificate
from repartition.audit.reading import StoredRun, read_run
from repartition.audit.structure import audit_plan
from repartition.domain.certificate import Certificate
from repartition.errors import Fault, UsageError, VerificationError
from repartition.explanation.answer import Answer
from repartition.explanation.facts.household import household_facts
from repartition.explanation.facts.pair import pair_facts
from repartition.explanation.facts.plan_view import PlanView
from repartition.explanation.facts.vacancy import vacancy_facts
from repartition.explanation.wording.lexicon import Lexicon
from repartition.ingest.nearest import suggestion
from repartition.language import _
from repartition.optimisation import Watcher


def explain(
    folder: Path,
    household: str | None,
    vacancy: str | None,
    *,
    progress: Watcher | None = None,
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
    unknown = [*_unknown(view, household, vacancy)]
    if unknown:
        raise UsageError("\n".join(unknown))
    match _row(household, view.names.household), _row(vacancy, view.names.vacancy):
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
    return PlanView.of(outcome, _prices(run))


def _prices(run: StoredRun) -> Certificate | None:
    """Return the prices stored with a run; none where they cannot be read: solving goes on without.

    ``verify`` says what is wrong with them.
    """
    if run.manifest.certificate is None:
        return None
    stored = read_certificate(run.folder / CERTIFICATE_FILE)
    return None if isinstance(stored, Fault) else stored


def _unknown(view: PlanView, household: str | None, vacancy: str | None) -> Iterator[str]:
    """Yield each name that nothing in the run has, with the nearest known one."""
    if household is not None and household not in view.names.household:
        said = _("there is no household {name} in this run", name=household)
        yield f"{said}: {suggestion(household, view.names.household)}"
    if vacancy is not None and vacancy not in view.names.vacancy:
        said = _("there is no dwelling {name} in this run", name=vacancy)
        yield f"{said}: {suggestion(vacancy, view.names.vacancy)}"


def _row(name: str | None, known: Sequence[str]) -> int | None:
    return None if name is None else known.index(name)
