"""Scenarios built on others: ``extends``, and the settings given on the command line.

Tables merge deeply; arrays of tables merge by ``id``, elders in their place; ``before`` moves one,
``remove`` takes one away; filters and plain lists are replaced whole.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from repartition.errors import Fault
from repartition.ingest.dataset import relative
from repartition.ingest.nearest import suggestion
from repartition.ingest.toml_files import KeyPath, TomlFile, array_ids, read_toml
from repartition.language import _

FILTER_KEYS: Final = frozenset({"who", "where", "via", "among", "from", "to"})
PATH_KEYS: Final[tuple[KeyPath, ...]] = (
    ("data",),
    ("eligibility", "typology"),
    ("eligibility", "ceilings"),
)
"""Keys that hold a path, relative to the file they stand in."""
_BARE: Final = re.compile(r"[A-Za-z0-9_./\\ -]*")


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
    """

    folder: Path
    files: list[TomlFile] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    merged: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(
        self, path: KeyPath, problem: str, remedy: str = "", *, value: str | None = None
    ) -> Fault:
        """Return a fault of one key, placed in the youngest file that says most of its path."""

        def known(file: TomlFile) -> int:
            return max((n for n in range(len(path) + 1) if path[:n] in file.lines), default=0)

        best = max(self.files, key=known)  # the first, so the youngest, among equals
        return best.fault(path, problem, remedy, value=value)


def read_chain(path: Path, overrides: Sequence[str]) -> Chain:
    """Return a scenario file merged with all it extends, then with the settings given."""
    chain = Chain(path.parent)
    elders: list[tuple[TomlFile, Path]] = []
    next_path: Path | None = path
    while next_path is not None:
        if next_path.resolve() in {known.resolve() for _file, known in elders}:
            names = [
                *(relative(known, path.parent) for _file, known in elders),
                relative(next_path, path.parent),
            ]
            chain.faults.append(
                elders[-1][0].fault(
                    ("extends",),
                    _("scenarios extend each other in a circle: {names}", names=" → ".join(names)),
                    _("take one `extends` away"),
                )
            )
            break
        file, faults = read_toml(next_path, relative(next_path, path.parent))
        chain.faults += faults
        if file is None:
            break
        elders.append((file, next_path))
        next_path = _extended(file, next_path, chain)
    chain.files = [file for file, _path in elders]
    chain.paths = [known for _file, known in elders]
    for file, known in reversed(elders):
        own = {key: value for key, value in file.data.items() if key != "extends"}
        chain.merged = _merge(
            chain, file, (), elder=chain.merged, younger=_rebased(own, known.parent, chain.folder)
        )
    for override in overrides:
        _override(chain, override)
    return chain


def _extended(file: TomlFile, path: Path, chain: Chain) -> Path | None:
    extends = file.data.get("extends")
    if extends is None:
        return None
    if not isinstance(extends, str) or not extends:
        chain.faults.append(
            file.fault(("extends",), _("is not a path"), _('write the path of a scenario: "…"'))
        )
        return None
    elder = path.parent / extends
    if not elder.is_file():
        chain.faults.append(
            file.fault(
                ("extends",),
                _("there is no such file"),
                _("correct the path; it starts from the folder of this file"),
                value=extends,
            )
        )
        return None
    return elder


def _rebased(data: dict[str, Any], folder: Path, main: Path) -> dict[str, Any]:
    """Return ``data`` with its paths, relative to ``folder``, made relative to ``main``."""
    if folder == main:
        return data
    rebased = dict(data)
    for table, *rest in PATH_KEYS:
        if not rest:
            if isinstance(path := rebased.get(table), str):
                rebased[table] = relative(folder / path, main)
        elif isinstance(inner := rebased.get(table), dict):
            if isinstance(path := inner.get(rest[0]), str):
                rebased[table] = {**inner, rest[0]: relative(folder / path, main)}
                inner = rebased[table]
    return rebased


def _merge(
    chain: Chain,
    file: TomlFile,
    path: KeyPath,
    *,
    elder: Mapping[str, Any],
    younger: Mapping[str, Any],
) -> dict[str, Any]:
    merged = dict(elder)
    for key, value in younger.items():
        here = (*path, key)
        old = elder.get(key)
        if key in FILTER_KEYS:
            merged[key] = value
        elif isinstance(value, dict) and isinstance(old, dict):
            merged[key] = _merge(chain, file, here, elder=old, younger=value)
        elif isinstance(value, dict):
            merged[key] = _merge(chain, file, here, elder={}, younger=value)
        elif _is_array_of_tables(value):
            merged[key] = _merge_array(
                chain, file, here, elders=old if _is_array_of_tables(old) else [], youngers=value
            )
        else:
            merged[key] = value
    return merged


