"""What may say who somebody is, or where from, comes neither in nor out."""

import tomllib
from pathlib import Path

import pytest
from tests.importers.sheet.conftest import drafted, imported

from repartition.errors import InputError
from repartition.ingest.forbidden import ABOUT_PEOPLE, tells_origin_or_name
from repartition.ingest.schemas import TABLES

PEOPLE = sorted(ABOUT_PEOPLE)


@pytest.mark.parametrize(
    "header",
    ["Nationalité", "Sexe (H/F)", "Religion", "Né(e) à", "Né à", "Pays de naissance", "Origine"],
)
def test_origin_sex_religion_and_birth_place_are_refused_in_every_table(header: str) -> None:
    assert all(tells_origin_or_name(header, table) for table in TABLES)


@pytest.mark.parametrize(
    "header",
    [
        *("Titulaire du bail", "Civilité", "Mme", "Mlle / M.", "Monsieur", "M.", "NIR", "Noms"),
        *("N° de sécurité sociale", "Pièce d'identité", "Téléphone", "Tél.", "Portable", "Mobile"),
        *("E-mail", "Email", "Mél", "Courriel", "Email2nd"),
    ],
)
def test_names_titles_and_contacts_are_refused_where_there_are_people(header: str) -> None:
    assert all(tells_origin_or_name(header, table) for table in PEOPLE)
    assert not tells_origin_or_name(header, "programmes")


@pytest.mark.parametrize(
    "header",
    [
        *("Nombre de pièces", "Motif", "Mobilité", "m2", "Surface (m²)", "Date de naissance"),
        *("Né(e) le", "Montant", "Hôtel", "Identifiant", "Année de naissance"),
    ],
)
def test_headers_that_only_look_alike_are_kept(header: str) -> None:
    assert not any(tells_origin_or_name(header, table) for table in TABLES)


def test_an_address_is_a_persons_but_for_the_one_of_a_dwelling() -> None:
    told = {table for table in TABLES if tells_origin_or_name("Adresse postale", table)}
    assert told == {"households", "decisions"}


@pytest.mark.parametrize("line", ['x = "Sexe"', 'sexe = "X"', 'x = "Né(e) à"'])
def test_a_mapping_may_not_ask_for_it_of_any_table(tmp_path: Path, line: str) -> None:
    with pytest.raises(InputError, match="nothing may be decided by this, so it is not read"):
        imported(tmp_path, "A;X\n1;2\n", f'programme = "A"\n{line}\n', table="programmes")


def test_programmes_have_names(tmp_path: Path) -> None:
    columns = 'programme = "A"\nname = "Nom"\n'
    given = imported(tmp_path, "A;Nom\n1;Les Tilleuls\n", columns, table="programmes")
    assert list(given.tables[0].columns["name"]) == ["Les Tilleuls"]


@pytest.mark.parametrize(
    ("word", "codes"), [("refus", {"refus": ""}), ("DUPOND", {"DUPOND": ""}), ("DUPONT J", {}),
                        ("MARTINE", {})],
)  # fmt: skip
def test_a_draft_lists_words_only_where_all_are_short(
    tmp_path: Path, word: str, codes: dict[str, str]
) -> None:
    draft = drafted(tmp_path, f"N° unique;ACI\n1;{word}\n2;O\n", "households")
    assert (f'"{word}" = ' in draft or f"{word} = " in draft) is bool(codes)
    assert ("codes" in draft) is bool(codes)


@pytest.mark.parametrize(
    ("table", "columns", "said"),
    [
        ("households", 'household = "A"\naci = "B"', {"refus", "…"}),
        ("programmes", 'programme = { column = "B", match = "name" }', {"refus", "Martin J"}),
        ("vacancies", 'vacancy = "A"\nprogramme = { column = "B", match = "name" }',
         {"refus", "…"}),
    ],
)  # fmt: skip
def test_the_report_shows_no_cell_long_enough_for_a_name(
    tmp_path: Path, table: str, columns: str, said: set[str]
) -> None:
    given = imported(tmp_path, "A;B\n1;refus\n2;Martin J\n", columns, table=table)
    assert {code for _column, code, _treated in given.account.unknown_codes} == said


@pytest.mark.parametrize(
    "text",
    [
        "Jean DUPOND;12 rue X;3\nPaul DURAND;14 rue Y;4\n",
        "N° unique;DUPOND;3\n1;DURAND;4\n",  # one known name among three
    ],
)
def test_a_row_that_holds_no_headers_is_never_taken_for_one(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="no row looks like the names of columns") as raised:
        drafted(tmp_path, text, "households")
    assert "DUPOND" not in str(raised.value)


def test_headers_that_are_not_used_are_listed_of_no_table_about_people(tmp_path: Path) -> None:
    text = "N° unique;Points;DURAND Paul;Quartier\n1;2;3;4\n"
    people = drafted(tmp_path, text, "households")
    places = drafted(tmp_path, "Code INSEE;Commune;Quartier\n1;2;3\n", "communes")

    assert "DURAND" not in people
    assert "# 2 headers of yours are not used" in people
    assert '# "Quartier"' in places


def test_a_column_that_is_not_there_gets_the_nearest_header_and_no_list(tmp_path: Path) -> None:
    text = "DURAND Paul;Points;Autre\n1;2;3\n"
    with pytest.raises(InputError, match=r"has no such column: write Points\?$"):
        imported(tmp_path, text, 'household = "Autre"\npoints = "Point"\n')
    with pytest.raises(InputError, match=r"has no such column: see its header row$"):
        imported(tmp_path, text, 'household = "Autre"\npoints = "xyz"\n')
    with pytest.raises(InputError, match="the known ones are Autre, DURAND Paul, Points"):
        imported(tmp_path, text, 'commune = "Autre"\nname = "xyz"\n', table="communes")


DECISIONS = "Logement;N° unique;Décision;Observations\nL1;1;attribution;{text}\n"


def test_a_draft_never_proposes_a_text_in_which_anything_may_stand(tmp_path: Path) -> None:
    text = DECISIONS.format(text="M. DUPONT de nationalité X refusé")
    draft = drafted(tmp_path, text, "decisions")

    assert "reason" not in tomllib.loads(draft)["columns"]
    assert '# reason = "Observations"' in draft
    assert "Free text may hold names, nationality or health" in draft
    assert "DUPONT" not in draft


@pytest.mark.parametrize(
    ("table", "line", "kept"),
    [
        ("decisions", 'reason = "X"', True),
        ("decisions", 'note_of_session = "Commentaires"', True),
        ("vacancies", 'x = "Observations"', True),
        ("households", 'points = "Notes"', False),  # nothing but a number is read
        ("decisions", 'x = "X"', False),
        ("programmes", 'x = "Observations"', False),  # about no person
    ],
)
def test_free_text_about_people_that_a_mapping_asks_for_is_to_be_read_over(
    tmp_path: Path, table: str, line: str, kept: bool
) -> None:
    keys = {
        "decisions": 'vacancy = "A"\nhousehold = "A"\ndecision = "B"\n',
        "vacancies": 'vacancy = "A"\n',
        "households": 'household = "A"\n',
        "programmes": 'programme = "A"\n',
    }
    header = line.rpartition("= ")[2].strip('"')
    given = imported(
        tmp_path, f"A;B;{header}\n1;attribution;2\n", f"{keys[table]}{line}\n", table=table
    )
    assert any("Free text was kept" in each for each in given.account.remarks) is kept
