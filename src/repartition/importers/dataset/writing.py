"""Several files of a folder written together: all prepared first, then put in their places.

What is prepared becomes a journal by one renaming. Before it nothing has been written; after it
everything will be, by this process or by the next import.
"""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from repartition.errors import Fault, InputError, UsageError, system_reason
from repartition.ingest.dataset import PENDING_IMPORT
from repartition.language import _
from repartition.signals import held_back

_PREPARED: Final = f"{PENDING_IMPORT}.tmp"
_NEW: Final = "new"
_GONE: Final = "gone.json"


@contextmanager
def refusals_said(folder: Path) -> Iterator[None]:
    """Have a refusal of the system say what to do, as UsageError."""
    try:
        yield
    except OSError as error:
        raise UsageError(
            _(
                "{folder}: the dataset cannot be written ({error}): "
                "close what has its files open, and import again",
                folder=folder,
                error=system_reason(error),
            )
        ) from error


def replace_files(
    folder: Path,
    files: Mapping[str, str | None],
    *,
    committed: Callable[[], None] = lambda: None,
) -> None:
    """Write files by their place in ``folder``; None takes one away.

    Nothing is changed before everything is written aside. A process that ends after that leaves
    what ``finish_writing`` needs to do the rest.

    Parameters
    ----------
    committed
        Called once it is certain that the files will be written.

    Raises
    ------
    UsageError
        If the system refuses; before the files are committed, what had been prepared is taken away.
    """
    prepared = folder / _PREPARED
    try:
        with refusals_said(folder):
            _prepare(prepared, files)
            with held_back():
                prepared.rename(folder / PENDING_IMPORT)
                committed()
                _put_in_place(folder)
    finally:
        shutil.rmtree(prepared, ignore_errors=True)


def finish_writing(folder: Path) -> None:
    """Do what is left of a writing that was stopped: the whole of it, or nothing.

    Raises
    ------
    UsageError
        If the system refuses.
    InputError
        If what is left of it is damaged.
    """
    prepared = folder / _PREPARED
    with refusals_said(folder):
        _take_away(prepared)
        if (folder / PENDING_IMPORT).exists():
            with held_back():
                _put_in_place(folder)
            _take_away(prepared)


def _take_away(prepared: Path) -> None:
    if prepared.exists():
        shutil.rmtree(prepared)


def _prepare(prepared: Path, files: Mapping[str, str | None]) -> None:
    """Write every file, and which are to be taken away, into a folder of their own."""
    for name, text in files.items():
        if text is not None:
            place = prepared / _NEW / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text.encode())
    gone = [name for name, text in files.items() if text is None]
    (prepared / _GONE).write_bytes(json.dumps(gone).encode())


def _put_in_place(folder: Path) -> None:
    """Move every committed file to its place: doing it again does what is left."""
    pending = folder / PENDING_IMPORT
    new, gone = pending / _NEW, _gone(pending)
    for source in sorted(path for path in new.rglob("*") if path.is_file()):
        place = folder / source.relative_to(new)
        place.parent.mkdir(parents=True, exist_ok=True)
        source.replace(place)
    for name in gone:
        (folder / name).unlink(missing_ok=True)
    pending.rename(folder / _PREPARED)


def _gone(pending: Path) -> list[str]:
    """Return the files to take away, all of them within the folder."""
    try:
        names = [str(name) for name in json.loads((pending / _GONE).read_text(encoding="utf-8"))]
    except (FileNotFoundError, ValueError, TypeError):
        names = [".."]
    if any(PurePosixPath(name).is_absolute() or ".." in Path(name).parts for name in names):
        raise InputError(
            [
                Fault(
                    _("what an import that was stopped has left cannot be read"),
                    _("take the folder away, and import every file again"),
                    file=PENDING_IMPORT,
                )
            ]
        )
    return names
