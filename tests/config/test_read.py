"""keur.yaml to a configuration, or to every problem at its place."""

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from keur.config import Config, read
from keur.errors import KeurError
from keur.manifest import parse
from keur.manifest.locate import Locator

EXAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "examples"


NO_ZONE = "is no time zone; write an IANA name such as Europe/Amsterdam"


def configuration(text: str | bytes, version: str = "1.4.2") -> Config:
    data = text.encode() if isinstance(text, str) else text
    documents = parse(data).documents
    return read(documents[0].data if documents else None, partial(Locator(data).region, 0), version=version)


def problems(text: str) -> list[str]:
    with pytest.raises(KeurError) as caught:
        configuration(text)
    return list(caught.value.problems)


def test_every_line_is_optional() -> None:
    for text in ("", "# nothing said\n", "{}\n"):
        config = configuration(text)
        assert config == Config()
        assert config.catalog == ("catalog/",)
        assert (config.time_zone, config.language, config.inline_ignore) == ("UTC", "en", "off")
        assert config.level("change-management") == 1
        assert (config.as_of, config.since, config.baseline, config.sources) == (None, None, None, ())


def test_a_grown_file() -> None:
    path = EXAMPLES / "12-keur.yaml"
    if not path.exists():
        pytest.skip("../shared/examples is not here")
    config = configuration(path.read_bytes())
    assert config.time_zone == "Europe/Amsterdam"
    assert config.language == "nl"
    assert [config.level(area) for area in ("change-management", "other")] == [2, 1]
    assert config.inline_ignore == "warning"
    assert [(source.mapping, source.role) for source in config.sources] == [
        ("topdesk-assets", "observed"),
        ("backstage", "declared"),
    ]


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("catalog: [a, ./b/, c/d]", "catalog", ("a/", "b/", "c/d/")),
        ("catalog: [.]", "catalog", ("",)),
        ("catalog: [./]", "catalog", ("",)),
        ("timeZone: UTC", "time_zone", "UTC"),
        ("asOf: 2027-03-28", "as_of", date(2027, 3, 28)),
        ("asOf: null", "as_of", None),
        ("since: 2026-01-01", "since", date(2026, 1, 1)),
        ("since: 'a1b2c3d'", "since", "a1b2c3d"),
        ("since: '1234567'", "since", "1234567"),
        ("enforce: {default: 3}", "enforce", {"default": 3}),
        ("baseline: ./quality/baseline.yaml", "baseline", "quality/baseline.yaml"),
        ("policies: [rules]", "policies", ("rules/",)),
        ("schemas: [kinds]", "schemas", ("kinds/",)),
        ("mappings: [mappings/]", "mappings", ("mappings/",)),
        ("inlineIgnore: off", "inline_ignore", "off"),
        ("requires: keur >=1.4,<2", "requires", "keur >=1.4,<2"),
    ],
)
def test_what_is_said(text: str, field: str, expected: object) -> None:
    assert getattr(configuration(text), field) == expected


