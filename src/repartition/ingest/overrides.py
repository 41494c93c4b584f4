"""Settings given on the command line: ``--set quotas.aci-cap-fragile.max_share=0.15``."""

import re
import tomllib
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from repartition.errors import Fault
from repartition.ingest.merging import Chain
from repartition.ingest.nearest import suggestion
from repartition.ingest.toml_files import array_ids
from repartition.language import _

OPTION: Final = "--set"
_BARE: Final = re.compile(r"[A-Za-z0-9_./\\ -]*")


def apply_override(chain: Chain, text: str) -> None:
    """Change one setting of a merged scenario, or note why it cannot be."""
    key, equals, raw = text.partition("=")
    parts = _key_parts(key.strip())
    if not equals or not parts:
        chain.faults.append(
            Fault(
                _("this is not a setting"),
                _("write KEY=VALUE, such as quotas.aci-cap-fragile.max_share=0.15"),
                file=OPTION,
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
                file=OPTION,
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
                        file=OPTION,
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
                    file=OPTION,
                    column=whole,
                )
            )
            return
