"""The landlord's file of the RPLS: its dwellings, those offered and vacant, who has reserved them.

::

    file -> Stock (one row per dwelling) -> communes, programmes, vacancies, contingents
"""

from repartition.importers.rpls.reading import RplsSettings, read_rpls

__all__ = ["RplsSettings", "read_rpls"]
