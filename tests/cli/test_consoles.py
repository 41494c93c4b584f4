"""Consoles as offices have them: cp1252, no colours, a pipe that closes."""

import io
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction

import pytest
from rich.console import Console

from repartition.cli.progress import progress_on
from repartition.cli.reader import Reader, Verbosity
from repartition.optimisation import Progress

Process = Callable[..., subprocess.CompletedProcess[bytes]]
ESCAPE = b"\x1b"


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "utf-8"])
def test_a_console_of_any_encoding_reads_the_help(process: Process, encoding: str) -> None:
    ended = process("--help", "--lang", "fr", PYTHONIOENCODING=encoding)

    assert ended.returncode == 0
    assert ended.stdout.decode(encoding).startswith("Usage\u00a0: repartition")


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("utf-8", "≥ 3 œuvres → né"),
        ("cp1252", ">= 3 œuvres -> né"),
        ("ascii", ">= 3 oeuvres -> ne"),
    ],
)
def test_a_character_the_console_lacks_gets_its_nearest_plain_form(
    process: Process, encoding: str, written: str
) -> None:
    program = (
        "from repartition.cli.reader import Reader;"
        "r = Reader.of_process(); r.show('≥ 3 œuvres → né'); r.complain('∑'); r.flush()"
    )
    ended = process(program=program, PYTHONIOENCODING=encoding)

    assert ended.stdout.decode(encoding).rstrip() == written
    assert ended.stderr.decode(encoding).rstrip() in {"∑", "?"}


def test_json_is_readable_whatever_the_console() -> None:
    page = io.TextIOWrapper(io.BytesIO(), encoding="cp1252", errors="strict")
    reader = Reader(out=Console(file=page), err=Console(file=page))

    reader.answer({"household": "né → 1"})
    page.flush()

    assert page.buffer.getvalue() == b'{\n  "household": "n\\u00e9 \\u2192 1"\n}\n'  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
)
def test_no_colours_off_a_terminal_nor_where_they_are_not_wanted(
    process: Process, environment: dict[str, str], coloured: bool
) -> None:
    program = (
        "from repartition.cli.reader import Reader; from repartition.report.layout import table;"
        "r = Reader.of_process(); r.show(table('Title', ('a', 'b'), [('x', '1')])); r.flush()"
    )
    ended = process(program=program, **environment)

    assert ended.returncode == 0
    assert (ESCAPE in ended.stdout) is coloured


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe of POSIX")
def test_a_pipe_that_closes_early_is_no_fault(process: Process) -> None:
    program = """
import os, sys
from repartition.cli import main
reading, writing = os.pipe()
os.dup2(writing, 1)
os.close(reading)
sys.exit(main(["--help"]))
"""
    ended = process(program=program)

    assert ended.returncode == 0
    assert ended.stderr == b""


def test_a_quiet_reader_sees_complaints_only() -> None:
    pages = io.StringIO(), io.StringIO()
    reader = Reader(*(Console(file=page) for page in pages), verbosity="quiet")

    reader.show("a result")
    reader.complain("a fault")

    assert pages[0].getvalue() == ""
    assert pages[1].getvalue() == "a fault\n"


def test_brackets_in_an_identifier_are_no_markup() -> None:
    page = io.StringIO()
    reader = Reader(Console(file=page), Console(file=page))

    reader.show("aci-cap [bold] 12")

    assert page.getvalue() == "aci-cap [bold] 12\n"


def test_progress_shows_on_a_terminal_and_goes_away() -> None:
    page = io.StringIO()
    reader = Reader(Console(file=io.StringIO()), Console(file=page, force_terminal=True))

    with progress_on(reader) as progress:
        assert progress is not None
        progress(Progress("house", 3, 7, Fraction(10), Fraction(25, 2), 1234567))

    said = page.getvalue()
    assert "Objective 3 of 7: house" in said
    assert "Plan 10, best 12.5 at most, gap 2.5." in said
    assert "Pairs priced: 1,234,567." in " ".join(said.split())
    assert said.endswith("\x1b[2K")  # the line is erased


@pytest.mark.parametrize(
    ("terminal", "verbosity"), [(False, "normal"), (True, "quiet"), (False, "verbose")]
)
def test_no_progress_off_a_terminal_nor_for_a_quiet_reader(
    terminal: bool, verbosity: Verbosity
) -> None:
    page = io.StringIO()
    console = Console(file=page, force_terminal=terminal)

    with progress_on(Reader(console, console, verbosity)) as progress:
        assert progress is None

    assert page.getvalue() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe of POSIX")
@pytest.mark.parametrize("call", ["show('x' * 99)", "answer(['x' * 99])", "complain('x' * 99)"])
def test_nothing_is_written_to_a_reader_who_has_left(process: Process, call: str) -> None:
    program = f"""
import os, sys
from repartition.cli.progress import progress_on
from repartition.cli.reader import Reader, Verbosity
reading, writing = os.pipe()
os.dup2(writing, 1)
os.dup2(writing, 2)
os.close(reading)
reader = Reader.of_process()
for _time in range(100):
    reader.{call}
reader.flush()
os._exit(7)
"""
    assert process(program=program).returncode == 7


def test_a_sentence_by_itself_does_not_break_before_a_high_sign_either() -> None:
    page = io.StringIO()
    reader = Reader(out=Console(file=page, width=13), err=Console(file=io.StringIO()))

    reader.show("the tightest\u00a0: a", "all")

    assert [line.rstrip() for line in page.getvalue().splitlines()] == [
        "the",
        "tightest\u00a0: a",
        "all",
    ]
