"""Any spreadsheet to one table, by a small file that says which of its columns is which of ours.

::

    file -> draft (a mapping to look over)
    file + mapping -> one table of the dataset
"""

from repartition.importers.sheet.drafting import draft_mapping
from repartition.importers.sheet.mapping import Mapping, read_mapping
from repartition.importers.sheet.reading import read_sheet

__all__ = ["Mapping", "draft_mapping", "read_mapping", "read_sheet"]
