"""Files that are no export, or mean harm: refused in a sentence, in bounded memory."""

import io
import tracemalloc
from collections.abc import Iterator

import pytest
from tests.importers.sne.conftest import Read, Refusal
from tests.importers.sne.exports import NAMESPACE, Request, export

from repartition.errors import InputError
from repartition.importers.sne.form import usual_form
from repartition.importers.sne.stream import RequestStream

ROOT = f'<n:interfaceNuu versionInterface="02.00" xmlns:n="{NAMESPACE}">'
TYPES = "declares types or entities, which no export of the register does"
BOMB = """<!DOCTYPE bomb [
<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
"""

HOSTILE = [
    (BOMB + f"{ROOT}&c;</n:interfaceNuu>", f"x:1: {TYPES}"),
    (f'<!DOCTYPE n SYSTEM "file:///etc/passwd">{ROOT}</n:interfaceNuu>', f"x:1: {TYPES}"),
    (
        f'<!DOCTYPE n [<!ENTITY f SYSTEM "file:///etc/passwd">]>{ROOT}&f;</n:interfaceNuu>',
        f"x:1: {TYPES}",
    ),
    (f'<!DOCTYPE n [<!ENTITY % p SYSTEM "http://x/">%p;]>{ROOT}</n:interfaceNuu>', f"x:1: {TYPES}"),
    (f"{ROOT}&f;</n:interfaceNuu>", "x:1: refers to an entity, which no export"),
    (f"{ROOT}\n" + "<n:a>" * 51, "x:2: elements lie deeper in one another than in any export"),
    (f"{ROOT}\n<n:demande>", "x:2: the file ends in the middle: it is cut off"),
    (f"{ROOT}<n:a", "x:1: the file ends in the middle: it is cut off"),
    (f"{ROOT}<![CDATA[", "x:1: the file ends in the middle: it is cut off"),
    (" ", "x:1: the file ends in the middle: it is cut off"),
    (f"{ROOT}\n\n</n:demande>", "x:3: is not well-formed XML here"),
    (f"{ROOT}</n:interfaceNuu>\n<a/>", "x:2: is not well-formed XML here"),
    (f"{ROOT}<n:a b='1' b='2'/>", "x:1: is not well-formed XML here"),
    (
        "\nvacancy;programme\nL1;P1\n",
        "x:2: is no XML: export the requests from the SNE, as XML 02.00",
    ),
    ("PK\x03\x04", "x:1: is no XML: export the requests from the SNE, as XML 02.00"),
    ("<html><body/></html>", "x:1: is no export of the register: its first element is not "),
    (
        '<interfaceNuu versionInterface="02.00"/>',
        "x:1: the elements are not those of the register: their namespace is another",
    ),
    (
        '<interfaceNuu versionInterface="02.00" xmlns="http://else/"/>',
        "x:1: the elements are not those of the register: their namespace is another",
    ),
    (f'<interfaceNuu xmlns="{NAMESPACE}"/>', "x:1: the version of the interface is none of 02.00"),
    (
        f'<interfaceNuu versionInterface="01.00" xmlns="{NAMESPACE}"/>',
        "x:1: the version of the interface is none of 02.00, 02.01: "
        "export the requests from the SNE, as XML 02.00",
    ),
    (f"{ROOT}</n:interfaceNuu>", "x: the file holds no request: export the requests again"),
    (
        f"{ROOT}<n:demande><n:demandeLogement>\n<n:numUnique>{'9' * 201}",
        "x:2: a value is longer than any of an export",
    ),
    (
        f"{ROOT}<n:demande><n:demandeLogement><n:logementRecherche><n:listeTypeLogement>\n"
        f'<n:typeLogement code="{"9" * 201}"/>',
        "x:2: a request holds more than any of an export",
    ),
    (
        f"{ROOT}<n:demande><n:demandeLogement>\n" + "<n:numUnique>1</n:numUnique>" * 5_001,
        "x:2: a request holds more than any of an export",
    ),
    (
        '<?xml version="1.0" encoding="klingon"?>' + ROOT,
        "x:1: the encoding that the file declares cannot be read",
    ),
    (
        '<?xml version="1.0" encoding="shift_jis"?>' + ROOT,
        "x:1: the encoding that the file declares cannot be read",
    ),
    (
        '<?xml version="1.0" encoding="UTF-16"?>' + ROOT,
        "x:1: the encoding that the file declares cannot be read",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), HOSTILE)
