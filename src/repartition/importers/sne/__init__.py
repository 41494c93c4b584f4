"""Requests of the national register (SNE), XML interface 02.00, to rows of households.

::

    file -> stream (what may be read, nothing else) -> drafts -> ledger (arrays) -> columns

Nationality, names, sex, birthplace, addresses and telephone numbers are never read: what may be is
listed, path by path, in ``form.toml``.
"""

from repartition.importers.sne.reading import Requests, read_requests

__all__ = ["Requests", "read_requests"]
