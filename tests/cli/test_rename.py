"""`keur rename` as people call it: what it writes, what it says, and what it refuses without a trace."""

import os

import pytest
from tests.cli.conftest import BROKEN, CLEAN, NEXT, Place

SLA = """\
# What applications promise.
kind: ServiceLevelAgreement
metadata: {name: payments-gold, owner: applications}
spec: {customer: tax, services: [payments]}   # payments and no more
"""


def contents(place: Place) -> dict[str, bytes]:
    return {
        str(path.relative_to(place.root)): path.read_bytes()
        for path in place.root.rglob("catalog/**/*")
        if path.is_file()
    }


def test_a_rename_is_whole_and_says_what_it_did(place: Place) -> None:
    place.commit({"catalog/a.yaml": CLEAN, "catalog/b.yaml": SLA, "policies.md": "payments\n"})
    said = place.keur("rename", "payments", "billing")
    assert (said.code, said.err) == (0, "")
    assert (
        said.out
        == """\
Service/payments is now Service/billing: 1 reference written anew, 2 files changed.
  catalog/a.yaml  its name
  catalog/b.yaml  1 reference

Left for you to judge: 1 line still mentions payments.
  catalog/b.yaml:4  spec: {customer: tax, services: [billing]} # payments and no more
"""
    )
    assert (place.root / "catalog/b.yaml").read_text() == SLA.replace("[payments]", "[billing]")
    assert "{name: billing, formerly: [payments], owner: applications}" in (place.root / "catalog/a.yaml").read_text()
    checked = place.keur("check")
    assert (checked.code, checked.out.endswith(f"{NEXT}\n")) == (0, True)
    assert place.git("status", "--short").split() == ["M", "catalog/a.yaml", "M", "catalog/b.yaml"]


def test_a_dry_run_shows_a_diff_that_git_applies(place: Place) -> None:
    place.commit({"catalog/a.yaml": CLEAN, "catalog/b.yaml": SLA.removesuffix("\n")})
    before = contents(place)
    said = place.keur("rename", "--dry-run", "Group/applications", "apps")
    assert (said.code, said.err) == (0, "")
    assert contents(place) == before
    (place.root / "the.diff").write_text(said.out)
    place.git("apply", "the.diff")
    applied = contents(place)
    assert applied != before
    place.write(before)
    assert place.keur("rename", "applications", "apps").code == 0
    assert contents(place) == applied


def test_what_another_system_reports_keeps_its_name(place: Place) -> None:
    component = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: pay-app}\nspec: {type: service}\n"
    sources = "sources: [{paths: [seen.yaml], mapping: backstage, role: observed}]\n"
    item = "kind: ConfigurationItem\nmetadata: {name: pay-app}\n"
    place.commit({"catalog/a.yaml": CLEAN, "catalog/b.yaml": item, "seen.yaml": component, "keur.yaml": sources})
    said = place.keur("rename", "pay-app", "billing-app")
    assert said.code == 0
    assert "seen.yaml still reports ConfigurationItem/pay-app, with which it is no longer compared" in said.out
    assert (place.root / "seen.yaml").read_text() == component


def test_uncommitted_work_is_renamed_too(place: Place) -> None:
    place.commit({"catalog/a.yaml": CLEAN})
    place.write({"catalog/a.yaml": "# new\n" + CLEAN, "catalog/new.yaml": SLA})
    assert place.keur("rename", "tax", "revenue").code == 0
    assert (place.root / "catalog/a.yaml").read_text().startswith("# new\n")
    assert "customer: revenue" in (place.root / "catalog/new.yaml").read_text()


def test_files_keep_the_line_ends_that_they_have_on_disk(place: Place) -> None:
    place.commit({"catalog/a.yaml": CLEAN})
    place.git("config", "core.autocrlf", "true")
    (place.root / "catalog/a.yaml").unlink()
    place.git("checkout", "catalog/a.yaml")
    assert b"\r\n" in (place.root / "catalog/a.yaml").read_bytes()
    assert place.keur("rename", "tax", "revenue").code == 0
    data = (place.root / "catalog/a.yaml").read_bytes()
    assert (
        data
        == CLEAN.replace("[tax]", "[revenue]")
        .replace("{name: tax}", "{name: revenue, formerly: [tax]}")
        .replace("\n", "\r\n")
        .encode()
    )


