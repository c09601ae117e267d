"""Every due date that ships: of what it is due, on which day, and of what it is not."""

from collections.abc import Callable, Mapping

import pytest

from keur.assess import Ground
from keur.assess.example import play
from keur.due import CompiledDue, Due
from keur.model.quantities import Day

Listed = Callable[..., Due]


def of(kind: str, spec: str) -> str:
    return f"kind: {kind}\nmetadata: {{name: a}}\nspec: {spec}\n"


def sla(spec: str) -> str:
    return of("ServiceLevelAgreement", spec)


def change(spec: str) -> str:
    return of("Change", spec)


NIGHT = "type: emergency, reason: It broke., raised: {by: b, on: 2027-03-28}"
WHOLE = f"{NIGHT}, return: r, risk: {{}}, resources: r, responsible: {{}}, relationships: none"
OFFICE = "---\nkind: Calendar\nmetadata: {name: office}\nspec: {open: {mon-fri: 07:00-19:00}, holidays: nl}\n"

SACM = "service-asset-and-configuration-management"
AUDITED = (
    "---\nkind: Role\nmetadata: {name: auditor}\n---\nkind: Assessment\nmetadata: {name: audit-%s}\n"
    f"spec: {{type: audit, standard: ISO/IEC 20000-1, about: [{SACM}], by: [auditor], on: %s}}\n"
)


def audits(*days: str) -> str:
    """The process, and its audits with who did them, each by a role of its own."""
    held = "".join(AUDITED.replace("auditor", f"auditor-{day}") % (day, day) for day in days)
    return f"kind: Process\nmetadata: {{name: {SACM}}}\n{held}"


