"""Settings given on the command line: ``--set quotas.aci-cap-fragile.max_share=0.15``."""

import re
import tomllib
from decimal import Decimal
from typing import Any, Final, TypeAlias

from repartition.errors import Fault
from repartition.ingest.chain import Chain, Setting
from repartition.ingest.nearest import suggestion
from repartition.ingest.toml_files import KeyPath, array_ids
from repartition.language import _

_BARE: Final = re.compile(r"[\w./\\: -]*")
_ELDER: Final = "extends"
_Words: TypeAlias = tuple[str, str]


def apply_override(chain: Chain, text: str) -> None:
    """Change one setting of a merged scenario, or note why it cannot be."""
    key, equals, raw = text.partition("=")
    setting = Setting(tuple(_key_parts(key.strip())), text)
    if equals and setting.path:
        words = _apply(chain.merged, setting.path, raw.strip())
    else:
        words = (
            _("this is not a setting"),
            _("write KEY=VALUE, such as quotas.aci-cap-fragile.max_share=0.15"),
        )
    if words is None:
        chain.note(setting)
    else:
        chain.faults.append(Fault(*words, file=setting.label))


def _apply(data: dict[str, Any], path: KeyPath, raw: str) -> _Words | None:
    """Write what the command line says at one key, or return why it cannot be and what to do."""
    value, understood = _value(raw)
    if not understood:
        return (
            _("the value is not written as in a scenario"),
            _('write a number, true, false, a date, a list in [ ], or a text in "…"'),
        )
    if path[0] == _ELDER:  # scenarios were merged before
        return _("`extends` cannot be set for one run"), _("write it in a scenario file")
    return _set(data, path, value)


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
                return _("there is no {part} there", part=part), suggestion(part, ids)
            data = data[ids.index(part)]
        elif last:
            data[part] = value
        else:
            data = data.setdefault(part, {})
        if not isinstance(data, dict | list):
            return _("{part} is a value and holds nothing else", part=part), _("shorten the key")
    return None
