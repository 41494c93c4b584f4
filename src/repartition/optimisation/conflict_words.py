"""Conflicts in words: which rules cannot hold together, and why a rule cannot even alone."""

from collections.abc import Iterator
from typing import Final

from repartition.domain.instance import Instance
from repartition.domain.quotas import QuotaRow
from repartition.language import _, n_, whole
from repartition.optimisation.conflict import Alone, Conflict, Conflicts, Smallest
from repartition.optimisation.feasibility import Verdict
from repartition.optimisation.rule_words import decision_in_words, rules_in_words

BULLET: Final = "  - "


def conflict_lines(instance: Instance, conflicts: Conflicts) -> Iterator[str]:
    """Yield every conflict, those of one rule alone first, and what is known of the other rules."""
    alone = [conflict for conflict in conflicts.found if len(conflict) == 1]
    rules = [conflict for conflict in alone if conflict.rows]
    if rules:
        yield n_(
            "This rule cannot hold, even alone; loosen it, or give it a soft level:",
            "Each of these {number} rules cannot hold, even alone; loosen them, or give them a soft"
            " level:",
            len(rules),
        )
    for conflict in rules:
        (sentence,) = _rules(instance, conflict)
        yield BULLET + _why_alone(sentence, conflict)
    decisions = [conflict for conflict in alone if conflict.decisions]
    if decisions:
        yield n_(
            "This decision cannot be kept, even if no other rule held; review it:",
            "Each of these {number} decisions cannot be kept, even if no other rule held; review"
            " them:",
            len(decisions),
        )
    for conflict in decisions:
        yield from (BULLET + sentence for sentence in _rules(instance, conflict))
    for conflict in conflicts.found:
        if len(conflict) > 1:
            yield _head(conflict)
            yield from (BULLET + sentence for sentence in _rules(instance, conflict))
    yield from _of_the_rest(conflicts)


def _rules(instance: Instance, conflict: Conflict) -> Iterator[str]:
    yield from rules_in_words(instance, conflict.rows)
    for decision in conflict.decisions:
        yield decision_in_words(instance, decision)


def _head(conflict: Conflict) -> str:
    match conflict.smallest:
        case Smallest.BY_RULE:
            return _(
                "These rules cannot all hold together; without any one of them, the others of the"
                " list can. Loosen one, or give it a soft level:"
            )
        case Smallest.BY_QUOTA if conflict.is_of_quotas():
            return _(
                "These rules cannot all hold together; without any one of these quotas, the others"
                " can. Perhaps they already cannot in fewer groups; there was no time to settle it:"
            )
        case _:
            return _(
                "These rules cannot all hold together. Perhaps fewer of them already cannot; there"
                " was no time to settle it:"
            )


def _why_alone(rule: str, conflict: Conflict) -> str:
    """Return a rule, and why it cannot hold even alone where that is known."""
    if conflict.alone is None:
        return rule
    (row,) = conflict.rows
    assert isinstance(row, QuotaRow)  # nothing else has it
    return _("{rule}; {why}", rule=rule, why=_best(row, conflict.alone))


def _best(row: QuotaRow, alone: Alone) -> str:
    if row.is_fixed_cap:
        return _("{count} count before any attribution", count=whole(alone.count))
    households = n_("{number} eligible household", "{number} eligible households", alone.households)
    homes = n_("{number} dwelling", "{number} dwellings", alone.vacancies)
    if row.moves_with_attributions:
        return _(
            "at best {count} of {among} count ({households} for {homes})",
            count=whole(alone.count),
            among=whole(alone.among),
            households=households,
            homes=homes,
        )
    return _(
        "at most {count} can count ({households} for {homes})",
        count=whole(alone.count),
        households=households,
        homes=homes,
    )


def _of_the_rest(conflicts: Conflicts) -> Iterator[str]:
    match conflicts.rest:
        case None:
            return
        case Verdict.HOLD:
            yield _("All the other hard rules can hold together.")
        case Verdict.CANNOT:
            yield _("Of the other hard rules some cannot hold together either: mend these first.")
        case Verdict.UNKNOWN if not conflicts.found:
            yield _("There was no time to find which rules cannot hold together.")
        case Verdict.UNKNOWN:
            yield _("There was no time to see whether the other hard rules can hold together.")
