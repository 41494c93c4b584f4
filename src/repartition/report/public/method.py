"""The proof and the method in the public report, without a figure that a household stands behind.

The values of the objectives are left out: they are sums over the plan, and "151 degrees of
fragility" beside the ACI households of three degrees gives away how many there are in each.
"""

from hashlib import sha256

from repartition.audit.manifest import MANIFEST_FILE
from repartition.domain.tiers import tiers_of
from repartition.language import _, whole
from repartition.report.chapters.method import contest, method_title, what_is_automatic
from repartition.report.chapters.proof import proof_title
from repartition.report.document import Chapter, Column, Table, Unit, paragraph
from repartition.report.labels import tier_name
from repartition.report.public.answer import statement
from repartition.report.public.draft import Draft
from repartition.report.publication import THRESHOLD
from repartition.report.scope import tier_words


def proof(draft: Draft) -> Chapter:
    """Return what is claimed of the plan, and what it stands on."""
    verified = draft.subject.run.verified
    recomputed = paragraph(
        statement(draft),
        _(
            "Before this report was written, everything in the run was recomputed from its files, "
            "without the solver: every attribution with its charge, {quotas} quota rows, {tiers} "
            "objective values; {inputs} input files were compared with those it was made from.",
            quotas=whole(verified.quota_rows),
            tiers=whole(verified.tiers),
            inputs=whole(verified.inputs),
        ),
        _(
            "Values of the objectives are not published: they are sums over households, from which "
            "small counts could be worked out."
        ),
    )
    return Chapter("proof", proof_title(), (recomputed, _tiers(draft), _origin(draft)))


def method(draft: Draft) -> Chapter:
    """Return who decides, how to contest, and how this version was made fit to be published."""
    published = paragraph(
        _(
            "This is the public version: it names no household and no dwelling. No number under "
            "{threshold} households is shown, nor any from which such a number could be worked "
            "out with all the others on this page; a share, a mean or a change is shown only where "
            "every number it is made of is.",
            threshold=whole(THRESHOLD),
        )
    )
    return Chapter(
        "method",
        method_title(),
        (*what_is_automatic(), contest(draft.subject), published),
    )


def _tiers(draft: Draft) -> Table:
    senses = {tier.id: tier_words(tier) for tier in tiers_of(draft.subject.instance)}
    return Table(
        key="tiers",
        title=_("Objectives, the most important first"),
        columns=(Column(_("Tier")), Column(_("asks for")), Column(_("proven"))),
        rows=tuple(
            (
                tier_name(result.tier),
                senses[result.tier],
                _("yes") if result.proven else _("no"),
            )
            for result in draft.subject.run.tiers
        ),
    )


def _origin(draft: Draft) -> Table:
    stored, scenario = draft.subject.run.stored, draft.subject.instance.scenario
    # Of the manifest, which holds the hashes of the tables: a table of few rows could be found
    # again by trying, were its own hash printed.
    fingerprint = sha256((stored.folder / MANIFEST_FILE).read_bytes()).hexdigest()
    return Table(
        key="origin",
        title=_("What the run was made with"),
        columns=(Column(""), Column(_("value"), Unit.CODE)),
        rows=(
            (_("Scenario"), scenario.name),
            (_("Seed of the last tie-break"), str(stored.manifest.seed)),
            (_("Version of repartition that made it"), stored.manifest.version),
            (_("Fingerprint of the run's manifest (SHA-256)"), fingerprint),
        ),
    )
