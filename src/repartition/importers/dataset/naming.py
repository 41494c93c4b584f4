"""How the households of a dataset are named: by their own numbers, or with one key."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from repartition.errors import UsageError
from repartition.importers.dataset.record import SourceRecord, read_sources
from repartition.language import _

_NO_KEY_YET: Final = "-"
"""No fingerprint of a key: that of one which is not there."""


def refuse_new_key(data: Path, path: Path) -> None:
    """Raise UsageError where a key that is not there, at ``path``, cannot be a new one.

    The households of the dataset then go by other names, and most often that key is lost.
    """
    check_key(_NO_KEY_YET, read_sources(data), path=path)


def check_key(
    key: str | None, sources: Sequence[SourceRecord], *, path: Path | None = None
) -> None:
    """Raise UsageError where one household would go by two names in a dataset.

    ``path`` is where a key was looked for that is not there.
    """
    if key is None:
        return
    for source in sources:
        if source.key not in {None, key}:
            raise UsageError(_two_names(key, source, path))


def _two_names(key: str, source: SourceRecord, path: Path | None) -> str:
    """Return how a dataset and an import name households, and what to do about it."""
    if not source.key:
        return _(
            "the households of this dataset (source {other}) go by their own numbers, those "
            "of this import by pseudonyms: import without --pseudonymise (import sne: with "
            "--clear-identifiers), or into another folder",
            other=source.name,
        )
    if not key:
        return _(
            "the households of this dataset (source {other}) go by pseudonyms, those of this "
            "import by their own numbers: give the key of the dataset with --pseudonymise (import "
            "sne: without --clear-identifiers), or import into another folder",
            other=source.name,
        )
    if path is not None:
        return _(
            "{path} is not there: the pseudonyms of this dataset (source {other}) were made with a "
            "key. Put it back, or name where it is with --pseudonymise; if it is lost, nothing "
            "can be added to these households: import everything into another folder",
            path=path,
            other=source.name,
        )
    return _(
        "the pseudonyms of this dataset (source {other}) were made with another key than this "
        "import was given: give that key with --pseudonymise, or import into another folder",
        other=source.name,
    )
