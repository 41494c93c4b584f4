"""Rules of membership on the households of an import, with an account of what they grant."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from repartition.importers.dataset import Import
from repartition.importers.dataset.record import read_present
from repartition.importers.membership.granting import apply_rules
from repartition.importers.membership.rules import read_rules
from repartition.language import _, n_

_HOUSEHOLDS: Final = "households"
_CONTINGENTS: Final = "contingents"


def granted_to(
    imported: Import,
    path: Path | None,
    data: Path,
    *,
    facts: Mapping[str, Sequence[str]] | None = None,
) -> Import:
    """Return an import whose households have what a file of rules grants them.

    Parameters
    ----------
    path
        The file of rules; None = there is none, and the account says what is then missing.
    data
        The dataset, for its contingents.
    facts
        More columns that rules may look at, row by row those of the households.

    Raises
    ------
    InputError
        With everything that is wrong with the rules.
    """
    table = next((each for each in imported.tables if each.table == _HOUSEHOLDS), None)
    if table is None:
        return imported
    if path is None:
        if "aci" not in table.columns:
            imported.account.remark(
                _(
                    "The file does not say whom the agreement (ACI) is about, nor through which "
                    "contingents a household may be proposed: give rules with --membership, or the "
                    "columns aci and contingents."
                )
            )
        return imported
    found = apply_rules(read_rules(path), table.columns, _contingents(data), facts=facts)
    for each in found.granted:
        imported.account.remark(
            n_(
                "Rule “{rule}” ({kind}): {number} household.",
                "Rule “{rule}” ({kind}): {number} households.",
                each.households,
                rule=each.rule,
                kind=each.kind,
            )
        )
    if found.incomes_unknown:
        imported.account.remark(
            n_(
                "The income of {number} household is not known: no rule on income looked at it.",
                "The income of {number} households is not known: no rule on income looked at them.",
                found.incomes_unknown,
            )
        )
    for caution in found.cautions:
        imported.account.remark(str(caution))
    granted = replace(table, columns=found.columns)
    tables = (granted if each is table else each for each in imported.tables)
    return replace(imported, tables=tuple(tables))


def _contingents(data: Path) -> dict[str, list[str]]:
    layer = read_present(data, _CONTINGENTS)
    if layer is None:
        return {"contingent": []}
    return {name: cells.tolist() for name, cells in layer.columns.items()}
