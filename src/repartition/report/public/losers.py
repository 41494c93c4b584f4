"""Which groups are housed less, as far as the counts shown tell, and why: in words, no number.

That fewer are housed is an inequality between two counts. It is said where a reader could work it
out of what is shown, also of a group whose own counts are hidden; of any other it is only said that
it may be so.
"""

from collections.abc import Iterator

from repartition.audit.access import Group
from repartition.language import _, n_
from repartition.report.document import Bullets, Sentences, paragraph
from repartition.report.labels import group_name
from repartition.report.losses import cause_without_numbers
from repartition.report.public.draft import Draft
from repartition.report.public.groups import HOUSED, WAITING, counts_of, group_key
from repartition.report.public.places import BEFORE, PLAN
from repartition.report.publication import Key


def losers(draft: Draft) -> Iterator[Sentences]:
    """Yield which groups are housed less, and of which that is not communicated."""
    if draft.subject.before is None or not draft.subject.has_same_people:
        return
    losing, open_ones = tuple(_losing(draft)), tuple(_undecided(draft))
    sentences = [_said_of(losing, may_be_more=bool(open_ones))]
    if open_ones:
        sentences.append(
            n_(
                "{number} group whose counts are not communicated may be housed less: {groups}.",
                "{number} groups whose counts are not communicated may be housed less: {groups}.",
                len(open_ones),
                groups=_names(open_ones),
            )
        )
    yield paragraph(*sentences, strong=bool(losing))


def why(draft: Draft) -> Iterator[Bullets]:
    """Yield why the groups that are said to be housed less are, without any number."""
    subject = draft.subject
    if subject.before is None or subject.other is not None:
        return
    found = tuple(
        cause
        for group in _losing(draft)
        if (
            cause := cause_without_numbers(
                subject.after.outcome,
                group,
                tells_waiting=draft.ledger.are_shown(group_key(PLAN, WAITING, group)),
            )
        )
    )
    if found:
        yield Bullets(_("Why"), found)


def _said_of(losing: tuple[Group, ...], *, may_be_more: bool) -> str:
    if losing:
        return _(
            "Fewer housed than in the comparison, as the counts that are shown tell: {groups}.",
            groups=_names(losing),
        )
    if may_be_more:
        return _("No group of households whose counts are shown here is housed less.")
    return _("No group of households that is followed here is housed less.")


def _names(groups: tuple[Group, ...]) -> str:
    return ", ".join(map(group_name, groups))


def _losing(draft: Draft) -> Iterator[Group]:
    for group, (was, now) in _housed(draft):
        if draft.ledger.is_known_less(now, was):
            yield group


def _undecided(draft: Draft) -> Iterator[Group]:
    ledger = draft.ledger
    for group, (was, now) in _housed(draft):
        if not (ledger.is_known_less(now, was) or ledger.is_known_not_less(now, was)):
            yield group


def _housed(draft: Draft) -> Iterator[tuple[Group, tuple[Key, Key]]]:
    """Yield what the households housed of each group are called, in both plans."""
    for count in counts_of(draft.subject.after).values():
        was, now = (group_key(side, HOUSED, count.group) for side in (BEFORE, PLAN))
        if draft.ledger.knows(was):
            yield count.group, (was, now)
