"""What identifiers are called: by the names the tables give."""

from tests.factories import contingent, household, instance, programme, vacancy

from repartition.explanation import Lexicon
from repartition.language import spoken
from repartition.report.scope import column_words


def test_contingents_and_programmes_are_called_by_the_names_of_the_tables() -> None:
    found = Lexicon.of(
        instance(
            households=[household("h")],
            vacancies=[vacancy("v")],
            programmes=[programme("residence", name="Les Lilas")],
            contingents=[
                contingent("prefet", "etat_prioritaires", name="État"),
                contingent("mairie", "commune", name="Tours"),
                contingent("al", "action_logement"),
            ],
        )
    )
    assert [found.contingent(each) for each in ("prefet", "mairie", "al")] == [
        "“État”",
        "“commune of Tours”",
        "al",
    ]
    assert found.programme("residence") == "programme residence, Les Lilas"
    assert found.group("programme", "residence") == "programme residence, Les Lilas"
    assert found.group("via.contingent", "prefet") == "“État”"
    assert found.group("bailleur", "office") == "landlord office"


def test_a_column_of_the_users_own_keeps_its_name() -> None:
    with spoken("fr"):
        assert [column_words(each) for each in ("in_qpv", "sans_abri")] == ["QPV", "sans_abri"]
