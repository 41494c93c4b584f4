"""What can go wrong, and with which exit status the command then ends.

::

    RepartitionError
    ├── InputError          2  bad input: every fault at once
    ├── UsageError          2  wrong usage: an unknown household, a folder that is not a run
    ├── InfeasibleError     3  proven: no plan meets every hard rule
    ├── UnfinishedError     4  stopped at a limit, and no plan to show
    └── VerificationError   5  a run folder that does not hold what it says

A plain bug is none of these: it ends with status 1 and an apology, after its traceback with ``-v``.
"""

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from repartition.language import _


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong (or suspicious) in the input, where it is, and what to do about it.

    Printed as ``file:line column: value: what is wrong: what to do``; what is unknown is left out.
    """

    problem: str
    remedy: str = ""
    file: str = ""
    line: int | None = None
    column: str = ""
    value: str | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line is not None else self.file
        where = " ".join(part for part in (place, self.column) if part)
        parts = [where, self.value or "", self.problem, self.remedy]
        return ": ".join(part for part in parts if part)


class RepartitionError(Exception):
    """Anything the program refuses or cannot do, in words its user understands."""

    exit_status: ClassVar[int] = 1


class InputError(RepartitionError):
    """The input cannot be used; ``faults`` names everything wrong with it."""

    exit_status = 2

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class UsageError(RepartitionError):
    """The command was asked for something it cannot do."""

    exit_status = 2


class InfeasibleError(RepartitionError):
    """No plan meets every hard rule: proven; the message names the rows that miss.

    ``missed`` holds, for each of them, its identifier (``QUOTA``, ``QUOTA [GROUP]``,
    ``transfer:ID``, or ``freed:VACANCY`` where somebody who lives there has nowhere to go) and its
    sentence. ``change`` says the smallest change that would do; it ends the message. ``cautions``
    are the warnings of the same input, which often tell the cause.
    """

    exit_status = 3

    def __init__(
        self,
        message: str,
        missed: Sequence[tuple[str, str]] = (),
        *,
        change: str = "",
        cautions: Sequence[Fault] = (),
    ) -> None:
        self.missed = tuple(missed)
        self.verdict = message
        self.change = change
        self.cautions = tuple(cautions)
        super().__init__("\n".join(part for part in (message, change) if part))

    def with_causes(self, conflicts: Sequence[str], cautions: Sequence[Fault]) -> "InfeasibleError":
        """Return the same with what explains it: lines on rules in conflict, and warnings."""
        verdict = "\n".join([self.verdict, *conflicts])
        return InfeasibleError(verdict, self.missed, change=self.change, cautions=cautions)


class UnfinishedError(RepartitionError):
    """The run was stopped before there was any plan that meets every hard rule.

    Its exit status is that of whatever was stopped, with or without a plan to show.
    """

    exit_status = 4


class VerificationError(RepartitionError):
    """A run folder does not hold what it says; the message names every difference."""

    exit_status = 5


def lacks_room(error: OSError) -> bool:
    """Return whether the system has no room for what was to be written."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def system_reason(error: OSError) -> str:
    """Return why the system refuses a file, in the reader's language where it is a usual reason."""
    usual = {
        errno.EACCES: _("permission denied"),
        errno.EDQUOT: _("your share of the disk is full"),
        errno.EFBIG: _("the file would be larger than may be"),
        errno.EPERM: _("permission denied"),
        errno.EEXIST: _("something already stands there"),
        errno.EISDIR: _("it is a folder"),
        errno.ENOENT: _("no such file or folder"),
        errno.ENOSPC: _("the disk is full"),
        errno.ENOTDIR: _("a part of the path is not a folder"),
        errno.EROFS: _("the disk cannot be written to"),
    }
    return usual.get(error.errno or 0) or error.strerror or type(error).__name__