def test_a_name_that_was_written_already_leads_there(place: Place) -> None:
    place.commit({"catalog/a.yaml": CLEAN, "catalog/b.yaml": SLA.replace("[payments]", "[billing]")})
    said = place.keur("rename", "payments", "billing")
    assert "A reference of ServiceLevelAgreement/payments-gold led nowhere and now leads to it." in said.out


@pytest.mark.parametrize(
    ("words", "files", "sentence"),
    [
        (("paymants", "x"), {}, "did you mean payments?"),
        (("payments", "a b"), {}, "'a b' is no name for an entity"),
        (("payments", "x"), {"catalog/c.yaml": "kind: [payments\n"}, "catalog/c.yaml does not parse and speaks of payments or x"),
        (("payments", "x"), {"catalog/c.yaml": CLEAN}, "Service/payments stands twice"),
        (("tax", "x"), {"catalog/c.yaml": SLA + "  notes: 1\n  notes: 1\n"}, "catalog/c.yaml"),
        (
            ("applications", "x"),
            {
                "keur.yaml": "sources: [{paths: [catalog-info.yaml], mapping: backstage}]\n",
                "catalog-info.yaml": "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: shop}\n"
                "spec: {type: service, lifecycle: production, owner: applications}\n",
            },
            "files of other tools",
        ),
    ],
)  # fmt: skip
def test_what_is_refused_leaves_no_trace(
    place: Place, words: tuple[str, str], files: dict[str, str], sentence: str
) -> None:
    place.commit({"catalog/a.yaml": CLEAN, "catalog/b.yaml": SLA, **files})
    before = contents(place)
    said = place.keur("rename", *words)
    assert (said.code, said.out) == (2, "")
    assert sentence in said.err
    assert contents(place) == before


def test_a_file_that_speaks_of_others_need_not_parse(place: Place) -> None:
    place.commit({"catalog/a.yaml": CLEAN, "catalog/b.yaml": SLA, "catalog/c.yaml": "kind: [\n"})
    assert place.keur("rename", "payments", "billing").code == 0


def test_a_file_that_may_not_be_written_stops_all(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.commit({"catalog/a.yaml": CLEAN, "catalog/b.yaml": SLA})
    before = contents(place)
    writable = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: not str(path).endswith("b.yaml") and writable(path, mode))
    said = place.keur("rename", "payments", "billing")
    assert (said.code, said.out) == (2, "")
    assert said.err == "keur: catalog/b.yaml may not be written, so nothing was; see to its permissions.\n"
    assert contents(place) == before


def test_what_was_accepted_stays_accepted(place: Place) -> None:
    """Fingerprints hang on names: of the entity itself, and of list elements by which others name it."""
    place.commit({"catalog/a.yaml": CLEAN, "catalog/b.yaml": BROKEN})
    place.commit(
        {"catalog/c.yaml": "kind: Service\nmetadata: {name: s, owner: applications}\nspec: {dependsOn: [nobody, s]}\n"}
    )
    assert place.keur("baseline").code == 0
    place.commit({})
    assert place.keur("check").code == 0
    before = (place.root / ".keur/baseline.yaml").read_text()
    assert before.count("entity:") >= 3
    for old, new in (("payments-gold", "gold"), ("Service/s", "shop"), ("applications", "apps")):
        said = place.keur("rename", old, new)
        assert said.code == 0
    assert "what was accepted" in said.out
    after = (place.root / ".keur/baseline.yaml").read_text()
    assert after.count("entity:") == before.count("entity:")
    assert "ServiceLevelAgreement/gold" in after
    assert "owner: Group/apps" in after
    place.commit({})
    checked = place.keur("check")
    assert checked.code == 0, checked.out
    assert "0 taken away" in place.keur("baseline").out
