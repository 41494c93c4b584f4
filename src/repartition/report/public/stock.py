"""Counts by reservation right, and of the households that live in the programmes today."""

from repartition.domain.cells import parse_number
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.table import Column as Cells
from repartition.ingest.cell_types import CONTINGENT_KINDS
from repartition.language import _
from repartition.report.figures.flows import flows_of
from repartition.report.figures.rights import NOBODY
from repartition.report.public.ledger import Ledger
from repartition.report.public.places import place_key
from repartition.report.publication import Key

KINDS = (*CONTINGENT_KINDS, NOBODY)
"""Kinds of contingents in the order of the tables; the last is nobody."""


def right_key(side: str, measure: str, kind: str) -> Key:
    """Return what the count of a kind of contingent is called.

    Measures are ``charged``, ``received`` and ``handed-back``.
    """
    return (side, measure, "right", kind)


def count_rights(ledger: Ledger, side: str, instance: Instance, plan: Plan) -> tuple[str, ...]:
    """Write down what each kind of contingent is charged with, receives and hands back.

    Return the kinds that could have anything, in the order of the tables.
    """
    flows = flows_of(instance, plan)
    pairs = {
        pair: ledger.count((side, "through", "right", *pair), count)
        for pair, count in flows.through.items()
    }
    for kind in KINDS:
        sources = [key for (_from, to), key in pairs.items() if to == kind]
        takers = [key for (source, _to), key in pairs.items() if source == kind]
        no_transfer = _("no transfer of this scenario does that")
        received = ledger.count(
            right_key(side, "received", kind),
            flows.received(kind),
            impossible="" if sources else no_transfer,
        )
        given = ledger.count(
            right_key(side, "handed-back", kind),
            flows.handed_back(kind),
            impossible="" if takers else no_transfer,
        )
        ledger.sum(received, sources)
        ledger.sum(given, takers)
        idle = "" if kind in flows.own else _("nothing can be charged to it")
        own = ledger.count((side, "own", "right", kind), flows.own.get(kind, 0), impossible=idle)
        charged = ledger.count(
            right_key(side, "charged", kind),
            flows.charged(kind),
            impossible="" if sources else idle,
        )
        ledger.sum(charged, [own, received])
    everything = place_key(side, "attributions")
    ledger.sum(everything, [right_key(side, "charged", kind) for kind in KINDS])
    return tuple(kind for kind in KINDS if kind in flows.kinds)


def occupied_key(measure: str, degree: str) -> Key:
    """Return what a count of those who live in programmes of a degree is called."""
    return ("occupied", measure, "degree", degree)


def count_occupied(ledger: Ledger, instance: Instance) -> tuple[str, ...]:
    """Write down who lives in the programmes today; return the degrees of which both are said."""
    table = instance.programmes.table
    columns = [table.column(name) for name in ("fragility", "dwellings", "aci_households")]
    degrees, homes, poorest = columns
    if degrees is None or homes is None or poorest is None:
        return ()
    found: dict[str, tuple[int, int]] = {}
    for row in range(len(table)):
        lived_in, aci = _whole(homes, row), _whole(poorest, row)
        if lived_in is not None and aci is not None and aci <= lived_in:
            before = found.get(degrees.cell(row), (0, 0))
            found[degrees.cell(row)] = (before[0] + lived_in, before[1] + aci)
    for degree, (lived_in, aci) in found.items():
        every = ledger.count(occupied_key("homes", degree), lived_in)
        part = ledger.count(occupied_key("aci", degree), aci)
        ledger.rest(every, [part], name=occupied_key("other", degree))
    return tuple(found)


def _whole(column: Cells, row: int) -> int | None:
    found = parse_number(column.cell(row))
    return None if found is None else int(found)
