"""Dwellings approved, as the table ``approvals`` says it: an indicator, no part of any plan."""

from collections.abc import Mapping

from repartition.domain.instance import Approval
from repartition.errors import Fault
from repartition.ingest.derivations import whole
from repartition.ingest.references import pointed, rows_of
from repartition.ingest.validation import ReadTable
from repartition.language import _


def read_approvals(
    tables: Mapping[str, ReadTable],
) -> tuple[tuple[Approval, ...] | None, list[Fault]]:
    """Return what was approved, sorted, and what is wrong with it; None where it is not given."""
    table = tables.get("approvals")
    if table is None or "communes" not in tables:
        return None, []
    communes = pointed(table.column("commune"), rows_of(tables, "communes")).tolist()
    years, dwellings = (whole(table.column(name)).tolist() for name in ("year", "dwellings"))
    financings = table.column("financing").cells()
    found: dict[tuple[int, int, str], int] = {}
    faults: list[Fault] = []
    rows = zip(communes, years, financings, strict=True)
    for row, key in enumerate(rows):
        if not table.sound[row]:
            continue
        if key in found:
            problem = _("an earlier row is about this commune, this year and this financing")
            remedy = _("keep one of the two, or write their sum")
            faults.append(table.raw.fault(row, "commune", problem=problem, remedy=remedy))
        else:
            found[key] = dwellings[row]
    return tuple(Approval(*key, found[key]) for key in sorted(found)), faults
