"""The answer of the public report: the figures the agreement is judged by."""

from collections.abc import Iterator

from repartition.audit.manifest import statement_of
from repartition.language import _
from repartition.report.chapters.answer import origin_cautions
from repartition.report.comparison import Headline, figure_names
from repartition.report.document import Block, Chapter, Column, Table, Unit, paragraph
from repartition.report.public.draft import Draft
from repartition.report.public.ledger import Ledger
from repartition.report.public.losers import losers
from repartition.report.public.moves import change_key
from repartition.report.public.places import BEFORE, PLAN, place_key

_PUBLISHED = "published"
_MEASURES = ("attributions", "aci", "aci-sound")


def answer(draft: Draft) -> Chapter:
    """Return the chapter that may be the only one read."""
    blocks: list[Block] = [
        *origin_cautions(draft.subject),
        paragraph(*_sentences(draft)),
        *losers(draft),
        _headline(draft),
        *_changes(draft),
    ]
    if (baseline := draft.subject.instance.scenario.baseline) is not None:
        blocks.append(paragraph(_("Published figures: {source}.", source=baseline.source)))
    return Chapter("answer", _("The answer"), tuple(blocks))


def statement(draft: Draft) -> str:
    """Return what the claim that no plan is better stands on, without any figure."""
    run = draft.subject.run
    tiers = len(run.found.tiers)
    is_certified = run.judgement is not None and run.judgement.proves(tiers)
    return statement_of(run.outcome.standing, is_certified=is_certified)


def count_published(ledger: Ledger, published: Headline) -> None:
    """Write down the figures published for the real period."""
    numbers = (published.attributions, published.aci, published.aci_outside_fragile)
    attributions, aci, sound = (
        ledger.count(place_key(_PUBLISHED, measure), number)
        for measure, number in zip(_MEASURES, numbers, strict=True)
    )
    ledger.rest(attributions, [aci], name=place_key(_PUBLISHED, "other"))
    ledger.rest(aci, [sound], name=place_key(_PUBLISHED, "aci-fragile"))


def _columns(draft: Draft) -> Iterator[tuple[str, str]]:
    """Yield what the counts of each column are called by, and its head."""
    if draft.subject.instance.scenario.baseline is not None:
        yield _PUBLISHED, _("published")
    for side, plan in draft.sides:
        yield side, plan.name


def _headline(draft: Draft) -> Table:
    columns = tuple(_columns(draft))
    ledger = draft.ledger
    lines = [
        [ledger.cell(place_key(side, measure)) for side, _head in columns] for measure in _MEASURES
    ]
    lines.append(
        [
            ledger.share(place_key(side, "aci-sound"), place_key(side, "aci"))
            for side, _head in columns
        ]
    )
    return Table(
        key="headline",
        title=_("The figures the agreement is judged by"),
        columns=(Column(""), *(Column(head, Unit.COUNT) for _side, head in columns)),
        rows=tuple((name, *cells) for name, cells in zip(figure_names(), lines, strict=True)),
    )


def _sentences(draft: Draft) -> Iterator[str]:
    yield _(
        "The plan proposes {attributions} attributions, {aci} of them to ACI households; of these, "
        "outside fragile programmes: {outside} ({share}).",
        **_figures(draft, PLAN),
    )
    if draft.subject.before is not None:
        yield _(
            "For comparison, {name}: {attributions} attributions, {aci} of them to ACI households, "
            "{outside} ({share}) outside fragile programmes.",
            name=draft.subject.before.name,
            **_figures(draft, BEFORE),
        )
    yield statement(draft)


def _figures(draft: Draft, side: str) -> dict[str, str]:
    ledger = draft.ledger
    attributions, aci, sound = (place_key(side, measure) for measure in _MEASURES)
    return {
        "attributions": ledger.text(ledger.cell(attributions)),
        "aci": ledger.text(ledger.cell(aci)),
        "outside": ledger.text(ledger.cell(sound)),
        "share": ledger.text(ledger.share(sound, aci)),
    }


def _changes(draft: Draft) -> Iterator[Block]:
    """Yield what became of the attributions of the run compared with."""
    subject = draft.subject
    if subject.before is None or subject.other is None or draft.moves.changes is None:
        return
    names = (
        ("same", _("Attributions that are the same")),
        ("moved", _("Households in another dwelling")),
        ("gained", _("Households housed only now")),
        ("lost", _("Households housed only before")),
    )
    share = draft.ledger.share(change_key("changed"), place_key(PLAN, "attributions"))
    yield Table(
        key="difference",
        title=_("What changes from {name} to the plan", name=subject.before.name),
        columns=(Column(""), Column(_("number"), Unit.COUNT)),
        rows=(
            *((name, draft.ledger.cell(change_key(what))) for what, name in names),
            (_("Share of the attributions that changed"), share),
        ),
    )
