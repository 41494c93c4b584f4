"""The answer about a household, in sentences."""

from collections.abc import Iterator

from repartition.explanation.facts.household import Closed, HouseholdFacts
from repartition.explanation.wording.amounts import names, sentence
from repartition.explanation.wording.comparison import grouped_contests
from repartition.explanation.wording.cotation import cotation_sections
from repartition.explanation.wording.decisions import decision_words
from repartition.explanation.wording.lexicon import Lexicon
from repartition.explanation.wording.profiles import (
    attribution_words,
    dwelling_line,
    household_line,
)
from repartition.explanation.wording.screening import barrier_sentences, step_words
from repartition.explanation.wording.section import Section, reminder, unproven
from repartition.explanation.wording.usual_practice import turns_section
from repartition.language import _, n_


def household_sections(lexicon: Lexicon, facts: HouseholdFacts) -> Iterator[Section]:
    """Yield the parts of the answer about a household."""
    yield Section.of(
        _("Household {household}", household=facts.data.household),
        [*_situation(lexicon, facts), household_line(lexicon, facts.data)],
        [sentence(decision_words(decision)) for decision in facts.other_decisions],
    )
    yield from cotation_sections(facts.cotation)
    if facts.situation != "decided":
        yield _rules(facts)
        yield from _ranking(lexicon, facts)
        if facts.situation != "housed" and len(facts.open) < facts.of:
            yield _alone(lexicon, facts)
    yield reminder()


def _situation(lexicon: Lexicon, facts: HouseholdFacts) -> Iterator[str]:
    if facts.attribution is not None and facts.dwelling is not None:
        yield _("It gets the dwelling {vacancy}.", vacancy=facts.attribution.vacancy)
        yield from attribution_words(lexicon, facts, facts.data)
        yield dwelling_line(lexicon, facts.dwelling)
    elif facts.situation == "inactive":
        yield _("Its request is not active: it gets no dwelling.")
    else:
        yield _("It gets no dwelling in this plan.")
        if facts.open:  # else the rules, told below, say the same one by one
            yield sentence(facts.reason)


def _rules(facts: HouseholdFacts) -> Section:
    opening = n_(
        "The period has {number} dwelling. The rules, one after the other (a dwelling may be "
        "closed by several):",
        "The period has {number} dwellings. The rules, one after the other (a dwelling may be "
        "closed by several):",
        facts.of,
    )
    steps = [*step_words(facts.steps, "household")] or [_("no rule closes any")]
    if facts.open:
        end = n_(
            "{number} dwelling is open to it: {names}.",
            "{number} dwellings are open to it: {names}.",
            len(facts.open),
            names=names(facts.open),
        )
    else:
        end = _("No dwelling is open to it.")
    return Section.of(_("Which dwellings the rules leave it"), [opening], [*steps, end])


def _ranking(lexicon: Lexicon, facts: HouseholdFacts) -> Iterator[Section]:
    if facts.turns:
        yield turns_section(facts.turns)
    closed = {each.vacancy for each in facts.closed}
    contests = [contest for contest in facts.contests if contest.vacancy not in closed]
    if contests:
        head = n_(
            "{number} of the dwellings open to it goes to another household. Were it given to the "
            "one or to the other, the first objective that differs decides:",
            "{number} of the dwellings open to it go to other households. Were each given to the "
            "one or to the other, the first objective that differs decides:",
            len(contests),
        )
        items = grouped_contests(lexicon, contests)
        yield Section.of(_("Who has them instead"), [head, *unproven(facts.standing)], items)
    if facts.closed:
        yield Section.of(_("What stands in the way"), (), map(_closed, facts.closed))


def _closed(closed: Closed) -> str:
    match closed.cause:
        case "not_freed":
            return _(
                "{vacancy} is not freed: {household}, who lives there, does not move.",
                vacancy=closed.vacancy,
                household=closed.by,
            )
        case "limit":
            return _(
                "{vacancy}: giving it to this household, everything else staying as it is, would "
                "break {limits}.",
                vacancy=closed.vacancy,
                limits=closed.by,
            )
        case "left_empty" if closed.by:
            return _(
                "{vacancy} is left empty, as giving it would cost a target that stands higher in "
                "the order of the objectives: {targets}.",
                vacancy=closed.vacancy,
                targets=closed.by,
            )
        case "left_empty":
            return _(
                "{vacancy} is left empty although nothing closes it: ask about the pair for what "
                "giving it would cost.",
                vacancy=closed.vacancy,
            )


def _alone(lexicon: Lexicon, facts: HouseholdFacts) -> Section:
    title = _("What would open more") if facts.open else _("Why nowhere")
    head = _("Dwellings that one rule alone closes, and the nearest miss:")
    return Section.of(title, [head], barrier_sentences(lexicon, facts.barriers, "household"))