def test_what_is_no_export_is_refused_in_a_sentence(
    refusal: Refusal, text: str, sentence: str
) -> None:
    assert refusal(data=text.encode()).replace("export.xml", "x", 1).startswith(sentence)


def test_a_second_encoding_inside_the_file_is_refused(refusal: Refusal) -> None:
    data = export([Request()]).replace(b"SECRET-voie", "all\u00e9e".encode("cp1252"), 1)
    assert "is not of the encoding that the file declares" in refusal(data=data)


ENCODINGS = ["UTF-8", "ISO-8859-1", "windows-1252", "ISO-8859-15", "UTF-16", "US-ASCII"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_encoding_is_the_one_declared(read: Read, encoding: str) -> None:
    found = read(Request(number="03703250123450é€01"[:18]), encoding=encoding)
    assert found.table.columns["household"] == ["03703250123450é€01"]


def test_a_utf_8_file_may_start_with_its_mark(read: Read) -> None:
    assert len(read(data=b"\xef\xbb\xbf" + export([Request()])).table) == 1


def test_an_error_of_the_program_is_not_taken_for_one_of_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_arguments: object) -> None:
        raise KeyError

    monkeypatch.setattr("repartition.importers.sne.stream._Reader._say", broken)
    with pytest.raises(KeyError):
        list(RequestStream(io.BytesIO(export([Request()])), "x", usual_form()))


class Endless(io.RawIOBase):
    """A file of which there is always more: what it starts with, then the same for megabytes."""

    def __init__(self, start: str, block: str, megabytes: int) -> None:
        self._blocks = self._all(start.encode(), block.encode(), megabytes)

    def read(self, _size: int = -1) -> bytes:
        """Return the next block, whatever the size asked for."""
        return next(self._blocks, b"")

    @staticmethod
    def _all(start: bytes, block: bytes, megabytes: int) -> Iterator[bytes]:
        yield start
        piece = block * (65_536 // len(block))
        for _each in range(megabytes * 16):
            yield piece


INSIDE = f"{ROOT}<n:demande><n:demandeLogement>"
GROWING = [
    # Refused long before the end:
    (f"{INSIDE}<n:numUnique>", "7", "a value is longer than any of an export"),
    (f'{INSIDE}<n:nom code="', "7", "a tag or a comment is longer than any of an export"),
    (f"{INSIDE}<!--", "7", "a tag or a comment is longer than any of an export"),
    (f"{INSIDE}<?p ", "7", "a tag or a comment is longer than any of an export"),
    (INSIDE, "<n:numUnique>1</n:numUnique>", "a request holds more than any of an export"),
    (INSIDE, "<n:nom>", "elements lie deeper in one another than in any export"),
    # Passed over to the end, which never comes as it should:
    (f"{INSIDE}<n:nom>", "7", "the file ends in the middle: it is cut off"),
    (INSIDE, f"<n:nom>{'7' * 400}</n:nom>", "the file ends in the middle: it is cut off"),
    (f"{ROOT}", "<!-- 7 -->", "the file ends in the middle: it is cut off"),
]


@pytest.mark.parametrize(("start", "block", "sentence"), GROWING)
def test_memory_does_not_grow_with_what_is_not_kept(start: str, block: str, sentence: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match=sentence):
            list(RequestStream(Endless(start, block, 40), "x", usual_form()))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8_000_000


def test_names_of_elements_are_kept_up_to_a_number(read: Read) -> None:
    strange = "".join(f"<n:e{number}>1</n:e{number}>" for number in range(1_000))
    [remark, _law] = read(Request(more=strange + f"<n:{'x' * 90}/>")).account.remarks
    assert remark.count("(line ") == 50
    [told, *_more] = read(Request(more=f"<n:{'x' * 90}/>")).account.remarks
    assert told == "Elements that nothing is known of, not read: … (line 4)."
