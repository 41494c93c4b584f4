"""Rules applied to a table of households: what each of them grants, and to how many."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.cells import LIST_SEPARATOR, parse_list
from repartition.domain.table import Table
from repartition.errors import Fault, InputError
from repartition.importers.membership.checks import table_faults
from repartition.importers.membership.completion import completed, table_of, truths
from repartition.importers.membership.rules import ContingentRule, Rules
from repartition.importers.membership.shares import share_of_ceiling, without_unknown_incomes

Cells = Mapping[str, Sequence[str]]
_HOUSEHOLDS: Final = "households"
_CONTINGENTS: Final = "contingents"
_KEY: Final = "contingent"


@dataclass(frozen=True, slots=True)
class Granted:
    """How many households a rule holds for; ``kind`` is ``aci`` or ``contingents``."""

    kind: str
    rule: str
    households: int


@dataclass(frozen=True, slots=True, eq=False)
class Membership:
    """Households once the rules were applied.

    Attributes
    ----------
    columns
        Those given, ``aci`` and ``contingents`` among them, and the facts that the rules keep.
    granted
        What each rule grants, in the order of the file; rules on the agreement first.
    cautions
        What whoever applies the rules must know.
    incomes_unknown
        How many households no rule on income looked at, since nobody says what they have.
    """

    columns: Mapping[str, Sequence[str]]
    granted: tuple[Granted, ...]
    cautions: tuple[Fault, ...]
    incomes_unknown: int


def apply_rules(
    rules: Rules, households: Cells, contingents: Cells, *, facts: Cells | None = None
) -> Membership:
    """Return the households with ``aci`` and ``contingents`` as the rules grant them.

    Parameters
    ----------
    households, contingents
        Cells by column, as any file has them.
    facts
        More columns that rules may look at, row by row those of ``households``; only those that
        the rules keep are returned. Where ``incomes_stated`` is false, no rule on income holds.

    Raises
    ------
    InputError
        Naming every column that no table has, and every contingent that there is none of.
    """
    known = completed(table_of(_HOUSEHOLDS, {**(facts or {}), **households}))
    reserved = table_of(_CONTINGENTS, contingents)
    if faults := table_faults(rules, known, reserved):
        raise InputError(faults)
    looked_at, incomes_unknown = without_unknown_incomes(known)
    if rules.ceilings is not None:
        ceilings = rules.ceilings.ceilings
        looked_at = looked_at.with_columns(
            {each.fact: share_of_ceiling(looked_at, each, ceilings) for each in rules.read.share}
        )
    is_aci, agreed = _agreed(rules, looked_at)
    listed, opened = _listed(rules, looked_at, reserved)
    # What is written is as it was given: only the rules do not see an income that nobody says.
    shown = {**looked_at.columns, **known.columns}
    return Membership(
        columns={
            **households,
            **{name: shown[name].cells() for name in rules.read.keep},
            "aci": ["true" if each else "false" for each in is_aci.tolist()],
            _CONTINGENTS: listed,
        },
        granted=(*agreed, *opened),
        cautions=rules.cautions,
        incomes_unknown=incomes_unknown,
    )


def _agreed(rules: Rules, households: Table) -> tuple[NDArray[np.bool_], list[Granted]]:
    """Return whom the agreement is about, given or by a rule, and what each rule grants."""
    is_aci = truths(households.columns["aci"])
    granted = []
    for each in rules.read.aci:
        holds = each.who.matches(households)
        is_aci |= holds
        granted.append(Granted("aci", each.rule, int(holds.sum())))
    return is_aci, granted


def _listed(rules: Rules, households: Table, contingents: Table) -> tuple[list[str], list[Granted]]:
    """Return the contingents of each household, those given first, and what each rule grants."""
    listed = [list(parse_list(cell)) for cell in households.columns[_CONTINGENTS].cells()]
    granted = []
    for each in rules.read.contingents:
        holds = np.zeros(len(households), np.bool_)
        for contingent, rows in _opened(each, households, contingents):
            holds |= rows
            for row in np.flatnonzero(rows).tolist():
                listed[row].append(contingent)
        granted.append(Granted(_CONTINGENTS, each.rule, int(holds.sum())))
    return [LIST_SEPARATOR.join(dict.fromkeys(names)) for names in listed], granted


def _opened(
    rule: ContingentRule, households: Table, contingents: Table
) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Yield each contingent a rule is about, and whom (bool, one per household) it is opened to."""
    asked = rule.who.matches(households)
    names, communes = contingents.columns[_KEY].cells(), contingents.columns["commune"].cells()
    for row in np.flatnonzero(rule.to.matches(contingents)).tolist():
        if rule.linked_by:
            yield names[row], asked & _is_linked(households, rule.linked_by, communes[row])
        else:
            yield names[row], asked


def _is_linked(households: Table, columns: Sequence[str], commune: str) -> NDArray[np.bool_]:
    """Return who names a commune in one of some columns; a contingent of no commune links none."""
    found = np.zeros(len(households), np.bool_)
    for name in columns:
        found |= households.columns[name].test(lambda cell: commune in parse_list(cell))
    return found
