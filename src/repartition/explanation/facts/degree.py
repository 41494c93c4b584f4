"""Where the degree of fragility of a programme comes from, where the scenario computes it."""

from dataclasses import dataclass
from decimal import Decimal

from repartition.audit.numbers import rounded_down
from repartition.domain.fragility import NO_DEGREE, Basis
from repartition.explanation.facts.plan_view import PlanView


@dataclass(frozen=True, slots=True)
class DegreeOrigin:
    """What a programme's degree comes from.

    Attributes
    ----------
    basis
        ``index``, ``override`` (settled by people); or why there is none: ``too_small``,
        ``no_dwellings``, ``no_indicator``.
    computed
        The degree by the cut, before overrides; None where not classed.
    score, cuts
        0 to 100, rounded down to four decimals: its score, None where not classed; and the score
        from which each quantile or threshold is reached, None where no programme reaches it.
    robustness, draws
        Share of the draws of other weights that keep the degree, None where it does not come from
        them; and how many there were.
    reason
        Why people settled it otherwise; ``""`` where they did not.
    """

    basis: Basis
    computed: int | None
    score: Decimal | None
    cuts: tuple[Decimal | None, ...]
    robustness: Decimal | None
    draws: int
    reason: str


def degree_origin(view: PlanView, programme: int) -> DegreeOrigin | None:
    """Return where the degree of a programme comes from; None where it is given."""
    index = view.instance.fragility_index
    if index is None:
        return None
    computed, score = int(index.computed[programme]), index.score[programme]
    share, name = index.robustness(programme), view.names.programme[programme]
    overrides = view.instance.scenario.fragility.overrides
    return DegreeOrigin(
        basis=index.basis[programme],
        computed=None if computed == NO_DEGREE else computed,
        score=None if score is None else rounded_down(score),
        cuts=tuple(None if cut is None else rounded_down(cut) for cut in index.cuts),
        robustness=None if share is None else rounded_down(share),
        draws=index.draws,
        reason=next((override.reason for override in overrides if override.id == name), ""),
    )
