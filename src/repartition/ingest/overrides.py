"""Settings given on the command line: ``--set quotas.aci-cap-fragile.max_share=0.15``."""

import re
import tomllib
from decimal import Decimal
from typing import Any, Final, TypeAlias

from repartition.errors import Fault
from repartition.ingest.chain import Chain, Setting
from repartition.ingest.merging import TABLE_ARRAYS
from repartition.ingest.nearest import suggestion
from repartition.ingest.toml_files import KeyPath, array_ids
from repartition.language import _

_BARE: Final = re.compile(r"[\w./\\: -]*")
_ELDER: Final = "extends"
_REMOVE: Final = "remove"
_ORDERS: Final = frozenset({"before", _REMOVE})
_Words: TypeAlias = tuple[str, str]


def apply_override(chain: Chain, text: str) -> None:
    """Change one setting of a merged scenario, or note why it cannot be."""
    key, equals, raw = text.partition("=")
    setting = Setting(tuple(_key_parts(key.strip())), text)
    if equals and setting.path:
        words = _apply(chain.merged, setting, raw.strip())
    else:
        words = (
            _("this is not a setting"),
            _("write KEY=VALUE, such as quotas.aci-cap-fragile.max_share=0.15"),
        )
    if words is None:
        chain.note(setting)
    else:
        chain.faults.append(Fault(*words, file=setting.label))


def _apply(data: dict[str, Any], setting: Setting, raw: str) -> _Words | None:
    """Write what the command line says at one key, or return why it cannot be and what to do."""
    path = setting.path
    value, understood = _value(raw)
    if not understood:
        return (
            _("the value is not written as in a scenario"),
            _('write a number, true, false, a date, a list in [ ], or a text in "…"'),
        )
    if path[0] == _ELDER:  # scenarios were merged before
        return _("`extends` cannot be set for one run"), _("write it in a scenario file")
    if path[:-2] in TABLE_ARRAYS and path[-1] in _ORDERS:
        return _order(data, path, value)
    if path[:-1] in TABLE_ARRAYS:
        return _whole_table(data, setting, value)
    return _set(data, path, value)


def _order(data: dict[str, Any], path: KeyPath, value: Any) -> _Words | None:
    """Move a table of an array or take it away, as ``before`` and ``remove`` do in a file."""
    tables = _array(data, path[:-2])
    name, order = path[-2:]
    ids = array_ids(tables)
    if name not in ids:
        return _unknown(name, ids)
    if order == _REMOVE:
        if not isinstance(value, bool):
            return _("is neither true nor false"), _("write true or false, without quotes")
        if value:
            del tables[ids.index(name)]
        return None
    others = [other for other in ids if other != name]
    if value not in others:
        return _("there is no other table of this id"), suggestion(str(value), others)
    tables.insert(others.index(value), tables.pop(ids.index(name)))
    return None


def _whole_table(data: dict[str, Any], setting: Setting, value: Any) -> _Words:
    """Return why a table of an array cannot be set at once, and the key that may be meant."""
    tables, name = _array(data, setting.path[:-1]), setting.path[-1]
    ids = array_ids(tables)
    if name not in ids:
        return _unknown(name, ids)
    table = {key: said for key, said in tables[ids.index(name)].items() if key != "id"}
    alike = [key for key, said in table.items() if type(said) is type(value)]
    key, _equals, raw = (part.strip() for part in setting.text.partition("="))
    example = f"{key}.{alike[0]}={raw}" if alike else f"{key}.{next(iter(table), '…')}=…"
    return (
        _("{name} is a table: it cannot be set at once", name=name),
        _("name one of its keys, such as {example}", example=example),
    )


def _array(data: dict[str, Any], path: KeyPath) -> list[Any]:
    found: Any = data
    for part in path:
        found = found.get(part) if isinstance(found, dict) else None
    return found if isinstance(found, list) else []


def _unknown(name: str, ids: list[str]) -> _Words:
    return _("there is no {part} there", part=name), suggestion(name, ids)


def _key_parts(key: str) -> list[str]:
    parts = re.findall(r"\"([^\"]*)\"|'([^']*)'|([^.\"']+)", key)
    return ["".join(part).strip() for part in parts]


def _value(raw: str) -> tuple[Any, bool]:
    try:
        return tomllib.loads(f"value = {raw}", parse_float=Decimal)["value"], True
    except tomllib.TOMLDecodeError:
        # A shell eats quotes: a bare word is the text it looks like.
        return raw, bool(raw) and _BARE.fullmatch(raw) is not None


def _set(data: Any, path: KeyPath, value: Any) -> _Words | None:
    """Write a value at its place, or return why it has none and what to do."""
    for position, part in enumerate(path):
        last = position == len(path) - 1
        if isinstance(data, list):
            ids = array_ids(data)
            if part not in ids or last:
                return _unknown(part, ids)
            data = data[ids.index(part)]
        elif last:
            data[part] = value
        else:
            data = data.setdefault(part, {})
        if not isinstance(data, dict | list):
            return _("{part} is a value and holds nothing else", part=part), _("shorten the key")
    return None
