"""The files a reader asks for: named for what they are, written whole or not at all."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from repartition.errors import UsageError
from repartition.language import _
from repartition.pipeline import Reopened

PAGES: Final = frozenset({".html", ".htm"})
WORKBOOKS: Final = frozenset({".xlsx"})


def check_name(target: Path, endings: frozenset[str]) -> None:
    """Refuse a name that does not say what the file will be.

    Raises
    ------
    UsageError
        If it has none of the endings, or is that of a folder.
    """
    if target.suffix.lower() not in endings:
        raise UsageError(
            _(
                "{file}: give a name that ends in {ending}",
                file=target,
                ending=sorted(endings)[-1],
            )
        )
    if target.is_dir():
        raise UsageError(_("{file}: this is a folder: give the name of a file", file=target))


def spare_inputs(target: Path, run: Reopened) -> None:
    """Refuse to write over what the run was made from.

    Raises
    ------
    UsageError
        If it is one of its inputs.
    """
    folder = run.stored.folder
    inputs = {(folder / name).resolve() for name in run.stored.manifest.inputs}
    if target.resolve() in inputs:
        raise UsageError(
            _("{file}: the run was made from this file: choose another name", file=target)
        )


def write_whole(target: Path, write: Callable[[Path], object]) -> None:
    """Write a file aside, then put it in place: never half of one.

    Raises
    ------
    OSError
        If the system refuses it, under the name of ``target``.
    """
    aside = target.with_name(f".{target.name}.part")
    try:
        write(aside)
        aside.replace(target)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error
    finally:
        with suppress(OSError):  # where nothing could be written, there is nothing to take away
            aside.unlink(missing_ok=True)
