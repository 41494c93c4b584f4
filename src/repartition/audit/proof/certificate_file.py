"""``certificate.npz``: the prices of a run, as plain arrays of whole numbers."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile

import numpy as np
from numpy.typing import NDArray

from repartition.domain.certificate import Certificate, CountBound, PartPrices
from repartition.errors import Fault
from repartition.language import _

CERTIFICATE_FILE: Final = "certificate.npz"
_BYTES: Final = 1_000_000_000
"""More than any certificate takes once read, and little enough for any machine."""
_SINGLE: Final = ("tier", "denominator")
_TABLES: Final = ("vacancy", "cap", "plain", "tightened")
_LISTS: Final = {"kept": 3, "count": 6, "split": 5}
"""Of each list of prices or counts, the length of a row."""
_NAMES: Final = (*_SINGLE, *_TABLES, *_LISTS)


def certificate_bytes(certificate: Certificate) -> bytes:
    """Return the content of the file: the same bytes for the same prices.

    Each row is a part, ``tier`` says of which tier. Rows of ``kept`` are (part, tier, price), of
    ``count`` (part, quota, group, sign, upper, price), of ``split`` the same without a price.
    """
    parts = [(tier, part) for tier, found in enumerate(certificate.tiers) for part in found]
    kept = [(row, *one) for row, (_tier, part) in enumerate(parts) for one in part.kept.items()]
    count = [
        (row, *_numbers(bound), price)
        for row, (_tier, part) in enumerate(parts)
        for bound, price in part.count.items()
    ]
    split = [
        (row, *_numbers(bound)) for row, (_tier, part) in enumerate(parts) for bound in part.split
    ]
    file = BytesIO()
    np.savez_compressed(
        file,
        tier=np.array([tier for tier, _part in parts], np.int64),
        denominator=np.array([part.denominator for _tier, part in parts], np.int64),
        vacancy=np.stack([part.vacancy for _tier, part in parts]),
        cap=np.stack([part.cap for _tier, part in parts]),
        plain=np.stack([part.plain for _tier, part in parts]),
        tightened=np.stack([part.tightened for _tier, part in parts]),
        kept=np.array(kept, np.int64).reshape(-1, 3),
        count=np.array(count, np.int64).reshape(-1, 6),
        split=np.array(split, np.int64).reshape(-1, 5),
    )
    return file.getvalue()


def read_certificate(path: Path) -> Certificate | Fault:
    """Return the certificate a file holds, or why it holds none."""
    try:
        content = BytesIO(path.read_bytes())
        if sum(part.file_size for part in ZipFile(content).infolist()) > _BYTES:
            return _fault()
        with np.load(content, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in _NAMES}
    except FileNotFoundError:
        return Fault(_("the proof of the run is missing"), file=CERTIFICATE_FILE)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, MemoryError):
        return _fault()
    if not _is_whole(arrays):
        return _fault()
    return _certificate(arrays)


def _certificate(arrays: dict[str, NDArray[np.int64]]) -> Certificate | Fault:
    parts: list[list[PartPrices]] = [[] for _tier in range(int(arrays["tier"].max(initial=-1)) + 1)]
    for row, tier in enumerate(arrays["tier"].tolist()):
        parts[tier].append(
            PartPrices(
                split=tuple(CountBound(*one) for one in _of(arrays["split"], row)),
                denominator=int(arrays["denominator"][row]),
                vacancy=arrays["vacancy"][row],
                cap=arrays["cap"][row],
                plain=arrays["plain"][row],
                tightened=arrays["tightened"][row],
                kept={one[0]: one[1] for one in _of(arrays["kept"], row)},
                count={CountBound(*one[:-1]): one[-1] for one in _of(arrays["count"], row)},
            )
        )
    return Certificate(tuple(tuple(found) for found in parts))


def _is_whole(arrays: dict[str, NDArray[np.int64]]) -> bool:
    """Return whether the arrays are those of a certificate."""
    if any(array.dtype != np.int64 for array in arrays.values()):
        return False
    tier = arrays["tier"]
    rows = tier.size
    return (
        all(arrays[name].shape == (rows,) for name in _SINGLE)
        and all(arrays[name].shape[:-1] == (rows,) for name in _TABLES)
        and all(arrays[name].shape[1:] == (length,) for name, length in _LISTS.items())
        and bool(np.all((tier >= 0) & (tier < rows)))
    )


def _of(table: NDArray[np.int64], row: int) -> Sequence[list[int]]:
    found: list[list[int]] = table[table[:, 0] == row, 1:].tolist()
    return found


def _numbers(bound: CountBound) -> tuple[int, int, int, int]:
    return bound.quota, bound.group, bound.sign, bound.upper


def _fault() -> Fault:
    return Fault(_("this is not a proof that the program wrote"), file=CERTIFICATE_FILE)
