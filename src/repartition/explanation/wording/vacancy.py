"""The answer about a dwelling, in sentences."""

from collections.abc import Iterator
from typing import Final

from repartition.audit.outcome import Standing
from repartition.domain.tiers import LOTTERY_TIER
from repartition.explanation.facts.vacancy import Candidate, VacancyFacts
from repartition.explanation.wording.amounts import names, points, sentence
from repartition.explanation.wording.comparison import candidate_words, standing_words
from repartition.explanation.wording.decisions import decision_words
from repartition.explanation.wording.degree import degree_words
from repartition.explanation.wording.lexicon import Lexicon
from repartition.explanation.wording.profiles import (
    attribution_words,
    dwelling_line,
    household_line,
)
from repartition.explanation.wording.screening import barrier_sentences, step_words
from repartition.explanation.wording.section import Section, reminder, unproven
from repartition.explanation.wording.usual_practice import criterion_words
from repartition.language import _, day, n_

_CANDIDATES_SHOWN: Final = 5


def vacancy_sections(lexicon: Lexicon, facts: VacancyFacts) -> Iterator[Section]:
    """Yield the parts of the answer about a dwelling."""
    yield Section.of(
        _("Dwelling {vacancy}", vacancy=facts.data.vacancy),
        [*_situation(lexicon, facts)],
        [sentence(decision_words(decision)) for decision in facts.other_decisions],
    )
    if facts.situation != "decided":
        yield _rules(facts)
        yield from _why(lexicon, facts)
        yield from _others(facts)
        if facts.situation == "nobody":
            head = _("Requests that one rule alone keeps out, and the nearest miss:")
            items = barrier_sentences(lexicon, facts.barriers, "vacancy")
            yield Section.of(_("Why nobody"), [head], items)
    yield reminder()


def _situation(lexicon: Lexicon, facts: VacancyFacts) -> Iterator[str]:
    if facts.attribution is None or facts.household is None:
        yield from vacant_sentences(lexicon, facts)
        yield dwelling_line(lexicon, facts.data)
        yield from degree_words(lexicon, facts.data)
        return
    yield _("It goes to the household {household}.", household=facts.attribution.household)
    yield from attribution_words(lexicon, facts, facts.household)
    yield dwelling_line(lexicon, facts.data)
    yield from degree_words(lexicon, facts.data)
    yield household_line(lexicon, facts.household)


def vacant_sentences(lexicon: Lexicon, facts: VacancyFacts) -> Iterator[str]:
    """Yield that a dwelling is left empty, and why."""
    match facts.situation:
        case "not_of_period":
            yield _(
                "It is left empty: it is free after the period, which ends on {end}.",
                end=day(lexicon.scenario.period.end),
            )
        case "nobody":  # the rules, told below, say why one by one
            yield _("It is left empty: the rules leave it no request.")
        case _:
            yield _("It is left empty.")
            yield sentence(facts.reason)


def _rules(facts: VacancyFacts) -> Section:
    opening = n_(
        "There is {number} active request. The rules, one after the other (a request may be kept "
        "out by several):",
        "There are {number} active requests. The rules, one after the other (a request may be kept "
        "out by several):",
        facts.of,
    )
    if facts.eligible:
        end = n_(
            "{number} household could have it.",
            "{number} households could have it.",
            facts.eligible,
        )
    else:
        end = _("No household could have it.")
    steps = [*step_words(facts.steps, "vacancy")] or [_("no rule keeps any out")]
    return Section.of(_("Who could have it"), [opening], [*steps, end])


def _why(lexicon: Lexicon, facts: VacancyFacts) -> Iterator[Section]:
    if facts.attribution is None:
        return
    title = _("Why the household {household}", household=facts.attribution.household)
    if facts.standing is Standing.USUAL_PRACTICE:
        yield Section.of(title, turn_sentences(facts))
        return
    if not facts.candidates:
        yield Section.of(title, [_("No other household without a dwelling could have it.")])
        return
    head = n_(
        "What it counts in each objective, the most important first (each tells apart only those "
        "that the ones before hold equal), and whether the {number} other household that could "
        "have it and has no dwelling would count better, the same or worse:",
        "What it counts in each objective, the most important first (each tells apart only those "
        "that the ones before hold equal), and how many of the {number} others that could have it "
        "and have no dwelling would count better, the same or worse:",
        len(facts.candidates),
    )
    yield Section.of(title, [head, *unproven(facts.standing)], standing_items(lexicon, facts))


def standing_items(lexicon: Lexicon, facts: VacancyFacts) -> list[str]:
    """Return what each objective that tells anybody apart says of the household proposed."""
    told = [s for s in facts.standings if s.tier != LOTTERY_TIER and (s.better or s.worse)]
    items = [sentence(standing_words(lexicon, standing)) for standing in told]
    return items or [_("no objective tells them apart: the public draw has decided.")]


def turn_sentences(facts: VacancyFacts) -> Iterator[str]:
    """Yield at which turn of usual practice a dwelling was given, and who waited then."""
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
    title = _("Who else could have it")
    shown = range(min(_CANDIDATES_SHOWN, len(facts.candidates)))
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
                "{number} household has none:",
                "{number} households have none. In the order of usual practice (points, then "
                "waiting, then the public draw):",
                len(facts.candidates),
            )
        )
    if sentences:
        yield Section.of(title, sentences, (_candidate(facts, place) for place in shown))


def _candidate(facts: VacancyFacts, place: int) -> str:
    candidate = facts.candidates[place]
    parts = [_line(candidate)]
    if facts.contests:
        parts.append(candidate_words(facts.contests[place]))
    elif facts.turns:
        parts.extend(_met(facts, place))
    if candidate.full:
        parts.append(
            _(
                "giving it, everything else staying as it is, would break {limits}",
                limits=", ".join(candidate.full),
            )
        )
    return sentence(_("; ").join(parts))


def _met(facts: VacancyFacts, place: int) -> Iterator[str]:
    """Yield what a candidate met at the turn of the dwelling, told above."""
    turn = facts.turns[place]
    if turn.cause == "behind":
        yield _("came after: {reason}", reason=criterion_words(turn))
    elif turn.cause == "passed_over":
        yield _("was passed over: charging it would have gone over a target or a transfer")


def _line(candidate: Candidate) -> str:
    return n_(
        "{household}, points: {points}, {number} day of waiting",
        "{household}, points: {points}, {number} days of waiting",
        candidate.waiting_days,
        household=candidate.household,
        points=points(candidate.points),
    )
