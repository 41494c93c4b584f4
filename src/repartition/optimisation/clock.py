"""The clock of a search: that of the run it is part of."""

from repartition.clock import Clock, OutOfTime

__all__ = ["Clock", "OutOfTime"]
