"""Text as the programs of offices write it: in which encoding, nobody says."""

import pytest

from repartition.ingest.text_files import decode

NAMES = "Résidence du Pré;Forêt;École;à côté;Français;sœur;l’eau;« île »;12 €"
CAPITALS = "RÉSIDENCE D'ÉTÉ;FORÊT;CÔTÉ;FRANÇAIS"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
@pytest.mark.parametrize("text", [NAMES, CAPITALS, "Pre;12", "l’eau"])
def test_accents_are_those_that_were_written(text: str, encoding: str) -> None:
    if encoding == "mac_roman" and text == "l’eau":
        return  # a sign alone tells no encoding
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("text", ["Résidence du Pré;Forêt;École", CAPITALS, "à;Prés"])
def test_a_file_of_dos_is_read_as_such(text: str) -> None:
    assert decode(text.encode("cp850")) == text


@pytest.mark.parametrize("content", [b"\0", b"a\x81;b", b"\xff\xfea"])
def test_what_is_no_text_is_none(content: bytes) -> None:
    assert decode(content) is None
