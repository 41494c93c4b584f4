"""Several files into one dataset: who said what, what a person has corrected, where they differ.

``DATASET/imports/SOURCE/`` keeps what each source gave. What a table says beyond that was written
by a person, and stays: a table is always the composition of its sources, then the corrections.
"""

from repartition.importers.dataset.folder import finish_stopped, merge_into
from repartition.importers.dataset.imported import Import
from repartition.importers.dataset.naming import refuse_new_key
from repartition.importers.dataset.refusals import refuse_what_gives_nothing

__all__ = [
    "Import",
    "finish_stopped",
    "merge_into",
    "refuse_new_key",
    "refuse_what_gives_nothing",
]
