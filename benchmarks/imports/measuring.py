"""What one command takes, from its start to its end."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

KIBI: Final = 1024
MEGA: Final = 10**6


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds on the clock and of the processor, and the highest resident memory in megabytes."""

    elapsed: float
    processor: float
    memory: float

    def __str__(self) -> str:
        return (
            f"{self.elapsed:.1f} s, {self.processor:.1f} s of processor, "
            f"at most {self.memory:,.0f} MB"
        )


def measured(arguments: Sequence[str]) -> Taken:
    """Run repartition with arguments, in a process of its own, and return what it took.

    On a machine with other work, seconds of the processor are the ones to compare.

    Raises
    ------
    subprocess.CalledProcessError
        If the command fails.
    """
    start = "from repartition.cli import main; main()"
    command = [sys.executable, "-c", start, *arguments]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Taken(elapsed, used.ru_utime + used.ru_stime, used.ru_maxrss * KIBI / MEGA)
