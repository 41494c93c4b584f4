"""The answer first: what the plan does, beside what was published and what is usually done."""

from collections.abc import Iterator

from repartition.audit.access import count_followed
from repartition.language import _
from repartition.report.comparison import Headline, headline_table, losing_groups
from repartition.report.difference import (
    Attributions,
    Origin,
    compare,
    difference_table,
    origin_words,
    other_people_words,
)
from repartition.report.document import Block, Chapter, Sentences, paragraph
from repartition.report.labels import group_name
from repartition.report.numerals import number, percent
from repartition.report.sides import Side, Subject


def answer(subject: Subject) -> Chapter:
    """Return the chapter that may be the only one read."""
    columns = {}
    baseline = subject.instance.scenario.baseline
    if baseline is not None:
        columns[_("published")] = Headline.published(baseline)
    columns |= {side.name: _headline(side) for side in subject.sides}
    blocks: list[Block] = [
        *origin_cautions(subject),
        paragraph(*_sentences(subject)),
        *_losers(subject),
        headline_table(_("The figures the agreement is judged by"), columns),
        *_changes(subject),
    ]
    if baseline is not None:
        blocks.append(paragraph(_("Published figures: {source}.", source=baseline.source)))
    return Chapter("answer", _("The answer"), tuple(blocks))


def origin_cautions(subject: Subject) -> Iterator[Sentences]:
    """Yield in what two runs answer different questions: to be read before any figure."""
    if subject.other is None:
        return
    origins = (Origin.of_run(run.stored.folder) for run in (subject.other, subject.run))
    cautions = origin_words(*origins)
    if not subject.has_same_people:
        cautions = (*cautions, other_people_words())
    if cautions:
        yield paragraph(*cautions, strong=True)


def _sentences(subject: Subject) -> Iterator[str]:
    plan = _headline(subject.after)
    yield _(
        "The plan proposes {attributions} attributions, {aci} of them to ACI households; of these, "
        "outside fragile programmes: {outside} ({share}).",
        attributions=number(plan.attributions),
        aci=number(plan.aci),
        outside=number(plan.aci_outside_fragile),
        share=percent(plan.aci_outside_fragile_share),
    )
    if subject.before is not None:
        before = _headline(subject.before)
        yield _(
            "For comparison, {name}: {attributions} attributions, {aci} of them to ACI households, "
            "{outside} ({share}) outside fragile programmes.",
            name=subject.before.name,
            attributions=number(before.attributions),
            aci=number(before.aci),
            outside=number(before.aci_outside_fragile),
            share=percent(before.aci_outside_fragile_share),
        )
    yield subject.run.verified.statement


def _losers(subject: Subject) -> Iterator[Sentences]:
    """Yield which groups are housed less: access is never the price of mixité."""
    if subject.before is None or not subject.has_same_people:
        return
    before, after = (count_followed(side.instance, side.plan) for side in subject.sides)
    losers = losing_groups(before, after)
    if losers:
        names = ", ".join(group_name(group) for group in losers)
        sentence = _("Fewer housed than in the comparison: {groups}.", groups=names)
        yield paragraph(sentence, strong=True)
    else:
        yield paragraph(_("No group of households that is followed here is housed less."))


def _changes(subject: Subject) -> Iterator[Block]:
    """Yield what became of the attributions of the run compared with."""
    if subject.before is None or subject.other is None:
        return
    plans = (Attributions.of_plan(side.instance, side.plan).vacancy_of for side in subject.sides)
    title = _("What changes from {name} to the plan", name=subject.before.name)
    yield difference_table(title, compare(*plans))


def _headline(side: Side) -> Headline:
    return Headline.of_plan(side.instance, side.plan)
