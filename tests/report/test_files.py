"""A file that a reader asks for is written whole, or not at all."""

import errno
from pathlib import Path

import pytest

from repartition.report.files import write_whole


def test_what_cannot_be_written_is_told_by_its_own_name_and_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text("yesterday's", encoding="utf-8")

    def write(path: Path) -> None:
        path.write_text("half", encoding="utf-8")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match=r"report\.html") as refused:
        write_whole(target, write)

    assert refused.value.filename == str(target)
    assert refused.value.errno == errno.ENOSPC
    assert target.read_text(encoding="utf-8") == "yesterday's"
    assert list(tmp_path.iterdir()) == [target]
