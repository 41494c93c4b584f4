"""What may be read of an export: the list of paths, as data and as a tree to walk along."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, StringConstraints

from repartition.errors import Fault, InputError
from repartition.ingest.forbidden import plain, tells_origin_or_name
from repartition.ingest.toml_models import read_model
from repartition.language import _

Opening = Literal[
    "request", "applicant", "co_holder", "dependant", "unborn", "in_custody", "income"
]
AddedFact = Literal["dalo", "priority", "accessible", "occupies", "disabled"]
"""What the public description of the register has no element for, and an office may add."""
Fact = Literal[
    "file_date", "file_kind",
    "number", "requested_on", "typology", "commune", "widened", "housing",
    "born", "link", "custody", "number_unborn", "lives_in", "works_in", "work",
    "last_year", "last_income", "year_before", "income_before", "resource", "amount",
    "dalo", "priority", "accessible", "occupies", "disabled",
]  # fmt: skip
Codes: TypeAlias = Mapping[str, str]
_SEPARATOR: Final = "/"
_REQUEST: Final = "demande/demandeLogement/"

ElementPath = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]\w*(/[A-Za-z]\w*)*$")]


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Group(_Closed):
    """An element that starts a part of a request."""

    path: ElementPath
    opens: Opening


class Element(_Closed):
    """A leaf that is read: its text, or one attribute of it."""

    path: ElementPath
    fact: Fact
    attribute: str = ""
    codes: dict[str, str] = {}
    """What each code means; empty where the text is taken as it is."""


class AddedElement(Element):
    """A leaf that an office has found in its own export."""

    fact: AddedFact


class Unread(_Closed):
    """Names of elements that are known, and passed over.

    ``forbidden`` are those that nothing may be decided by, beside what ``ingest.forbidden`` knows.
    """

    forbidden: frozenset[str]
    unneeded: frozenset[str]


class Form(_Closed):
    """An interface of the register: the paths that are read, and what is known of the others."""

    name: str
    namespace: str
    root: str
    version_attribute: str
    versions: tuple[str, ...]
    closing_files: frozenset[str]
    group: tuple[Group, ...]
    element: tuple[Element, ...]
    unread: Unread

    def forbids(self, name: str) -> bool:
        """Return whether nothing may be decided by an element or an attribute of this name."""
        return _joined(name) in self._forbidden or tells_origin_or_name(name)

    @cached_property
    def _forbidden(self) -> frozenset[str]:
        return frozenset(map(_joined, self.unread.forbidden))

    def facts(self) -> frozenset[str]:
        """Return every fact that some element says."""
        return frozenset(element.fact for element in self.element)

    def parts(self) -> frozenset[str]:
        """Return the elements in which the parts of a request lie: a person is one of them."""
        return frozenset(name for group in self.group for name in group.path.split(_SEPARATOR))

    def codes(self) -> dict[str, Codes]:
        """Return what codes mean, by fact."""
        found: dict[str, dict[str, str]] = {}
        for element in self.element:
            found.setdefault(element.fact, {}).update(element.codes)
        return dict(found)


class _AddedForm(_Closed):
    element: tuple[AddedElement, ...]


@dataclass(slots=True)
class Node:
    """One element that may be entered.

    Attributes
    ----------
    children
        The elements inside it that may be entered, by their name with its namespace.
    opens
        The part it starts; may be empty.
    fact
        What its text says; empty where the text is not read.
    coded
        What its attributes say: names of attributes and facts.
    """

    children: dict[str, "Node"] = field(default_factory=dict)
    opens: str = ""
    fact: str = ""
    coded: list[tuple[str, str]] = field(default_factory=list)


def _joined(name: str) -> str:
    """Return a name as one word, however it is written: ``Code_Postal2`` is ``codepostal``."""
    return plain(name).replace("_", "").rstrip("0123456789")


def tree(form: Form) -> Node:
    """Return the root of what may be entered, below which the paths of the form lie."""
    root = Node()
    for group in form.group:
        _node(root, form, group.path).opens = group.opens
    for element in form.element:
        node = _node(root, form, element.path)
        if element.attribute:
            node.coded.append((element.attribute, element.fact))
        else:
            node.fact = element.fact
    return root


def qualified(form: Form, name: str) -> str:
    """Return the name of an element as the parser says it, its namespace before it."""
    return f"{form.namespace} {name}"


@cache
def usual_form() -> Form:
    """Return the form of the program."""
    text = files("repartition.importers.sne").joinpath("form.toml").read_text(encoding="utf-8")
    return Form.model_validate(tomllib.loads(text))


def read_form(path: Path | None) -> Form:
    """Return the form, with the elements that a user's file adds to it.

    Raises
    ------
    InputError
        With every fault of that file; to add an element that may not be used is one.
    """
    if path is None:
        return usual_form()
    added, file = read_model(path, _AddedForm)
    faults: list[Fault] = []
    for position, element in enumerate(added.element):
        for key, value, refusal in _refusals(element):
            faults.append(file.fault(("element", str(position), key), *refusal, value=value))
    if faults:
        raise InputError(faults)
    form = usual_form()
    return form.model_copy(update={"element": (*form.element, *added.element)})


def _refusals(element: Element) -> Iterator[tuple[str, str, tuple[str, str]]]:
    """Yield each key of an element for which it may not be added, its value, and why not."""
    form = usual_form()
    names = set(element.path.split(_SEPARATOR)) - form.parts()
    never = (
        _("nothing may be decided by this, so it is never read"),
        _("take the element out"),
    )
    if any(form.forbids(name) for name in names):
        yield "path", element.path, never
    elif refusal := _misplaced(element):
        yield "path", element.path, refusal
    if form.forbids(element.attribute):
        yield "attribute", element.attribute, never


def _misplaced(element: Element) -> tuple[str, str] | None:
    """Return why an element cannot be read where it is said to lie, and what to do, or None."""
    if not element.path.startswith(_REQUEST):
        return (
            _("does not lie in a request"),
            _("write the path from below the root: {path}…", path=_REQUEST),
        )
    if any(known.path.startswith(element.path + _SEPARATOR) for known in usual_form().element):
        return _("holds other elements"), _("write the path of the element that holds the value")
    return None


def _node(root: Node, form: Form, path: str) -> Node:
    node = root
    for name in path.split(_SEPARATOR):
        node = node.children.setdefault(qualified(form, name), Node())
    return node
