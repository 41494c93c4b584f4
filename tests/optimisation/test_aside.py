"""Calls into a solver's own code: their answers, their failures, and how they are stopped."""

import os
import signal
import sys
import time
from threading import Event

import pytest

from repartition.optimisation.aside import answer_of
from repartition.optimisation.clock import Clock, OutOfTime


def nothing() -> None:
    """Stop nothing."""


def test_what_a_call_returns_is_returned() -> None:
    assert answer_of(lambda: 7, stop=nothing, clock=Clock()) == 7


def test_what_a_call_raises_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        answer_of(lambda: 1 // 0, stop=nothing, clock=Clock())


class JustOver(Clock):
    """A clock that has run out a moment ago, and stays there."""

    def left(self) -> float:
        return -0.1


def test_an_answer_that_comes_a_moment_after_the_end_of_the_time_is_taken() -> None:
    """The solver, which knows the limit, is about to stop by itself."""

    def call() -> int:
        time.sleep(0.05)
        return 7

    assert answer_of(call, stop=nothing, clock=JustOver()) == 7


@pytest.mark.parametrize("listens", [True, False])
def test_a_call_that_goes_on_after_the_end_of_the_time_is_stopped(listens: bool) -> None:
    """One that does not listen is left to itself."""
    told, end = Event(), Event()

    def stop() -> None:
        told.set()
        if listens:
            end.set()

    with pytest.raises(OutOfTime):
        answer_of(end.wait, stop=stop, clock=Clock(limit=-1.0))
    assert told.is_set()
    end.set()


@pytest.mark.skipif(sys.platform == "win32", reason="no signal there to send to oneself")
def test_ctrl_c_is_heard_while_a_call_goes_on() -> None:
    end = Event()

    def call() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        end.wait()

    with pytest.raises(KeyboardInterrupt):
        answer_of(call, stop=end.set, clock=Clock())
    assert end.is_set()
