"""Who is next for a dwelling, should the household proposed not take it: an order of candidates.

Candidates are the active households, other than the one proposed, that no rule keeps from the
dwelling, decisions included, and that no decision houses elsewhere. In this order:

1. those the commission has ranked for this dwelling (``attribution_ranked``), by their rank,
   whatever a rule says of them;
2. those whose attribution, nothing else changing, breaks nothing that must hold;
3. those the plan leaves without a dwelling, before those who would leave another one empty;
4. by what the plan would then be worth, objective by objective in their strict order, the soft
   targets at their place, then seniority and the lottery, which are the last objectives;
5. by identifier.

Each is charged in the way that serves this order best. Under usual practice, which has no
objectives, 4 is its own order of service, and 2 what it looks at. ``docs/decisions/020-session.md``
says why.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.audit.closures import CLOSURES, DECIDED, closed_by
from repartition.audit.obstacles import judge_pairs
from repartition.audit.outcome import Standing
from repartition.commission.session.effects import Effects, Handovers
from repartition.domain.table import NO_ROW
from repartition.explanation.facts.plan_view import PlanView
from repartition.explanation.facts.target_changes import RowChange
from repartition.explanation.facts.usual_practice import service_rank

_RANKED: Final = "attribution_ranked"


@dataclass(frozen=True, slots=True)
class Successor:
    """A candidate in its place.

    Attributes
    ----------
    household
        Its row.
    rank
        The commission's own rank for this dwelling; None where it has given none.
    contingent, transfer
        How the attribution would be charged, rows; ``transfer`` is ``NO_ROW`` for none, and
        ``contingent`` too where no way is open (ranked in spite of a rule).
    rows
        Targets and transfers whose shortfall would change.
    breaks
        Whether something that must hold would not.
    """

    household: int
    rank: int | None
    contingent: int
    transfer: int
    rows: tuple[RowChange, ...]
    breaks: bool


def succession(view: PlanView, effects: Effects, vacancy: int) -> tuple[Successor, ...]:
    """Return every candidate for a dwelling, the next one first."""
    ranked = _ranked(view, vacancy)
    open_to = candidates_for(view, vacancy)
    by_rank = np.array([*ranked], np.int32)
    households = np.concatenate([by_rank, np.setdiff1d(open_to, by_rank)]).astype(np.int32)
    found = effects.handovers(households, vacancy)
    breaks = _breaks(view, found, vacancy)
    order = _order(view, found, breaks)
    first: dict[int, int] = {}
    for entry in order.tolist():
        first.setdefault(int(found.household[entry]), entry)
    in_turn = [household for household in first if household not in ranked]
    return tuple(
        _successor(found, breaks, household, first.get(household), ranked.get(household))
        for household in (*ranked, *in_turn)
    )


def candidates_for(view: PlanView, vacancy: int) -> NDArray[np.int32]:
    """Return the households that could have a dwelling instead of the one that has it: rows.

    A decision that gives the dwelling closes it to nobody here: the question is who is next.
    """
    instance = view.instance
    households = np.arange(instance.n_households, dtype=np.int32)
    dwelling = np.array([vacancy], np.int32)
    closed = closed_by(instance, view.outcome.charging, households, dwelling)[:, :, 0]
    shut = closed[[cause != DECIDED for cause in CLOSURES]].any(axis=0)
    decided = np.isin(households, instance.decisions.fixed_household)
    left = instance.households.active & ~shut & ~decided
    left[households == view.household_of[vacancy]] = False
    found: NDArray[np.int32] = households[left]
    return found


def _ranked(view: PlanView, vacancy: int) -> dict[int, int | None]:
    """Return the ranks the commission gave for a dwelling, in their order; the holder left out.

    Who has been given another dwelling since is no longer a candidate.
    """
    decided = set(view.instance.decisions.fixed_household.tolist())
    spoken = [
        each
        for each in view.instance.decisions.spoken
        if each.vacancy == vacancy
        and each.decision == _RANKED
        and each.household != view.household_of[vacancy]
        and each.household not in decided
    ]
    # The reading of the table gives a rank to whoever is ranked; none would come last.
    spoken.sort(key=lambda each: (each.rank is None, each.rank or 0, each.household))
    return {each.household: each.rank for each in spoken}


def _breaks(view: PlanView, found: Handovers, vacancy: int) -> NDArray[np.bool_]:
    """Return which entries break something that must hold: bool (n,)."""
    if view.outcome.standing is not Standing.USUAL_PRACTICE:
        return np.array([any(_broken(row) for row in rows) for rows in found.rows], np.bool_)
    dwelling = np.full(len(found.household), vacancy, np.int32)
    return judge_pairs(view.outcome, found.household, dwelling).full


def _broken(row: RowChange) -> bool:
    return row.level == 0 and row.worsens


def _order(view: PlanView, found: Handovers, breaks: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the entries in order: ways of one household are apart, its best way comes first."""
    elsewhere = view.vacancy_of[found.household] != NO_ROW
    if view.outcome.standing is Standing.USUAL_PRACTICE:
        merit = service_rank(view.instance)[found.household][np.newaxis]
    else:
        merit = found.losses
    # The last key of a lexical sort is the one that counts first; ways keep their own order.
    keys = (found.household, *merit[::-1], elsewhere, breaks)
    return np.lexsort(keys)


def _successor(
    found: Handovers,
    breaks: NDArray[np.bool_],
    household: int,
    entry: int | None,
    rank: int | None,
) -> Successor:
    if entry is None:
        return Successor(household, rank, NO_ROW, NO_ROW, (), breaks=False)
    return Successor(
        household=household,
        rank=rank,
        contingent=int(found.contingent[entry]),
        transfer=int(found.transfer[entry]),
        rows=found.rows[entry],
        breaks=bool(breaks[entry]),
    )
