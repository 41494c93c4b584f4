"""Origin, sex, religion and names never enter."""

import numpy as np
import pytest

from repartition.domain.table import Column
from repartition.ingest.forbidden import ABOUT_PEOPLE, forbidden_columns, tells_origin_or_name
from repartition.ingest.raw import RawTable
from repartition.ingest.schemas import TABLES
from repartition.ingest.validation import validate


def table(name: str, column: str) -> RawTable:
    columns = {"household": Column.from_cells(["H1"]), column: Column.from_cells(["x"])}
    return RawTable(name, f"data/{name}.csv", columns, np.array([2]), 1)


@pytest.mark.parametrize(
    "column",
    [
        *("nationalite", "Nationalité", "SEXE", "Nom de famille", "prénom", "birthplace"),
        *("Nat.", "nationalite_conjoint", "Sexe1", "hors_ue", "couleur_peau", "lieuNaissance"),
    ],
)
def test_a_column_about_origin_sex_or_name_is_refused_however_it_is_spelt(column: str) -> None:
    (fault,) = forbidden_columns(table("households", column))
    assert (fault.file, fault.line, fault.column) == ("data/households.csv", 1, column)
    assert fault in validate(table("households", column))[1]


@pytest.mark.parametrize("column", ["sexagenaire", "nombre", "profession", "original_rank"])
def test_a_column_that_only_looks_alike_is_kept(column: str) -> None:
    assert not list(forbidden_columns(table("households", column)))


def test_programmes_and_communes_have_names() -> None:
    assert not list(forbidden_columns(table("programmes", "nom")))


def test_a_forbidden_column_given_twice_is_refused_too() -> None:
    """Once the doubled name is mended it would be the next thing said: it is said at once."""
    (fault,) = forbidden_columns(table("households", "sexe").without(["sexe"]))
    assert fault.column == "sexe"


ORIGIN = (
    *("Nat.", "NAT", "natDemandeur", "Nationalite", "Nationalité_conj", "code nationalite"),
    *("Titre de séjour", "TitreSejour", "Carte de séjour", "Date d'entrée en France", "Hors UE"),
    *("Étranger", "etrangers", "Langue", "Couleur de peau", "Ethnie", "Religion", "origine"),
    *("Sexe", "SEXE", "Sexe1", "codeSexe", "H/F", "F-H", "Homme / Femme", "Genre", "gender"),
    *("Lieu naiss.", "lieuNaissance", "lieudenaissance", "PAYS_NAISSANCE", "Né(e) à", "Born in"),
    *("Date et lieu de naissance", "Country of birth", "birthplace"),
    *("LieuNais", "lieunais", "Pays nais.", "PaysNais", "Nation", "LIB_NATION", "CODNAT", "libnat"),
    *("NATDEM", "Natlité", "Ressortissant", "FR/ETR", "Pays_orig", "Titre séj.", "TDS", "AGDREF"),
    *("Carte résident", "Protection subsidiaire", "BPI", "Gens du voyage", "DOM-TOM", "HF", "G/F"),
    *("Garçon/Fille", "sx_dem", "Durée de séjour", "Origine géographique", "Genre du demandeur"),
)
SOMEBODY = (
    *("NOM", "nom", "Nom 2", "NomPrenom", "NOMPRENOM", "nomNaissance", "Nom d'usage", "nomfamille"),
    *("Nom du demandeur", "Demandeur : nom", "Demandeur", "Co-demandeur", "Candidat 1", "Conjoint"),
    *("Civ.", "M.", "M./Mme", "Titre", "Pays", "Code pays", "Pays du demandeur", "eMail", "Tél"),
    *("surname", "firstName", "Applicant", "UE", "NIR", "Titulaire", "Titulaire du bail"),
    *("Nomdem", "NOMTIT", "nomfam", "nomusuel", "NOMMARITAL", "Prén.", "N.I.R.", "Nº SS", "Époux"),
    *("Nom titulaire", "N° allocataire", "Allocataire"),
)
NEITHER = (
    *("Nombre", "Nombre de pièces", "Noms de résidence", "Nom résidence", "Nom de la commune"),
    *("commune name", "Commune demandée", "Pays de la Loire", "Quartier Renaissance", "Nature"),
    *("Date de naissance", "dateNaissance", "datenaissance", "Né(e) le", "Année de naissance"),
    *("Date de reconnaissance DALO", "Naissance prévue le", "Id demandeur", "N° du demandeur"),
    *("Mobilité", "m2", "Surface (m²)", "Surface du séjour", "Montant", "Hôtel", "Motif", "T3"),
    *("Locataire sortant", "Ménage", "Femmes victimes de violences", "Sexagénaires", "Situation"),
    *("Revenus du titulaire", "Nombre de titulaires", "Nb de cotitulaires", "Nom de l'employeur"),
    *("Origine de la demande", "Canal d'origine", "Service d'origine", "Allocataire CAF"),
    *("Durée de séjour en hébergement", "Mobile home", "Nom de la tour", "Nom du site"),
    *("Nom opération", "Nat. logement", "Genre de logement", "Origine du financement"),
    *("Télétravail", "Essex", "Hors délai", "Personnes", "Dénomination", "Portail", "profession"),
)


@pytest.mark.parametrize("header", ORIGIN)
def test_origin_and_sex_are_told_however_they_are_called_in_every_table(header: str) -> None:
    assert all(tells_origin_or_name(header, table) for table in TABLES)


@pytest.mark.parametrize("header", SOMEBODY)
def test_who_somebody_is_is_told_however_it_is_called_where_there_are_people(header: str) -> None:
    assert all(tells_origin_or_name(header, table) for table in ABOUT_PEOPLE)


@pytest.mark.parametrize("header", NEITHER)
def test_what_only_looks_alike_is_read_of_every_table(header: str) -> None:
    assert not any(tells_origin_or_name(header, table) for table in TABLES)