def test_a_rule_setting() -> None:
    config = configuration(
        "rules:\n"
        "  change-management/remediation-plan:\n"
        "    {params: {within: 30m}, severity: warning, from: 2027-01-01, until: 2027-12-31, reason: Agreed.}\n"
        "  access-management/review: {off: true, reason: Done elsewhere.}\n"
    )
    setting = config.rules["change-management/remediation-plan"]
    assert dict(setting.params) == {"within": "30m"}
    assert (setting.severity, setting.from_, setting.until) == ("warning", date(2027, 1, 1), date(2027, 12, 31))
    assert config.rules["access-management/review"].off


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("catlog: [x]", "1:1: catlog: unknown field; did you mean catalog?"),
        ("time_zone: UTC", "1:1: time_zone: unknown field; did you mean timeZone?"),
        ("zzz: 1", "1:1: zzz: unknown field"),
        ("catalog: catalog/", "1:10: catalog: expects a list, not 'catalog/'"),
        ("catalog: []", "1:1: catalog: is empty"),
        ("catalog: [a, /etc]", "1:14: catalog.1: '/etc' must stand inside the repository, written from its root"),
        ("catalog: [a/../../b]", "1:11: catalog.0: 'a/../../b' must stand inside the repository; `..` is not taken"),
        ("catalog: [teams/*]", "1:11: catalog.0: 'teams/*' is a folder and takes no wildcards"),
        ("timeZone: Amsterdam", f"1:11: timeZone: 'Amsterdam' {NO_ZONE}"),
        ("timeZone: Europe", f"1:11: timeZone: 'Europe' {NO_ZONE}"),
        ('timeZone: "+02:00"', f"1:11: timeZone: '+02:00' {NO_ZONE}"),
        ("language: de", "1:11: language: 'de' is none of en, nl"),
        ("asOf: 2027-02-30", "1:7: asOf: '2027-02-30' is no date; write it as 2027-03-28"),
        ("asOf: 20270328", "1:7: asOf: 20270328 is no date; write it as 2027-03-28"),
        ("asOf: 2027-03-28T00:00", "1:7: asOf: '2027-03-28T00:00' is no date; write it as 2027-03-28"),
        (
            "since: 1234567",
            "1:8: since: 1234567 is neither a date nor a commit id; "
            "a commit id has at least 7 digits and stands in quotes",
        ),
        ("since: 2027-13-01", "1:8: since: '2027-13-01' is no date; write it as 2027-03-28"),
        ("enforce: {default: 6}", "1:20: enforce.default: 6 is no level; levels are 1 to 5"),
        ("enforce: {default: 0}", "1:20: enforce.default: 0 is no level; levels are 1 to 5"),
        ("enforce: {default: true}", "1:20: enforce.default: expects a whole number, not true"),
        ("enforce: {default: '2'}", "1:20: enforce.default: expects a whole number, not '2'"),
        ("enforce: 2", "1:10: enforce: expects a mapping, not 2"),
        ("baseline: ../b.yaml", "1:11: baseline: '../b.yaml' must stand inside the repository; `..` is not taken"),
        ("inlineIgnore: error", "1:15: inlineIgnore: 'error' is none of off, info, warning"),
        ("sources: [{mapping: m}]", "1:11: sources.0.paths: is missing"),
        ("sources: [{paths: [], mapping: m}]", "1:12: sources.0.paths: is empty"),
        (
            "sources: [{paths: [a], mapping: m, role: obsrved}]",
            "1:42: sources.0.role: 'obsrved' is none of declared, observed; did you mean observed?",
        ),
        ("sources: [{path: [a], paths: [a], mapping: m}]", "1:12: sources.0.path: unknown field; did you mean paths?"),
        (
            "rules: {review: {off: true, reason: x}}",
            "1:9: rules.review: 'review' is no rule id; it is written as AREA/NAME, such as "
            "change-management/remediation-plan",
        ),
        ("rules: {a/b: {off: true}}", "1:9: rules.a/b.reason: is missing"),
        ("rules: {a/b: {reason: x}}", "1:9: rules.a/b: changes nothing; say params, severity, from, until or off"),
        (
            "rules: {a/b: {from: 2027-02-01, until: 2027-01-01, reason: x}}",
            "1:9: rules.a/b: `until` 2027-01-01 lies before `from` 2027-02-01",
        ),
        (
            "rules: {a/b: {severty: info, off: true, reason: x}}",
            "1:15: rules.a/b.severty: unknown field; did you mean severity?",
        ),
        ("requires: kuer >=1", "1:11: requires: 'kuer >=1' asks for no version; it is written as \"keur >=1.4,<2\""),
        ("requires: keur 1.x", "1:11: requires: 'keur 1.x' is no comparison of versions; they are written as >=1.4,<2"),
        ("- catalog", "1:1: the file is a mapping of fields, not a list"),
        ("just text", "1:1: the file is a mapping of fields, not 'just text'"),
    ],
)  # fmt: skip
def test_one_mistake_one_problem(text: str, expected: str) -> None:
    assert problems(text) == [f"keur.yaml:{expected}"]


def test_all_problems_at_once_in_the_order_of_their_places() -> None:
    found = problems("sources:\n  - {paths: [../x], mapping: B}\n  - 5\nlanguage: de\nnonsense: 1\n")
    assert [line.split(": ")[0] for line in found] == [
        "keur.yaml:2:14",
        "keur.yaml:2:30",
        "keur.yaml:3:5",
        "keur.yaml:4:11",
        "keur.yaml:5:1",
    ]


def test_nothing_raw_reaches_a_terminal() -> None:
    for line in problems('"a\\e[31m": 1\nlanguage: "\\e]0;x\\a"\ncatalog: ["a\\nb"]\n'):
        assert line.isprintable()


def test_a_long_value_is_cut() -> None:
    (line,) = problems(f"language: {'x' * 10_000}\n")
    assert len(line) < 200


def test_parameters_may_be_deep() -> None:
    nested = "[" * 50 + "]" * 50
    config = configuration(f"rules: {{a/b: {{reason: x, params: {{p: {nested}}}}}}}")
    assert config.rules["a/b"].params["p"]


@pytest.mark.parametrize(
    ("asked", "version", "accepted"),
    [
        (">=1.4,<2", "1.4", True),
        (">=1.4,<2", "1.4.2", True),
        (">=1.4,<2", "1.3.9", False),
        (">=1.4,<2", "2.0", False),
        (">=1.4,<2", "2.0rc1", False),
        (">=1.4", "1.4rc1", False),
        (">=1.4", "1.5.dev1", True),
        ("==1.4.*", "1.4.7", True),
        ("==1.4.*", "1.5", False),
        ("~=1.4", "1.9", True),
        ("~=1.4", "2.0", False),
        ("!=1.4.2", "1.4.2", False),
    ],
)
def test_another_version_of_the_tool_is_refused(asked: str, version: str, accepted: bool) -> None:
    text = f"catalog: [c]\nrequires: keur {asked}\n"
    if accepted:
        assert configuration(text, version).catalog == ("c/",)
        return
    with pytest.raises(KeurError) as caught:
        configuration(text + "wordOfLater: 1\n", version)
    assert caught.value.message == (f"This repository asks for keur {asked}; this is keur {version} (keur.yaml:2:11).")
    assert caught.value.problems == ()


def test_the_digest_is_of_what_is_said() -> None:
    one = configuration("language: nl\nenforce: {default: 2, a: 3}\n")
    same = configuration("# a comment\nenforce:\n  a: 3\n  default: 2\nlanguage: nl\n")
    other = configuration("language: nl\nenforce: {default: 2, a: 4}\n")
    assert one.digest == same.digest != other.digest
