"""Writes synthetic datasets in the contract's tables: real territory, made-up people.

The totals aimed at, the knobs and their ranges are documented figure by figure in
``docs/data.md``. Nothing here knows an attribution: what a plan makes of the data is a result.
"""

from repartition.synthesis.dataset import generate
from repartition.synthesis.presets import presets

__all__ = ["generate", "presets"]
