"""Hard rules in words: what each asks for, for whoever has to change one of them."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from repartition.domain.cells import write_decimal
from repartition.domain.instance import Instance
from repartition.domain.quotas import QuotaRow
from repartition.domain.table import NO_ROW
from repartition.eligibility.charging import TransferCap
from repartition.language import _, n_, whole
from repartition.optimisation.side_rows import Rule

_PERCENT_DECIMALS: Final = 2
_MOST_GROUPS: Final = 5


def row_name(row: QuotaRow) -> str:
    """Return the name of a quota row: the quota, and its group where it has one."""
    return f"{row.quota} [{row.group}]" if row.group else row.quota


def decimal(value: Fraction) -> str:
    """Return an exact number in digits, the thousands of a whole one apart."""
    if value.denominator == 1:
        return whole(value.numerator)
    return write_decimal(Decimal(value.numerator) / Decimal(value.denominator))


def percent(share: Fraction, *, up: bool = False) -> str:
    """Return a share as percents, rounded down, or up."""
    scale = 10**_PERCENT_DECIMALS
    exact = share * 100 * scale
    parts = -(-exact.numerator // exact.denominator) if up else exact.numerator // exact.denominator
    return write_decimal(Decimal(parts) / scale) + " %"


def counted_before(row: QuotaRow) -> str:
    """Return how many the counters hold for a row, in words; nothing where they hold none."""
    number = int(row.family.counted_before[row.group_index])
    return n_("{number} counted before", "{number} counted before", number) if number else ""


def rules_in_words(instance: Instance, rows: Sequence[Rule]) -> Iterator[str]:
    """Yield what each rule asks for; the rows of one bound of a quota together if they are many."""
    alike: dict[tuple[str, str], list[QuotaRow]] = {}
    for row in rows:
        if isinstance(row, QuotaRow):
            alike.setdefault((row.quota, row.kind), []).append(row)
    for row in rows:
        if isinstance(row, TransferCap):
            yield _transfer(instance, row)
            continue
        same = alike[row.quota, row.kind]
        if len(same) <= _MOST_GROUPS:
            yield quota_in_words(row)
        elif row is same[0]:
            yield _many_groups(same)


def quota_in_words(row: QuotaRow) -> str:
    """Return what a quota row asks for: ``quota aci [P1]: at most 20 %``."""
    sentence = _bounded(row, row_name(row))
    before = counted_before(row)
    return f"{sentence} ({before})" if before else sentence


def decision_in_words(instance: Instance, decision: int) -> str:
    """Return what a decision gives, and who would have to leave for it."""
    decisions = instance.decisions
    household = int(decisions.fixed_household[decision])
    vacancy = int(decisions.fixed_vacancy[decision])
    households = instance.households.table.identifiers()
    tenant = int(instance.vacancies.freed_by[vacancy])
    names = {
        "vacancy": instance.vacancies.table.identifiers()[vacancy],
        "household": households[household],
    }
    if tenant == NO_ROW:
        return _("decision: dwelling {vacancy} is given to {household}", **names)
    return _(
        "decision: dwelling {vacancy} is given to {household}, so that {tenant}, who lives in it,"
        " needs another dwelling",
        **names,
        tenant=households[tenant],
    )


def _bounded(row: QuotaRow, name: str, *, with_number: bool = True) -> str:
    """Return a row's bound; a share of the dwellings is known, so how many that is is said too."""
    if row.size(0) is None:
        bound = decimal(row.parameter)
    else:
        bound = percent(row.parameter)
        if not row.moves_with_attributions:
            bound = _("{share} of the dwellings", share=bound)
            if with_number:
                bound = _("{share}, that is {number}", share=bound, number=decimal(row.bound(0)))
    if row.is_maximum:
        return _("quota {name}: at most {bound}", name=name, bound=bound)
    return _("quota {name}: at least {bound}", name=name, bound=bound)


def _many_groups(rows: Sequence[QuotaRow]) -> str:
    more = len(rows) - _MOST_GROUPS
    return n_(
        "{sentence}, in each of {count} groups ({names} and {number} more)",
        "{sentence}, in each of {count} groups ({names} and {number} more)",
        more,
        sentence=_bounded(rows[0], rows[0].quota, with_number=False),
        count=whole(len(rows)),
        names=", ".join(row.group for row in rows[:_MOST_GROUPS]),
    )


def _transfer(instance: Instance, cap: TransferCap) -> str:
    return n_(
        "transfer {transfer}, dwellings of {contingent}: at most {number} attribution",
        "transfer {transfer}, dwellings of {contingent}: at most {number} attributions",
        cap.cap,
        transfer=instance.scenario.contingents.transfers[cap.transfer].id,
        contingent=instance.contingents.table.identifiers()[cap.contingent],
    )
