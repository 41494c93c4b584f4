"""Compiles the gettext catalogues (``.po`` to ``.mo``) whenever the package is built.

An editable install compiles them beside their sources, a wheel carries them: the compiled files
are never committed, so that what is read and what is written cannot differ.
"""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CATALOGUES = "src/repartition/locale"


def compile_catalogues(root: Path) -> list[Path]:
    """Compile every catalogue under ``root`` and return the files written."""
    written = []
    for source in sorted(root.glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parts[-3], domain=source.stem)
        target = source.with_suffix(".mo")
        with target.open("wb") as stream:
            write_mo(stream, catalogue)
        written.append(target)
    return written


class CatalogueHook(BuildHookInterface[Any]):
    """The step that hatchling runs before it builds."""

    PLUGIN_NAME = "catalogues"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's
        """Compile, and have the compiled files packed although git ignores them."""
        compile_catalogues(Path(self.root) / CATALOGUES)
        build_data["artifacts"].append(f"{CATALOGUES}/**/*.mo")


if __name__ == "__main__":  # for a checkout that is used without being installed
    compile_catalogues(Path(__file__).parent / CATALOGUES)
