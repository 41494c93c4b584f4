"""What tells a run from another one of the same scenario: its name, its seed, what was set."""

import re
from typing import Final

from repartition.audit.reading import StoredRun
from repartition.language import _, n_

_PLAIN: Final = re.compile(r"[\w.-]+\s*=\s*(true|false|-?\d[\d._-]*)")
"""A setting whose value is a number, a date or a truth: it names no file and nobody."""


def run_words(run: StoredRun) -> str:
    """Return the name and the seed of a run, and every setting given beside its scenario."""
    return " ".join((_name_and_seed(run), *_settings(run.manifest.scenario.overrides)))


def public_run_words(run: StoredRun) -> str:
    """Return the same fit to be published: without a setting that could name a place or a file."""
    given = run.manifest.scenario.overrides
    plain = tuple(setting for setting in given if _PLAIN.fullmatch(setting))
    words = [_name_and_seed(run), *_settings(plain)]
    if left_out := len(given) - len(plain):
        words.append(
            n_(
                "{number} other setting is not published.",
                "{number} other settings are not published.",
                left_out,
            )
        )
    return " ".join(words)


def _name_and_seed(run: StoredRun) -> str:
    return _("Run {name}, seed {seed}.", name=run.folder.name, seed=str(run.manifest.seed))


def _settings(given: tuple[str, ...]) -> tuple[str, ...]:
    if not given:
        return ()
    return (_("Set beside the scenario (--set): {settings}.", settings=" ; ".join(given)),)
