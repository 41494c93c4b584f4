"""Calls into a solver's own code, made aside so that Ctrl-C and the clock are heard meanwhile.

Python hears a signal between two of its own instructions only: while GLOP or CP-SAT is at work
there is none, for as long as the work lasts. Both leave Python's lock, so the work is done in a
thread of its own while the one that hears signals waits.
"""

from collections.abc import Callable
from threading import Thread
from typing import Final, Generic, TypeVar

from repartition.optimisation.clock import Clock, OutOfTime

_HEARING: Final = 0.2
"""Seconds between two looks at the clock; where a wait hears no signal (Windows), at those too."""
_GRACE: Final = 0.5
"""Seconds a solver is given to stop when it is told to, or when it should have by itself."""

Answer = TypeVar("Answer")


class _Work(Thread, Generic[Answer]):
    """A call made in a thread of its own, which no end of the program waits for."""

    def __init__(self, call: Callable[[], Answer]) -> None:
        super().__init__(daemon=True)
        self._call = call
        self._answer: list[Answer] = []
        self._failure: BaseException | None = None

    def run(self) -> None:
        """Make the call."""
        try:
            self._answer.append(self._call())
        except BaseException as failure:  # whatever it is, it is for whoever waits
            self._failure = failure

    def answer(self) -> Answer:
        """Return what the call returned, or raise what it raised; only once it is over."""
        if self._failure is not None:
            raise self._failure
        return self._answer[0]


def answer_of(call: Callable[[], Answer], *, stop: Callable[[], None], clock: Clock) -> Answer:
    """Return what ``call`` returns.

    Where it is stopped it is told so by ``stop``, and left to itself if it does not listen: what
    it is at work on must be its own.

    Raises
    ------
    OutOfTime
        If the call goes on after the clock has run out.
    KeyboardInterrupt
        As soon as Ctrl-C is pressed.
    """
    work = _Work(call)
    try:
        work.start()
        while work.is_alive():
            if clock.left() < -_GRACE:
                raise OutOfTime
            work.join(_HEARING)
    except (OutOfTime, KeyboardInterrupt):
        stop()
        if work.is_alive():
            work.join(_GRACE)
        raise
    return work.answer()
