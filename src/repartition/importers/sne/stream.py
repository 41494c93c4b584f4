"""The export, element by element, in bounded memory: only what the form lists is ever read.

Text reaches Python inside leaves on the list and nowhere else: anywhere else the parser has no
handler to hand it to. Attributes come with every start tag; those of an element that is not on
the list are let go unseen.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final, TypeAlias
from xml.parsers import expat

from repartition.errors import Fault, InputError
from repartition.importers.sne.form import Form, Node, qualified, tree
from repartition.importers.sne.refusals import NO_XML, Refused, in_words
from repartition.language import _

Event: TypeAlias = tuple[str, str]
"""A fact and its text, or a part that starts and ``""``."""

_BLOCK: Final = 1 << 16
_LONGEST_TEXT: Final = 200
"""Letters of a text on the list: the longest there is is a date with its hour."""
_LONGEST_TAG: Final = 1 << 20
"""Bytes of one tag, comment or instruction: the parser holds it in memory as a whole."""
_DEEPEST: Final = 50
_MOST_EVENTS: Final = 5_000
"""Facts of one request: a large family says some two hundred."""
_NAMES_KEPT: Final = 50
_LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class RawRequest:
    """One request: where it stands, and what it says, in the order of the file."""

    position: int
    line: int
    events: tuple[Event, ...]


@dataclass(slots=True)
class RequestStream:
    """The requests of one export.

    Attributes
    ----------
    header
        What the file says of itself: complete before the first request.
    names_left_out
        Elements found that may not be used; at most fifty.
    names_unknown
        Elements found that nothing is known of, where first; at most fifty.
    """

    file: BinaryIO
    label: str
    form: Form
    header: dict[str, str] = field(default_factory=dict)
    names_left_out: set[str] = field(default_factory=set)
    names_unknown: dict[str, int] = field(default_factory=dict)

    def __iter__(self) -> Iterator[RawRequest]:
        """Yield the requests as they are read.

        Raises
        ------
        InputError
            If the file is no export of the register, is cut off, or asks for what no export needs.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        reader = _Reader(parser, self)
        while True:
            block = self.file.read(_BLOCK)
            self._parse(parser, reader, block)
            yield from reader.take()
            if not block:
                return
            reader.fed += len(block)
            if reader.fed - max(parser.CurrentByteIndex, 0) > _LONGEST_TAG:
                raise self._refused(
                    parser.CurrentLineNumber,
                    _("a tag or a comment is longer than any of an export"),
                    _("export the file again"),
                )

    def _parse(self, parser: "expat.XMLParserType", reader: "_Reader", block: bytes) -> None:
        try:
            parser.Parse(block, not block)
        except Refused as error:
            raise self._refused(parser.CurrentLineNumber, error.problem, error.remedy) from None
        except expat.ExpatError as error:
            if error.code in NO_XML and not reader.has_started:
                raise self._refused(error.lineno, _("is no XML"), self.whence()) from None
            raise self._refused(error.lineno, *in_words(error.code)) from None
        except (LookupError, ValueError):
            if reader.has_started:
                raise
            # An encoding that Python does not have, or in which a letter is several bytes.
            raise self._refused(
                1,
                _("the encoding that the file declares cannot be read"),
                _("export it in UTF-8, or in ISO-8859-1 or windows-1252"),
            ) from None

    def whence(self) -> str:
        """Return where a file that can be read comes from."""
        version = self.form.versions[0]
        return _("export the requests from the SNE, as XML {version}", version=version)

    def _refused(self, line: int, problem: str, remedy: str) -> InputError:
        return InputError([Fault(problem, remedy, file=self.label, line=line)])


