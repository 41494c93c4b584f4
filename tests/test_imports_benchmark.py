"""The benchmark of imports writes files, imports them, and says what each command took."""

import re
import sys

import pytest
from benchmarks.imports import __main__ as imports

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="memory is read as on Unix")


def test_both_files_are_imported_and_measured(capfd: pytest.CaptureFixture[str]) -> None:
    assert imports.main(["--requests", "30", "--dwellings", "40"]) == 0
    said = capfd.readouterr().out.splitlines()

    taken = r"0 MB: [\d.]+ s, [\d.]+ s of processor, at most [\d,]+ MB"
    assert re.fullmatch(rf"40 dwellings \(RPLS\), {taken}", said[0])
    assert re.fullmatch(rf"30 requests \(SNE\), {taken}", said[1])
    assert re.fullmatch(rf"30 requests \(SNE\) again, {taken}", said[2])
    assert re.fullmatch(r"all: [\d.]+ s", said[3])
