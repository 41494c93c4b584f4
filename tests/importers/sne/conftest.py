"""An export on paper, written to a file and read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from tests.importers.sne.exports import Request, export

from repartition.errors import InputError
from repartition.importers.files import source_file
from repartition.importers.sne import Requests, read_requests

Read: TypeAlias = Callable[..., Requests]
Refusal: TypeAlias = Callable[..., str]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that writes requests (or bytes) to an export and reads it."""

    def read_it(*requests: Request, data: bytes = b"", **options: Any) -> Requests:
        given = {key: options.pop(key) for key in ("on", "form", "law") if key in options}
        path = tmp_path / "export.xml"
        path.write_bytes(data or export(requests, **options))
        return read_requests(source_file(path), **given)

    return read_it


@pytest.fixture
def refusal(read: Read) -> Refusal:
    """Return a function that says why an export is refused."""

    def refuse(*requests: Request, **options: Any) -> str:
        with pytest.raises(InputError) as caught:
            read(*requests, **options)
        return str(caught.value)

    return refuse
