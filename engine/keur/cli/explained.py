"""The pages of `keur explain`."""

from collections.abc import Iterator, Mapping
from typing import Any

from keur.assess import Ground
from keur.availability import promises, show_promise
from keur.cel import show
from keur.cli.page import BOLD, DIM, Page
from keur.cli.runs import Run
from keur.cli.standing import state_of
from keur.computed import computed
from keur.evaluate import CatalogReader
from keur.kinds import Kind
from keur.manifest import format_of, parse
from keur.model import Finding, steps
from keur.model.quantities import Day
from keur.rules import ANY, Rule


def explain_rule(page: Page, ground: Ground, id: str, today: Day | None) -> None:
    """A rule: why it is asked, how to mend what breaks it, what it asks, and how it stands here."""
    file = ground.policies.rules[id]
    rule = file.rule
    page.heading(f"{id}: {rule.title}")
    severity = ground.severities.get(id, rule.severity)
    state, why = state_of(ground, id, today)
    facts = [("level", f"{rule.level}"), ("severity", severity), ("here", f"{state}: {why}")]
    if rule.requirements:
        facts.append(("answers", ", ".join(rule.requirements)))
    facts += (("evidences", what) for what in _evidences(ground, rule))
    facts.append(("file", file.shown))
    page.gap()
    page.rows(facts)
    page.heading("Why")
    page.say(rule.rationale, "  ")
    page.heading("How to mend it")
    page.say(rule.remedy, "  ")
    page.heading("What it asks")
    page.rows(_asks(rule))
    if rule.params:
        page.heading("Parameters")
        given = ground.config.rules[id].params if id in ground.config.rules else {}
        values = ground.params(file)
        for name, schema in rule.params.items():
            origin = "keur.yaml" if name in given else "the rule"
            page.rows([[name, show(values[name]), (f"from {origin}. {schema['description']}", DIM)]])
    for number, example in enumerate(rule.examples, 1):
        page.heading(f"Example {number}, which {'passes' if example.passing else 'fails'}")
        page.verbatim(example.text)


def _evidences(ground: Ground, rule: Rule) -> Iterator[str]:
    """The controls that it evidences, of the frameworks that `keur.yaml` names."""
    for framework in ground.chosen_frameworks:
        for id in rule.controls.get(framework.name, ()):
            yield f"{framework.title} {id}: {framework.controls[id]}"


def _asks(rule: Rule) -> Iterator[list[str]]:
    if rule.builtin:
        yield ["found by", "keur itself, while it reads"]
        return
    yield ["of", "every kind" if ANY in rule.kind else ", ".join(rule.kind)]
    if rule.when:
        yield ["when", rule.when]
    for name, text in rule.variables.items():
        yield [name, text]
    for name, text in rule.each.items():
        yield [f"each {name}", text]
    yield ["assert", rule.assertion or ""]


def explain_kind(page: Page, kind: Kind) -> None:
    """A kind: what it is for, its fields, and the smallest entity of it."""
    page.heading(f"{kind.name}: {kind.title}")
    page.say(kind.description, "  ")
    page.heading("Fields of spec")
    schema = kind.document["properties"]["spec"]
    required = schema.get("required", ())
    page.rows(
        [(name, BOLD if name in required else ""), _note(field, name in required), _says(field)]
        for name, field in schema["properties"].items()
    )
    page.heading("In short")
    for example in kind.examples[:2]:
        page.verbatim("\n".join(_yaml({"kind": kind.name, **example})))
        page.gap()


def _says(field: Mapping[str, Any]) -> str:
    """What a field is, with the values that it may have, or the fields that stand in it."""
    says = [field.get("description", "")]
    if "enum" in field and "x-extends" not in field:
        says.append(f"One of {', '.join(map(str, field['enum']))}.")
    inner = field.get("properties") or field.get("items", {}).get("properties")
    if inner:
        says.append(f"Holds {', '.join(inner)}.")
    return " ".join(says)


def _note(field: Mapping[str, Any], required: bool) -> str:
    if required:
        return "needed"
    if "x-derive" in field:
        return "derived"
    return f"default {field['default']}" if "default" in field else ""


def explain_entity(page: Page, made: Run, id: str) -> None:
    """An entity: what nobody wrote, what follows, what it promises, whom it names, who names it, what is found."""
    catalog = made.reading.declared.catalog
    entity = catalog.entities[id]
    title = entity.metadata.get("title")
    page.heading(f"{id}{f': {title}' if title else ''}")
    owner = CatalogReader(catalog, catalog).owner_id(id)
    page.gap()
    page.rows([["file", entity.path], *([["owner", owner]] if owner else [])])
    if entity.source:
        page.say(f"read through the mapping {entity.source}", "  ")
    filled = list(_filled(made, id))
    if filled:
        page.heading("What nobody wrote")
        page.rows(filled)
    follows = [[one.name, one.value, one.because] for one in computed(catalog, id, made.session.today)]
    if follows:
        page.heading("What follows from the rest of the catalog")
        page.rows(follows)
    shares = list(promises(catalog, id, made.session.config.time_zone, made.session.today.date.year))
    if shares:
        page.heading(f"May be down, on average over {made.session.today.date.year}")
        page.rows([one.field.removeprefix("spec."), show_promise(one)] for one in shares)
    named = [[one.relation, target or f"{one.target} (nothing)"] for one, target in catalog.references(id)]
    if named:
        page.heading("Names")
        page.rows(named)
    naming = [
        [relation.inverse, other]
        for name, relation in catalog.relations.relations.items()
        for other in catalog.targets(id, name, against=True)
    ]
    if naming:
        page.heading("Is named by")
        page.rows(naming)
    page.heading("Findings")
    found = [one for one in made.report.findings if one.entity == id]
    if not found:
        page.say("none", "  ")
    page.rows(
        [f"{one.place.path}:{one.place.region.line}", (one.rule, BOLD), f"{_standing(one)}{one.message}"]
        for one in found
    )


def _standing(finding: Finding) -> str:
    if finding.suppressed:
        return (
            f"({finding.suppressed}: {finding.suppressed_by}) " if finding.suppressed_by else f"({finding.suppressed}) "
        )
    return "" if finding.enforced else f"(level {finding.level}, not enforced) "


def _filled(made: Run, id: str) -> Iterator[list[str]]:
    """Fields that were defaulted, derived or inherited, with what they follow from."""
    catalog = made.reading.declared.catalog
    entity = catalog.entities[id]
    form = format_of(entity.path)
    if entity.source or form is None:
        return
    data = parse(made.reading.snapshot.read(entity.path)).documents[entity.document].data
    for one in made.session.ground.kinds[entity.kind].filled(data):
        if any(step.isdigit() for step in steps(one.pointer)):
            continue  # an element of a list is in short form, and everybody knows what that means
        yield [".".join(steps(one.pointer)), _brief(one.value), one.because]


def _brief(value: Any) -> str:
    """A value in a table; a list of entries with ids by these, since their texts stand where it comes from."""
    if isinstance(value, list) and value and all(isinstance(entry, dict) and "id" in entry for entry in value):
        return ", ".join(str(entry["id"]) for entry in value)
    return show(value)


def _yaml(value: Any, indent: str = "") -> Iterator[str]:
    """A small example as YAML: mappings in blocks, what lies deep in one line."""
    for key, part in value.items():
        if isinstance(part, Mapping) and len(indent) < 2:
            yield f"{indent}{key}:"
            yield from _yaml(part, f"{indent}  ")
        else:
            yield f"{indent}{key}: {_flow(part)}"


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return show(value)
