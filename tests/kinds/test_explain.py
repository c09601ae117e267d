"""Bad documents and the exact problems they amount to: one mistake, one problem, at the smallest place."""

import pytest

from keur.kinds import Kinds

# what is wrong, the document, and (rule, pointer, message) of every problem
BAD = [
    (
        "a decimal comma, which ends a value in brackets",
        "{kind: Service, metadata: {name: a}, spec: {warranty: {hours: b, availability: 99,9%}, customers: [c]}}",
        [("shape/format", "/spec/warranty/availability", "99,9% is two things inside { }, where a comma ends a value")],
    ),
    (
        "a misspelt field",
        "{kind: Service, metadata: {name: a}, spec: {dependson: [b]}}",
        [("shape/unknown-field", "/spec/dependson", 'unknown field "dependson" in spec; did you mean dependsOn?')],
    ),
    (
        "a misspelt field that had to be there is not also missing",
        "{kind: Service, metadata: {nmae: a}}",
        [("shape/unknown-field", "/metadata/nmae", 'unknown field "nmae" in metadata; did you mean name?')],
    ),
    (
        "a field that was written already is not what was meant",
        "{kind: Person, metadata: {name: a, names: b}}",
        [
            (
                "shape/unknown-field",
                "/metadata/names",
                'unknown field "names" in metadata; there is room for '
                "formerly, title, description, owner, ids, source, contact, 2 more",
            )
        ],
    ),
    (
        "a field of another level",
        "{kind: Service, metadata: {name: a}, status: retired}",
        [
            (
                "shape/unknown-field",
                "/status",
                'unknown field "status"; did you mean spec.status?',
            )
        ],
    ),
    (
        "two mistakes are two problems",
        "{kind: Service, metadata: {name: a, labels: {x: 1}}, spec: {owner: b}}",
        [
            ("shape/type", "/metadata/labels/x", "x should be text, not 1"),
            (
                "shape/unknown-field",
                "/spec/owner",
                'unknown field "owner" in spec; did you mean metadata.owner?',
            ),
        ],
    ),
    (
        "no name",
        "{kind: Service, metadata: {title: a}}",
        [("shape/required", "/metadata", "metadata must have name")],
    ),
    (
        "no metadata",
        "{kind: Service}",
        [("shape/required", "", "the document must have metadata")],
    ),
    (
        "what a kind cannot do without",
        "{kind: Waiver, metadata: {name: a}}",
        [("shape/required", "", "the document must have spec")],
    ),
    (
        "a name with a space",
        "{kind: Service, metadata: {name: my service}}",
        [
            (
                "shape/value",
                "/metadata/name",
                '"my service" does not fit; expected an ASCII letter or digit, and then letters, digits, hyphens, underscores and dots',
            )
        ],
    ),
    (
        "an empty value",
        "{kind: Service, metadata: {name: a}, spec: {dependsOn: }}",
        [("shape/type", "/spec/dependsOn", "dependsOn is empty; expected a list")],
    ),
    (
        "one name where a list is due",
        "{kind: Service, metadata: {name: a}, spec: {customers: b}}",
        [("shape/type", "/spec/customers", 'customers should be a list, not "b"')],
    ),
    (
        "a number where text is due, in a list",
        "{kind: Service, metadata: {name: a}, spec: {customers: [b, 2]}}",
        [("shape/type", "/spec/customers/1", "entry 2 of customers should be text, not 2")],
    ),
    (
        "neither the short nor the long form",
        "{kind: Service, metadata: {name: a}, spec: {dependsOn: [[b]]}}",
        [("shape/type", "/spec/dependsOn/0", "entry 1 of dependsOn should be text or a mapping, not a list")],
    ),
    (
        "a mistake in the long form",
        "{kind: Service, metadata: {name: a}, spec: {dependsOn: [{ref: b, weak: true}]}}",
        [
            (
                "shape/unknown-field",
                "/spec/dependsOn/0/weak",
                'unknown field "weak" in entry 1 of dependsOn; there is room for because, soft',
            )
        ],
    ),
    (
        "a value that is near one of the values",
        "{kind: Change, metadata: {name: a}, spec: {type: emergancy}}",
        [("shape/value", "/spec/type", '"emergancy" is not one of the values here; did you mean emergency?')],
    ),
    (
        "a value that is near none of them",
        "{kind: Change, metadata: {name: a}, spec: {type: huge}}",
        [("shape/value", "/spec/type", '"huge" is not normal, standard or emergency')],
    ),
    (
        "a wrong type where values are listed is said once",
        "{kind: Change, metadata: {name: a}, spec: {type: 5}}",
        [("shape/type", "/spec/type", "type should be text, not 5")],
    ),
    (
        "a value in a map",
        "{kind: Change, metadata: {name: a}, spec: {items: {db: change}}}",
        [("shape/value", "/spec/items/db", '"change" is not add, modify or remove')],
    ),
    (
        "a key that is not one of those that may stand there",
        "{kind: ServiceLevelAgreement, metadata: {name: a}, spec: {targets: {restore: {high: 4h}}}}",
        [
            (
                "shape/value",
                "/spec/targets/restore/high",
                '"high" does not fit; expected a priority, p1 to p9',
            )
        ],
    ),
    (
        "a percentage without its sign",
        "{kind: ServiceLevelAgreement, metadata: {name: a}, spec: {targets: {availability: 99.8}}}",
        [("shape/type", "/spec/targets/availability", "availability should be text or a mapping, not 99.8")],
    ),
    (
        "too low",
        "{kind: Process, metadata: {name: a}, spec: {target: 0}}",
        [("shape/value", "/spec/target", "0 is less than 1")],
    ),
    (
        "a part of a whole number",
        "{kind: Process, metadata: {name: a}, spec: {target: 2.5}}",
        [("shape/type", "/spec/target", "target should be a whole number, not 2.5")],
    ),
    (
        "the same twice",
        "{kind: Service, metadata: {name: a}, spec: {customers: [b, c, b]}}",
        [("shape/value", "/spec/customers", 'the list holds "b" twice')],
    ),
    (
        "an empty list",
        "{kind: Waiver, metadata: {name: a}, spec: {rule: a/b, entities: []}}",
        [("shape/value", "/spec/entities", "the list holds no entries, of at least 1")],
    ),
    (
        "a reference list that there is not",
        "{kind: Process, metadata: {name: a}, spec: {extends: itil-2011/change-managment}}",
        [
            (
                "shape/value",
                "/spec/extends",
                '"itil-2011/change-managment" is not one of the values here; did you mean itil-2011/change-management?',
            )
        ],
    ),
    (
        "a list for a spec",
        "{kind: Service, metadata: {name: a}, spec: [b]}",
        [("shape/type", "/spec", "spec should be a mapping, not a list")],
    ),
    (
        "many fields",
        "{kind: Service, metadata: {name: a}, spec: {zzz: 1}}",
        [
            (
                "shape/unknown-field",
                "/spec/zzz",
                'unknown field "zzz" in spec; there is room for status, type, class, provider, customers, '
                "businessProcesses, utility, 26 more",
            )
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [bad[1:] for bad in BAD], ids=[bad[0] for bad in BAD])
def test_bad_documents(kinds: Kinds, documents, text: str, expected: list[tuple[str, str, str]]) -> None:
    (document,) = documents(text)
    problems = kinds[document["kind"]].problems(document)
    assert [(problem.rule, problem.pointer, problem.message) for problem in problems] == expected


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("{kind: ConfigurationItem, metadata: {name: a}, spec: {version: 16.4}}", 'Write it in quotes: "16.4".'),
        ("{kind: ConfigurationItem, metadata: {name: a}, spec: {version: true}}", 'Write it in quotes: "true".'),
        ("{kind: Service, metadata: {name: a}, spec: {customers: b}}", "Write it as a list: [b]."),
        (
            "{kind: Change, metadata: {name: a}, spec: {authorised: anna}}",
            "Write it as a mapping: {by: ..., on: ..., how: ...}.",
        ),
        (
            "{kind: Change, metadata: {name: a}, spec: {items: [b]}}",
            "Write it as a mapping: {NAME: add or modify or remove}.",
        ),
        ("{kind: Service, metadata: {name: a}, spec: {redundancy: [b]}}", "Write it as a mapping: {of: ...}."),
        ("{kind: Process, metadata: {name: a}, spec: {priorities: high}}", "Write it as a mapping: {low: ...}."),
        ("{kind: Service, metadata: {name: a}, spec: {warranty: {availability: 99,9%}}}", "Write 99.9%."),
        ("{kind: ServicePackage, metadata: {name: a}, spec: {services: [b]}}", "Write at least 2."),
        ("{kind: Process, metadata: {name: a}, spec: {target: 9}}", "Write at most 5."),
        ("{kind: ConfigurationItem, metadata: {name: a}, spec: {availability: 99.8}}", "Write 99.8%."),
    ],
)
def test_what_to_write_instead(kinds: Kinds, documents, text: str, remedy: str) -> None:
    (document,) = documents(text)
    (problem,) = kinds[document["kind"]].problems(document)
    assert problem.remedy == remedy


