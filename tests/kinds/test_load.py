"""Schema files that cannot be used, and what an organisation may add."""

import pytest

from keur.bundle import shipped
from keur.errors import KeurError
from keur.kinds import load

HEAD = "title: Tool\ndescription: A tool.\nx-class: definition\nx-folder: tools\nexamples: [{metadata: {name: a}}]\n"


def problems(**files: str) -> tuple[str, ...]:
    own = {name.replace("__", "/") + ".yaml": text.encode() for name, text in files.items()}
    with pytest.raises(KeurError) as error:
        load(shipped("schemas"), extensions=own, verified=True)
    return error.value.problems


# text of Tool.yaml, and the one problem it has
BAD = [
    ("properties: [", "is not YAML: line 2, column 1: did not find expected node content"),
    ("- a", "is not a mapping"),
    ("a: &b {}\nc: *b", "uses an anchor at line 2, column 4; say it under $defs"),
    ("a: !!str b", "has a tag at line 1"),
    ("a: 1\na: 2", "has the key a twice at line 2"),
    ("1: a", "has a key that is not text at line 1"),
    ("---\na: b\n---\nc: d", "holds more than one document"),
    ("a: " + "[" * 50_000, "nests deeper than 64 levels"),
    ("a: " + "x" * 300_000, "is larger than 256 KiB"),
    (b"a: \xff".decode("latin1"), "title is missing"),
    (HEAD, "properties is missing"),
    (HEAD + "properties: {}\nx-answers: {GEN-08: a}", "at /x-answers: only kinds that keur ships prove requirements"),
    (HEAD + "properties: {a: {type: strin, description: d}}", "at /properties/a/type: is not JSON Schema"),
    (HEAD + "properties: {a: {type: string}}", "at /properties/a: description is missing"),
    (HEAD + "properties: {a: {tpye: string, description: d}}", 'unknown keyword "tpye"; did you mean type?'),
    (HEAD + "properties: {a: {x-reff: {}, description: d}}", 'unknown annotation "x-reff"; did you mean x-ref?'),
    (
        HEAD + "properties: {a: {type: string, description: d, x-ref: {kinds: [Servce], relation: owner}}}",
        'x-ref names the unknown kind "Servce"; did you mean Service?',
    ),
    (
        HEAD + "properties: {a: {type: string, description: d, x-ref: {kinds: [Service], relation: dependOn}}}",
        'x-ref names the unknown relation "dependOn"; did you mean dependsOn?',
    ),
    (
        HEAD + "properties: {a: {type: string, description: d, x-ref: Service}}",
        "x-ref should be {kinds: [KIND], relation: NAME}, with `soft: FIELD` where a sibling may make it soft",
    ),
    (
        HEAD + "properties: {a: {type: integer, description: d, x-ref: {kinds: [Service], relation: owner}}}",
        "x-ref stands on text, `type: string`",
    ),
    (
        HEAD + "properties: {a: {$ref: 'https://example.org/a.json', description: d}}",
        "$ref https://example.org/a.json is refused",
    ),
    (HEAD + "properties: {a: {$ref: 'file:///etc/passwd', description: d}}", "is refused"),
    (HEAD + "properties: {a: {$ref: '#/$defs/no', description: d}}", "$ref #/$defs/no names nothing"),
    (HEAD + "properties: {a: {$ref: 'shared#/$defs/no', description: d}}", "$ref shared#/$defs/no names nothing"),
    (
        HEAD + "properties: {a: {$ref: '#/$defs/b', description: d}}\n$defs: {b: {items: {$ref: '#/$defs/b'}}}",
        "$ref #/$defs/b leads back to itself",
    ),
    (
        HEAD + "properties: {a: {$ref: 'shared#/$defs/level', description: d, minLength: 3}}",
        "minLength stands beside $ref, where it would be lost",
    ),
    (HEAD + "properties: {a: {$id: 'http://x/', description: d}}", "$id is refused"),
    (HEAD + "properties: {a: {type: string, pattern: '(?=a)a', description: d}}", "patterns are RE2"),
    (HEAD + r"properties: {a: {type: string, pattern: '(a)\1', description: d}}", "patterns are RE2"),
    (HEAD + "properties: {a: {description: d, anyOf: [{type: string, pattern: '(?!x)'}]}}", "patterns are RE2"),
    (HEAD + "properties: {a: {type: string, format: uuid, description: d}}", 'unknown format "uuid"'),
    (HEAD + "properties: {a: {anyOf: [{format: date}], description: d}}", "format stands below anyOf"),
    (
        HEAD + "properties: {a: {type: object, x-short: b, properties: {}, description: d}}",
        'x-short "b" names no field that takes a scalar',
    ),
    (HEAD + "properties: {a: {type: string, default: 3, description: d}}", "value 3 is not one that may be written"),
    (
        HEAD + "properties: {a: {type: string, format: duration, default: soon, description: d}}",
        'value "soon" is not one that may be written',
    ),
    (
        HEAD + "properties: {a: {type: string, enum: [b], default: b, x-derive: {z: b}, description: d}}",
        "x-derive names z, which is no field here",
    ),
    (
        HEAD + "properties: {a: {type: string, x-derive: {a: b}, description: d}}",
        "x-derive needs a default",
    ),
    (HEAD + "properties: {a: {type: string, x-governed: no, description: d}}", "x-governed should be topology"),
    (
        HEAD + "properties: {a: {type: string, enum: [b], description: d, x-lifecycle: "
        "{states: [b], transitions: {b: [c]}, terminal: []}}}",
        'x-lifecycle names "c", which is none of its states',
    ),
    (
        HEAD + "properties: {a: {type: string, enum: [b, c], description: d, x-lifecycle: "
        "{states: [b], transitions: {}, terminal: []}}}",
        "the states of x-lifecycle and the values of enum differ",
    ),
    (
        HEAD + "properties: {a: {type: object, x-expects: {b: gone}, description: d}}",
        "x-expects should be {VALUE: present, add or remove}",
    ),
    (HEAD + "properties: {a: true}", "at /properties/a: description is missing"),
    (HEAD + "properties: {a: {description: d, x-ref: {kinds: 3, relation: owner}}}", "x-ref should be"),
    (HEAD + "properties: {a: {description: d, x-short: [b], type: object}}", "x-short should be the name of a field"),
    (HEAD + "properties: {a: {description: d, x-derive: [b], default: c}}", "x-derive should be {SIBLING: VALUE}"),
    (HEAD + "properties: {a: {description: d, x-lifecycle: {states: 3}}}", "x-lifecycle should be {states: [STATE]"),
    (HEAD + "properties: {a: {description: d, format: date}}", "format stands on text, `type: string`"),
    (HEAD + "properties: {a: {description: d, if: {format: date}}}", "at /properties/a/if: format stands below if"),
    (
        HEAD + "properties: {a: {type: object, description: d, properties: "
        "{b: {type: string, description: d, x-ref: {kinds: [Tool], relation: owner, soft: c}}}}}",
        "x-ref names c, which is no field here",
    ),
    (HEAD + "x-colour: red\nproperties: {}", 'unknown annotation "x-colour"'),
    (HEAD.replace("definition", "thing") + "properties: {}", '"thing" is not definition or record'),
    (HEAD.replace("[{metadata: {name: a}}]", "[]") + "properties: {}", "examples is missing"),
    (HEAD.replace("{name: a}", "{}") + "properties: {}", "at /examples/0/metadata: metadata must have name"),
    (HEAD.replace("}}]", "}, spec: {b: 1}}]") + "properties: {}", 'at /examples/0/spec/b: unknown field "b"'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BAD)
def test_schema_files_that_cannot_be_used(text: str, expected: str) -> None:
    found = problems(Tool=text)
    assert any(expected in problem for problem in found), found
    assert all(problem.startswith("Tool.yaml") for problem in found)


def test_bytes_that_are_not_text() -> None:
    with pytest.raises(KeurError, match=r"Tool.yaml is not YAML"):
        load(shipped("schemas"), extensions={"Tool.yaml": b"a: \xff"}, verified=True)


def test_all_problems_of_all_files_are_said_at_once() -> None:
    found = problems(
        Tool=HEAD + "properties: {a: {type: string}, b: {type: string, format: uuid}}",
        lower=HEAD + "properties: {}",
        relations__likes="inverse: owns\nmeaning: m\nstrength: strnog\nimpact: to-referer\nacyclic: 1\ncolour: red",
        Service="properties: {status: {description: other}}",
    )
    assert [problem.split(":")[0].split(" at ")[0] for problem in found] == [
        "lower.yaml",
        *["relations/likes.yaml"] * 4,
        "Service.yaml",
        *["Tool.yaml"] * 3,
    ]


def test_relations_have_names_of_their_own() -> None:
    text = "{inverse: owns, meaning: m, strength: weak, impact: none}"
    assert problems(relations__likes=text) == ("relations: likes: owns is already said by owner",)
    assert problems(relations__owner=text) == (
        "relations/owner.yaml: owner is a shipped relation; give yours another name",
    )


def test_a_file_that_does_not_parse_is_its_only_problem() -> None:
    """Others that refer to its kind are not blamed for it."""
    user = HEAD + "properties: {a: {type: string, description: d, x-ref: {kinds: [Tool], relation: owner}}}"
    (problem,) = problems(Tool="a: [", User=user)
    assert problem.startswith("Tool.yaml is not YAML")


def test_an_organisation_may_add_fields_and_constraints() -> None:
    addition = b"""
required: [customers]
properties:
  costCentre: {type: string, pattern: "^[0-9]{4}$", x-pattern-says: four digits, description: Who pays.}
  customers: {minItems: 1}
  criticality: {enum: [low, medium]}
  warranty: {properties: {language: {type: string, default: nl, description: The language of support.}}}
examples:
  - metadata: {name: a}
    spec: {customers: [b]}
"""
    kinds = load(shipped("schemas"), extensions={"schemas/Service.yaml": addition}, verified=True)

    def said(spec: dict[str, object]) -> list[str]:
        document = {"kind": "Service", "metadata": {"name": "a"}, "spec": spec}
        return [problem.message for problem in kinds["Service"].problems(document)]

    assert said({"customers": ["b"], "costCentre": "4711"}) == []
    assert said({}) == ["spec must have customers"]
    assert said({"customers": ["b"], "costCentre": "x"}) == ['"x" does not fit; expected four digits']
    assert said({"customers": []}) == ["the list holds no entries, of at least 1"]
    assert said({"customers": ["b"], "criticality": "high"}) == ['"high" is not low or medium']
    admitted = kinds["Service"].admit({"metadata": {"name": "a"}, "spec": {"customers": ["b"], "warranty": {}}})
    assert admitted.spec["warranty"] == {"language": "nl"}
    assert [reference.relation for reference in admitted.references] == ["customer"]


@pytest.mark.parametrize(
    ("addition", "expected"),
    [
        ("title: Dienst", "changes title of the shipped kind"),
        ("x-class: record", "changes x-class of the shipped kind"),
        ("properties: {status: {default: design}}", "changes default of the shipped kind"),
        ("properties: {status: {enum: [operational, sleeping]}}", 'adds "sleeping"; the values of a shipped field'),
        ("properties: {customers: {type: string}}", "changes type of the shipped kind"),
        ("properties: {customers: {items: {x-ref: {kinds: [Person], relation: owner}}}}", "changes x-ref"),
        ("properties: {verified: {format: period}}", "changes format"),
        ("properties: {provider: {format: date}}", "adds format"),
        ("properties: {warranty: {additionalProperties: true}}", "adds additionalProperties"),
        ("required: [mtbf]", "at /examples/0: the document must have spec"),
    ],
)
def test_an_organisation_may_not_change_or_remove(addition: str, expected: str) -> None:
    found = problems(Service=addition)
    assert any(expected in problem for problem in found), found


def test_an_organisation_may_bring_its_own_kinds_relations_and_lists() -> None:
    kinds = load(
        shipped("schemas"),
        extensions={
            "org/schemas/Tool.yaml": (
                HEAD + "properties: {of: {type: string, description: d, x-ref: {kinds: [Tool], relation: likes}}}"
            ).encode(),
            "org/schemas/relations/likes.yaml": b"{inverse: isLiked, meaning: m, strength: weak, impact: none}",
            "org/schemas/reference/ours/change.yaml": b"purpose: Ours.\nx-source: page 4\nactivities: [{id: do}]",
            "org/schemas/README.md": b"not a schema",
        },
    )
    assert kinds.relations["likes"].inverse == "isLiked"
    document = {"kind": "Process", "metadata": {"name": "a"}, "spec": {"extends": "ours/change"}}
    assert kinds["Process"].problems(document) == []
    admitted = kinds["Process"].admit(document)
    assert admitted.spec["purpose"] == "Ours."
    assert admitted.inherited == ("purpose", "activities")


def test_a_reference_list_holds_what_its_heirs_may_hold() -> None:
    found = problems(reference__ours__change="purpos: Ours.\nactivities: [{id: 3}]")
    assert len(found) == 2
    assert all(problem.startswith("reference/ours/change.yaml (ours/change) at ") for problem in found)


def test_nothing_is_said_in_two_files() -> None:
    tool = (HEAD + "properties: {}").encode()
    files = {
        "one/Tool.yaml": tool,
        "two/Tool.yaml": tool,
        "ours/reference/itil-2011/change-management.yaml": b"purpose: Ours.",
    }
    with pytest.raises(KeurError) as error:
        load(shipped("schemas"), extensions=files, verified=True)
    assert error.value.problems == ("two/Tool.yaml: Tool is also one/Tool.yaml; say it in one file",)
    del files["two/Tool.yaml"]
    with pytest.raises(KeurError, match="itil-2011/change-management is a shipped list; give yours another name"):
        load(shipped("schemas"), extensions=files, verified=True)


def test_a_slow_pattern_is_not_slow() -> None:
    text = HEAD + "properties: {a: {type: string, pattern: '^(a+)+$', description: d}}"
    kinds = load(shipped("schemas"), extensions={"Tool.yaml": text.encode()}, verified=True)
    document = {"kind": "Tool", "metadata": {"name": "a"}, "spec": {"a": "a" * 50_000 + "!"}}
    (problem,) = kinds["Tool"].problems(document)
    assert len(problem.message) < 200
