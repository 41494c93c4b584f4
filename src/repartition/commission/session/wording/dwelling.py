"""The page of a dwelling: what it is, who is proposed and why, who is next, room to decide."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from repartition.audit.closures import DECIDED
from repartition.audit.outcome import Standing
from repartition.audit.wording import count_limits
from repartition.commission.session.facts import SIDE_BY_SIDE, DwellingFacts, SessionFacts
from repartition.commission.session.wording.candidates import side_by_side
from repartition.commission.session.wording.freeing import free_sentence
from repartition.explanation.facts.vacancy import VacancyFacts
from repartition.explanation.wording.amounts import amount, area, names, sentence, yes_no
from repartition.explanation.wording.decisions import decision_words, settled_words
from repartition.explanation.wording.degree import degree_words
from repartition.explanation.wording.lexicon import Lexicon
from repartition.explanation.wording.profiles import charged_to
from repartition.explanation.wording.screening import barrier_sentences, step_words
from repartition.explanation.wording.vacancy import standing_items, turn_sentences, vacant_sentences
from repartition.language import _, day, n_, whole
from repartition.report.booklet import Fact, Facts, Form, Part, Sheet, Titled
from repartition.report.labels import degree_name

ENOUGH: Final = 3
"""Requests a commission examines for a dwelling, unless the law excepts it (CCH R441-3)."""
_BARRIERS_SHOWN: Final = 3
_DECISIONS_SHOWN: Final = 4
_OBJECTIVES_SHOWN: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class Pages:
    """What every page of a session is written with.

    Attributes
    ----------
    run
        The name of the run folder, for the commands that say more.
    rights
        The number of the page on rights.
    """

    lexicon: Lexicon
    facts: SessionFacts
    run: str
    rights: int


def dwelling_key(vacancy_place: int) -> str:
    """Return what links call the page of the dwelling in this place of the session, from 1."""
    return f"dwelling-{vacancy_place}"


def dwelling_sheet(pages: Pages, dwelling: DwellingFacts, place: int) -> Sheet:
    """Return the page of a dwelling; ``place`` is its place in the session, from 1."""
    lexicon, about = pages.lexicon, dwelling.about
    if dwelling.proposed is None:
        subtitle = _("left empty by the plan")
    elif about.decision is not None:
        subtitle = _("given by a decision to {household}", household=about.decision.household)
    else:
        subtitle = _("proposed: {household}", household=dwelling.proposed.profile.household)
    return Sheet(
        key=dwelling_key(place),
        kind=_(
            "{bailleur}, session from {first} to {last}",
            bailleur=pages.facts.agenda.bailleur,
            first=day(pages.facts.agenda.first),
            last=day(pages.facts.agenda.last),
        ),
        title=_(
            "{place} of {all}. Dwelling {vacancy}",
            place=place,
            all=len(pages.facts.dwellings),
            vacancy=about.data.vacancy,
        ),
        subtitle=subtitle,
        parts=tuple(_parts(pages, lexicon, dwelling)),
    )


def _parts(pages: Pages, lexicon: Lexicon, dwelling: DwellingFacts) -> Iterator[Part]:
    yield Facts(tuple(_facts(lexicon, dwelling)))
    yield from _decided(dwelling)
    if dwelling.candidates:
        yield side_by_side(lexicon, dwelling)
    yield from _why(lexicon, dwelling)
    yield _next(pages, dwelling)
    yield _who_could(dwelling)
    yield decision_form(dwelling)


def _facts(lexicon: Lexicon, dwelling: DwellingFacts) -> Iterator[Fact]:
    data = dwelling.about.data
    name = lexicon.programmes.get(data.programme, data.programme)
    programme = name if name == data.programme else f"{data.programme}, {name}"
    yield Fact(_("Programme"), programme)
    yield Fact(
        _("Commune; QPV"),
        _(
            "{commune} ({code}); {district}",
            commune=data.place.name,
            code=data.place.commune,
            district=dwelling.district or _("outside"),
        ),
    )
    yield Fact(
        _("Typology, surface, financing"),
        _(
            "{typology} of {area}, {financing}",
            typology=data.typology,
            area=area(data.surface),
            financing=data.financing,
        ),
    )
    yield Fact(
        _("Rent + charges a month"),
        _(
            "{rent} + {charges} = {sum}",
            rent=amount(data.rent),
            charges=amount(data.charges),
            sum=amount(data.rent + data.charges),
        ),
    )
    yield Fact(
        _("Reserved by"),
        lexicon.contingent(data.reserved_for) if data.reserved_for else _("nobody"),
    )
    yield Fact(_("Charged to"), _charged(lexicon, dwelling))
    yield Fact(_("Degree of fragility"), _degree(lexicon, dwelling))
    yield Fact(
        _("Free; accessible"),
        _(
            "{free}; {accessible}",
            free=free_sentence(dwelling.free),
            accessible=yes_no(truth=data.accessible),
        ),
    )


def _charged(lexicon: Lexicon, dwelling: DwellingFacts) -> str:
    found = dwelling.about.attribution
    if found is None:
        return _("nobody: no attribution")
    return charged_to(lexicon, found.contingent, found.transfer)


def _degree(lexicon: Lexicon, dwelling: DwellingFacts) -> str:
    data = dwelling.about.data
    name = degree_name("" if data.fragility is None else str(data.fragility))
    if data.degree_origin is None:
        return _("{degree} (given by the tables)", degree=name)
    reason = next(iter(degree_words(lexicon, data)), "")
    return _("{degree}. {reason}", degree=name, reason=reason)


def _decided(dwelling: DwellingFacts) -> Iterator[Titled]:
    """Yield the decisions already taken on a dwelling: none of them is lost, however many."""
    about = dwelling.about
    settling = [settled_words(about.decision)] if about.decision is not None else []
    others = [sentence(decision_words(decision)) for decision in about.other_decisions]
    told = [*settling, *others]
    if not told:
        return
    if (more := len(told) - _DECISIONS_SHOWN) > 0:
        rest = n_(
            "{number} other decision: see the table of decisions.",
            "{number} other decisions: see the table of decisions.",
            more,
        )
        told = [*told[:_DECISIONS_SHOWN], rest]
    yield Titled(_("Decisions already taken"), (), tuple(told))


def _why(lexicon: Lexicon, dwelling: DwellingFacts) -> Iterator[Titled]:
    about = dwelling.about
    if about.attribution is None:
        barriers: tuple[str, ...] = ()
        if about.situation == "nobody":
            # Who needs an accessible dwelling is nobody's business where none is to be given.
            told = [each for each in about.barriers if each.rule != "accessible"]
            barriers = tuple(barrier_sentences(lexicon, told[:_BARRIERS_SHOWN], "vacancy"))
        yield Titled(_("Why it is left empty"), tuple(vacant_sentences(lexicon, about)), barriers)
    elif about.situation != "decided":
        title = _("Why the household {household}", household=about.attribution.household)
        reasons, objectives = _reasons(lexicon, about)
        yield Titled(title, (*_move_words(dwelling), *reasons), objectives)


def _reasons(lexicon: Lexicon, about: VacancyFacts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return why the plan proposes a household: sentences, and a list."""
    if about.standing is Standing.USUAL_PRACTICE:
        return tuple(turn_sentences(about)), ()
    if not about.candidates:
        return (_("No other household without a dwelling could have it."),), ()
    head = n_(
        "What it counts in each objective, the most important first, beside the {number} other "
        "that could have it and has no dwelling:",
        "What it counts in each objective, the most important first, and how many of the {number} "
        "others that could have it and have no dwelling would count better, the same or worse:",
        len(about.candidates),
    )
    ahead = sum(contest.favours == "asked" for contest in about.contests)
    alone = n_(
        "Taken alone, {number} other would come before it: the plan is chosen as a whole.",
        "Taken alone, {number} others would come before it: the plan is chosen as a whole.",
        ahead,
    )
    told = (alone, head) if ahead else (head,)
    return told, tuple(standing_items(lexicon, about)[:_OBJECTIVES_SHOWN])