# name, entity, today, the days on which it is due: None for what is due without a day
TABLE: list[tuple[str, str, str, list[str | None]]] = [
    # The reference case: "decide before 2027-12-30".
    ("contract-notice", of("UnderpinningContract", "{valid: {to: 2028-06-30}, notice: 6 months}"), "2027-03-28", ["2027-12-29"]),
    ("contract-notice", of("UnderpinningContract", "{valid: {to: 2028-06-30}, notice: 6 months}"), "2028-06-30", ["2027-12-29"]),
    ("contract-notice", of("UnderpinningContract", "{valid: {to: 2028-06-30}, notice: 6 months}"), "2028-07-01", []),
    ("contract-notice", of("UnderpinningContract", "{valid: {to: 2028-06-30}}"), "2027-03-28", []),
    ("contract-notice", of("UnderpinningContract", "{valid: {to: 2028-06-30}, notice: 6 months, decided: renew}"), "2027-03-28", []),
    ("validity-ends", sla("{valid: {to: 2027-03-28}}"), "2027-03-28", ["2027-03-28"]),
    ("validity-ends", of("OperationalLevelAgreement", "{valid: {from: 2027-01-01}}"), "2027-03-28", []),
    ("validity-ends", of("Policy", "{valid: {to: 2027-05-01}}"), "2027-03-28", ["2027-05-01"]),
    ("validity-ends", of("Policy", "{valid: {to: 2027-05-01}, status: retired}"), "2027-03-28", []),
    ("until-ends", of("Waiver", "{rule: a/b, entities: [Waiver/a], until: 2027-09-30}"), "2027-03-28", ["2027-09-30"]),
    ("until-ends", of("Waiver", "{rule: a/b, entities: [Waiver/a]}"), "2027-03-28", []),
    ("until-ends", of("Person", "{until: 2027-09-30}"), "2027-03-28", ["2027-09-30"]),
    ("support-ends", of("ConfigurationItem", "{supportedUntil: 2027-11-11}"), "2027-03-28", ["2027-11-11"]),
    ("support-ends", of("ConfigurationItem", "{supportedUntil: 2027-11-11, status: retired}"), "2027-03-28", []),
    ("review", sla("{review: 1 year, valid: {from: 2026-07-01}}"), "2027-03-28", ["2027-07-01"]),
    ("review", sla("{review: 1 year, valid: {from: 2026-07-01}, reviewed: 2027-02-01}"), "2027-03-28", ["2028-02-01"]),
    ("review", of("Document", "{review: 6 months, approved: {on: 2026-08-31}}"), "2027-03-28", ["2027-02-28"]),
    ("review", of("Policy", "{review: 1 year, approved: {on: 2026-01-01}, valid: {from: 2026-02-01}}"), "2027-03-28", ["2027-01-01"]),
    ("review", of("Supplier", "{review: 1 year}"), "2027-03-28", [None]),
    ("review", of("Document", "{review: 1 year, status: retired}"), "2027-03-28", []),
    ("review", of("Supplier", "{reviewed: 2027-01-01}"), "2027-03-28", []),
    ("signatures", sla("{valid: {from: 2027-04-01}}"), "2027-03-28", ["2027-04-01", "2027-04-01"]),
    ("signatures", sla("{signed: [{for: customer}]}"), "2027-03-28", [None]),
    ("signatures", sla("{signed: [{for: customer}, {for: provider}]}"), "2027-03-28", []),
    ("signatures", of("UnderpinningContract", "{valid: {from: 2025-04-01}}"), "2027-03-28", []),
    ("pre-authorisation-ends", of("ChangeModel", "{preAuthorised: {until: 2028-01-20}}"), "2027-03-28", ["2028-01-20"]),
    ("pre-authorisation-ends", of("ChangeModel", "{preAuthorised: {until: 2028-01-20}, status: retired}"), "2027-03-28", []),
    # The reference case: two working days after Easter Sunday, Easter Monday is none.
    ("emergency-record", change(f"{{{NIGHT}, authorised: {{on: 2027-03-28T03:15+02:00}}}}") + OFFICE, "2027-03-28", ["2027-03-31"]),
    ("emergency-record", change(f"{{{NIGHT}, implemented: 2027-03-25}}") + OFFICE, "2027-03-28", ["2027-03-31"]),
    ("emergency-record", change(f"{{{NIGHT}, status: authorised}}") + OFFICE, "2027-03-28", [None]),
    ("emergency-record", change(f"{{{WHOLE}, authorised: {{on: 2027-03-28}}}}"), "2027-03-28", []),
    ("emergency-record", change(f"{{{NIGHT}}}"), "2027-03-28", []),
    (
        "emergency-record",
        change(f"{{{NIGHT}, authorised: {{on: 2027-03-28}}}}")
        + "---\nkind: Policy\nmetadata: {name: p}\nspec: {type: change-management, change: {retrospective: 5, calendar: daily}}\n"
        + "---\nkind: Calendar\nmetadata: {name: daily}\nspec: {open: always}\n" + OFFICE,
        "2027-03-28",
        ["2027-04-02"],
    ),
    # the 20th is a Saturday
    ("change-decision", change("{window: {from: 2027-03-20T20:00, to: 2027-03-20T22:00}}"), "2027-03-18", ["2027-03-19"]),
    ("change-decision", change("{window: {from: 2027-03-20T20:00}, authorised: {on: 2027-03-18}}"), "2027-03-18", []),
    ("change-decision", change("{window: {from: 2027-03-20T20:00}, type: standard}"), "2027-03-18", []),
    ("change-window", change("{window: {from: 2027-03-20T00:30}, authorised: {on: 2027-03-18}}"), "2027-03-18", ["2027-03-20"]),
    ("change-window", change("{window: {from: 2027-03-20T00:30}, outcome: successful}"), "2027-03-18", []),
    ("go-no-go", change("{remediation: {goNoGo: 2027-03-20T00:30}, authorised: {on: 2027-03-18}}"), "2027-03-20", ["2027-03-20"]),
    ("go-no-go", change("{remediation: {goNoGo: 2027-03-20T00:30}, authorised: {on: 2027-03-18}}"), "2027-03-21", []),
    ("change-review", change("{implemented: 2027-03-20}"), "2027-03-21", ["2027-04-19"]),
    ("change-review", change("{implemented: 2027-03-20, outcome: failed}"), "2027-03-21", []),
    ("standby-test", of("ConfigurationItem", "{redundancy: {of: [ConfigurationItem/a], standby: [ConfigurationItem/a], tested: 2027-02-11}}"), "2027-03-28", ["2028-02-11"]),
    ("standby-test", of("Service", "{redundancy: {of: [Service/a], standby: [Service/a]}}"), "2027-03-28", [None]),
    ("standby-test", of("ConfigurationItem", "{redundancy: {of: [ConfigurationItem/a]}}"), "2027-03-28", []),
    ("audit", audits("2026-05-12", "2026-11-12", "2025-11-12"), "2027-03-28", ["2027-11-12"]),
    ("audit", audits("2025-11-12"), "2027-03-28", ["2026-11-12"]),
    ("audit", audits(), "2027-03-28", [None]),
    ("audit", audits("2026-11-12").replace("type: audit", "type: verification"), "2027-03-28", [None]),
    ("audit", of("Process", "{}"), "2027-03-28", []),
    ("waiver-approval", of("Waiver", "{rule: a/b, entities: [Waiver/a], from: 2027-04-01}"), "2027-03-28", ["2027-04-01"]),
    ("waiver-approval", of("Waiver", "{rule: a/b, entities: [Waiver/a], approved: {by: b}}"), "2027-03-28", []),
    ("waiver-approval", of("Waiver", "{rule: a/b, entities: [Waiver/a], until: 2027-03-27}"), "2027-03-28", []),
    ("meeting", of("Group", "{meetings: {every: 1 month, held: [2027-03-02, 2027-01-05]}}"), "2027-03-28", ["2027-04-02"]),
    ("meeting", sla("{meetings: {every: 3 months}, valid: {from: 2027-01-31}}"), "2027-03-28", ["2027-04-30"]),
    ("meeting", of("Group", "{meetings: {every: 1 month}}"), "2027-03-28", [None]),
    ("meeting", of("Group", "{meetings: {held: [2027-03-02]}}"), "2027-03-28", []),
    ("remediation-test", of("ChangeModel", "{preAuthorised: {}, remediation: {restore: snapshot, tested: 2026-02-28}}"), "2027-03-28", ["2027-02-28"]),
    ("remediation-test", of("ChangeModel", "{preAuthorised: {}, remediation: {restore: snapshot}}"), "2027-03-28", []),
    ("remediation-test", of("ChangeModel", "{remediation: {restore: snapshot, tested: 2026-02-28}}"), "2027-03-28", []),
    ("ola-signature", of("OperationalLevelAgreement", "{valid: {from: 2027-04-01}, signed: [{for: receiver}]}"), "2027-03-28", ["2027-04-01"]),
    ("contract-signature", of("UnderpinningContract", "{signed: [{for: customer}]}"), "2027-03-28", [None]),
    ("contract-signature", of("UnderpinningContract", "{signed: [{for: supplier}, {for: customer}]}"), "2027-03-28", []),
    ("ola-signature", of("OperationalLevelAgreement", "{valid: {from: 2027-04-01}}"), "2027-03-28", []),
    ("risk-acceptance-ends", of("Risk", "{about: [Risk/a], accepted: {until: 2027-06-01}}"), "2027-03-28", ["2027-06-01"]),
    ("risk-acceptance-ends", of("Risk", "{about: [Risk/a], accepted: {until: 2027-06-01}, closed: 2027-03-01}"), "2027-03-28", []),
    ("risk-measures", of("Risk", "{about: [Risk/a], response: {due: 2027-06-01, measures: [Train two more]}}"), "2027-03-28", ["2027-06-01"]),
    ("risk-measures", of("Risk", "{about: [Risk/a], response: {due: 2027-06-01}, treated: 2027-03-01}"), "2027-03-28", []),
    ("finding", of("Assessment", "{about: [Assessment/a], findings: [{text: a, due: 2027-04-01}, {text: b}, {text: c, due: 2027-04-03, closed: 2027-03-01}]}"), "2027-03-28", ["2027-04-01"]),
    ("finding", of("Assessment", "{about: [Assessment/a], findings: [Nothing much]}"), "2027-03-28", []),
    ("action", of("Plan", "{actions: [{do: a, due: 2027-04-02}, {do: b, due: 2027-04-01}, {do: c, due: 2027-04-03, done: 2027-03-01}, d]}"), "2027-03-28", ["2027-04-01", "2027-04-02"]),
    ("action", of("Plan", "{actions: [{do: a, due: 2027-04-02}], closed: 2027-03-01}"), "2027-03-28", []),
    ("requirement", of("Requirement", "{due: 2027-05-01, statement: It is fast.}"), "2027-03-28", ["2027-05-01"]),
    ("requirement", of("Requirement", "{due: 2027-05-01, realised: 2027-03-01}"), "2027-03-28", []),
    ("project-ends", of("Project", "{period: {to: 2027-05-01}}"), "2027-03-28", ["2027-05-01"]),
    ("project-ends", of("Project", "{period: {to: 2027-05-01}, closed: 2027-03-01}"), "2027-03-28", []),
    ("release-window", of("Release", "{window: {from: 2027-03-30T20:00}, accepted: {on: 2027-03-01}}"), "2027-03-28", ["2027-03-30"]),
    ("release-window", of("Release", "{window: {from: 2027-03-30T20:00}}"), "2027-03-28", []),
    ("change-calendar-window", of("ChangeCalendar", "{windows: [{type: freeze, from: 2027-12-20T00:00, to: 2028-01-03T00:00, because: Holidays}, {weekly: {sun: always}}]}"), "2027-03-28", ["2027-12-20"]),
    ("change-calendar-window", of("ChangeCalendar", "{windows: [{from: 2026-12-20T00:00, to: 2027-01-03T00:00}]}"), "2027-03-28", []),
    ("objective", of("Objective", "{target: {metric: m, by: 2027-12-31}}"), "2027-03-28", ["2027-12-31"]),
    ("objective", of("Objective", "{target: m}"), "2027-03-28", []),
    ("proposal-decision", of("ChangeProposal", "{schedule: {from: 2027-06-01}}"), "2027-03-28", ["2027-05-31"]),
    ("proposal-decision", of("ChangeProposal", "{schedule: {from: 2027-06-01}, authorised: {on: 2027-03-01}}"), "2027-03-28", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "today", "days"),
    TABLE,
    ids=lambda value: value if isinstance(value, str) and len(value) < 30 else "",
)
def test_what_is_due_and_when(listed: Listed, name: str, text: str, today: str, days: list[str | None]) -> None:
    found = listed(text, today, name)
    assert found.notes == ()
    assert [item.day for item in found.items] == days
    assert all(item.overdue == (item.day is None or item.day < today) for item in found.items)
    assert {item.name for item in found.items} <= {name}
    assert all(item.what.strip() == item.what and item.what for item in found.items)


