"""The first pages of a session: what it is, where its targets stand, where each dwelling is."""

from collections.abc import Iterator
from typing import Final

from repartition.commission.session.facts import DwellingFacts, SessionFacts
from repartition.commission.session.standing import TargetStanding
from repartition.commission.session.wording.dwelling import Pages, dwelling_key
from repartition.commission.session.wording.freeing import free_words
from repartition.domain.tiers import HARD_TIER, tiers_of
from repartition.explanation.wording.amounts import names
from repartition.explanation.wording.lexicon import Lexicon
from repartition.explanation.wording.objectives import objective
from repartition.explanation.wording.section import unproven
from repartition.language import _, day, n_, whole
from repartition.report.booklet import Contents, Fact, Facts, Link, Matrix, Sheet, Titled
from repartition.report.labels import group_words, strength, target
from repartition.report.numerals import NOTHING, number
from repartition.report.scope import scope_words

_FIRST_ROWS: Final = 14
"""Dwellings listed on the first page; its notes and targets take the rest."""
_MORE_ROWS: Final = 30
_TARGETS_SHOWN: Final = 8


def opening_sheets(pages: Pages) -> Iterator[Sheet]:
    """Yield the first page, and as many more as the list of the dwellings takes."""
    facts = pages.facts
    first, *others = lists(len(facts.dwellings))
    yield Sheet(
        key="session",
        kind=_("Attribution of social housing: papers of a session"),
        title=_("Session of {bailleur}", bailleur=facts.agenda.bailleur),
        subtitle=_(
            "from {first} to {last}", first=day(facts.agenda.first), last=day(facts.agenda.last)
        ),
        parts=(
            Facts(tuple(_counts(facts))),
            Titled(_("To know"), tuple(_notes(pages))),
            Titled(_("What the plan goes by, in this order"), (_order(pages.lexicon, facts),)),
            *_targets(facts),
            _contents(facts, first),
        ),
    )
    for place, rows in enumerate(others, 2):
        yield Sheet(
            key=f"session-{place}",
            kind=_("Session of {bailleur}", bailleur=facts.agenda.bailleur),
            title=_("The dwellings, continued"),
            subtitle="",
            parts=(_contents(facts, rows),),
        )


def lists(dwellings: int) -> tuple[range, ...]:
    """Return which dwellings each page lists, by their places from 0."""
    starts = range(_FIRST_ROWS, dwellings, _MORE_ROWS)
    more = (range(start, min(start + _MORE_ROWS, dwellings)) for start in starts)
    return (range(min(_FIRST_ROWS, dwellings)), *more)


def _counts(facts: SessionFacts) -> Iterator[Fact]:
    scenario, dwellings = facts.instance.scenario, facts.dwellings
    proposed = [each for each in dwellings if each.proposed is not None]
    aci = [each for each in proposed if each.proposed and each.proposed.profile.aci]
    fragile = [each for each in aci if each.about.data.fragile]
    yield Fact(_("Landlord"), facts.agenda.bailleur)
    yield Fact(_("Scenario"), scenario.name)
    yield Fact(
        _("Period of the plan"),
        _(
            "from {first} to {last}",
            first=day(scenario.period.start),
            last=day(scenario.period.end),
        ),
    )
    # The digits of a seed are copied, not read: no thousands.
    yield Fact(_("Seed of the public draw"), str(scenario.seed))
    yield Fact(_("Dwellings"), whole(len(dwellings)))
    yield Fact(_("of them proposed"), whole(len(proposed)))
    yield Fact(_("of them left empty"), whole(len(dwellings) - len(proposed)))
    decided = sum(each.about.decision is not None for each in dwellings)
    yield Fact(_("of them given by a decision"), whole(decided))
    yield Fact(_("ACI households proposed"), whole(len(aci)))
    yield Fact(_("of them outside fragile programmes"), whole(len(aci) - len(fragile)))
    yield Fact(_("of them in fragile programmes"), whole(len(fragile)))


def _notes(pages: Pages) -> Iterator[str]:
    facts = pages.facts
    yield _(
        "The plan is a proposal: the commission decides, dwelling by dwelling. Who is next, what "
        "is automatic and how a household contests is on page {page}.",
        page=pages.rights,
    )
    yield from unproven(facts.dwellings[0].about.standing)
    yield from _outside(facts)
    yield from _not_by_day(facts)


def _outside(facts: SessionFacts) -> Iterator[str]:
    """Yield that some days of the session are not those of the plan."""
    agenda, period = facts.agenda, facts.instance.scenario.period
    if agenda.last > period.end:
        yield _(
            "The plan is about the days until {end}: what comes free later is not in it, and so "
            "not in this session.",
            end=day(period.end),
        )
    if agenda.first < period.start:
        yield _(
            "The plan is about the days from {start} on: of what came free earlier, it has only "
            "what the tables still had to let.",
            start=day(period.start),
        )


