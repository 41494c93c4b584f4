"""One import at a time into one dataset."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from repartition.errors import UsageError
from repartition.importers.dataset.record import IMPORTS
from repartition.importers.dataset.writing import refusals_said
from repartition.language import _

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK: Final = f"{IMPORTS}/.lock"
"""Where, in a dataset, an import under way holds a lock."""
_ATTEMPTS: Final = 10


@contextmanager
def alone_in(data: Path) -> Iterator[None]:
    """Let no other import into a dataset run while what is inside does.

    The lock is the system's: it goes with its process, however that ends. What was made for it
    and holds nothing is taken away.

    Raises
    ------
    UsageError
        If another import into this dataset is under way, or the dataset cannot be written.
    """
    path = data / LOCK
    made = [folder for folder in (path.parent, data) if not folder.exists()]
    with refusals_said(data):
        descriptor = _locked(path)
    try:
        yield
    finally:
        _release(path, descriptor)
        for folder in made:
            with suppress(OSError):  # it is in use now
                folder.rmdir()


def _locked(path: Path) -> int:
    """Return a file that this process alone has locked, at its place."""
    for _attempt in range(_ATTEMPTS):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        except FileNotFoundError:  # an import that ended has just taken the folder away
            continue
        try:
            _take(descriptor)
        except BlockingIOError:
            os.close(descriptor)
            break
        except OSError:
            os.close(descriptor)
            raise
        if _stands_at(path, descriptor):
            return descriptor
        os.close(descriptor)
    raise UsageError(
        _(
            "{folder}: another import into this dataset is under way: wait for it, "
            "then import again",
            folder=path.parent.parent,
        )
    )


def _take(descriptor: int) -> None:
    """Lock an open file, or raise BlockingIOError where another process has locked it."""
    if sys.platform == "win32":
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError from error
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _stands_at(path: Path, descriptor: int) -> bool:
    """Return whether an open file is still the one at its place: an ending import removes it."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _release(path: Path, descriptor: int) -> None:
    """Give a lock up and take its file away, so that nobody holds one that is at no place."""
    try:
        with suppress(OSError):  # Windows removes no open file: below
            path.unlink()
    finally:
        os.close(descriptor)
    if sys.platform == "win32":
        with suppress(OSError):  # another process has it open, and will take it away
            path.unlink()
