"""What tells a run from another one of the same scenario stands at the head of its report."""

from pathlib import Path

import pytest
from tests.report.pages import Tree

from repartition.language import spoken
from repartition.pipeline import Reopened, reopen, solve
from repartition.report.identity import public_run_words, run_words
from repartition.report.making import heading, subject_of
from repartition.report.rendering.page import page_of

BOUND = "quotas.aci-cap.max_share=0.10"
NAMED = 'quotas.aci-cap.where={ programme = "P1" }'


@pytest.fixture(scope="module")
def varied(office: Path, tmp_path_factory: pytest.TempPathFactory) -> Reopened:
    folder = tmp_path_factory.mktemp("varied") / "cap10"
    with spoken("en"):
        solve(office / "scenario.toml", output=folder, overrides=(BOUND, NAMED))
        return reopen(folder)


def test_a_run_has_its_name_its_seed_and_its_settings(varied: Reopened) -> None:
    with spoken("en"):
        assert run_words(varied.stored) == (
            f"Run cap10, seed 7. Set beside the scenario (--set): {BOUND} ; {NAMED}."
        )


def test_a_run_without_settings_says_nothing_of_them(reopened: Reopened) -> None:
    with spoken("en"):
        assert run_words(reopened.stored) == "Run best, seed 7."
        assert public_run_words(reopened.stored) == "Run best, seed 7."


def test_a_setting_that_could_name_a_programme_is_not_published(varied: Reopened) -> None:
    with spoken("en"):
        assert public_run_words(varied.stored) == (
            f"Run cap10, seed 7. Set beside the scenario (--set): {BOUND}. "
            "1 other setting is not published."
        )


def test_it_stands_under_the_title_of_the_page(varied: Reopened) -> None:
    with spoken("en"):
        page = page_of(heading(subject_of(varied)))
    (line,) = (p for p in Tree(page).root.all("p") if p.attributes.get("class") == "run")

    assert BOUND in line.words()
