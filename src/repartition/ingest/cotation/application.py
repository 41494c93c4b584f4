"""A grid applied to the households: their points are those that it gives."""

from dataclasses import dataclass

from repartition.domain.cotation import Cotation
from repartition.errors import Fault
from repartition.ingest.cotation.cautions import cotation_cautions
from repartition.ingest.cotation.file import ReadGrid
from repartition.ingest.cotation.names import column_faults
from repartition.ingest.cotation.places import POINTS
from repartition.ingest.cotation.points import count_points, points_column
from repartition.ingest.validation import ReadTable


@dataclass(frozen=True, slots=True, eq=False)
class Applied:
    """The households with their points, what these are made of, and what is odd in that.

    ``cotation`` is None where there is no grid, or none that can be used.
    """

    households: ReadTable
    cotation: Cotation | None = None
    cautions: tuple[Fault, ...] = ()


def apply_grid(read: ReadGrid | None, households: ReadTable) -> tuple[Applied, list[Fault]]:
    """Return the households with the points of a grid, and what keeps it from being used.

    ``households`` have every derived column: criteria may look at them.
    """
    if read is None:
        return Applied(households), []
    faults = column_faults(read, households.table)
    if faults or not read.sound:
        return Applied(households), faults
    cotation = count_points(read.grid, households.table, label=read.file.label)
    counted = households.with_columns({POINTS: points_column(cotation)})
    cautions = cotation_cautions(read, cotation, counted, households)
    return Applied(counted, cotation, tuple(cautions)), []
