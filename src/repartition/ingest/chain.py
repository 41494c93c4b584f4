"""A scenario, its elders and the settings of the command line: merged, yet each with its place."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from repartition.errors import Fault
from repartition.ingest.toml_files import KeyPath, TomlFile

OPTION: Final = "--set"


@dataclass(frozen=True, slots=True)
class Setting:
    """One ``--set KEY=VALUE`` as it was typed, and the key it changes."""

    path: KeyPath
    text: str

    @property
    def label(self) -> str:
        """How messages call it."""
        return f"{OPTION} {self.text}"


@dataclass(slots=True)
class Chain:
    """A scenario file and its elders, merged.

    Attributes
    ----------
    files
        The files, the youngest first: where a key is looked for when a message names its line.
    paths
        Where those files are.
    merged
        What they say together; paths are relative to the folder of the youngest.
    settings
        What the command line has changed in ``merged``, the latest last.
    """

    folder: Path
    files: list[TomlFile] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    merged: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    settings: list[Setting] = field(default_factory=list)

    def fault(
        self, path: KeyPath, problem: str, remedy: str = "", *, value: str | None = None
    ) -> Fault:
        """Return a fault of one key, placed where the key was said.

        That is the setting that wrote it, or else the youngest file that says most of its path.
        """
        setting = self._setting_of(path)
        if setting is None:
            return self._file_of(path).fault(path, problem, remedy, value=value)
        # The setting shows its own key and value: they are not said a second time.
        same = path == setting.path
        column = "" if same else ".".join(path)
        return Fault(problem, remedy, setting.label, column=column, value=None if same else value)

    def written(self, path: KeyPath) -> str:
        """Return the text a file says at one key; ``""`` if it says none, or a setting does."""
        found: Any = None if self._setting_of(path) else self._file_of(path).data
        for key in path:
            found = found.get(key) if isinstance(found, dict) else None
        return found if isinstance(found, str) else ""

    def is_blamed(self, fault: Fault) -> bool:
        """Return whether a fault is already placed in a setting."""
        return fault.file in {each.label for each in self.settings}

    def note(self, setting: Setting) -> None:
        """Remember a setting; those it overwrites are forgotten."""
        length = len(setting.path)
        self.settings = [
            *(known for known in self.settings if known.path[:length] != setting.path),
            setting,
        ]

    def blamed_on_settings(self, fault: Fault) -> Fault:
        """Return a fault that only the settings have brought, placed in the one nearest to it."""
        nearness = [_common(fault.column.split("."), each.path) for each in self.settings]
        near = [
            setting
            for setting, common in zip(self.settings, nearness, strict=True)
            if common == max(nearness)
        ]
        # Where nothing tells them apart, any of them may be the cause.
        chosen = near[-1:] if max(nearness) else near
        return replace(fault, file=" ".join(each.label for each in chosen), line=None)

    def _setting_of(self, path: KeyPath) -> Setting | None:
        around = [each for each in self.settings if path[: len(each.path)] == each.path]
        return max(around, key=lambda each: len(each.path), default=None)

    def _file_of(self, path: KeyPath) -> TomlFile:
        def known(file: TomlFile) -> int:
            return max((n for n in range(len(path) + 1) if path[:n] in file.lines), default=0)

        return max(self.files, key=known)  # the first, so the youngest, among equals


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many keys two paths share from their start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))