class _Reader:
    """What the parser calls: where it stands on the list, and what was read of this request."""

    __slots__ = (
        "_allowed",
        "_events",
        "_inside",
        "_is_reading",
        "_length",
        "_line",
        "_parser",
        "_passed_over",
        "_pieces",
        "_position",
        "_ready",
        "_root",
        "_skipped",
        "_stream",
        "fed",
    )

    def __init__(self, parser: "expat.XMLParserType", stream: RequestStream) -> None:
        self._parser, self._stream = parser, stream
        self._allowed = tree(stream.form)
        self._inside: list[Node] = []
        self._skipped = 0
        self._passed_over: set[str] = set()
        self._is_reading = False
        self._pieces: list[str] = []
        self._length = 0
        self._events: list[Event] = []
        self._ready: list[RawRequest] = []
        self._position, self._line = 0, 0
        self._root = qualified(stream.form, stream.form.root)
        self.fed = 0
        parser.StartElementHandler = self._enter_root
        parser.EndElementHandler = self._end
        # Entities, external ones too, can only be declared in a DOCTYPE: refused where it starts.
        parser.StartDoctypeDeclHandler = self._refuse_types

    @property
    def has_started(self) -> bool:
        """Return whether an element was found: the encoding is known from there on."""
        return bool(self._inside or self._position)

    def take(self) -> list[RawRequest]:
        """Return the requests completed since the last time."""
        ready, self._ready = self._ready, []
        return ready

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._skipped:
            self._skip_deeper()
            return
        if self._is_reading:
            self._stop_reading()
        node = self._inside[-1].children.get(name)
        if node is None:
            self._skipped = 1
            if name not in self._passed_over:
                self._pass_over(name)
            return
        self._inside.append(node)
        if node.opens:
            self._open(node.opens)
        for attribute, fact in node.coded:
            self._say(fact, attributes.get(attribute, ""))
        if node.fact:
            self._pieces, self._length, self._is_reading = [], 0, True
            self._parser.CharacterDataHandler = self._read

    def _end(self, name: str) -> None:  # noqa: ARG002 - the parser's shape
        if self._skipped:
            self._skipped -= 1
            return
        if self._is_reading:
            self._stop_reading()
        node = self._inside.pop()
        if node.fact:
            self._say(node.fact, "".join(self._pieces))
        elif node.opens == "request":
            self._position += 1
            self._ready.append(RawRequest(self._position, self._line, tuple(self._events)))
            self._events = []

    def _skip_deeper(self) -> None:
        self._skipped += 1
        if self._skipped > _DEEPEST:
            raise Refused(
                _("elements lie deeper in one another than in any export"),
                _("export the file again"),
            )

    def _stop_reading(self) -> None:
        """Have no more text handed over: not that of an element inside a leaf either."""
        self._parser.CharacterDataHandler = None
        self._is_reading = False

    def _read(self, text: str) -> None:
        self._length += len(text)
        if self._length > _LONGEST_TEXT:
            raise Refused(_("a value is longer than any of an export"), _("export the file again"))
        self._pieces.append(text)

    def _open(self, part: str) -> None:
        if part == "request":
            # What was said before the first request, the file says of itself.
            self._stream.header.update(self._events)
            self._events = []
            self._line = self._parser.CurrentLineNumber
        else:
            self._say(part, "")

    def _say(self, fact: str, text: str) -> None:
        if len(text) > _LONGEST_TEXT or len(self._events) >= _MOST_EVENTS:
            raise Refused(
                _("a request holds more than any of an export"), _("export the file again")
            )
        self._events.append((fact, text.strip()))

    def _enter_root(self, name: str, attributes: dict[str, str]) -> None:
        form, whence = self._stream.form, self._stream.whence()
        if name.rpartition(" ")[2] != form.root:
            problem = _(
                "is no export of the register: its first element is not {root}", root=form.root
            )
            raise Refused(problem, whence)
        if name != self._root:
            problem = _("the elements are not those of the register: their namespace is another")
            raise Refused(problem, whence)
        if attributes.get(form.version_attribute) not in form.versions:
            known = ", ".join(form.versions)
            problem = _("the version of the interface is none of {known}", known=known)
            raise Refused(problem, whence)
        self._inside.append(self._allowed)
        self._parser.StartElementHandler = self._start

    def _pass_over(self, name: str) -> None:
        """Note the name of an element that is not read: a word of the format, never a value."""
        if len(self._passed_over) < _NAMES_KEPT * 4:
            self._passed_over.add(name)
        bare = name.rpartition(" ")[2]
        stream = self._stream
        if bare in stream.form.unread.unneeded:
            return
        shown = bare if len(bare) <= _LONGEST_NAME else "…"
        if stream.form.forbids(bare):
            if len(stream.names_left_out) < _NAMES_KEPT:
                stream.names_left_out.add(shown)
        elif len(stream.names_unknown) < _NAMES_KEPT:
            stream.names_unknown.setdefault(shown, self._parser.CurrentLineNumber)

    def _refuse_types(self, *_declared: object) -> None:
        raise Refused(
            _("declares types or entities, which no export of the register does"),
            _("export the file again, and do not use this one"),
        )
