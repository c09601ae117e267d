"""Every report in every format, byte for byte. `KEUR_WRITE=1 pytest tests/formats` writes the files anew."""

import json
from xml.etree import ElementTree

import pytest
from published import GOLDEN, SCHEMA, committed
from reports import REPORTS

from keur.errors import KeurError
from keur.formats import Screen, load, names
from keur.formats.json import schema
from keur.formats.wording.printable import json_text

SUFFIX = {"json": "json", "sarif": "sarif.json", "gitlab": "gitlab.json", "junit": "xml", "markdown": "md"}
SCREENS = {
    "": Screen(120),
    "-80": Screen(80),
    "-40": Screen(40),
    "-colour": Screen(120, colour=True),
    "-verbose": Screen(100, verbose=True),
}
CASES = [
    (name, report, screen)
    for name in names()
    for report in REPORTS
    for screen in (SCREENS if name == "terminal" else ("",))
]


@pytest.mark.parametrize(("name", "report", "screen"), CASES)
def test_format_writes_what_is_committed(name: str, report: str, screen: str) -> None:
    made = load(name).render(REPORTS[report], SCREENS[screen])
    assert made == committed(GOLDEN / f"{report}{screen}.{SUFFIX.get(name, f'{name}.txt')}", made)


def test_published_schema_is_what_the_nouns_say() -> None:
    made = json_text(schema())
    assert made == committed(SCHEMA, made)


def test_formats_are_the_modules_of_the_package() -> None:
    assert names() == ("github", "gitlab", "json", "junit", "markdown", "sarif", "terminal")
    for name in names():
        assert len(load(name).help.splitlines()[0]) > 20


def test_an_unknown_format_is_one_sentence() -> None:
    with pytest.raises(KeurError, match="There is no format 'yaml'; there are github"):
        load("yaml")


def test_a_clean_run_is_one_line() -> None:
    made = load("terminal").render(REPORTS["clean"], Screen(80))
    assert made == "5 entities, 6 references, nothing broken. Next: keur next\n"


def test_a_finding_on_a_wide_terminal() -> None:
    rule = "service-level-management/target-is-deliverable"
    assert load("terminal").render(REPORTS["payments"], Screen(130)).splitlines() == [
        f"agreements/payments.yaml:14:21  error  {rule}",
        "  SLA payments-gold promises 99.95%, but its components can deliver 99.71% "
        "(ci db-1 and db-2 share storage san-1)",
        "  14 |       availability: 99.95%",
        "     |                     ^^^^^^",
        f"  at stake: service payments, customers tax, permits     why: keur explain {rule}",
        "",
        "1 error in 5 entities, 6 references.",
    ]


def test_json_says_its_version_and_the_tool_apart() -> None:
    made = json.loads(load("json").render(REPORTS["mixed"], Screen()))
    assert (made["version"], made["tool"], made["tool_version"]) == ("1", "keur", "0.1.0")


def test_sarif_says_what_silences_and_what_is_new() -> None:
    run = json.loads(load("sarif").render(REPORTS["mixed"], Screen()))["runs"][0]
    told = [
        (r["kind"], r["level"], r.get("baselineState"), [s["kind"] for s in r.get("suppressions", [])])
        for r in run["results"]
    ]
    assert told == [
        ("fail", "error", "new", []),
        ("fail", "error", "new", []),
        ("fail", "warning", "new", []),
        *[("informational", "none", "new", [])] * 3,
        ("fail", "warning", None, ["external"]),
        ("fail", "error", None, ["external"]),
        ("fail", "note", None, ["inSource"]),
        ("fail", "error", "unchanged", []),
    ]


def test_sarif_relates_rules_to_the_controls_that_they_evidence() -> None:
    run = json.loads(load("sarif").render(REPORTS["mixed"], Screen()))["runs"][0]
    (taxonomy,) = run["taxonomies"]
    assert [taxon["id"] for taxon in taxonomy["taxa"]] == ["8.5", "8.5.1", "8.5.2"]
    related = {
        rule["id"]: [relation["target"] for relation in rule["relationships"]]
        for rule in run["tool"]["driver"]["rules"]
        if "relationships" in rule
    }
    component = {"name": "iso-20000-1-2018", "index": 0}
    assert related == {"change-management/remediation-plan": [{"id": "8.5.1", "index": 1, "toolComponent": component}]}


def test_github_says_what_it_does_not_show() -> None:
    lines = load("github").render(REPORTS["many"], Screen()).splitlines()
    assert [sum(line.startswith(f"::{level} ") for line in lines) for level in ("error", "warning", "notice")] == [
        10
    ] * 3
    assert "3 more errors, 1 more warning, 1 more info" in lines[-1]


def test_junit_counts_what_stands_in_it() -> None:
    suites = ElementTree.fromstring(load("junit").render(REPORTS["mixed"], Screen()))
    for element in (suites, *suites.findall("testsuite")):
        assert int(element.attrib["tests"]) == len(element.findall(".//testcase"))
        assert int(element.attrib["failures"]) == len(element.findall(".//failure"))
        assert int(element.attrib["skipped"]) == len(element.findall(".//skipped"))
