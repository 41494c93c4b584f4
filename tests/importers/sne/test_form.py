"""What is read of an export is a list; an office may add elements that it found in its own."""

from pathlib import Path

import pytest
from tests.importers.sne.conftest import Read
from tests.importers.sne.exports import Request

from repartition.errors import InputError
from repartition.importers.household.law import Role
from repartition.importers.sne.drafts import drafted
from repartition.importers.sne.form import read_form, usual_form

DALO = """\
[[element]]
path = "demande/demandeLogement/dalo/statut"
attribute = "code"
fact = "dalo"
codes = { ACTIF = "true", CADUC = "false" }
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("status", "cell"), [("ACTIF", "true"), ("CADUC", "false"), ("oui", "true"), ("", "")]
)
def test_an_element_that_an_office_adds_is_read(
    read: Read, tmp_path: Path, status: str, cell: str
) -> None:
    form = read_form(written(tmp_path, DALO))
    found = read(Request(more=f"<n:dalo><n:statut code='{status}'/></n:dalo>"), form=form)
    assert found.table.columns["dalo"] == [cell]
    assert found.account.unknown_codes == {}


def test_a_code_that_the_office_does_not_list_is_named(read: Read, tmp_path: Path) -> None:
    form = read_form(written(tmp_path, DALO))
    found = read(Request(more="<n:dalo><n:statut code='ACTREL'/></n:dalo>"), form=form)
    assert found.table.columns["dalo"] == [""]
    assert list(found.account.unknown_codes) == [("dalo", "ACTREL", "it is not read")]


def test_without_such_an_element_there_is_no_such_column(read: Read) -> None:
    assert not {"dalo", "priority", "accessible", "occupies"} & read(Request()).table.columns.keys()


ADDED = """\
[[element]]
path = "demande/demandeLogement/{name}"
fact = "{name}"
"""


@pytest.mark.parametrize(("said", "category"), [("oui", "2"), ("non", ""), ("", "")])
def test_a_card_that_an_office_reads_puts_a_person_alone_in_category_2(
    read: Read, tmp_path: Path, said: str, category: str
) -> None:
    form = read_form(written(tmp_path, ADDED.format(name="disabled")))
    found = read(Request(more=f"<n:disabled>{said}</n:disabled>"), form=form)
    assert found.table.columns["ceiling_category"] == [category]
    assert "disabled" not in found.table.columns


def test_the_programme_a_household_lives_in_is_taken_as_it_is(read: Read, tmp_path: Path) -> None:
    form = read_form(written(tmp_path, ADDED.format(name="occupies")))
    found = read(Request(more="<n:occupies> P-007 </n:occupies>"), form=form)
    assert found.table.columns["occupies"] == ["P-007"]


REFUSED = [
    (
        DALO.replace("dalo/statut", "personnePhysique/demandeur/nationalite"),
        "own.toml:2 element.0.path: demande/demandeLogement/personnePhysique/demandeur/nationalite:"
        " nothing may be decided by this, so it is never read: take the element out",
    ),
    (
        DALO.replace("dalo/statut", "nom/statut"),
        "own.toml:2 element.0.path: demande/demandeLogement/nom/statut:"
        " nothing may be decided by this, so it is never read: take the element out",
    ),
    *(
        (
            DALO.replace("dalo/statut", f"personnePhysique/demandeur/{name}"),
            f"demandeur/{name}: nothing may be decided by this, so it is never read",
        )
        for name in (
            *("NOM", "Nationalite", "origine", "nomPrenom", "codeSexe", "TitreSejour", "H_F"),
            *("adressePostale/ligne1", "codePostal2", "Voie", "demandeurs", "LieuNaiss", "civ"),
        )
    ),
    *(
        (
            DALO.replace('"code"', f'"{name}"'),
            f"element.0.attribute: {name}: nothing may be decided by this, so it is never read",
        )
        for name in ("sexe", "Sexe", "nationalite", "NAT", "nom", "voie")
    ),
    (
        DALO.replace("demande/demandeLogement/dalo/statut", "entete/dalo"),
        "own.toml:2 element.0.path: entete/dalo: does not lie in a request: "
        "write the path from below the root: demande/demandeLogement/…",
    ),
    (
        DALO.replace("/dalo/statut", "/personnePhysique"),
        "own.toml:2 element.0.path: demande/demandeLogement/personnePhysique: holds other elements:"
        " write the path of the element that holds the value",
    ),
    (DALO.replace('fact = "dalo"', 'fact = "born"'), "own.toml:4 element.0.fact: born: "),
    (DALO.replace("fact =", "says ="), "own.toml:4 element.0.says: is not a key known here: "),
    (DALO.replace("/dalo/", "//"), "own.toml:2 element.0.path: "),
]


@pytest.mark.parametrize(("text", "sentence"), REFUSED)
def test_what_may_not_be_added_is_a_fault(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        read_form(written(tmp_path, text))
    assert sentence in str(caught.value)


def test_a_file_that_is_no_list_of_elements_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_form(written(tmp_path, "element = 1"))
    with pytest.raises(InputError, match="there is no such file"):
        read_form(tmp_path / "none.toml")


@pytest.mark.parametrize("name", ["nombre", "numeroDalo", "personnePhysique/statut", "residence"])
def test_an_element_that_is_only_called_alike_may_be_added(tmp_path: Path, name: str) -> None:
    form = read_form(written(tmp_path, DALO.replace("dalo/statut", name)))
    assert form.element[-1].path.endswith(name)


def test_no_element_on_the_list_is_one_that_may_not_be_used() -> None:
    form = usual_form()
    leaves = {element.path.rpartition("/")[2] for element in form.element}
    assert not [name for name in leaves - form.parts() if form.forbids(name)]
    assert leaves.isdisjoint(form.unread.unneeded)


def test_every_fact_and_part_of_the_list_is_understood() -> None:
    form = usual_form()
    said = {element.fact for element in form.element if element.path.startswith("demande/")}
    parts = {group.opens for group in form.group} - {"request"}
    for fact in said | parts:
        drafted([("applicant", ""), ("income", ""), (fact, "1")])  # raises where it is not known
    roles = {role.name.lower() for role in Role}
    for fact in ("link", "custody"):
        assert set(form.codes()[fact].values()) <= roles
