"""The answer about a household and a dwelling, in sentences."""

from collections.abc import Iterator

from repartition.explanation.facts.pair import PairFacts
from repartition.explanation.wording.alternatives import alternative_section
from repartition.explanation.wording.amounts import sentence
from repartition.explanation.wording.comparison import comparison_words, told_comparisons
from repartition.explanation.wording.cotation import cotation_sections
from repartition.explanation.wording.decisions import decision_words
from repartition.explanation.wording.lexicon import Lexicon
from repartition.explanation.wording.profiles import (
    charge_words,
    dwelling_line,
    household_line,
    inadmissible_words,
)
from repartition.explanation.wording.refusals import refusal_words
from repartition.explanation.wording.section import Section, reminder
from repartition.explanation.wording.target_changes import way_words
from repartition.explanation.wording.usual_practice import turn_words
from repartition.language import _, n_


def pair_sections(lexicon: Lexicon, facts: PairFacts) -> Iterator[Section]:
    """Yield the parts of the answer about a pair."""
    yield Section.of(
        _(
            "Household {household}, dwelling {vacancy}",
            household=facts.household.household,
            vacancy=facts.dwelling.vacancy,
        ),
        [
            *_verdict(lexicon, facts),
            *_where(facts),
            *inadmissible_words(facts.household),
        ],
        [sentence(decision_words(decision)) for decision in facts.decisions],
    )
    yield Section.of(
        _("What the rules and the objectives look at"),
        [household_line(lexicon, facts.household), dwelling_line(lexicon, facts.dwelling)],
    )
    yield from cotation_sections(facts.cotation)
    yield from _refusals(lexicon, facts)
    yield from _comparison(lexicon, facts)
    yield from _blocking(lexicon, facts)
    if facts.alternative is not None:
        yield alternative_section(
            lexicon,
            facts.alternative,
            vacancy=facts.dwelling.vacancy,
            holder=facts.vacancy_of,
            standing=facts.standing,
        )
    yield reminder()


def _verdict(lexicon: Lexicon, facts: PairFacts) -> Iterator[str]:
    match facts.verdict:
        case "decided":
            yield _("A decision gives it this dwelling, and every plan keeps it.")
        case "attributed":
            yield _("The plan gives it this dwelling.")
        case "settled":
            yield _(
                "It cannot be given this dwelling: a decision has settled the household or the "
                "dwelling."
            )
        case "refused":
            yield n_(
                "It cannot be given this dwelling: {number} rule refuses it.",
                "It cannot be given this dwelling: {number} rules refuse it.",
                len(facts.refusals),
            )
        case "own":
            yield _(
                "It cannot be given this dwelling: it is the one that this household would free by "
                "moving."
            )
        case "eligible":
            yield _("No rule refuses it this dwelling, but the plan does not give it.")
    if facts.attribution is not None:
        yield charge_words(lexicon, facts.attribution)


def _where(facts: PairFacts) -> Iterator[str]:
    if facts.attribution is not None:
        return
    if facts.household_has:
        yield _("The household gets {vacancy}.", vacancy=facts.household_has)
    else:
        yield _("The household gets no dwelling in this plan.")
    if facts.vacancy_of:
        yield _("The dwelling goes to {household}.", household=facts.vacancy_of)
    elif not facts.freed:
        yield _(
            "The dwelling is not freed: {household}, who lives there, does not move.",
            household=facts.dwelling.freed_by,
        )
    else:
        yield _("The dwelling is left empty.")


def _refusals(lexicon: Lexicon, facts: PairFacts) -> Iterator[Section]:
    items = [sentence(refusal_words(lexicon, refusal)) for refusal in facts.refusals]
    if not items:
        return
    if facts.verdict == "decided":
        yield Section.of(
            _("Rules that speak against it, and that the decision overrides"), (), items
        )
    else:
        yield Section.of(_("The rules that refuse it, in their order"), (), items)


def _comparison(lexicon: Lexicon, facts: PairFacts) -> Iterator[Section]:
    if not facts.comparison:
        return
    head = _(
        "The dwelling given to the one or to the other, the rest of the plan left aside; the first "
        "objective that differs decides:"
    )
    items = [
        comparison_words(lexicon, found, facts.household.household, facts.vacancy_of)
        for found in told_comparisons(facts.comparison)
    ]
    title = _("Compared with {household}", household=facts.vacancy_of)
    yield Section.of(title, [head], items or [_("no objective tells them apart.")])


def _blocking(lexicon: Lexicon, facts: PairFacts) -> Iterator[Section]:
    items = [line for way in facts.ways for line in way_words(lexicon, way)]
    if facts.turn is not None:
        yield Section.of(_("Whose turn it was"), [sentence(turn_words(facts.turn))], items)
    elif facts.ways and all(way.blocked for way in facts.ways):
        head = _(
            "Everything else staying as it is, every way of charging it would break something that "
            "must hold:"
        )
        yield Section.of(_("What stands in the way"), [head], items)
