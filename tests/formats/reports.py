"""Reports that the tests of the formats share: the plain one, the mixed one, and what somebody hostile would write."""

from dataclasses import replace

from keur.model import Finding, FrameworkInfo, Note, Place, Region, Related, Report, RuleInfo

REVISION = "3b18e512dba79e4c8300dd08aeb37f8e728b8dad"


def place(path: str, line: int, column: int, end: int, excerpt: str, pointer: str = "") -> Place:
    """A place on one line."""
    return Place(path, Region(line, column, line, end), pointer, excerpt)


TARGET = Finding(
    rule="service-level-management/target-is-deliverable",
    severity="error",
    level=1,
    message=(
        "SLA payments-gold promises 99.95%, but its components can deliver 99.71% "
        "(ci db-1 and db-2 share storage san-1)"
    ),
    place=place(
        "agreements/payments.yaml", 14, 21, 27, "      availability: 99.95%", "/spec/targets/availability/ratio"
    ),
    fingerprint="5f0c1d2e3a4b59687786",
    entity="ServiceLevelAgreement/payments-gold",
    owner="Role/service-level-manager",
    values=(("self.spec.targets.availability", "99.95%"), ("deliverable", "99.71%")),
    stake=("Service/payments", "Customer/tax", "Customer/permits"),
)

DANGLING = Finding(
    rule="reference/dangling",
    severity="error",
    level=1,
    message='dependsOn names "db-l", which does not exist; did you mean "db-1"?',
    place=place("configuration/servers.yaml", 41, 7, 11, "    - db-l   # primary", "/spec/dependsOn/0"),
    fingerprint="00112233445566778899",
    entity="ConfigurationItem/web-1",
    related=(Related(place("configuration/databases.yaml", 3, 9, 13, "  name: db-1"), "the nearest name"),),
    remedy="Correct the name,\nor add the entity.",
    stake=tuple(f"Service/s{number}" for number in range(1, 8)),
)

PLAN = Finding(
    rule="change-management/remediation-plan",
    severity="warning",
    level=2,
    message="change is authorised without a remediation plan",
    place=Place("change/CHG-2027-0031.yaml", Region(5, 1, 9, 1), "/spec", "spec:"),
    fingerprint="aaaabbbbccccddddeeee",
    entity="Change/CHG-2027-0031",
    remedy="List the steps that restore the previous state under spec.remediation.",
)

LATER = tuple(
    Finding(
        rule=rule,
        severity="warning",
        level=level,
        message=message,
        place=place("governance/incident.yaml", 2, 7, 15, "name: incident", "/metadata/name"),
        fingerprint=f"later-{level}-{rule}",
        entity="Process/incident-management",
        enforced=False,
    )
    for rule, level, message in (
        ("incident-management/has-models", 3, "there is no incident model"),
        ("incident-management/has-priorities", 2, "priorities are not defined"),
        ("problem-management/has-owner", 4, "nobody owns problems"),
    )
)

SILENT = (
    replace(PLAN, fingerprint="w", suppressed="waiver", suppressed_by="Waiver/until-summer"),
    replace(TARGET, fingerprint="b", suppressed="baseline", suppressed_by=".keur/baseline.yaml"),
    replace(PLAN, fingerprint="i", severity="info", suppressed="inline", suppressed_by="decided in the CAB of May"),
    replace(DANGLING, fingerprint="n", suppressed="not-new"),
)

RULES = (
    RuleInfo(
        id="change-management/remediation-plan",
        title="A change has a way back before it is authorised",
        severity="warning",
        level=2,
        rationale="Without a remediation plan a failed change becomes an outage.",
        remedy="List the steps that restore the previous state.",
        requirements=("CHG-29",),
        controls={"iso-20000-1-2018": ("8.5.1",)},
        digest="9a" * 16,
        outcomes={"pass": 11, "fail": 1, "not-applicable": 3, "not-assessed": 2},
    ),
    RuleInfo(
        id="service-level-management/target-is-deliverable",
        title="A target is within what the components can deliver",
        severity="error",
        level=1,
        rationale="",
        remedy="",
        outcomes={"pass": 1, "fail": 1},
    ),
    RuleInfo(
        id="change-management/has-board",
        title="There is a change advisory board",
        severity="error",
        level=2,
        rationale="Somebody must advise.",
        remedy="Add a Group of type board.",
        in_use=False,
    ),
)

