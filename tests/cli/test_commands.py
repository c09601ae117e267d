"""The commands beside `check`, as a newcomer and a rule author call them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import BROKEN, CLEAN, NEXT, Place

from keur import bundle
from keur.kinds import load
from keur.manifest import parse

KINDS = load(bundle.shipped("schemas"), verified=True)


def test_a_newcomer_begins_clean(place: Place) -> None:
    said = place.keur("init")
    assert said.code == 0
    assert "keur check" in said.out
    assert "git init" in said.out
    checked = place.keur("check")
    assert checked.code == 0
    assert checked.out.endswith(f"{NEXT}\n")
    again = place.keur("init")
    assert (again.code, again.out) == (2, "")
    assert "keur.yaml" in again.err


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_skeleton_of_every_kind_has_its_shape(place: Place, kind: str) -> None:
    place.keur("init")
    said = place.keur("new", kind, "example-1")
    assert said.code == 0, said.err
    written = next(path for path in place.root.rglob("example-1.yaml"))
    parsed = parse(written.read_bytes())
    assert not parsed.problems
    assert KINDS[kind].problems(parsed.documents[0].data) == []
    assert place.keur("new", kind, "example-1").code == 2
    assert place.keur("new", kind, "example-2", "--output", "-").out.startswith(("kind:", "#"))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("new", "Servise", "a"), "did you mean Service?"),
        (("new", "Service", "no name"), "is no name for an entity"),
        (("explain", "paymants"), "did you mean payments?"),
        (("explain", "Servicee"), "did you mean Service?"),
        (("explain", "Payments"), "There is no rule, kind or entity Payments; did you mean payments?\n"),
        (("explain", "SLA"), "did you mean ServiceLevelAgreement?"),
        (("explain", "zzz"), "There is no rule, kind or entity zzz.\n"),
        (("explain", "remediation-plan"), "did you mean change-management/remediation-plan?"),
        (("explain", "raci"), "raci is an area; keur rules raci lists its rules"),
        (("new", "sla", "a"), "There is no kind sla; did you mean ServiceLevelAgreement?"),
        (("new", "CI", "a"), "did you mean ConfigurationItem?"),
        (("schema", "OLA"), "did you mean OperationalLevelAgreement?"),
        (("explain", "change-management/remediation-pan"), "did you mean change-management/remediation-plan?"),
        (("rules", "chnage-management"), "did you mean change-management?"),
        (("next", "zzz"), "There is no rule or area zzz; keur rules lists them.\n"),
        (("schema", "Servise"), "did you mean Service?"),
        (("baseline", "--add", "abc"), "--add and --reason go together"),
        (("test", "nowhere"), "nowhere is no folder"),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(place: Place, words: tuple[str, ...], sentence: str) -> None:
    place.commit({"catalog/a.yaml": CLEAN})
    said = place.keur(*words)
    assert (said.code, said.out) == (2, "")
    assert sentence in said.err


def test_explain_an_entity(place: Place) -> None:
    place.commit({"catalog/a.yaml": CLEAN, "catalog/b.yaml": BROKEN})
    said = place.keur("explain", "payments-gold")
    assert said.code == 0
    for part in ("ServiceLevelAgreement/payments-gold", "Group/applications", "covers", "Service/payments",
                 "spec.structure", "customer-based", "because customer is there",
                 "service-level-management/validity-has-an-order"):  # fmt: skip
        assert part in said.out
    assert place.keur("explain", "Service/payments").out.count("coveredBy") == 1


def test_explain_says_what_follows_from_the_rest_of_the_catalog(place: Place) -> None:
    contract = """---
