"""Rules against the tables they are applied to: names that no table has, contingents of none."""

from collections.abc import Iterable, Iterator
from typing import Final

from repartition.domain.filters import Filter, OneOf
from repartition.domain.table import Table
from repartition.errors import Fault
from repartition.importers.membership.rules import Rules
from repartition.importers.membership.shares import has_ceiling
from repartition.ingest.nearest import suggestion
from repartition.ingest.toml_files import KeyPath
from repartition.language import _

_CONTINGENT: Final = "contingent"


def table_faults(rules: Rules, households: Table, contingents: Table) -> list[Fault]:
    """Return everything that rules name and the tables do not have."""
    facts = {*households.names(), *rules.shares()}
    found = list(_unknown(rules, ("keep",), rules.read.keep, known=facts))
    for position, rule in enumerate(rules.read.aci):
        place = ("aci", str(position), "who")
        found += _unknown(rules, place, rule.who.columns(), known=facts)
    for position, each in enumerate(rules.read.contingents):
        table: KeyPath = ("contingents", str(position))
        found += _unknown(rules, (*table, "who"), each.who.columns(), known=facts)
        found += _unknown(rules, (*table, "linked_by"), each.linked_by, known=facts)
        found += _contingent_faults(rules, (*table, "to"), each.to, contingents)
    found += _ceiling_faults(rules)
    return found


def _unknown(
    rules: Rules, place: KeyPath, names: Iterable[str], *, known: Iterable[str]
) -> Iterator[Fault]:
    for name in sorted(set(names) - set(known)):
        problem = _("no column of the households is called so")
        yield rules.file.fault(place, problem, suggestion(name, known), value=name)


def _contingent_faults(
    rules: Rules, place: KeyPath, to: Filter, contingents: Table
) -> Iterator[Fault]:
    unknown = to.columns() - set(contingents.names())
    for name in sorted(unknown):
        problem = _("no column of the contingents is called so")
        yield rules.file.fault(place, problem, suggestion(name, contingents.names()), value=name)
    if unknown:
        return
    there = contingents.columns[_CONTINGENT].cells()
    missing = [name for name in _named(to) if name not in there]
    for name in missing:
        problem = _("no contingent of the dataset is called so")
        yield rules.file.fault(place, problem, suggestion(name, there), value=name)
    if not missing and not to.matches(contingents).any():
        yield rules.file.fault(
            place,
            _("no contingent of the dataset is meant by this"),
            _("correct it, or take the rule out"),
        )


def _named(to: Filter) -> list[str]:
    """Return the contingents that a filter names one by one."""
    return [
        str(value)
        for conditions in to.alternatives
        for name, condition in conditions
        if name == _CONTINGENT and isinstance(condition, OneOf)
        for value in condition.values
    ]


def _ceiling_faults(rules: Rules) -> Iterator[Fault]:
    if rules.ceilings is None:
        return
    for position, share in enumerate(rules.read.share):
        if not has_ceiling(share, rules.ceilings.ceilings):
            yield rules.file.fault(
                ("share", str(position)),
                _("the ceilings have no row for this financing and this zone"),
                _("add it to {file}", file=rules.ceilings.label),
                value=f"{share.financing} {share.zone}",
            )
