"""What every page is written with: templates that escape all they are given, and their files."""

from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

_TEMPLATES: Final = "repartition.report.rendering"


@cache
def environment() -> Environment:
    """Return the templates; a name they do not know is an error, never nothing."""
    found = Environment(
        loader=PackageLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["with_code"] = _with_code
    return found


@cache
def asset(name: str) -> str:
    """Return a file that stands beside the templates: ours, nothing a user wrote is in it."""
    return (files(_TEMPLATES) / "templates" / name).read_text(encoding="utf-8")


def paper_head(banner: str) -> str:
    """Return the style that writes the banner at the head of every printed page."""
    if not banner:
        return ""
    # Every sign by its number: nothing in a banner can end the text, or the style.
    signs = "".join(f"\\{ord(sign):x} " for sign in banner)
    return f'@page {{ @top-left {{ content: "{signs}"; font-size: 8pt; color: #8a4b00; }} }}\n'


def _with_code(sentence: str) -> Markup:
    """Return a sentence with what stands between backticks set as code."""
    parts = sentence.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if index % 2 else escape(part)
        for index, part in enumerate(parts)
    )