kind: UnderpinningContract
metadata: {name: hosting}
spec: {covers: [payments], valid: {from: 2026-01-01, to: 2027-12-31}, notice: 6 months}
---
kind: Process
metadata: {name: change-management}
spec: {extends: itil-2011/change-management}
"""
    place.write({"catalog/a.yaml": CLEAN + contract})
    lines = [
        " ".join(line.split()) for line in place.keur("explain", "payments", "--as-of", "2027-12-31").out.split("\n")
    ]
    start = lines.index("What follows from the rest of the catalog")
    assert lines[start + 1 : lines.index("Names") - 1] == [
        "provider Group/applications the top group of its owner Group/applications",
        "part of the portfolio catalogue its status is operational",
        "lifecycle stage operation its status is operational",
        "visible to Customer/tax they are its customers",
        "backed by UnderpinningContract/hosting it covers Service/payments",
    ]
    assert "backed by" not in place.keur("explain", "payments", "--as-of", "2028-01-01").out
    assert "decide before 2027-06-30" in " ".join(place.keur("explain", "hosting").out.split())
    assert "What follows" not in place.keur("explain", "tax").out
    assert "record, review, assess, authorise, plan, coordinate, close" in " ".join(
        place.keur("explain", "Process/change-management").out.split()
    )


def test_explain_a_kind_says_what_its_fields_take(place: Place) -> None:
    said = " ".join(place.keur("explain", "ServiceLevelAgreement").out.split())
    assert "or in levels. One of service-based, customer-based, multi-level." in said
    assert "planned windows left out. Holds availability," in said


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only where there is a disk that is always full")
def test_output_that_cannot_be_written_is_said(place: Place) -> None:
    place.write({"catalog/a.yaml": CLEAN})
    call = [sys.executable, "-m", "keur", "view", "service-portfolio"]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(call, cwd=place.root, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    sentence = "keur: Standard output cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (2, sentence)


@pytest.mark.skipif(sys.platform == "win32", reason="only where a shell closes a stream")
@pytest.mark.parametrize(("closed", "said"), [(">&-", ""), ("2>&-", "Service portfolio"), (">&- 2>&-", "")])
def test_a_stream_that_is_closed_gets_nothing(place: Place, closed: str, said: str) -> None:
    place.write({"catalog/a.yaml": CLEAN})
    call = f"'{sys.executable}' -m keur view service-portfolio {closed}"
    done = subprocess.run(["sh", "-c", call], cwd=place.root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split("\n")[0] == said


def test_explain_tells_names_apart(place: Place) -> None:
    place.commit({"catalog/a.yaml": CLEAN + "---\nkind: Role\nmetadata: {name: tax}\n"})
    said = place.keur("explain", "tax")
    assert said.code == 2
    assert "Customer/tax or Role/tax" in said.err


@pytest.mark.parametrize("name", ["change-management/seven-rs", "reference/dangling", "Service"])
def test_explain_works_outside_any_repository(place: Place, name: str) -> None:
    said = place.keur("explain", name)
    assert (said.code, said.err) == (0, "")
    assert name in said.out


def test_rules(place: Place) -> None:
    place.commit({"catalog/a.yaml": CLEAN, "keur.yaml": "enforce: {raci: 3}\n"})
    rows = {row["id"]: row["state"] for row in json.loads(place.keur("rules", "--format", "json").out)}
    assert rows["raci/activity-is-assigned"] == "enforced"
    assert rows["change-management/there-is-a-board"] == "not in use"
    assert rows["change-management/seven-rs"] == "shown"
    assert "raci: enforced up to level 3" in place.keur("rules", "raci").out


@pytest.mark.parametrize(
    "words", [(), ("Service",), ("Service", "--names"), ("--names",), ("config",), ("report",), ("due",), ("view",)]
)
def test_schema_is_json_schema(place: Place, words: tuple[str, ...]) -> None:
    from jsonschema import Draft202012Validator

    place.commit({"catalog/a.yaml": CLEAN})
    schema = json.loads(place.keur("schema", *words).out)
    Draft202012Validator.check_schema(schema)
    if "--names" in words:
        assert '"payments"' in json.dumps(schema)


def test_a_baseline_shrinks_and_grows_only_by_name(place: Place) -> None:
    place.commit({"catalog/a.yaml": CLEAN})
    assert "no baseline is needed" in place.keur("baseline").out
    place.commit({"catalog/b.yaml": BROKEN})
    assert "1 finding accepted" in place.keur("baseline").out
    place.commit({})
    assert place.keur("check").code == 0
    place.write({"catalog/b.yaml": BROKEN + "  notes: []\n"})
    assert place.keur("check").code == 1, "an edited entity is not excused"
    place.write({"catalog/b.yaml": "# moved\n" + BROKEN})
    assert place.keur("check").code == 0, "a comment is no edit"
    place.write({"catalog/c.yaml": BROKEN.replace("payments-gold", "other")})
    said = place.keur("baseline")
    assert "1 finding kept, 0 taken away, 0 added" in said.out
    fingerprint = next(line.split()[0] for line in said.out.splitlines() if "/other" in line)
    assert place.keur("baseline", "--add", fingerprint, "--reason", "agreed").code == 0
    assert "agreed" in (place.root / ".keur/baseline.yaml").read_text()
    (place.root / "catalog/c.yaml").unlink()
    assert "1 finding kept, 1 taken away, 0 added" in place.keur("baseline").out


def test_a_baseline_keeps_what_could_not_be_judged(place: Place) -> None:
    place.commit({"catalog/a.yaml": CLEAN, "catalog/b.yaml": BROKEN})
    place.keur("baseline")
    for torn in (BROKEN + "  [", BROKEN + "  no: field\n"):
        place.write({"catalog/b.yaml": torn})
        assert "1 finding kept, 0 taken away" in place.keur("baseline").out
    place.write({"catalog/b.yaml": BROKEN.replace("2026", "2028")})
    assert "0 findings kept, 1 taken away" in place.keur("baseline").out


def test_next_lists_the_cheapest_step_first(place: Place) -> None:
    process = (
        "kind: Process\nmetadata: {name: p, owner: applications}\n"
        "spec: {manager: applications, raci: {do: {R: [applications], A: applications}}}\n"
    )
    place.commit({"catalog/a.yaml": CLEAN, "catalog/p.yaml": process})
    said = place.keur("next")
    assert said.code == 0
    assert "general-concepts: 2 findings to level 2" in said.out
    assert "change-management: 1 finding to level 2" in said.out, "rules about the whole catalog are asked ahead"
    ready = said.out[said.out.index("Ready") :]
    assert "enforce:" in ready
    assert "raci: 2" in ready
    assert "change-management" not in ready
    assert "supplier-management" not in ready, "nothing is there to judge"
    place.write({"catalog/b.yaml": BROKEN})
    assert place.keur("next").out.startswith("Broken now: 1 finding")


@pytest.mark.parametrize(
    ("enforce", "area", "sentence"),
    [
        (
            1,
            "process-concept",
            "Nothing to do yet: nothing is written that the next level of process-concept would judge.",
        ),
        (4, "shape", "Nothing is left to do in shape: every level is enforced, and nothing fails the check."),
        (
            4,
            "service-portfolio-management/service-is-measured",
            "Nothing is left to do in service-portfolio-management/service-is-measured: every level is enforced, and"
            " nothing fails the check. 1 finding that only warns (keur check).",
        ),
    ],
)
def test_next_says_why_nothing_is_to_be_done(place: Place, enforce: int, area: str, sentence: str) -> None:
    place.write({"catalog/a.yaml": CLEAN, "keur.yaml": f"enforce: {{default: {enforce}}}\n"})
    assert " ".join(place.keur("next", area).out.split()) == sentence


RULE = """\
title: A service has a title
level: 1
severity: warning
rationale: People search by it.
remedy: Write a title.
kind: Service
assert: has(self.metadata.title)
message: "{self.name} has no title"
examples:
  - pass: |
      metadata: {title: Mail}
  - fail: |
      metadata: {name: mail}   # <- here
