"""The person at the console: what he or she is shown, where, and how much of it."""

import codecs
import io
import json
import os
import sys
import time
import unicodedata
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TextIO

from rich.console import Console, Group, RenderableType

from repartition.report.layout import Words

Verbosity = Literal["quiet", "normal", "verbose"]

_PLAIN_FORMS: Final = {
    "→": "->",
    "≤": "<=",
    "≥": ">=",
    "−": "-",
    "’": "'",
    "“": '"',
    "”": '"',
    "–": "-",
    "—": "-",
    "…": "...",
    "×": "x",
    "œ": "oe",
    "Œ": "OE",
    "€": "EUR",
    "\u202f": " ",
    "\u00a0": " ",
    "⌊": "",
    "⌋": "",
    "∧": "&",
    "·": "*",
    "✓": "OK",
}


@dataclass
class Reader:
    """Where sentences go: results to ``out``, everything else to ``err``."""

    out: Console
    err: Console
    verbosity: Verbosity = "normal"
    started: float = field(default_factory=time.monotonic)
    """When the process started, by the clock of ``time.monotonic``."""

    @classmethod
    def of_process(cls) -> "Reader":
        """Return the reader behind this process: its standard output and error."""
        for stream in (sys.stdout, sys.stderr):
            _make_safe(stream)
        # It has run for as long as its processor did, at least: loading is work.
        started = time.monotonic() - time.process_time()
        return cls(out=_console(sys.stdout), err=_console(sys.stderr), started=started)

    def seconds(self) -> float:
        """Return how long this reader has waited."""
        return time.monotonic() - self.started

    @property
    def quiet(self) -> bool:
        """Whether only faults are wanted."""
        return self.verbosity == "quiet"

    @property
    def verbose(self) -> bool:
        """Whether every row and every detail is wanted."""
        return self.verbosity == "verbose"

    def show(self, *parts: RenderableType) -> None:
        """Write a result, unless only faults are wanted."""
        if not self.quiet:
            self._write(self.out, *parts)

    def answer(self, content: Any) -> None:
        """Write ``content`` as JSON: asked for by a program, so whatever the verbosity."""
        plain = not (self.out.encoding or "").lower().startswith("utf")
        text = json.dumps(content, indent=2, ensure_ascii=plain)
        try:
            self.out.file.write(text + "\n")
        except BrokenPipeError:
            _forget(self.out)

    def complain(self, *parts: RenderableType) -> None:
        """Write a fault or a warning, whatever the verbosity."""
        self._write(self.err, *parts, soft_wrap=True)

    def flush(self) -> None:
        """Hand over what has been written; a reader who has left is no fault."""
        for console in (self.out, self.err):
            try:
                console.file.flush()
            except BrokenPipeError:
                _forget(console)

    @staticmethod
    def _write(console: Console, *parts: RenderableType, soft_wrap: bool = False) -> None:
        # Identifiers may hold brackets and digits: nothing in them is markup.
        # A string printed by itself would be cut at any space: see Words.
        words = (Group(Words(part)) if isinstance(part, str) else part for part in parts)
        console.print(*words, sep="\n", markup=False, highlight=False, soft_wrap=soft_wrap)


class _PatientConsole(Console):
    """A console that goes on in silence where rich would end the program."""

    def on_broken_pipe(self) -> None:
        """Write no more: the reader has left."""
        _forget(self)


def _console(stream: TextIO) -> Console:
    plain = bool(os.environ.get("NO_COLOR"))
    return _PatientConsole(file=stream, color_system=None if plain else "auto", emoji=False)


def _make_safe(stream: TextIO) -> None:
    """Have characters the console does not know written as their nearest plain form."""
    codecs.register_error("plain-forms", _plain_form)
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="plain-forms")


def _plain_form(fault: UnicodeError) -> tuple[str, int]:
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    text = fault.object[fault.start : fault.end]
    return "".join(_plain_character(character) for character in text), fault.end


def _plain_character(character: str) -> str:
    if character in _PLAIN_FORMS:
        return _PLAIN_FORMS[character]
    # A console without accents gets the letter without its accent.
    letters = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode("ascii")
    return letters or "?"


def _forget(console: Console) -> None:
    """Write no more to a pipe that nobody reads (``repartition … | head``)."""
    descriptor = os.open(os.devnull, os.O_WRONLY)
    os.dup2(descriptor, console.file.fileno())
    os.close(descriptor)
