"""The answer about a household and a dwelling, in sentences."""

from collections.abc import Iterator

from repartition.domain.scenario import Scenario
from repartition.explanation.facts.pair import PairFacts
from repartition.explanation.wording.alternatives import alternative_section
from repartition.explanation.wording.amounts import sentence
from repartition.explanation.wording.comparison import against
from repartition.explanation.wording.decisions import decision_words
from repartition.explanation.wording.objectives import objective
from repartition.explanation.wording.profiles import dwelling_line, household_line
from repartition.explanation.wording.refusals import refusal_words
from repartition.explanation.wording.section import Section, reminder
from repartition.explanation.wording.target_changes import charged_to, way_words
from repartition.explanation.wording.usual_practice import turn_words
from repartition.language import _, n_


def pair_sections(scenario: Scenario, facts: PairFacts) -> Iterator[Section]:
    """Yield the parts of the answer about a pair."""
    yield Section.of(
        _(
            "Household {household}, dwelling {vacancy}",
            household=facts.household.household,
            vacancy=facts.dwelling.vacancy,
        ),
        [*_verdict(facts), *_where(facts)],
        [sentence(decision_words(decision)) for decision in facts.decisions],
    )
    yield Section.of(_("What is compared"), [household_line(facts.household), _dwelling(facts)])
    yield from _refusals(facts)
    yield from _comparison(scenario, facts)
    yield from _blocking(scenario, facts)
    if facts.alternative is not None:
        yield alternative_section(scenario, facts.alternative, facts.vacancy_of)
    yield reminder()


def _dwelling(facts: PairFacts) -> str:
    return _("The dwelling: {dwelling}", dwelling=dwelling_line(facts.dwelling))


def _verdict(facts: PairFacts) -> Iterator[str]:
    match facts.verdict:
        case "decided":
            yield _("A decision gives it this dwelling, and every plan keeps it.")
        case "attributed":
            yield _("The plan gives it this dwelling.")
        case "settled":
            yield _("It cannot be given: a decision has settled the household or the dwelling.")
        case "refused":
            yield n_(
                "It cannot be given: {number} rule refuses it.",
                "It cannot be given: {number} rules refuse it.",
                len(facts.refusals),
            )
        case "own":
            yield _(
                "It cannot be given: it is the dwelling that this household would free by moving."
            )
        case "eligible":
            yield _("No rule refuses it, and the plan does not give it.")
    if facts.attribution is not None:
        yield _(
            "The attribution is charged to {contingent}.",
            contingent=charged_to(facts.attribution.contingent, facts.attribution.transfer),
        )


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


def _refusals(facts: PairFacts) -> Iterator[Section]:
    items = [sentence(refusal_words(refusal)) for refusal in facts.refusals]
    if not items:
        return
    if facts.verdict == "decided":
        yield Section.of(
            _("Rules that speak against it, and that the decision overrides"), (), items
        )
    else:
        yield Section.of(_("The rules that refuse it, in their order"), (), items)


def _comparison(scenario: Scenario, facts: PairFacts) -> Iterator[Section]:
    differing = [found for found in facts.comparison if found.favours != "neither"]
    if not facts.comparison:
        return
    head = _(
        "The dwelling given to the one or to the other, taken alone, in the order of importance "
        "(the first that differs counts):"
    )
    favoured = {"asked": facts.household.household, "rival": facts.vacancy_of}
    items = [
        _(
            "{objective}: {values}. Better: {favoured}.",
            objective=objective(scenario, found.tier),
            values=against(found, facts.household.household, facts.vacancy_of),
            favoured=favoured[found.favours],
        )
        for found in differing
    ]
    title = _("Beside {household}", household=facts.vacancy_of)
    yield Section.of(title, [head], items or [_("no objective tells them apart.")])


def _blocking(scenario: Scenario, facts: PairFacts) -> Iterator[Section]:
    if facts.turn is not None:
        items = [line for way in facts.ways for line in way_words(scenario, way)]
        yield Section.of(_("Whose turn it was"), [sentence(turn_words(facts.turn))], items)
    elif facts.ways and all(way.blocked for way in facts.ways):
        head = _(
            "Everything else staying as it is, every way of charging it would break something that "
            "must hold:"
        )
        items = [line for way in facts.ways for line in way_words(scenario, way)]
        yield Section.of(_("What stands in the way"), [head], items)