def _not_by_day(facts: SessionFacts) -> Iterator[str]:
    """Yield which dwellings of the landlord a day does not put in this session, or keeps out."""
    agenda, known = facts.agenda, facts.instance.vacancies.table.identifiers()
    if len(agenda.occupied):
        yield n_(
            "{number} other dwelling of this landlord stays occupied: the plan does not move the "
            "tenant whose move would free it. It is in no session.",
            "{number} other dwellings of this landlord stay occupied: the plan does not move the "
            "tenants whose moves would free them. They are in no session.",
            len(agenda.occupied),
        )
    if len(agenda.exchanged):
        yield n_(
            "{number} dwelling is freed by an exchange, a circle of moves of which each waits for "
            "another: {names}. No day is given, so it is in every session, as those free already.",
            "{number} dwellings are freed by exchanges, circles of moves of which each waits for "
            "another: {names}. No day is given, so they are in every session, as those free "
            "already.",
            len(agenda.exchanged),
            names=names([known[row] for row in agenda.exchanged.tolist()]),
        )
    left = agenda.left_before
    if len(left):
        yield n_(
            "{number} dwelling of this landlord came free before these days and no decision gives "
            "it to anybody: {names}. It is not in this session; begin earlier to see it.",
            "{number} dwellings of this landlord came free before these days and no decision gives "
            "them to anybody: {names}. They are not in this session; begin earlier to see them.",
            len(left),
            names=names([known[row] for row in left.tolist()]),
        )


def _order(lexicon: Lexicon, facts: SessionFacts) -> str:
    """Return the objectives in their order, whose each is included, on one line."""
    told = (
        objective(lexicon, tier.id) for tier in tiers_of(facts.instance) if tier.id != HARD_TIER
    )
    return _("{order}.", order=_("; then ").join(told))


def _targets(facts: SessionFacts) -> Iterator[Matrix | Titled]:
    if not facts.targets:
        return
    shown = facts.targets[:_TARGETS_SHOWN]
    yield Matrix(
        title=_("Where the targets stand that this session can move, in the whole plan"),
        corner=_("Target"),
        heads=(
            _("asks for"),
            _("counted"),
            _("of"),
            _("bound"),
            _("missed by"),
            _("counted in this session"),
        ),
        rows=tuple((_target_name(facts, each), _target_cells(each)) for each in shown),
    )
    if (more := len(facts.targets) - len(shown)) > 0:
        yield Titled(
            "",
            (
                n_(
                    "The landlord's own first, then the nearest to their bound; {number} other in "
                    "the workbook.",
                    "The landlord's own first, then the nearest to their bound; {number} others in "
                    "the workbook.",
                    more,
                ),
            ),
        )


def _target_name(facts: SessionFacts, standing: TargetStanding) -> str:
    row = standing.count.row
    group = group_words(facts.instance, row)
    about = [strength(row.family.level), *scope_words(row.family.quota)]
    values = {"quota": row.quota, "about": _("; ").join(about)}
    if not group:
        return _("{quota} ({about})", **values)
    return _("{quota}, {group} ({about})", group=group, **values)


def _target_cells(standing: TargetStanding) -> tuple[str, ...]:
    found = standing.count
    return (
        target(found.row.kind, found.row.family.quota, found.row.parameter),
        whole(found.count),
        NOTHING if found.size is None else whole(found.size),
        number(found.bound),
        number(found.shortfall, decimals=6),
        whole(standing.of_session),
    )


def _contents(facts: SessionFacts, places: range) -> Contents:
    return Contents(
        title=_("The dwellings, in order"),
        heads=(
            _("Dwelling"),
            _("programme"),
            _("commune"),
            _("typology"),
            _("free"),
            _("proposed"),
            _("page"),
        ),
        links=tuple(
            Link(_line(facts.dwellings[place]), dwelling_key(place + 1)) for place in places
        ),
    )


def _line(dwelling: DwellingFacts) -> tuple[str, ...]:
    data, decision = dwelling.about.data, dwelling.about.decision
    if dwelling.proposed is None:
        who = _("stays empty")
    elif decision is not None:
        who = _("{household} (decided)", household=dwelling.proposed.profile.household)
    else:
        who = dwelling.proposed.profile.household
    return (
        data.vacancy,
        data.programme,
        data.place.name,
        data.typology,
        free_words(dwelling.free),
        who,
    )
