"""Several files of a folder written together: all prepared first, then put in their places."""

import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from repartition.signals import held_back

_TOKEN: Final = 6


def replace_files(folder: Path, files: Mapping[str, str | None]) -> None:
    """Write files by their place in ``folder``, in the order given; None takes one away.

    Nothing is changed before everything is written beside it. The order matters only to a process
    that is killed in the moment of renaming: what comes first should make sense without the rest.

    Raises
    ------
    OSError
        If the system refuses; what had been prepared is taken away.
    """
    mark = f".{secrets.token_hex(_TOKEN)}"
    prepared: dict[Path, Path] = {}
    try:
        for name, text in files.items():
            if text is None:
                continue
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            aside = place.with_name(f".{place.name}{mark}")
            prepared[place] = aside
            aside.write_bytes(text.encode())
        with held_back():
            for name, text in files.items():
                place = folder / name
                if text is None:
                    place.unlink(missing_ok=True)
                else:
                    prepared.pop(place).replace(place)
    finally:
        for aside in prepared.values():
            with suppress(OSError):
                aside.unlink(missing_ok=True)
