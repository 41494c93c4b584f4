"""What may not be used is never read: no value of it is in anything that comes out."""

import json
import logging
import random
import re
import traceback
from pathlib import Path

import pytest
from tests.importers.sne.conftest import Read
from tests.importers.sne.exports import SECRET, Adult, Child, Request, draw, export

from repartition.errors import InputError
from repartition.importers.sne import Requests
from repartition.importers.sne.form import usual_form
from repartition.importers.sne.stream import RequestStream

FULL = Request(
    co_holders=(Adult(link="P"),),
    dependants=(Child(),),
    in_custody=(Child(custody="G"), Child(custody="D")),
    unborn="1",
    due_on="2026-09-01",
    typologies=("T3",),
    communes=("37261",),
)
FORBIDDEN = [
    *sorted(usual_form().unread.forbidden),
    *(
        "NOM",
        "Nationalite",
        "nat",
        "nomPrenom",
        "codeSexe",
        "lieuNaiss",
        "titreSejour",
        "Observations",
    ),
]
OPENING = re.compile(r"<n:(\w+)[^>/]*>")


def everything(found: Requests) -> str:
    """Return all that comes out of an import, as one text."""
    return "\n".join(
        [
            json.dumps(dict(found.table.columns)),
            json.dumps(dict(found.facts)),
            json.dumps(found.account.as_json()),
            *found.account.lines(),
        ]
    )


def test_the_export_of_these_tests_does_hold_what_may_not_be_read() -> None:
    assert export([FULL]).count(SECRET.encode()) > 30


def test_nothing_that_may_not_be_used_comes_out(
    read: Read, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    found = read(FULL)
    printed = capsys.readouterr()
    assert len(found.table) == 1
    assert SECRET not in everything(found) + caplog.text + printed.out + printed.err
    assert {"nom", "prenom", "nationalite", "sexe", "mel"} <= set(found.account.names_left_out)


def sown(text: str) -> str:
    """Return an export with every element that may not be read at the start of every other."""
    weeds = "".join(f'<n:{name} code="{SECRET}">{SECRET}{name}</n:{name}>' for name in FORBIDDEN)
    head, body = text.split("<n:demande>", 1)
    return f"{head}<n:demande>" + OPENING.sub(lambda found: found[0] + weeds, body)


def test_nothing_comes_out_wherever_in_the_file_it_stands(read: Read) -> None:
    text = export([FULL, Request(number="037032501234500002")]).decode()
    data = sown(text).encode()
    assert data.count(SECRET.encode()) > 3_000
    found = read(data=data)
    assert SECRET not in everything(found)
    # Inside a leaf that is read, too: there the value ends at the element that does not belong.
    plain = read(data=text.encode())
    assert found.table.columns.keys() == plain.table.columns.keys()
    assert found.account.dropped != plain.account.dropped  # a number cut short is no number


def test_what_is_called_otherwise_is_named_among_what_may_not_be_used(read: Read) -> None:
    more = "".join(f"<n:{name}>{SECRET}</n:{name}>" for name in ("NOM", "codeSexe", "Nat", "autre"))
    found = read(Request(more=more))
    assert {"NOM", "codeSexe", "Nat"} <= set(found.account.names_left_out)
    assert found.account.remarks[0] == (
        "Elements that nothing is known of, not read: autre (line 4)."
    )


def test_attributes_of_what_is_read_are_not_read(read: Read) -> None:
    weeds = "".join(f' {name}="{SECRET}"' for name in ("nom", "NAT", "sexe", "nationalite"))
    text = OPENING.sub(lambda found: found[0][:-1] + weeds + ">", export([FULL]).decode())
    assert text.count(SECRET) > 200
    found = read(data=text.encode())
    assert SECRET not in everything(found)
    assert found.table.columns == read(FULL).table.columns


def test_text_beside_an_element_inside_a_leaf_is_not_taken_up_again(read: Read) -> None:
    text = export([FULL]).decode()
    number = FULL.number
    broken = text.replace(number, f"{number[:17]}<n:nom>{SECRET}</n:nom>{SECRET}", 1)
    found = read(data=broken.encode())
    assert found.table.columns["household"] == [number[:17]]


def test_other_containers_hand_over_no_text(read: Read) -> None:
    text = export([FULL]).decode()
    leaves = {element.path.rpartition("/")[2] for element in usual_form().element}
    loose = OPENING.sub(lambda found: found[0] if found[1] in leaves else found[0] + SECRET, text)
    assert loose.count(SECRET) > text.count(SECRET) + 20
    found = read(data=loose.encode())
    assert len(found.table) == 1
    assert SECRET not in everything(found)


def test_comments_sections_and_instructions_are_passed_over(read: Read) -> None:
    text = export([FULL]).decode()
    more = f"<!-- {SECRET} --><?{SECRET} {SECRET}?><n:nom><![CDATA[{SECRET}]]></n:nom>"
    found = read(data=text.replace("<n:personnePhysique>", "<n:personnePhysique>" + more).encode())
    assert SECRET not in everything(found)


def test_a_code_that_could_be_something_else_is_not_repeated(read: Read) -> None:
    strange = Request(communes=(f"{SECRET}0",), typologies=(f"{SECRET}0", "T9"))
    found = read(strange)
    assert SECRET not in everything(found)
    assert "T9" in everything(found)


@pytest.mark.parametrize("cut", range(60, 4_000, 37))
def test_a_file_cut_anywhere_says_nothing_of_what_it_holds(read: Read, cut: int) -> None:
    data = export([FULL])[:cut]
    with pytest.raises(InputError) as caught:
        read(data=data)
    told = "".join(traceback.format_exception(caught.value))
    assert SECRET not in told
    assert FULL.number not in told


def test_the_parser_has_no_handler_for_text_outside_what_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each text handed to Python is one of a leaf on the list."""
    from repartition.importers.sne import stream

    handed: list[str] = []
    plain = stream._Reader._read

    def recorded(reader: stream._Reader, text: str) -> None:
        handed.append(text)
        plain(reader, text)

    monkeypatch.setattr(stream._Reader, "_read", recorded)
    path = tmp_path / "export.xml"
    generator = random.Random(7)
    path.write_bytes(export([FULL, *(draw(number, generator) for number in range(20))]))
    with path.open("rb") as file:
        requests = list(RequestStream(file, "export.xml", usual_form()))
    said = {text for request in requests for _fact, text in request.events}
    assert len(requests) == 21
    assert set(handed) <= said | {"2026-03-01T08:00:00.000+01:00"}
    assert not any(SECRET in text for text in handed)
