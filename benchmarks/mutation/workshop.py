"""Where changes are tried: a copy of the project, and a process of its own for each trial.

The working tree is never written to. A trial is a fork of a process that has already loaded the
libraries, which takes most of a second off each; so this runs on Linux and macOS only.
"""

import hashlib
import os
import resource
import shutil
import signal
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import pytest
from benchmarks.mutation.changes import Change

Verdict = Literal["killed", "survived", "too long"]

_COPIED: Final = ("src", "tests", "scenarios", "pyproject.toml", "constraints.txt")
_MEMORY: Final = 4 * 2**30
"""Bytes a trial may use: a change may ask for an array without end."""
_LEFT_BEHIND: Final = shutil.ignore_patterns("__pycache__", "runs", ".hypothesis")
_OPTIONS: Final = (
    *("-x", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:cov"),
    # The libraries are there before pytest is: that is meant.
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
)
_LIBRARIES: Final = ("numpy", "pydantic", "openpyxl", "pyarrow", "hypothesis")


@dataclass(frozen=True, slots=True)
class Workshop:
    """A copy of the project at ``folder``, in which one module at a time is changed."""

    folder: Path

    @classmethod
    def open(cls, project: Path, folder: Path) -> "Workshop":
        """Return a copy of ``project`` made at ``folder``, with the libraries loaded."""
        shutil.rmtree(folder, ignore_errors=True)
        for name in _COPIED:
            if (project / name).is_dir():
                shutil.copytree(project / name, folder / name, ignore=_LEFT_BEHIND)
            else:
                shutil.copy2(project / name, folder / name)
        for library in _LIBRARIES:
            __import__(library)
        return cls(folder)

    def digest(self, paths: Iterable[str]) -> str:
        """Return what stands for the contents of files and of the Python files of folders."""
        found = hashlib.sha256()
        for path in paths:
            place = self.folder / path
            for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
                found.update(file.relative_to(self.folder).as_posix().encode() + file.read_bytes())
        return found.hexdigest()

    def clean_run(self, tests: tuple[str, ...]) -> float:
        """Return the seconds the tests take on the code as it is.

        Raises
        ------
        RuntimeError
            If one fails: then nothing could be told from a change that makes it fail.
        """
        start = time.monotonic()
        # What is compiled here serves every trial, and takes half the time of most.
        if self._trial(tests, seconds=600, keep_compiled=True) != "survived":
            raise RuntimeError(f"the tests do not pass as they are: {' '.join(tests)}")
        return time.monotonic() - start

    def try_change(self, change: Change, tests: tuple[str, ...], *, seconds: float) -> Verdict:
        """Return what the tests say of the code with one change in it."""
        module = self.folder / change.path
        source = module.read_bytes()
        # Compiled files are told apart by second and size: two changes could pass for one.
        compiled = module.parent / "__pycache__"
        try:
            module.write_bytes(change.apply(source))
            for file in compiled.glob(f"{module.stem}.*.pyc"):
                file.unlink()
            return self._trial(tests, seconds=seconds)
        finally:
            module.write_bytes(source)

    def _trial(
        self, tests: tuple[str, ...], *, seconds: float, keep_compiled: bool = False
    ) -> Verdict:
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            sys.dont_write_bytecode = not keep_compiled
            self._test_and_leave(tests, seconds)
        _pid, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            return "too long" if os.WTERMSIG(status) == signal.SIGALRM else "killed"
        return "survived" if os.WEXITSTATUS(status) == 0 else "killed"

    def _test_and_leave(self, tests: tuple[str, ...], seconds: float) -> None:
        """Run the tests in this process, which ends with their status, or at the alarm."""
        os.chdir(self.folder)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        sys.path[:] = [str(self.folder), str(self.folder / "src"), *sys.path]
        os._exit(int(pytest.main([*_OPTIONS, *tests])))
