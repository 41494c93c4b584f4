"""Imports that meet, and imports that are killed: the dataset is whole, or says it is not."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.importers.conftest import DAY, Give, everything_in, table_of

from repartition.errors import InputError, UsageError
from repartition.importers.dataset import Import, finish_stopped, merge_into
from repartition.ingest.dataset import PENDING_IMPORT, read_tables

TABLE = "vacancies"
FIRST = ({"vacancy": "L1", "rent": "300"}, {"vacancy": "L2", "rent": "400"})
AGAIN = ({"vacancy": "L1", "rent": "310"},)
OTHER = {"commune": "37261", "name": "Tours"}
STEPS = 40
"""More than there are steps in one import."""
HALFWAY = "an import into this dataset was stopped halfway"


class Killed(BaseException):
    """What stands for the end of the process: after it, nothing is done any more."""


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, hidden ones included, by its place."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@contextmanager
def killed_after(steps: int) -> Iterator[None]:
    """Let the file system hear only so many changes."""
    left = steps

    def counted(change: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **asked: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0:
                raise Killed
            return change(*given, **asked)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in ("write_bytes", "rename", "replace", "unlink", "rmdir", "mkdir"):
            patch.setattr(Path, name, counted(getattr(Path, name)))
        patch.setattr(shutil, "rmtree", counted(shutil.rmtree))
        yield


def two_tables(data: Path, *, rows: tuple[dict[str, str], ...]) -> None:
    """Import a table that changes and, the first time, one that a second time takes away."""
    tables = [table_of(TABLE, rows)]
    if rows == FIRST:
        tables.append(table_of("communes", [OTHER]))
    merge_into(data, Import("stock", "test", "file.csv", "0" * 64, tuple(tables)), on=DAY)


# ------------------------------------------------------------------------------- one at a time


def test_a_second_import_is_refused_while_one_is_under_way(give: Give, data: Path) -> None:
    give("stock", TABLE, *FIRST)
    before = contents(data)
    holding = (
        "import sys; from pathlib import Path\n"
        "from repartition.importers.dataset.lock import alone_in\n"
        "with alone_in(Path(sys.argv[1])):\n"
        "    print('held', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", holding, str(data)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(UsageError, match="another import into this dataset is under way"):
            give("sheet", TABLE, {"vacancy": "L9"})
        assert contents(data) == {**before, "imports/.lock": b""}
        holder.kill()
    assert (data / "imports" / ".lock").exists()  # what a killed process leaves holds nobody up

    give("sheet", TABLE, {"vacancy": "L9"})
    assert not list(data.rglob(".*"))


def test_an_import_that_is_refused_leaves_no_folder(give: Give, data: Path) -> None:
    with pytest.raises(UsageError, match="the disk is full"), pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "write_bytes", _full)
        give("stock", TABLE, *FIRST)
    assert not data.exists()


def _full(_path: Path, _content: bytes) -> int:
    raise OSError(28, "No space left on device")


# ------------------------------------------------------------------------------ killed halfway


@pytest.mark.parametrize("steps", range(STEPS))
def test_killed_anywhere_the_next_import_gives_what_two_whole_ones_give(
    tmp_path: Path, steps: int
) -> None:
    data, whole, former = tmp_path / "data", tmp_path / "whole", tmp_path / "former"
    for folder in (data, whole, former):
        two_tables(folder, rows=FIRST)
    two_tables(whole, rows=AGAIN)
    try:
        with killed_after(steps):
            two_tables(data, rows=AGAIN)
    except Killed:
        is_halfway = (data / PENDING_IMPORT).exists()
        assert is_halfway == any(HALFWAY in str(each) for each in read_tables(data, data)[1])
        if not is_halfway:
            left = {name: text for name, text in contents(data).items() if "/." not in name}
            assert left in (contents(former), contents(whole))
        finish_stopped(data)
        assert not is_halfway or contents(data) == contents(whole)
    else:
        assert contents(data) == contents(whole)
    assert not any(HALFWAY in str(each) for each in read_tables(data, data)[1])

    for folder in (data, whole):
        merge_into(
            folder,
            Import("sheet", "test", "s.csv", "1" * 64, (table_of(TABLE, [{"vacancy": "L9"}]),)),
            on=DAY,
        )
    two_tables(data, rows=AGAIN)
    assert contents(data).keys() == contents(whole).keys()
    assert (data / f"{TABLE}.csv").read_bytes() == (whole / f"{TABLE}.csv").read_bytes()
    assert not list(data.rglob(".*"))


def test_there_are_fewer_steps_than_are_tried(data: Path) -> None:
    two_tables(data, rows=FIRST)
    with killed_after(STEPS - 1):
        two_tables(data, rows=AGAIN)


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_a_process_that_is_killed_while_it_writes_is_made_good(give: Give, data: Path) -> None:
    give("stock", TABLE, *FIRST)
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from tests.importers.dataset.test_writing import AGAIN, two_tables\n"
        "move, moved = Path.replace, []\n"
        "def replace(self, place):\n"
        "    if len(moved) == 2:\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    moved.append(place)\n"
        "    return move(self, place)\n"
        "Path.replace = replace\n"
        "two_tables(Path(sys.argv[1]), rows=AGAIN)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script, str(data)], check=False)

    assert ended.returncode == -signal.SIGKILL
    assert (data / PENDING_IMPORT).is_dir()
    faults = [str(fault) for fault in read_tables(data, data.parent)[1]]
    assert f"data: {HALFWAY}: run any import into it again: it finishes that one first" in faults
    with pytest.raises(UsageError, match="another kind"):  # finished, whatever is then refused
        give("stock", TABLE, {"vacancy": "L1"}, kind="other")
    assert (data / f"{TABLE}.csv").read_bytes() == b"vacancy,rent\nL1,310\n"
    assert not list(data.rglob(".*"))


@pytest.mark.parametrize("gone", ['["../outside.csv"]', f'["{os.sep}outside.csv"]', "{", ""])
def test_what_is_left_of_an_import_takes_nothing_away_elsewhere(
    give: Give, data: Path, gone: str
) -> None:
    give("stock", TABLE, *FIRST)
    outside = data.parent / "outside.csv"
    outside.touch()
    (data / PENDING_IMPORT).mkdir()
    (data / PENDING_IMPORT / "gone.json").write_text(gone)
    before = everything_in(data)

    with pytest.raises(InputError, match="what an import that was stopped has left"):
        give("stock", TABLE, *AGAIN)
    assert outside.exists()
    assert everything_in(data) == before
