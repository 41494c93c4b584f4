"""What is suspicious but possible in what a scenario asks of its data.

None of it stops a run; all of it is in the report.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import floor
from typing import Final

import numpy as np

from repartition.domain.cells import write_decimal
from repartition.domain.instance import Instance
from repartition.domain.law import CEILING_ZONES, FINANCINGS
from repartition.domain.quotas import QuotaFamily, QuotaRow, resolve_quotas
from repartition.domain.scenario import QuotaKind
from repartition.domain.table import CellKind
from repartition.domain.tiers import HARD_LEVEL, Tier, tiers_of
from repartition.errors import Fault
from repartition.ingest.chain import Chain
from repartition.ingest.conditions import conditions_never_met
from repartition.ingest.law_files import NO_BENEFIT, ReadCeilings, benefit_data
from repartition.ingest.own_columns import own_column_cautions
from repartition.language import _, n_

_MOST_NAMED: Final = 5
_CROSSING: Final[tuple[tuple[QuotaKind, QuotaKind], ...]] = (
    ("min", "max"),
    ("min_share", "max_share"),
)
_FRAGILITY_MEASURES: Final = frozenset({"fragility", "fragile", "in_qpv"})


def instance_cautions(
    instance: Instance, chain: Chain, ceilings: ReadCeilings | None
) -> list[Fault]:
    """Return what looks odd in what the scenario asks of this data."""
    families = resolve_quotas(instance)
    return [
        *_law_cautions(instance, chain, ceilings),
        *_effort_caution(instance, chain),
        *_order_cautions(instance, chain),
        *_bounds_crossed(instance, chain),
        *_zero_caps(families, chain),
        *_zero_transfers(instance, chain),
        *_impossible_rows(instance, families, chain),
        *_unused_counters(instance, families, chain),
        *conditions_never_met(instance, chain),
        *own_column_cautions(instance, chain),
    ]


def _law_cautions(
    instance: Instance, chain: Chain, ceilings: ReadCeilings | None
) -> Iterator[Fault]:
    rules = instance.scenario.eligibility
    if ceilings is not None and instance.n_vacancies:
        zone = instance.communes.zone[instance.commune_of_vacancy()]
        used = set(zip(instance.vacancies.financing.tolist(), zone.tolist(), strict=True))
        for financing, place in sorted(used):
            names = (FINANCINGS[financing], CEILING_ZONES[place])
            if names in ceilings.unverified:
                yield Fault(
                    _("these income ceilings were not checked against the law"),
                    _("check them, then write verified = true"),
                    file=ceilings.label,
                    value=" ".join(names),
                )
    if rules.apl != NO_BENEFIT and rules.max_effort is not False:
        data = benefit_data(rules.apl)
        if not data["verified"]:
            yield chain.fault(
                ("eligibility", "apl"),
                _(
                    "{names} of these APL parameters was computed, not read in a published table",
                    names=data["unverified"],
                ),
                _("keep it in mind where the effort decides"),
                value=rules.apl,
            )


def _effort_caution(instance: Instance, chain: Chain) -> Iterator[Fault]:
    effort = instance.scenario.eligibility.max_effort
    if effort is not False and effort > 1:
        yield chain.fault(
            ("eligibility", "max_effort"),
            _("this allows rents above the whole income"),
            _("33 % is written 0.33"),
            value=write_decimal(effort),
        )


def tiers_above_access(instance: Instance) -> Iterator[Tier]:
    """Yield the shortfalls and fragilities that come before every objective that gives homes."""
    for tier in tiers_of(instance):
        if _protects_access(instance, tier):
            return
        is_shortfall = tier.level is not None and tier.level != HARD_LEVEL
        if is_shortfall or (not tier.maximise and tier.measure in _FRAGILITY_MEASURES):
            yield tier


def _order_cautions(instance: Instance, chain: Chain) -> Iterator[Fault]:
    if not instance.scenario.objectives:
        yield chain.fault(
            ("objectives",),
            _("there is no objective: soft targets, seniority and the lottery alone decide"),
            _("add one, such as {example}", example='[[objectives]] maximise = "attributions"'),
        )
    for tier in tiers_above_access(instance):
        listed = any(tier.id == objective.id for objective in instance.scenario.objectives)
        yield chain.fault(
            ("objectives", tier.id) if listed else ("objectives",),
            _("comes before every objective that gives homes: homes may stay empty for it"),
            _('put an objective that maximises "attributions" before it'),
            value=tier.id,
        )


def _protects_access(instance: Instance, tier: Tier) -> bool:
    if not tier.maximise:
        return False
    column = instance.who_view().column(tier.measure)
    is_group = column is not None and column.kind is CellKind.BOOLEAN
    return tier.measure == "attributions" or is_group


def _bounds_crossed(instance: Instance, chain: Chain) -> Iterator[Fault]:
    for quota in instance.scenario.quotas:
        bounds = dict(quota.bounds())
        for least, most in _CROSSING:
            if least in bounds and most in bounds and bounds[least] > bounds[most]:
                yield chain.fault(
                    ("quotas", quota.id, least),
                    _("is above {other}: both cannot be met once a home is counted", other=most),
                    _("correct one of the two"),
                    value=str(bounds[least]),
                )


def _zero_caps(families: Sequence[QuotaFamily], chain: Chain) -> Iterator[Fault]:
    for family in families:
        share = family.quota.max_share
        if not share:  # none, or a cap that says zero itself
            continue
        sizes = family.stock + family.among_before
        if family.contingent_group is not None:
            sizes = np.full(len(family.groups), family.stock.sum()) + family.among_before
        filled = sizes > 0
        caps = np.array([floor(Fraction(share) * int(size)) for size in sizes], np.int64)
        zeros = filled & (caps == 0)
        if zeros.any():
            yield chain.fault(
                ("quotas", family.quota.id, "max_share"),
                _(
                    "the cap rounds down: 0 in {zeros} of {groups} ({named})",
                    zeros=int(zeros.sum()),
                    groups=_groups(int(filled.sum()), family.quota.per),
                    named=_named(family.groups, zeros.tolist()),
                ),
                _("group more widely, or raise the share, if nobody was to be shut out"),
                value=str(share),
            )


def _groups(number: int, per: str | None) -> str:
    match per:
        case "programme":
            return n_("{number} programme", "{number} programmes", number)
        case "commune":
            return n_("{number} commune", "{number} communes", number)
        case "bailleur":
            return n_("{number} landlord", "{number} landlords", number)
        case "contingent" | "via.contingent":
            return n_("{number} contingent", "{number} contingents", number)
        case _:
            return n_("{number} group", "{number} groups", number)


def _named(groups: Sequence[str], chosen: Sequence[bool]) -> str:
    return first_few([name or "—" for name, yes in zip(groups, chosen, strict=True) if yes])


def first_few(names: Sequence[str]) -> str:
    """Return the first of some names, and how many more there are."""
    more = len(names) - _MOST_NAMED
    shown = ", ".join(names[:_MOST_NAMED])
    return _("{shown} and {more} more", shown=shown, more=more) if more > 0 else shown


def _zero_transfers(instance: Instance, chain: Chain) -> Iterator[Fault]:
    own = instance.vacancies.contingent
    for transfer in instance.scenario.contingents.transfers:
        if not transfer.max_share:
            continue
        matching = transfer.where.matches(instance.where_view()) & instance.vacancies.of_period
        given = transfer.from_.matches(instance.via_view())[:-1]
        stock = np.bincount(own[matching & (own >= 0)], minlength=instance.n_contingents)
        names = instance.contingents.table.identifiers()
        zeros = [
            bool(given[c]) and stock[c] > 0 and Fraction(transfer.max_share) * int(stock[c]) < 1
            for c in range(instance.n_contingents)
        ]
        if any(zeros):
            yield chain.fault(
                ("contingents", "transfers", transfer.id, "max_share"),
                _(
                    "the cap rounds down: 0 in {zeros} of {groups} ({named})",
                    zeros=sum(zeros),
                    groups=_groups(int((given & (stock > 0)).sum()), "via.contingent"),
                    named=_named(names, zeros),
                ),
                _("raise the share if something was to be handed back there"),
                value=str(transfer.max_share),
            )


def _impossible_rows(
    instance: Instance, families: Sequence[QuotaFamily], chain: Chain
) -> Iterator[Fault]:
    """Warn of the quotas that no plan can meet, whoever gets what: counting alone says so."""
    for family in families:
        missing: dict[str, dict[str, Fraction]] = {}
        for row in family.rows():
            if (shortfall := _least_shortfall(instance, family, row)) > 0:
                missing.setdefault(row.kind, {})[row.group] = shortfall
        for kind, groups in missing.items():
            chosen = [group in groups for group in family.groups]
            hard = family.level == HARD_LEVEL
            yield chain.fault(
                ("quotas", family.quota.id, kind),
                _impossible(family, chosen, _attributions(sum(groups.values(), Fraction(0)))),
                _("it is hard: no plan will be found; change the bound or give it a soft level")
                if hard
                else _("it will be missed; change the bound, or keep it in mind"),
                value=str(getattr(family.quota, kind)),
            )


def _impossible(family: QuotaFamily, missed: Sequence[bool], least: str) -> str:
    if family.groups == ("",):
        return _(
            "no plan can meet it, counting alone: {least} at least will be missing", least=least
        )
    return n_(
        "no plan can meet it, counting alone: {number} row misses ({named}), by {least} at least",
        "no plan can meet it, counting alone: {number} rows miss ({named}), by {least} at least",
        sum(missed),
        named=_named(family.groups, missed),
        least=least,
    )


def _attributions(missing: Fraction) -> str:
    rounded = -(-missing.numerator // missing.denominator)
    return n_("{number} attribution", "{number} attributions", rounded)


def _least_shortfall(instance: Instance, family: QuotaFamily, row: QuotaRow) -> Fraction:
    """Return how much a row misses at least, given dwellings, households and counters alone."""
    group = row.group_index
    before, base = int(family.counted_before[group]), int(family.among_before[group])
    per_contingent = family.contingent_group is not None
    dwellings = int(family.stock.sum() if per_contingent else family.stock[group])
    # A fixed pair counts even where its dwelling or its household is not one of the period.
    fixed = len(instance.decisions.fixed_household)
    most_counted = min(dwellings, _able(instance, family.counted_who)) + fixed
    most_among = min(dwellings, _able(instance, family.among_who)) + fixed
    if not row.is_maximum:
        return row.shortfall(before + most_counted, base + most_counted)
    return row.shortfall(before, base + most_among)


def _able(instance: Instance, who: np.ndarray) -> int:
    return int((who & instance.households.active).sum())


def _unused_counters(
    instance: Instance, families: Sequence[QuotaFamily], chain: Chain
) -> Iterator[Fault]:
    for family in families:
        place = family.contingent_group
        if place is None:
            place = family.vacancy_group
        seen = set(place.tolist())
        for index, group in enumerate(family.groups):
            if (family.quota.id, group) not in instance.counters:
                continue
            if index not in seen:
                yield chain.fault(
                    ("quotas", family.quota.id, "per"),
                    _("counters name a group that no dwelling and no contingent belongs to"),
                    _("check the group in counters"),
                    value=group,
                )