"""
AREA = "title: Ours\ndescription: What we ask.\n"


def test_rules_of_ones_own(place: Place) -> None:
    own = {"rules/ours/area.yaml": AREA, "rules/ours/title.yaml": RULE, "keur.yaml": "policies: [rules/]\n"}
    place.commit({"catalog/a.yaml": CLEAN, **own})
    said = place.keur("test", "rules", "--mutate")
    assert (said.code, said.out) == (0, "1 rule, 2 examples, with mutants: all as they say.\n")
    assert place.keur("check", "--fail-on", "warning").code == 1
    place.write({"rules/ours/title.yaml": RULE.replace("has(self.metadata.title)", "true")})
    assert "put it in quotes" in place.keur("test", "rules").err
    place.write({"rules/ours/title.yaml": RULE.replace("has(self.metadata.title)", '"true"')})
    said = place.keur("test", "rules")
    assert said.code == 1
    assert "line 1 is marked, and nothing was found there" in said.out


def test_a_mark_may_name_the_requirement_it_proves(place: Place) -> None:
    named = RULE.replace("level: 1\n", "level: 1\nrequirements: [OUR-01, OUR-02]\n")
    own = {"rules/ours/area.yaml": AREA, "rules/ours/title.yaml": named.replace("# <- here", "# <- here OUR-01 OUR-02")}
    place.commit({"catalog/a.yaml": CLEAN, **own})
    assert place.keur("test", "rules").out == "1 rule, 2 examples: all as they say.\n"
    place.write({"rules/ours/title.yaml": named.replace("# <- here", "# <- here OUR-03")})
    said = place.keur("test", "rules")
    assert said.code == 1
    assert "line 1: OUR-03 is none of the requirements that the rule answers" in said.out


def test_what_shapes_answer_is_tested_beside_the_rules(place: Place) -> None:
    place.commit({"catalog/a.yaml": CLEAN})
    said = place.keur("test", "--select", "shape")
    assert said.code == 0
    assert " answers by shape: all as they say.\n" in said.out
    assert "by shape" not in place.keur("test", "--select", "identity").out


def test_a_chosen_rule_is_tested_as_strictly_as_all(place: Place) -> None:
    misspelt = RULE.replace("metadata: {title: Mail}", "metadata: {title: Mail}\n      spec: {costumers: []}")
    own = {"rules/ours/area.yaml": AREA, "rules/ours/title.yaml": misspelt}
    place.commit({"catalog/a.yaml": CLEAN, **own})
    chosen = place.keur("test", "rules", "--select", "ours/title")
    assert (chosen.code, chosen.out) == (1, place.keur("test", "rules").out)
    assert "costumers" in chosen.out


def test_malformed_rules_are_told_all_at_once(place: Place) -> None:
    wrong = {
        "rules/ours/area.yaml": AREA,
        "rules/ours/one.yaml": RULE.replace("metadata.title)", "metadata.titel)"),
        "rules/ours/two.yaml": RULE.replace("level: 1", "levle: 1"),
        "rules/ours/Three.yaml": RULE,
        "keur.yaml": "policies: [rules/]\n",
    }
    place.commit({"catalog/a.yaml": CLEAN, **wrong})
    said = place.keur("check")
    assert (said.code, said.out) == (2, "")
    for part in ("rules/ours/one.yaml:7:", "did you mean title?", "rules/ours/two.yaml:2:1", "did you mean level?",
                 "rules/ours/Three.yaml: a rule stands at AREA/NAME.yaml"):  # fmt: skip
        assert part in said.err, said.err


def test_explain_prints_the_minutes_beside_a_share(place: Place) -> None:
    hours = "---\nkind: Calendar\nmetadata: {name: office}\nspec: {open: {mon-fri: 07:00-19:00}, holidays: nl}\n"
    service = "---\nkind: Service\nmetadata: {name: desk}\nspec: {warranty: {hours: office, availability: 99.8%}}\n"
    place.write({"catalog/a.yaml": CLEAN + hours + service, "keur.yaml": "timeZone: Europe/Amsterdam\n"})
    said = place.keur("explain", "desk", "--as-of", "2027-03-28")
    assert "May be down, on average over 2027" in said.out
    assert "99.8% is 31 minutes a month, in office (its own hours)" in said.out
    assert "May be down" not in place.keur("explain", "payments").out