def test_every_due_date_is_proven_both_ways(declared: Mapping[str, CompiledDue]) -> None:
    assert {name for name, _, _, days in TABLE if days} == declared.keys()
    assert {name for name, _, _, days in TABLE if not days} == declared.keys()


def test_every_kind_with_a_field_that_ends_or_comes_back_is_spoken_of(
    shipped: Ground, declared: Mapping[str, CompiledDue]
) -> None:
    for fields, name in ((("review", "reviewed"), "review"), (("valid",), "validity-ends"), (("until",), "until-ends")):
        having = {
            kind
            for kind, one in shipped.kinds.items()
            if all(field in one.spec_schema["properties"] for field in fields)
        }
        assert declared[name].kinds.keys() == having


def test_a_due_date_asks_for_what_its_rule_asks(
    shipped: Ground, declared: Mapping[str, CompiledDue], listed: Listed
) -> None:
    """Where a rule fails something is due already, or soon; where it is kept nothing is overdue."""
    soon = 40
    paired = {one.file.declared.rule: name for name, one in declared.items() if one.file.declared.rule}
    assert len(paired) >= 4
    for rule, name in paired.items():
        file = shipped.policies.rules[str(rule)]
        for example in file.rule.examples:
            if example.params:
                continue
            reading = play(shipped, file, example).reading
            items = listed(reading, Day(example.today.toordinal()), name).items
            if example.failing is not None:
                assert any(item.days is None or item.days <= soon for item in items), (rule, example.text)
            else:
                assert not [item for item in items if item.overdue and item.day is not None], (rule, example.text)