def _move_words(dwelling: DwellingFacts) -> Iterator[str]:
    """Yield whom the move of the household proposed houses too, which no list shows."""
    about, proposed = dwelling.about, dwelling.proposed
    # Usual practice gives one dwelling after the other: it counts nothing together.
    looks_ahead = about.standing is not Standing.USUAL_PRACTICE
    if about.freed_for and proposed is not None and looks_ahead:
        yield _(
            "By leaving {freed}, {household} frees it for {heir}: the plan counts both "
            "attributions together.",
            freed=proposed.profile.frees,
            household=proposed.profile.household,
            heir=about.freed_for,
        )


def _next(pages: Pages, dwelling: DwellingFacts) -> Titled:
    """Return who comes after those side by side, and what to know before choosing another."""
    title = _("If it is refused, or another is chosen")
    if dwelling.proposed is None:
        title = _("If it is given all the same")
    return Titled(title, tuple(_warnings(pages, dwelling)))


def _warnings(pages: Pages, dwelling: DwellingFacts) -> Iterator[str]:
    proposed, about = dwelling.proposed, dwelling.about
    if dwelling.line:
        yield n_(
            "After those above comes, in order: {names}.",
            "After those above come, in order: {names}.",
            len(dwelling.line),
            names=names(dwelling.line),
        )
    elif not dwelling.successors:
        yield _("No rule leaves another household that could have it.")
    if 0 < dwelling.known < ENOUGH:
        yield n_(
            "There is {number} candidate: the law asks for three requests examined, unless there "
            "are too few (CCH R441-3).",
            "There are {number} candidates: the law asks for three requests examined, unless there "
            "are too few (CCH R441-3).",
            dwelling.known,
        )
    if proposed is not None and about.freed_for:
        yield _(
            "If {household} does not move, {vacancy} is not freed for {heir}.",
            household=proposed.profile.household,
            vacancy=proposed.profile.frees,
            heir=about.freed_for,
        )
    yield _(
        "Another choice may change other attributions: `repartition explain` says which, and what "
        "it would cost. By what the next ones are ordered is on page {page}.",
        page=pages.rights,
    )


