"""People chosen by a column of an office's own: nothing here knows what it holds."""

from collections.abc import Iterator

from repartition.domain.instance import Instance
from repartition.domain.table import CellKind
from repartition.errors import Fault
from repartition.ingest.chain import Chain
from repartition.ingest.names import filters_of
from repartition.language import _


def own_column_cautions(instance: Instance, chain: Chain) -> Iterator[Fault]:
    """Yield a caution for each filter on households by a column that the tables do not describe.

    Words tell many columns of origin, sex or birthplace, and never all: people must look.
    """
    households = instance.who_view()
    for use in filters_of(instance.scenario):
        if use.view != "who":
            continue
        for name in sorted(use.filter.columns()):
            column = households.column(name)
            if column is not None and column.kind is CellKind.UNKNOWN:
                yield chain.fault(
                    (*use.path, name),
                    _("households are chosen by a column of your own, which nobody here can judge"),
                    _(
                        "make sure that it tells no origin, sex, religion or birthplace, and that "
                        "the agreement names it"
                    ),
                )