@pytest.mark.parametrize(
    ("text", "on_key"),
    [
        ("{kind: Service, metadata: {name: a}, spec: {foo: 1}}", True),
        ("{kind: Service, metadata: {}}", True),
        ("{kind: Service}", False),
        ("{kind: Service, metadata: {name: a}, spec: {status: x}}", False),
    ],
)
def test_problems_stand_at_the_key_where_the_value_is_not_to_blame(kinds, documents, text: str, on_key: bool) -> None:
    (document,) = documents(text)
    (problem,) = kinds[document["kind"]].problems(document)
    assert problem.on_key is on_key


# formats are read at admission, and said there
FORMATS = [
    ("ServiceLevelAgreement", "{targets: {availability: '99,8%'}}", "/spec/targets/availability", "write 99.8%"),
    ("ServiceLevelAgreement", "{targets: {restore: {p1: 4 hrs}}}", "/spec/targets/restore/p1", "is not a duration"),
    (
        "ServiceLevelAgreement",
        "{targets: {restore: {p1: {value: 1 month}}}}",
        "/spec/targets/restore/p1/value",
        "months and years have no fixed length",
    ),
    ("ServiceLevelAgreement", "{valid: {from: 2027-02-30}}", "/spec/valid/from", "no such day"),
    ("ServiceLevelAgreement", "{review: yearly}", "/spec/review", "is not a period"),
    ("Change", "{window: {from: '2027-03-28T02:30'}}", "/spec/window/from", "does not exist in Europe/Amsterdam"),
    ("Change", "{window: {from: '2027-10-31T02:30'}}", "/spec/window/from", "happens twice in Europe/Amsterdam"),
    ("Change", "{implemented: yesterday}", "/spec/implemented", "is not a date"),
    ("Calendar", "{timeZone: Europe/Amsterdamm}", "/spec/timeZone", "is not a time zone"),
    ("Calendar", "{except: {2027-13-01: closed}}", "/spec/except/2027-13-01", "no such day"),
    ("Calendar", "{plus: [5 may]}", "/spec/plus/0", "is not a date"),
    (
        "Policy",
        "{configuration: {types: {server: {name: '^srv-(?=[0-9])'}}}}",
        "/spec/configuration/types/server/name",
        "is not a regular expression of RE2",
    ),
    (
        "Policy",
        f"{{configuration: {{types: {{server: {{name: '{'(a{900}){900}' * 99}'}}}}}}}}",
        "/spec/configuration/types/server/name",
        "is not a regular expression of RE2",
    ),
]


