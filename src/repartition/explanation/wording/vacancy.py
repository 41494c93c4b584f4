"""The answer about a dwelling, in sentences."""

from collections.abc import Iterator

from repartition.audit.outcome import Standing
from repartition.domain.scenario import Scenario
from repartition.domain.tiers import LOTTERY_TIER
from repartition.explanation.facts.vacancy import Candidate, VacancyFacts
from repartition.explanation.wording.amounts import names, sentence
from repartition.explanation.wording.comparison import candidate_contest, standing_words
from repartition.explanation.wording.decisions import decision_words
from repartition.explanation.wording.profiles import dwelling_line, freed_words, household_line
from repartition.explanation.wording.screening import alone_sentences, step_words
from repartition.explanation.wording.section import Section, reminder
from repartition.explanation.wording.target_changes import charged_to
from repartition.explanation.wording.usual_practice import turn_words
from repartition.language import _, n_
from repartition.report.numerals import day

_CANDIDATES_SHOWN = 5


def vacancy_sections(scenario: Scenario, facts: VacancyFacts) -> Iterator[Section]:
    """Yield the parts of the answer about a dwelling."""
    yield Section.of(
        _("Dwelling {vacancy}", vacancy=facts.data.vacancy),
        [sentence(dwelling_line(facts.data).removesuffix(".")), *_situation(scenario, facts)],
        [sentence(decision_words(decision)) for decision in facts.other_decisions],
    )
    if facts.situation != "decided":
        yield _rules(facts)
        yield from _why(scenario, facts)
        yield from _others(facts)
        if facts.situation == "nobody":
            head = _("What each rule alone shuts out, and the nearest miss:")
            items = alone_sentences(facts.barriers, "vacancy")
            yield Section.of(_("Why nobody"), [head], items)
    yield reminder()


def _situation(scenario: Scenario, facts: VacancyFacts) -> Iterator[str]:
    if facts.attribution is not None and facts.household is not None:
        yield _(
            "It goes to the household {household}, charged to {contingent}.",
            household=facts.attribution.household,
            contingent=charged_to(facts.attribution.contingent, facts.attribution.transfer),
        )
        yield household_line(facts.household)
        if facts.freed_for:
            yield freed_words(facts.household.frees, facts.freed_for)
    else:
        yield _vacant(scenario, facts)
    if facts.decision is not None:
        yield sentence(
            _(
                "this is a decision, which every plan keeps: {decision}",
                decision=decision_words(facts.decision),
            )
        )


def _vacant(scenario: Scenario, facts: VacancyFacts) -> str:
    match facts.situation:
        case "not_of_period":
            return _(
                "It is left empty: it is free after the period, which ends on {end}.",
                end=day(scenario.period.end),
            )
        case "not_freed":
            return _(
                "It is not freed: {household}, who lives there, does not move in this plan.",
                household=facts.data.freed_by,
            )
        case "nobody":
            return _("It is left empty: the rules leave it no request.")
        case "all_housed":
            return _("It is left empty: whoever could have it has another dwelling.")
        case "limit":
            return _(
                "It is left empty: giving it to any household without a dwelling, everything else "
                "staying as it is, would break a target or a transfer."
            )
        case _:
            return _(
                "It is left empty: the objectives, in their order, are served no better by giving "
                "it. Ask about a pair for what giving it would cost."
            )


def _rules(facts: VacancyFacts) -> Section:
    opening = n_(
        "There is {number} active request. The rules, one after the other (a request may be shut "
        "out by several):",
        "There are {number} active requests. The rules, one after the other (a request may be shut "
        "out by several):",
        facts.of,
    )
    end = n_(
        "{number} household could have it.",
        "{number} households could have it.",
        facts.eligible,
    )
    steps = [*step_words(facts.steps)] or [_("no rule shuts any out")]
    return Section.of(_("Who could have it"), [opening], [*steps, end])


def _why(scenario: Scenario, facts: VacancyFacts) -> Iterator[Section]:
    if facts.attribution is None:
        return
    title = _("Why the household {household}", household=facts.attribution.household)
    if facts.standing is Standing.USUAL_PRACTICE:
        yield Section.of(title, _turn(facts))
        return
    if not facts.candidates:
        yield Section.of(title, [_("No other household without a dwelling could have it.")])
        return
    head = n_(
        "What each objective says of it, in their order of importance, and whether the {number} "
        "other household that could have it and is still without a dwelling would be better "
        "(objectives that make no difference are left out):",
        "What each objective says of it, in their order of importance, and how many of the "
        "{number} others that could have it and are still without a dwelling would be better "
        "(objectives that make no difference are left out):",
        len(facts.candidates),
    )
    told = [s for s in facts.standings if s.tier != LOTTERY_TIER and (s.better or s.worse)]
    items = [sentence(standing_words(scenario, standing)) for standing in told]
    yield Section.of(title, [head, *_unproven(facts)], items)


def _unproven(facts: VacancyFacts) -> Iterator[str]:
    if facts.standing is Standing.BEST_FOUND:
        yield _("The search was stopped before its end: a better plan may exist.")


def _turn(facts: VacancyFacts) -> Iterator[str]:
    yield n_(
        "Its turn came as number {turn}: {number} household that could have it was then without a "
        "dwelling, in this order: {names}.",
        "Its turn came as number {turn}: {number} households that could have it were then without "
        "a dwelling, in this order: {names}.",
        len(facts.waiting),
        turn=facts.turn,
        names=names(facts.waiting),
    )


def _others(facts: VacancyFacts) -> Iterator[Section]:
    title = _("Who else could")
    sentences = []
    if facts.housed_elsewhere:
        sentences.append(
            n_(
                "{number} household that could have it has another dwelling.",
                "{number} households that could have it have another dwelling.",
                facts.housed_elsewhere,
            )
        )
    if facts.candidates:
        sentences.append(
            n_(
                "{number} household has none, the next in line:",
                "{number} households have none; the next in line, by points, then waiting, then "
                "the public draw:",
                len(facts.candidates),
            )
        )
    shown = range(min(_CANDIDATES_SHOWN, len(facts.candidates)))
    if sentences:
        yield Section.of(title, sentences, (_candidate(facts, place) for place in shown))


def _candidate(facts: VacancyFacts, place: int) -> str:
    candidate = facts.candidates[place]
    parts = [_line(candidate)]
    if facts.contests:
        parts.append(candidate_contest(facts.contests[place]))
    elif facts.turns:
        parts.append(turn_words(facts.turns[place]))
    if candidate.full:
        parts.append(
            _(
                "giving it, everything else staying as it is, would break {limits}",
                limits=", ".join(candidate.full),
            )
        )
    return sentence(_("; ").join(parts))


def _line(candidate: Candidate) -> str:
    return n_(
        "{household}, points: {points}, {number} day of waiting",
        "{household}, points: {points}, {number} days of waiting",
        candidate.waiting_days,
        household=candidate.household,
        points=candidate.points or "0",
    )
