"""Files that offices hold to the contract's tables: landlords' stock, requests, surveys, sheets.

::

    file -> reader of its format -> ImportedTables and Account -> merged into the dataset -> report

What is written goes through :mod:`repartition.ingest` like anyone's tables.
"""
