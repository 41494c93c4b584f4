"""The words of tables: groups of households, rules, targets and tiers."""

from fractions import Fraction

from repartition.audit.access import Group
from repartition.domain.instance import Instance
from repartition.domain.quotas import QuotaRow
from repartition.domain.scenario import Quota, QuotaKind
from repartition.domain.table import Table
from repartition.domain.tiers import (
    HARD_LEVEL,
    HARD_TIER,
    LOTTERY_TIER,
    SENIORITY_TIER,
    SOFT_TIER,
    Tier,
)
from repartition.eligibility.wording import rule_in_words
from repartition.language import _
from repartition.report.numerals import bound_percent, number


def group_name(group: Group) -> str:
    """Return what a group of households is called."""
    names = {
        "all": _("All households"),
        "aci": _("ACI households"),
        "dalo": _("DALO households"),
        "neither": _("Others (neither ACI nor DALO)"),
        "first_quartile": _("First income quartile"),
        "large_family": _("Families of 5 and more"),
        "accessible": _("Need an accessible dwelling"),
        "mutation": _("Tenants (mutations)"),
    }
    return names[group]


def rule_name(rule: str) -> str:
    """Return a rule or a limit in words, with the name scenarios and files give it.

    A quota has the name its scenario gave it, and no other.
    """
    if words := rule_in_words(rule):
        return words
    kind, colon, transfer = rule.partition(":")
    return _("transfer {transfer}", transfer=transfer) if colon and kind == "transfer" else rule


def target(kind: QuotaKind, quota: Quota, parameter: Fraction) -> str:
    """Return one bound of a quota in words: ``at most 20%``, ``at least 12``."""
    if not kind.endswith("share"):
        value = number(parameter)
    elif quota.of == "vacancies":
        value = _("{share} of the dwellings", share=bound_percent(parameter))
    else:
        value = bound_percent(parameter)
    if kind.startswith("max"):
        return _("at most {value}", value=value)
    return _("at least {value}", value=value)


def strength(level: int) -> str:
    """Return whether a quota binds, or which soft level it has."""
    return _("hard") if level == HARD_LEVEL else _("soft {level}", level=level)


def row_name(row: QuotaRow) -> str:
    """Return the name of one quota row: the quota, and its group where it has one."""
    return f"{row.quota} [{row.group}]" if row.group else row.quota


def tier_name(tier: str) -> str:
    """Return an implied tier in words; an objective has the name its scenario gave it.

    Nobody needs to type the names of implied tiers: a scenario may not use them.
    """
    if tier.startswith(SOFT_TIER) and (level := tier.removeprefix(SOFT_TIER)).isdecimal():
        return _("soft level {level}", level=level)
    names = {
        HARD_TIER: _("hard rules"),
        SENIORITY_TIER: _("seniority"),
        LOTTERY_TIER: _("lottery"),
    }
    return names.get(tier, tier)


def tier_sense(tier: Tier) -> str:
    """Return what one tier asks for, in words."""
    implied = {
        HARD_TIER: _("hard rules missed, to be 0"),
        SENIORITY_TIER: _("most days waited"),
        LOTTERY_TIER: _("lowest draw"),
    }
    if tier.id in implied:
        return implied[tier.id]
    if tier.level is not None:
        return _("least missed, soft level {level}", level=tier.level)
    if tier.maximise:
        return _("most {measure}", measure=measure_name(tier.measure))
    return _("least {measure}", measure=measure_name(tier.measure))


def measure_name(measure: str) -> str:
    """Return what a measure counts; a column of the tables keeps its own name."""
    names = {
        "attributions": _("attributions"),
        "waiting_days": _("days waited"),
        "effort_rate": _("points of taux d'effort"),
        "spare_rooms": _("spare rooms"),
        "wish_rank": _("places after the first wish"),
        "fragility": _("degrees of fragility"),
        "points": _("points"),
    }
    return names.get(measure, measure)


def commune_names(instance: Instance) -> dict[str, str]:
    """Return the name of each commune by its code; the code where it has none."""
    return names_of(instance.communes.table)


def names_of(table: Table) -> dict[str, str]:
    """Return what each row of a table is called: its name, the identifier where it has none."""
    names = table.column("name")
    return {
        identifier: (names.cell(row) if names else "") or identifier
        for row, identifier in enumerate(table.identifiers())
    }


def contingent_names(instance: Instance) -> dict[str, str]:
    """Return what each contingent is called, by identifier; ``""`` stands for nobody."""
    return {**names_of(instance.contingents.table), "": contingent_kind("")}


def group_words(instance: Instance, row: QuotaRow) -> str:
    """Return what one group of a quota is called: a programme or a commune by its name too."""
    tables = {"programme": instance.programmes.table, "commune": instance.communes.table}
    table = tables.get(row.family.quota.per or "")
    name = row.group if table is None else names_of(table).get(row.group, row.group)
    return row.group if name == row.group else f"{row.group}, {name}"


def contingent_kind(kind: str) -> str:
    """Return what a kind of contingent is called; ``""`` stands for nobody."""
    return {
        "etat_prioritaires": _("State, priority households"),
        "etat_agents": _("State, its agents"),
        "action_logement": _("Action Logement (the 1%)"),
        "commune": _("Commune"),
        "epci": _("EPCI"),
        "departement": _("Département"),
        "bailleur": _("Landlord"),
        "": _("Nobody (not reserved)"),
    }[kind]


def yes_or_no(cell: str) -> str:
    """Return a truth of the tables in words."""
    return _("yes") if cell == "true" else _("no")


def degree_name(degree: str) -> str:
    """Return what a degree of fragility is called; an empty one is that of no degree."""
    if not degree:
        return _("not classed")
    return _("0, not fragile") if degree == "0" else degree
