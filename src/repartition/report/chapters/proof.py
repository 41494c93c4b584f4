"""The proof: what is claimed of the plan, on what it stands, and how anyone can make it again."""

from collections.abc import Iterator

from repartition.domain.tiers import tiers_of
from repartition.language import _, whole
from repartition.report.document import (
    Block,
    Chapter,
    Column,
    Commands,
    Table,
    Unit,
    paragraph,
)
from repartition.report.sides import Subject
from repartition.report.targets import tier_table


def proof(subject: Subject) -> Chapter:
    """Return the objectives with their bounds, and everything needed to verify the run."""
    run = subject.run
    blocks: list[Block] = [
        paragraph(*_what_was_recomputed(subject)),
        tier_table(tiers_of(subject.instance), run.tiers),
        Commands(
            _("Anyone can verify this run, without the solver:"),
            (f"repartition verify {run.stored.folder.name}",),
        ),
        _origin(subject),
        _hashes(subject),
    ]
    return Chapter("proof", proof_title(), tuple(blocks))


def proof_title() -> str:
    """Return the title of the chapter."""
    return _("The proof, and how to verify it")


def _what_was_recomputed(subject: Subject) -> Iterator[str]:
    verified = subject.run.verified
    yield verified.statement
    yield _(
        "Before this report was written, everything in the run was recomputed from its files, "
        "without the solver: {attributions} attributions with their charges, {quotas} quota rows, "
        "{tiers} objective values; {inputs} input files were compared with those it was made from.",
        attributions=whole(verified.attributions),
        quotas=whole(verified.quota_rows),
        tiers=whole(verified.tiers),
        inputs=whole(verified.inputs),
    )


def _origin(subject: Subject) -> Table:
    stored = subject.run.stored
    manifest, scenario = stored.manifest, subject.instance.scenario
    versions = ((name, text) for name, text in manifest.versions.items())
    return Table(
        key="origin",
        title=_("What the run was made with"),
        columns=(Column(""), Column(_("value"), Unit.CODE)),
        rows=(
            (_("Scenario"), scenario.name),
            (_("Scenario file, from the run folder"), manifest.scenario.source),
            (_("Settings given beside it (--set)"), " ; ".join(manifest.scenario.overrides)),
            (_("Seed of the last tie-break"), str(manifest.seed)),
            (_("Version of repartition that made it"), manifest.version),
            *versions,
            (
                _("Kind of machine"),
                f"{manifest.machine.system} {manifest.machine.architecture}",
            ),
        ),
    )


def _hashes(subject: Subject) -> Table:
    manifest = subject.run.stored.manifest
    rows = [(name, sha) for name, sha in sorted(manifest.inputs.items())]
    rows.append((_("the scenario, as merged"), manifest.scenario.sha256))
    if manifest.certificate is not None:
        rows.append((_("the stored prices"), manifest.certificate))
    return Table(
        key="hashes",
        title=_("Fingerprints of what it was made from (SHA-256)"),
        columns=(Column(_("File, from the run folder"), Unit.CODE), Column("SHA-256", Unit.CODE)),
        rows=tuple(rows),
    )
