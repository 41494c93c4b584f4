"""The file of rules: what it may say, and what of it cannot hold."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, StringConstraints

from repartition.domain.filters import EVERYTHING, FilterField
from repartition.domain.law import CEILING_ZONES, FINANCINGS
from repartition.errors import Fault, InputError
from repartition.ingest.cell_types import Allowed
from repartition.ingest.descriptions import describe
from repartition.ingest.forbidden import may_not_be_used
from repartition.ingest.law_files import ReadCeilings, read_ceilings
from repartition.ingest.toml_files import KeyPath, TomlFile
from repartition.ingest.toml_models import read_model
from repartition.language import _

Name = Annotated[str, StringConstraints(min_length=1)]
PRIORITY: Final = frozenset({"dalo", "priority"})
"""Facts of the law's priority publics, which an agreement may always look at."""


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Share(_Closed):
    """A fact that is computed: the reference income as a share of a ceiling."""

    fact: Name
    financing: Annotated[str, Allowed(FINANCINGS)]
    zone: Annotated[str, Allowed(CEILING_ZONES)] = "autres_regions"


class AgreementRule(_Closed):
    """Households that the agreement is about."""

    rule: Name
    who: FilterField
    named_by: str = ""
    """The article of the agreement, where it looks at more than a share and priority publics."""


class ContingentRule(_Closed):
    """Households that may be proposed through some contingents."""

    rule: Name
    to: FilterField
    who: FilterField = EVERYTHING
    linked_by: tuple[Name, ...] = ()
    """Columns of communes: only the contingents of a commune that one of them names."""


class RulesFile(_Closed):
    """A file of rules."""

    name: str = ""
    example: bool = False
    ceilings: str = ""
    keep: tuple[Name, ...] = ()
    share: tuple[Share, ...] = ()
    aci: tuple[AgreementRule, ...] = ()
    contingents: tuple[ContingentRule, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """Rules that were read.

    Attributes
    ----------
    file
        Where they stand: for the faults that only the tables show.
    ceilings
        None where no share is computed.
    cautions
        What whoever applies them must know.
    """

    read: RulesFile
    file: TomlFile
    ceilings: ReadCeilings | None
    cautions: tuple[Fault, ...] = ()

    def shares(self) -> frozenset[str]:
        """Return the facts that are computed."""
        return frozenset(share.fact for share in self.read.share)


def read_rules(path: Path) -> Rules:
    """Return the rules of a file.

    Raises
    ------
    InputError
        With everything that is wrong in the file, and in the ceilings that it names.
    """
    read, file = read_model(path, RulesFile)
    rules = Rules(read, file, None)
    faults = [
        *_name_faults(rules),
        *_computed_faults(rules),
        *_fact_faults(rules),
        *_named_faults(rules),
    ]
    ceilings, ceiling_faults = _ceilings(rules, path.parent)
    faults += ceiling_faults
    if faults:
        raise InputError(faults)
    rules = replace(rules, ceilings=ceilings)
    return replace(rules, cautions=tuple(_cautions(rules)))


def _ceilings(rules: Rules, folder: Path) -> tuple[ReadCeilings | None, list[Fault]]:
    named = rules.read.ceilings
    if not rules.read.share:
        return None, []
    if not named:
        problem = _("a share of a ceiling is computed, and no ceilings are named")
        return None, [
            rules.file.fault(
                ("share", "0"), problem, _("write {example}", example='ceilings = "…"')
            )
        ]
    return read_ceilings(folder / named, named)


def _name_faults(rules: Rules) -> Iterator[Fault]:
    """Yield the rules that are called like another, and the facts computed twice."""
    read = rules.read
    for kind, names in (
        ("aci", [each.rule for each in read.aci]),
        ("contingents", [each.rule for each in read.contingents]),
        ("share", [each.fact for each in read.share]),
    ):
        for position, name in enumerate(names):
            if name in names[:position]:
                problem, remedy = _("an earlier table has this name"), _("give it another one")
                yield rules.file.fault((kind, str(position)), problem, remedy, value=name)


def _computed_faults(rules: Rules) -> Iterator[Fault]:
    """Yield the facts computed under the name of a column of the contract."""
    known = {column.name for column in describe("households")}
    for position, share in enumerate(rules.read.share):
        if share.fact in known:
            problem = _("a column of the households has this name")
            place = ("share", str(position), "fact")
            yield rules.file.fault(place, problem, _("give it another one"), value=share.fact)


def _fact_faults(rules: Rules) -> Iterator[Fault]:
    """Yield the facts that nothing may be decided by."""
    read = rules.read
    places: list[tuple[KeyPath, str]] = [(("keep",), name) for name in read.keep]
    for kind, looked_at in (
        ("aci", [each.who.columns() for each in read.aci]),
        ("contingents", [each.who.columns() | set(each.linked_by) for each in read.contingents]),
    ):
        for position, columns in enumerate(looked_at):
            places += [((kind, str(position)), name) for name in sorted(columns)]
    for place, name in places:
        if may_not_be_used(name):
            problem = _("nothing may be decided by this")
            yield rules.file.fault(place, problem, _("take it out of the rules"), value=name)


def _named_faults(rules: Rules) -> Iterator[Fault]:
    """Yield the rules on the agreement that look at more than it may, without its article."""
    for position, rule in enumerate(rules.read.aci):
        others = sorted(rule.who.columns() - rules.shares() - PRIORITY)
        if others and not rule.named_by.strip():
            yield rules.file.fault(
                ("aci", str(position)),
                _(
                    "the rule looks at {facts}: only the agreement itself can make that a "
                    "condition",
                    facts=", ".join(others),
                ),
                _("write {example}", example='named_by = "article …"'),
                value=rule.rule,
            )


def _cautions(rules: Rules) -> Iterator[Fault]:
    if rules.read.example:
        yield Fault(
            _("these rules are an example, no agreement says them"),
            _("write those of your agreement, and take {key} out", key="example = true"),
            file=rules.file.label,
        )
    if rules.ceilings is None:
        return
    for share in rules.read.share:
        if (share.financing, share.zone) in rules.ceilings.unverified:
            yield Fault(
                _("these income ceilings were not checked against the law"),
                _("check them, then write verified = true"),
                file=rules.ceilings.label,
                value=f"{share.financing} {share.zone}",
            )