def _who_could(dwelling: DwellingFacts) -> Titled:
    """Return who was passed over, and by which rule or target."""
    return Titled(_("Who was passed over"), tuple(_passed_over(dwelling)))


def _passed_over(dwelling: DwellingFacts) -> Iterator[str]:
    about = dwelling.about
    steps = [step for step in about.steps if step.rule != DECIDED]
    told = [*step_words(steps, "vacancy")]
    yield n_(
        "Rules, one after the other, of {number} active request: {steps}.",
        "Rules, one after the other, of {number} active requests: {steps}.",
        about.of,
        steps=_("; ").join(told) or _("no rule keeps any out"),
    )
    if about.housed_elsewhere:
        yield n_(
            "{number} household that could have it has another dwelling.",
            "{number} households that could have it have another dwelling.",
            about.housed_elsewhere,
        )
    yield from _by_targets(dwelling.barred, dwelling.missed, dwelling.known)


def _by_targets(barred: Mapping[str, int], missed: Mapping[str, int], known: int) -> Iterator[str]:
    """Yield how many candidates each target keeps out, or would miss by more with."""
    values = {"known": whole(known)}
    if barred:
        yield _(
            "Of {known} candidates, nothing else changing, these many would break what must hold: "
            "{limits}.",
            limits=count_limits(barred),
            **values,
        )
    if missed:
        yield _(
            "Of {known} candidates, nothing else changing, with these many a target would be "
            "missed, or missed by more: {limits}.",
            limits=count_limits(missed),
            **values,
        )
    if known and not barred and not missed:
        yield _("No target stands against any candidate.")


def decision_form(dwelling: DwellingFacts) -> Form:
    """Return the five decisions of the law as boxes, for those side by side and one more."""
    return Form(
        title=_("Decision of the commission"),
        corner=_("Household"),
        lines=tuple(each.profile.household for each in dwelling.candidates),
        boxes=(
            _("Attribution"),
            _("Attribution, ranked"),
            _("Attribution under a condition"),
            _("Non-attribution"),
            _("Inadmissible"),
        ),
        writing=(_("Rank, condition or reason"),),
        empty=max(1, SIDE_BY_SIDE - len(dwelling.candidates)),
        ends=(_("Decided on:"), _("For the commission:")),
    )