FRAMEWORKS = (
    FrameworkInfo(
        name="iso-20000-1-2018",
        title="ISO/IEC 20000-1",
        edition="2018",
        publisher="ISO and IEC",
        controls={"8.5": "Building and bringing into use", "8.5.1": "Changes", "8.5.2": "New services"},
    ),
)

NOTES = (
    Note("unread", "no mapping reads /services/*/notes", place("catalog.yml", 12, 5, 10, "    notes: x"), count=40),
    Note("not-assessed", "change-management/remediation-plan needs history"),
    *(Note("information", f"schemas/Own{number}.yaml adds a kind") for number in range(1, 6)),
)


def report(*findings: Finding, **given: object) -> Report:
    """A report of these findings."""
    base = Report(
        tool="keur",
        version="0.1.0",
        revision="work tree",
        today="2027-03-28",
        today_from="--as-of",
        config="work tree",
        findings=findings,
        rules=(),
        entities=5,
        references=6,
        files=5,
    )
    return replace(base, **given)  # type: ignore[arg-type]  # the fields of Report by name


HOSTILE_TEXT = (
    "\x1b[2J\x1b]0;owned\x07 \u202egpj.exe\u2069 \x9b31m\r\n::error file=x::injected\n##[add-mask]a | b `c` "
    "<script>alert(1)</script> <!-- @everyone #1 ]]> &amp; [a](https://example.org) %0A \ud800 \ufffe "
    "日本語 👩\u200d💻 \x00"
)

HOSTILE = Finding(
    rule="own-rules/" + HOSTILE_TEXT,
    severity="error",
    level=1,
    message=HOSTILE_TEXT,
    place=place(f"a::b,c=d%/{HOSTILE_TEXT}.yaml", 2, 9, 40, f"name:\t🇳🇱日本{HOSTILE_TEXT}", f"/{HOSTILE_TEXT}"),
    fingerprint="f00d",
    entity=f"Service/{HOSTILE_TEXT}",
    owner=HOSTILE_TEXT,
    remedy=HOSTILE_TEXT,
    related=(Related(place(HOSTILE_TEXT, 1, 1, 2, HOSTILE_TEXT), HOSTILE_TEXT),),
    values=((HOSTILE_TEXT, HOSTILE_TEXT),),
    stake=(f"Service/{HOSTILE_TEXT}",),
)

MANY = tuple(
    replace(
        DANGLING,
        severity=severity,
        place=place("configuration/servers.yaml", number, 7, 11, "    - db-l"),
        fingerprint=f"{severity}-{number}",
    )
    for severity, count in (("error", 13), ("warning", 11), ("info", 10))
    for number in range(1, count + 1)
)

REPORTS = {
    "clean": report(),
    "empty": report(entities=0, references=0),
    "payments": report(TARGET),
    "mixed": report(
        TARGET,
        DANGLING,
        PLAN,
        *LATER,
        *SILENT,
        rules=RULES,
        frameworks=FRAMEWORKS,
        notes=NOTES,
        revision=REVISION,
        base="7" * 40,
    ),
    "hostile": report(
        HOSTILE,
        replace(HOSTILE, enforced=False, fingerprint="f00e"),
        replace(HOSTILE, suppressed="waiver", suppressed_by=HOSTILE_TEXT, fingerprint="f00f"),
        rules=(
            RuleInfo(
                HOSTILE.rule, HOSTILE_TEXT, "error", 1, HOSTILE_TEXT, HOSTILE_TEXT, controls={HOSTILE_TEXT: ("1",)}
            ),
        ),
        frameworks=(FrameworkInfo(HOSTILE_TEXT, HOSTILE_TEXT, HOSTILE_TEXT, HOSTILE_TEXT, {"1": HOSTILE_TEXT}),),
        notes=(Note("rule-error", HOSTILE_TEXT), Note("information", HOSTILE_TEXT, HOSTILE.place)),
        revision=HOSTILE_TEXT,
    ),
    "many": report(*MANY, *LATER, entities=1, references=12_345),
}
