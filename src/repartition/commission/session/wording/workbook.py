"""The same session as tables: a row a dwelling, a row a candidate, a row a target."""

from collections.abc import Iterator
from fractions import Fraction

from repartition.commission.session.candidacy import Candidacy
from repartition.commission.session.facts import DwellingFacts, SessionFacts
from repartition.commission.session.standing import TargetStanding
from repartition.commission.session.wording.arguments import limits, speaks_against, speaks_for
from repartition.commission.session.wording.booklet import banner_of
from repartition.commission.session.wording.freeing import free_words
from repartition.explanation.wording.amounts import yes_no
from repartition.explanation.wording.lexicon import Lexicon
from repartition.explanation.wording.profiles import charged_to
from repartition.language import _, current_language, day
from repartition.report.document import Cell, Chapter, Column, Report, Table, Unit
from repartition.report.labels import degree_name, group_words, strength, target


def session_tables(facts: SessionFacts) -> Report:
    """Return the tables of a session."""
    lexicon = Lexicon.of(facts.instance)
    tables = (_dwellings(lexicon, facts), _candidates(lexicon, facts), _targets(facts))
    return Report(
        title=_("Session of {bailleur}", bailleur=facts.agenda.bailleur),
        subtitle=_(
            "from {first} to {last}", first=day(facts.agenda.first), last=day(facts.agenda.last)
        ),
        banner=banner_of(facts),
        language=current_language(),
        chapters=(Chapter("session", _("Session"), tables),),
    )


def _dwellings(lexicon: Lexicon, facts: SessionFacts) -> Table:
    return Table(
        key="dwellings",
        title=_("The dwellings, in order"),
        columns=(
            Column(_("Dwelling")),
            Column(_("programme")),
            Column(_("commune")),
            Column(_("Priority district (QPV)")),
            Column(_("typology")),
            Column(_("surface"), Unit.COUNT),
            Column(_("rent"), Unit.COUNT),
            Column(_("charges"), Unit.COUNT),
            Column(_("financing")),
            Column(_("Reserved by")),
            Column(_("Charged to")),
            Column(_("Degree of fragility")),
            Column(_("accessible")),
            Column(_("free")),
            Column(_("proposed")),
            Column(_("candidates"), Unit.COUNT),
        ),
        rows=tuple(tuple(_dwelling(lexicon, each)) for each in facts.dwellings),
    )


def _dwelling(lexicon: Lexicon, each: DwellingFacts) -> Iterator[Cell]:
    data, charged = each.about.data, each.about.attribution
    yield data.vacancy
    yield lexicon.programmes.get(data.programme, data.programme)
    yield data.place.name
    yield each.district
    yield data.typology
    yield from (Fraction(value) for value in (data.surface, data.rent, data.charges))
    yield data.financing
    yield lexicon.contingent(data.reserved_for) if data.reserved_for else _("nobody")
    yield "" if charged is None else charged_to(lexicon, charged.contingent, charged.transfer)
    yield degree_name("" if data.fragility is None else str(data.fragility))
    yield yes_no(truth=data.accessible)
    yield free_words(each.free)
    yield "" if each.proposed is None else each.proposed.profile.household
    yield each.known


def _candidates(lexicon: Lexicon, facts: SessionFacts) -> Table:
    rows = (
        (each.about.data.vacancy, place, *_candidate(lexicon, each, candidate))
        for each in facts.dwellings
        for place, candidate in enumerate(each.candidates, 0 if each.proposed else 1)
    )
    return Table(
        key="candidates",
        title=_("Candidates side by side: 0 is the one proposed, 1 the next"),
        columns=(
            Column(_("Dwelling")),
            Column(_("place"), Unit.COUNT),
            Column(_("household")),
            Column(_("persons"), Unit.COUNT),
            Column(_("adults"), Unit.COUNT),
            Column(_("children"), Unit.COUNT),
            Column(_("ceiling category"), Unit.COUNT),
            Column(_("income, of its ceiling"), Unit.SHARE),
            Column(_("APL"), Unit.COUNT),
            Column(_("to pay"), Unit.COUNT),
            Column(_("effort"), Unit.SHARE),
            Column(_("days waited"), Unit.COUNT),
            Column(_("ACI")),
            Column(_("DALO")),
            Column(_("priority")),
            Column(_("points"), Unit.COUNT),
            Column(_("rank of the commune among the wishes"), Unit.COUNT),
            Column(_("Charged to")),
            Column(_("other dwelling in the plan")),
            Column(_("others open to it"), Unit.COUNT),
            Column(_("speaks for it")),
            Column(_("speaks against it")),
            Column(_("targets and aims touched")),
        ),
        rows=tuple(rows),
    )


def _candidate(lexicon: Lexicon, each: DwellingFacts, candidate: Candidacy) -> Iterator[Cell]:
    profile, accessible = candidate.profile, each.about.data.accessible
    yield profile.household
    yield from (profile.persons, profile.adults, candidate.children, profile.ceiling_category)
    yield candidate.ceiling_share
    yield from (Fraction(candidate.benefit), Fraction(candidate.to_pay))
    yield None if candidate.rate is None else Fraction(candidate.rate) / 100
    yield profile.waiting_days
    yield from (yes_no(truth=truth) for truth in (profile.aci, profile.dalo, candidate.priority))
    yield Fraction(profile.points or 0)
    yield candidate.wish
    yield charged_to(lexicon, candidate.contingent, candidate.transfer)
    yield "" if candidate.elsewhere is None else candidate.elsewhere.vacancy
    yield candidate.others.count
    yield speaks_for(candidate, accessible=accessible)
    yield speaks_against(candidate, accessible=accessible)
    yield limits(lexicon, candidate)


def _targets(facts: SessionFacts) -> Table:
    return Table(
        key="targets",
        title=_("Where the targets stand that this session can move, in the whole plan"),
        columns=(
            Column(_("Target")),
            Column(_("group")),
            Column(_("strength")),
            Column(_("asks for")),
            Column(_("counted"), Unit.COUNT),
            Column(_("of"), Unit.COUNT),
            Column(_("bound"), Unit.COUNT),
            Column(_("missed by"), Unit.COUNT),
            Column(_("counted in this session"), Unit.COUNT),
        ),
        rows=tuple(_target(facts, each) for each in facts.targets),
    )


def _target(facts: SessionFacts, standing: TargetStanding) -> tuple[Cell, ...]:
    found = standing.count
    row = found.row
    return (
        row.quota,
        group_words(facts.instance, row),
        strength(row.family.level),
        target(row.kind, row.family.quota, row.parameter),
        found.count,
        found.size,
        found.bound,
        found.shortfall,
        standing.of_session,
    )
