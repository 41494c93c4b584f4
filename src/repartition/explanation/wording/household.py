"""The answer about a household, in sentences."""

from collections import Counter
from collections.abc import Iterator, Sequence

from repartition.audit.outcome import Standing
from repartition.domain.scenario import Scenario
from repartition.explanation.facts.household import Closed, HouseholdFacts
from repartition.explanation.facts.usual_practice import Cause, Turn
from repartition.explanation.wording.amounts import names, sentence
from repartition.explanation.wording.comparison import grouped_contests
from repartition.explanation.wording.decisions import decision_words
from repartition.explanation.wording.profiles import dwelling_line, freed_words, household_line
from repartition.explanation.wording.screening import alone_sentences, step_words
from repartition.explanation.wording.section import Section, reminder
from repartition.explanation.wording.target_changes import charged_to
from repartition.explanation.wording.usual_practice import turn_words
from repartition.language import _, n_

_TURNS_SHOWN = 5


def household_sections(scenario: Scenario, facts: HouseholdFacts) -> Iterator[Section]:
    """Yield the parts of the answer about a household."""
    yield Section.of(
        _("Household {household}", household=facts.data.household),
        [*_situation(facts), household_line(facts.data)],
        [sentence(decision_words(decision)) for decision in facts.other_decisions],
    )
    if facts.situation != "decided":
        yield _rules(facts)
        yield from _ranking(scenario, facts)
        if facts.situation != "housed" and len(facts.open) < facts.of:
            yield _alone(facts)
    yield reminder()


def _situation(facts: HouseholdFacts) -> Iterator[str]:
    if facts.attribution is not None and facts.dwelling is not None:
        yield _(
            "It gets the dwelling {vacancy}: {dwelling}",
            vacancy=facts.attribution.vacancy,
            dwelling=dwelling_line(facts.dwelling),
        )
        yield _(
            "The attribution is charged to {contingent}.",
            contingent=charged_to(facts.attribution.contingent, facts.attribution.transfer),
        )
        if facts.freed_for:
            yield freed_words(facts.data.frees, facts.freed_for)
    elif facts.situation == "inactive":
        yield _("Its request is not active: it gets no dwelling.")
    else:
        yield _("It gets no dwelling in this plan.")
    if facts.decision is not None:
        yield sentence(
            _(
                "this is a decision, which every plan keeps: {decision}",
                decision=decision_words(facts.decision),
            )
        )


def _rules(facts: HouseholdFacts) -> Section:
    opening = n_(
        "The period has {number} dwelling. The rules, one after the other (a dwelling may be shut "
        "by several):",
        "The period has {number} dwellings. The rules, one after the other (a dwelling may be shut "
        "by several):",
        facts.of,
    )
    steps = [*step_words(facts.steps)] or [_("no rule shuts any")]
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


def _ranking(scenario: Scenario, facts: HouseholdFacts) -> Iterator[Section]:
    if facts.turns:
        yield _turns(facts.turns)
    if facts.contests:
        head = n_(
            "{number} of the dwellings open to it has another household. The two are compared as "
            "if either had it, objective by objective, in their order; the first that differs "
            "counts:",
            "{number} of the dwellings open to it have other households. Each is compared with it "
            "as if either had the dwelling, objective by objective, in their order; the first that "
            "differs counts:",
            len(facts.contests),
        )
        items = grouped_contests(scenario, facts.contests)
        yield Section.of(_("What it was ranked against"), [head, *_unproven(facts)], items)
    if facts.closed:
        title = _("Dwellings open to it that nobody has")
        yield Section.of(title, (), map(_closed, facts.closed))


def _unproven(facts: HouseholdFacts) -> Iterator[str]:
    if facts.standing is Standing.BEST_FOUND:
        yield _("The search was stopped before its end: a better plan may exist.")


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
        case "left_empty":
            return _(
                "{vacancy} is left empty although nothing closes it: ask about the pair for what "
                "giving it would cost.",
                vacancy=closed.vacancy,
            )


def _turns(turns: Sequence[Turn]) -> Section:
    head = n_(
        "{number} dwelling open to it went past it: {counts}.",
        "{number} dwellings open to it went past it: {counts}.",
        len(turns),
        counts=_("; ").join(_counted(turns)),
    )
    order = _(
        "Usual practice: one dwelling after the other, by date, each to the household that has the "
        "most points, then the longest wait, then the smallest number in the public draw."
    )
    met = [turn for turn in turns if turn.cause in {"behind", "passed_over"}]
    # Those it was nearest to getting; what it was passed over for says most.
    nearest = sorted(met, key=lambda turn: turn.places_behind or 0)[:_TURNS_SHOWN]
    lead = [_("Those it came nearest to:")] if nearest else []
    items = [sentence(turn_words(turn)) for turn in nearest]
    return Section.of(_("Whose turn it was"), [order, head, *lead], items)


def _counted(turns: Sequence[Turn]) -> Iterator[str]:
    """Yield what happened at how many turns."""
    counts = Counter(turn.cause for turn in turns)
    words: dict[Cause, str] = {
        "behind": _("another household came first ({number})", number=counts["behind"]),
        "had_one": _("it already had a dwelling ({number})", number=counts["had_one"]),
        "passed_over": _(
            "it was passed over, a target or a transfer being full ({number})",
            number=counts["passed_over"],
        ),
        "not_freed": _("never freed ({number})", number=counts["not_freed"]),
    }
    yield from (said for cause, said in words.items() if counts[cause])


def _alone(facts: HouseholdFacts) -> Section:
    title = _("What would open more") if facts.open else _("Why nowhere")
    items = alone_sentences(facts.barriers, "household")
    return Section.of(title, [_("What each rule alone shuts, and the nearest miss:")], items)
