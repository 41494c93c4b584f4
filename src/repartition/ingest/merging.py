"""Scenarios built on others: ``extends``.

Tables merge deeply; arrays of tables merge by ``id``, elders in their place; ``before`` moves one,
``remove`` takes one away; filters and plain lists are replaced whole.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from repartition.ingest.chain import Chain
from repartition.ingest.dataset import relative
from repartition.ingest.nearest import suggestion
from repartition.ingest.toml_faults import as_typed, path_remedy
from repartition.ingest.toml_files import KeyPath, TomlFile, array_ids, read_toml
from repartition.language import _

FILTER_KEYS: Final = frozenset({"who", "where", "via", "among", "from", "to"})
TABLE_ARRAYS: Final[tuple[KeyPath, ...]] = (
    ("quotas",),
    ("objectives",),
    ("contingents", "transfers"),
    ("fragility", "indicators"),
    ("fragility", "overrides"),
)
"""Arrays whose tables are merged by ``id``."""
PATH_KEYS: Final[tuple[KeyPath, ...]] = (
    ("data",),
    ("eligibility", "typology"),
    ("eligibility", "ceilings"),
    ("cotation", "grid"),
)
"""Keys that hold a path, relative to the file they stand in."""


def read_chain(path: Path) -> Chain:
    """Return a scenario file merged with all it extends."""
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
                path_remedy(extends),
                value=as_typed(extends),
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
        elif isinstance(rebased.get(table), dict):
            inner = rebased[table] = dict(rebased[table])
            if isinstance(path := inner.get(rest[0]), str):
                inner[rest[0]] = relative(folder / path, main)
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
        if isinstance(value, dict) and key not in FILTER_KEYS:
            inner = old if isinstance(old, dict) else {}
            merged[key] = _merge(chain, file, here, elder=inner, younger=value)
        elif here in TABLE_ARRAYS and _tables(value):
            merged[key] = _merge_array(
                chain, file, here, elders=_tables(old), youngers=_tables(value)
            )
        else:
            merged[key] = value
    return merged


def _tables(value: object) -> list[dict[str, Any]]:
    """Return an array of tables, or nothing if ``value`` is not one."""
    if isinstance(value, list) and all(isinstance(table, dict) for table in value):
        return value
    return []


def _merge_array(
    chain: Chain,
    file: TomlFile,
    path: KeyPath,
    *,
    elders: list[dict[str, Any]],
    youngers: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    tables = dict(zip(array_ids(elders), elders, strict=True))
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