@pytest.mark.parametrize(("kind", "spec", "pointer", "message"), FORMATS)
def test_formats(kinds: Kinds, documents, kind: str, spec: str, pointer: str, message: str) -> None:
    (data,) = documents(spec)
    document = {"kind": kind, "metadata": {"name": "a"}, "spec": data}
    assert kinds[kind].problems(document) == []
    (problem,) = kinds[kind].admit(document, "Europe/Amsterdam").problems
    assert (problem.rule, problem.pointer) == ("shape/format", pointer)
    assert message in problem.message


def test_control_characters_never_come_through_raw(kinds: Kinds) -> None:
    document = {"kind": "Service", "metadata": {"name": "a", "\x1b[31m": 1}, "spec": {"status": "\x07\u202e" * 99}}
    for problem in kinds["Service"].problems(document):
        assert problem.message.isprintable()
        assert len(problem.message) < 500


@pytest.mark.parametrize("entry", ["", "''", "null", "{ref: }", "{soft: true}", "{ref: ''}"])
def test_an_entry_that_names_nothing(kinds: Kinds, documents, entry: str) -> None:
    (document,) = documents(f"kind: Service\nmetadata: {{name: a}}\nspec:\n  dependsOn:\n    - b\n    - {entry}\n")
    assert kinds["Service"].problems(document) == []
    admitted = kinds["Service"].admit(document)
    (problem,) = admitted.problems
    assert (problem.rule, problem.pointer) == ("reference/empty", "/spec/dependsOn/1")
    assert [reference.target for reference in admitted.references] == ["b"]
    assert admitted.spec["dependsOn"][1]["ref"] == ""


def test_alternatives_are_folded_to_the_one_that_was_meant(kinds_with) -> None:
    tool = kinds_with(
        "Tool.yaml", "{licence: {description: d, anyOf: [{type: string}, {type: object, required: [key]}]}}"
    )
    document = {"kind": "Tool", "metadata": {"name": "a"}, "spec": {"licence": {}}}
    (problem,) = tool["Tool"].problems(document)
    assert (problem.rule, problem.pointer) == ("shape/required", "/spec/licence")
    document["spec"] = {"licence": 3}
    (problem,) = tool["Tool"].problems(document)
    assert problem.message == "3 fits none of the forms that may stand here"


def test_foreign_names_may_hold_almost_anything(kinds: Kinds) -> None:
    kind = kinds["Service"]
    for name in ("Gitaly (rpc)", "_x", "naïef"):
        document = {"kind": "Service", "metadata": {"name": name}}
        assert kind.problems(document)
        assert kind.problems(document, foreign=True) == []
    for name in ("a/b", "a\nb", ""):
        assert kind.problems({"kind": "Service", "metadata": {"name": name}}, foreign=True)