def _is_array_of_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def _merge_array(
    chain: Chain,
    file: TomlFile,
    path: KeyPath,
    *,
    elders: list[dict[str, Any]],
    youngers: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    tables = {name: table for name, table in zip(array_ids(elders), elders, strict=True)}
    seen: set[str] = set()
    moves: list[tuple[str, str]] = []
    for name, table in zip(array_ids(youngers), youngers, strict=True):
        here = (*path, name)
        if not isinstance(table.get("id"), str):
            chain.faults.append(file.fault(here, _("has no id"), _('give it one: id = "…"')))
            continue
        if name in seen:
            chain.faults.append(
                file.fault(
                    here, _("two tables have this id"), _("give each its own id"), value=name
                )
            )
            continue
        seen.add(name)
        own = {k: v for k, v in table.items() if k not in {"remove", "before"}}
        if table.get("remove") is True:
            if tables.pop(name, None) is None:
                chain.faults.append(
                    file.fault(
                        (*here, "remove"),
                        _("there is nothing of this id to remove"),
                        suggestion(name, tables),
                        value=name,
                    )
                )
            continue
        tables[name] = _merge(chain, file, here, elder=tables.get(name, {}), younger=own)
        if "before" in table:
            moves.append((name, str(table["before"])))
    return [tables[name] for name in _moved(chain, file, path, order=list(tables), moves=moves)]


def _moved(
    chain: Chain,
    file: TomlFile,
    path: KeyPath,
    *,
    order: list[str],
    moves: Sequence[tuple[str, str]],
) -> list[str]:
    for name, place in moves:
        others = [other for other in order if other != name]
        if place not in others:
            chain.faults.append(
                file.fault(
                    (*path, name, "before"),
                    _("there is no other table of this id"),
                    suggestion(place, others),
                    value=place,
                )
            )
            continue
        others.insert(others.index(place), name)
        order = others
    return order


def _override(chain: Chain, text: str) -> None:
    key, equals, raw = text.partition("=")
    parts = _key_parts(key.strip())
    if not equals or not parts:
        chain.faults.append(
            Fault(
                _("this is not a setting"),
                _("write KEY=VALUE, such as quotas.aci-cap-fragile.max_share=0.15"),
                file="--set",
                value=text,
            )
        )
        return
    value, understood = _value(raw.strip())
    if not understood:
        chain.faults.append(
            Fault(
                _("the value is not written as in a scenario"),
                _('write a number, true, false, a date, a list in [ ], or a text in "…"'),
                file="--set",
                column=key.strip(),
                value=raw.strip(),
            )
        )
        return
    _set(chain, chain.merged, parts, value=value, whole=key.strip())


def _key_parts(key: str) -> list[str]:
    parts = re.findall(r"\"([^\"]*)\"|'([^']*)'|([^.\"']+)", key)
    return ["".join(part).strip() for part in parts]


def _value(raw: str) -> tuple[Any, bool]:
    try:
        return tomllib.loads(f"value = {raw}", parse_float=Decimal)["value"], True
    except tomllib.TOMLDecodeError:
        # A shell eats quotes: a bare word is the text it looks like.
        return raw, bool(raw) and _BARE.fullmatch(raw) is not None


def _set(chain: Chain, data: Any, parts: Sequence[str], *, value: Any, whole: str) -> None:
    for position, part in enumerate(parts):
        last = position == len(parts) - 1
        if isinstance(data, list):
            ids = array_ids(data)
            if part not in ids or last:
                chain.faults.append(
                    Fault(
                        _("there is no {part} there", part=part),
                        suggestion(part, ids),
                        file="--set",
                        column=whole,
                    )
                )
                return
            data = data[ids.index(part)]
        elif last:
            data[part] = value
        else:
            data = data.setdefault(part, {})
        if not isinstance(data, dict | list):
            chain.faults.append(
                Fault(
                    _("{part} is a value and holds nothing else", part=part),
                    _("shorten the key"),
                    file="--set",
                    column=whole,
                )
            )
            return
