"""What becomes of Ctrl-C, and of the signal that asks a process to end.

Python turns Ctrl-C into KeyboardInterrupt wherever it happens to be. That is what a search wants,
and what the last steps of a run do not: they are short, and what they leave must be whole. Signals
are heard by the main thread only; anywhere else these functions change nothing.
"""

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

_STOPS: Final = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def ending_as_ctrl_c() -> Iterator[None]:
    """Have a request to end the process (SIGTERM) raise KeyboardInterrupt, as Ctrl-C does.

    Not where the process was started with that request ignored.
    """
    with _handled(
        [signal.SIGTERM], signal.default_int_handler, where=lambda now: now == signal.SIG_DFL
    ):
        yield


@contextmanager
def first_noted(note: Callable[[], None]) -> Iterator[None]:
    """Call ``note`` at the first Ctrl-C, instead of raising; the next one raises."""
    heard = False

    def hear(number: int, frame: FrameType | None) -> None:
        nonlocal heard
        if heard:
            signal.default_int_handler(number, frame)
        heard = True
        note()

    with _handled(_STOPS, hear, where=callable):
        yield


@contextmanager
def held_back() -> Iterator[None]:
    """Let Ctrl-C interrupt nothing of what is inside; it is delivered at the end."""
    heard: list[int] = []
    with _handled(_STOPS, lambda number, _frame: heard.append(number), where=callable):
        yield
    for number in heard[:1]:
        signal.raise_signal(number)


@contextmanager
def _handled(
    numbers: Sequence[signal.Signals],
    handler: Callable[[int, FrameType | None], Any],
    *,
    where: Callable[[Any], bool],
) -> Iterator[None]:
    """Handle signals in one's own way, those whose present handler is one ``where`` says."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {n: now for n in numbers if where(now := signal.getsignal(n))}
    try:
        for number in before:
            signal.signal(number, handler)
        yield
    finally:
        for number, former in before.items():
            signal.signal(number, former)
