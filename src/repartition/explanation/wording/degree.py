"""Sentences that say where the degree of fragility of a programme comes from."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from repartition.audit.fragility_sheet import basis_words
from repartition.domain.fragility import HIGHEST_SCORE, Basis
from repartition.explanation.facts.profiles import DwellingProfile
from repartition.explanation.wording.lexicon import Lexicon
from repartition.language import _, n_, whole
from repartition.report.numerals import NOTHING, number, percent


def degree_words(lexicon: Lexicon, data: DwellingProfile) -> Iterator[str]:
    """Yield where the degree of a dwelling's programme comes from, if the scenario computes it."""
    origin = data.degree_origin
    if origin is None:
        return
    if origin.basis is Basis.OVERRIDE:
        yield _(
            "The degree of its programme, {degree}, was settled by people: {reason}",
            degree=data.fragility,
            reason=origin.reason,
        )
    elif origin.basis is not Basis.INDEX:
        why = basis_words(origin.basis, lexicon.scenario.fragility)
        yield _("Its programme is not classed, and counts as not fragile: {why}.", why=why)
    if origin.score is None:
        return
    yield n_(
        "By the index its programme scores {score} of {highest}, and reaches {degree} of "
        "{number} cut ({cuts}).",
        "By the index its programme scores {score} of {highest}, and reaches {degree} of "
        "{number} cuts ({cuts}).",
        len(origin.cuts),
        score=_score(origin.score),
        highest=HIGHEST_SCORE,
        degree=origin.computed,
        cuts=_("; ").join(NOTHING if cut is None else _score(cut) for cut in origin.cuts),
    )
    if origin.robustness is not None:
        yield _(
            "With other weights, drawn around those of the scenario, it keeps this degree in "
            "{share} of {draws} draws.",
            share=percent(Fraction(origin.robustness)),
            draws=whole(origin.draws),
        )


def _score(value: Decimal) -> str:
    return number(Fraction(value), decimals=4)
