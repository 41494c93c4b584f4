"""What a scenario may not say, whatever the data: ids, bounds, levels, transfers, thresholds."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from repartition.domain.filters import EVERYTHING
from repartition.domain.scenario import RESERVED_TIERS, VIA_PREFIX, Objective, Quota, Scenario
from repartition.domain.tiers import SHORTFALL
from repartition.errors import Fault
from repartition.ingest.chain import OPTION, Chain
from repartition.ingest.fragility_index import setting_faults
from repartition.ingest.law_files import NO_BENEFIT, known_benefits
from repartition.ingest.nearest import lookalike, suggestion
from repartition.ingest.toml_files import array_ids
from repartition.language import _

_SOFT_TIER: Final = re.compile(r"soft-\d+")
_CENT_EXPONENT: Final = -2


def logical_faults(scenario: Scenario, chain: Chain) -> list[Fault]:
    """Return what is wrong in a scenario each of whose keys is well written."""
    return [
        *_identifier_faults(scenario, chain),
        *(fault for quota in scenario.quotas for fault in _quota_faults(quota, chain)),
        *_objective_faults(scenario, chain),
        *_transfer_faults(scenario, chain),
        *_threshold_faults(scenario, chain),
        *_benefit_faults(scenario, chain),
        *setting_faults(scenario, chain),
    ]


def _identifier_faults(scenario: Scenario, chain: Chain) -> Iterator[Fault]:
    paths = [
        *(("quotas", quota.id) for quota in scenario.quotas),
        *(("objectives", objective.id) for objective in scenario.objectives),
        *(("contingents", "transfers", t.id) for t in scenario.contingents.transfers),
    ]
    for path in paths:
        name = path[-1]
        if name in RESERVED_TIERS or _SOFT_TIER.fullmatch(name):
            yield chain.fault(
                (*path, "id"),
                _("this id is kept for the tiers the program adds itself"),
                _("choose another one"),
                value=name,
            )


def _quota_faults(quota: Quota, chain: Chain) -> Iterator[Fault]:
    path = ("quotas", quota.id)
    if not quota.bounds():
        yield chain.fault(
            path, _("has no bound"), _("add one of max, min, max_share, min_share at least")
        )
    if quota.of != "vacancies":
        return
    remedy = _('take it away, or write of = "attributions"')
    about_dwellings = _("a share of the dwellings does not depend on who is charged or housed")
    if quota.via != EVERYTHING:
        yield chain.fault((*path, "via"), about_dwellings, remedy)
    if quota.among is not None:
        yield chain.fault((*path, "among"), about_dwellings, remedy)
    if quota.per is not None and quota.per.startswith(VIA_PREFIX):
        yield chain.fault((*path, "per"), about_dwellings, remedy, value=quota.per)


def _objective_faults(scenario: Scenario, chain: Chain) -> Iterator[Fault]:
    levels = _levels(chain.merged.get("quotas"))
    listed: dict[int, str] = {}
    for objective in scenario.objectives:
        path = ("objectives", objective.id)
        if (objective.maximise is None) == (objective.minimise is None):
            yield chain.fault(
                path,
                _("says neither what to maximise nor what to minimise, or says both"),
                _("write exactly one of maximise and minimise"),
            )
        elif objective.measure == SHORTFALL:
            yield from _shortfall_faults(objective, chain, levels=levels, listed=listed)
        # A measure that is nearly that name gets its own sentence, for its column is not known.
        elif objective.soft is not None and not lookalike(objective.measure, [SHORTFALL]):
            yield chain.fault(
                (*path, "soft"),
                _("only a shortfall has a soft level"),
                _('take soft away, or write minimise = "shortfall"'),
                value=str(objective.soft),
            )


def _levels(quotas: object) -> list[int] | None:
    """Return the soft levels the file gives, those of quotas that are wrong included.

    None where one of them cannot be read: which levels there are is then not known.
    """
    tables = [
        table for table in (quotas if isinstance(quotas, list) else []) if isinstance(table, dict)
    ]
    said = [table["soft"] for table in tables if "soft" in table]
    misspelt = {key for table in tables for key in table.keys() - Quota.model_fields.keys()}
    said = [level for level in said if level is not False]
    if not all(isinstance(level, int) and level > 0 for level in said):
        return None
    return None if lookalike("soft", misspelt) else sorted(set(said))


def _shortfall_faults(
    objective: Objective, chain: Chain, *, levels: Sequence[int] | None, listed: dict[int, str]
) -> Iterator[Fault]:
    path = ("objectives", objective.id)
    if objective.maximise is not None:
        yield chain.fault(
            (*path, "maximise"),
            _("a shortfall is what quotas miss: nobody wants more of it"),
            _('write minimise = "shortfall"'),
            value=SHORTFALL,
        )
    if {objective.who, objective.where, objective.via} != {EVERYTHING}:
        yield chain.fault(
            path,
            _("a shortfall is that of whole quotas: who, where and via do not narrow it"),
            _("write the filter in the quotas"),
        )
    if objective.soft is None:
        yield chain.fault(
            path,
            _("does not say the shortfall of which level"),
            _("add soft = 1, or another level"),
        )
    elif levels is not None and objective.soft not in levels:
        yield chain.fault(
            (*path, "soft"),
            _("no quota has this soft level"),
            _level_remedy(objective, chain, levels),
            value=str(objective.soft),
        )
    elif objective.soft in listed:
        yield chain.fault(
            (*path, "soft"),
            _("the objective {other} already stands for this level", other=listed[objective.soft]),
            _("take one of the two away"),
            value=str(objective.soft),
        )
    else:
        listed[objective.soft] = objective.id


def _level_remedy(objective: Objective, chain: Chain, levels: Sequence[int]) -> str:
    """Return what to do about a level no quota has: often the quota was made hard just now."""
    correction = suggestion(str(objective.soft), [str(level) for level in levels])
    if levels and not chain.settings:
        return correction
    name = f'"{objective.id}"' if "." in objective.id else objective.id
    removal = f"{OPTION} objectives.{name}.remove=true"
    if levels:
        return _(
            "{correction}; or remove this objective: {setting}",
            correction=correction,
            setting=removal,
        )
    return _("remove this objective too ({setting}), or give a quota this level", setting=removal)


def _transfer_faults(scenario: Scenario, chain: Chain) -> Iterator[Fault]:
    if scenario.contingents.mode != "flow":
        return
    contingents = chain.merged.get("contingents", {})
    for name in array_ids(contingents.get("transfers")):  # those that are wrong included
        yield chain.fault(
            ("contingents", "transfers", name),
            _("transfers mean nothing in flow mode: no contingent owns a dwelling"),
            _('take it away (remove = true), or write mode = "stock"'),
        )


def _threshold_faults(scenario: Scenario, chain: Chain) -> Iterator[Fault]:
    if scenario.quartiles is None:
        return
    path = ("quartiles", "thresholds")
    thresholds = scenario.quartiles.thresholds
    shown = ", ".join(str(value) for value in thresholds)
    if any(value < 0 for value in thresholds):
        yield chain.fault(path, _("a threshold is negative"), _("write 0 or more"), value=shown)
    if sorted(thresholds) != list(thresholds):
        yield chain.fault(
            path, _("the thresholds do not rise"), _("write q1, q2, q3 in order"), value=shown
        )
    if any(int(value.as_tuple().exponent) < _CENT_EXPONENT for value in thresholds):
        yield chain.fault(
            path, _("a threshold has more than two decimals"), _("round it to cents"), value=shown
        )


def _benefit_faults(scenario: Scenario, chain: Chain) -> Iterator[Fault]:
    name = scenario.eligibility.apl
    known = [*known_benefits(), NO_BENEFIT]
    if name not in known:
        yield chain.fault(
            ("eligibility", "apl"),
            _("the program has no APL parameters of this name"),
            suggestion(name, known),
            value=name,
        )
