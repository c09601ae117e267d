"""What a run stands on: kinds, rules and configuration, the same for every entity of one revision."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from keur.config import Config
from keur.errors import KeurError
from keur.frameworks import Frameworks, bound
from keur.frameworks import load as load_frameworks
from keur.kinds import Kinds
from keur.kinds import load as load_kinds
from keur.kinds.source import read as read_schema
from keur.manifest import Parsed, parse
from keur.mapping import Mappings
from keur.mapping import load as load_mappings
from keur.model import FrameworkInfo, RuleInfo, Severity
from keur.model.quantities import Day
from keur.rules import CATALOG, CompiledRule, Policies, Reads, RuleFile, Vocabulary, compile_rule, compiled_later
from keur.rules import load as load_rules
from keur.rules.params import values

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Ground:
    """Kinds, rules, mappings, frameworks and configuration.

    config_from: where `keur.yaml` came from, for the report.
    select, ignore: rule ids or areas that the command line narrows the rules to, or leaves out.
    ahead: rules about a whole kind are asked also above the level that is enforced.
    as_shipped: kinds and shipped rules are those that keur's own tests hold right.
    """

    kinds: Kinds
    policies: Policies
    mappings: Mappings
    frameworks: Frameworks
    config: Config
    config_from: str = "none"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    ahead: bool = False
    as_shipped: bool = False
    _compiled: dict[str, CompiledRule] = field(default_factory=dict, repr=False)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What rules may say."""
        return Vocabulary(self.kinds, self.config.time_zone)

    @cached_property
    def enforced(self) -> Mapping[str, int]:
        """The level enforced, by area; "" is the default."""
        return {"": self.config.level(""), **{area: self.config.level(area) for area in self.policies.areas}}

    @cached_property
    def severities(self) -> Mapping[str, Severity]:
        """Severities that `keur.yaml` changes, by rule."""
        return {id: one.severity for id, one in self.config.rules.items() if one.severity is not None}

    def asked(self, id: str, today: Day) -> bool:
        """Whether a rule is asked today: not turned off, in its dates, selected, and in use."""
        file = self.policies.rules[id]
        rule, setting = file.rule, self.config.rules.get(id)
        if setting is not None and setting.off:
            return False
        start = setting.from_ if setting and setting.from_ else rule.from_
        end = setting.until if setting and setting.until else rule.until
        day = today.date
        if (start is not None and day < start) or (end is not None and day > end):
            return False
        if CATALOG in rule.kind and rule.level > self.enforced[file.area] and not self.ahead:
            return False
        return self.selected(id)

    def selected(self, id: str) -> bool:
        """Whether the command line leaves a rule in."""
        area = id.partition("/")[0]
        chosen = not self.select or id in self.select or area in self.select
        return chosen and id not in self.ignore and area not in self.ignore

    def compiled(self, id: str) -> CompiledRule:
        """A rule, ready to run; one that ships, over kinds that ship, is compiled when it is first run."""
        if id not in self._compiled:
            file = self.policies.rules[id]
            make = compiled_later if self.as_shipped and not file.folder else compile_rule
            self._compiled[id] = make(file, self.params(file), self.vocabulary)
        return self._compiled[id]

    def params(self, file: RuleFile) -> Mapping[str, Any]:
        """The parameters of a rule: its defaults, then what `keur.yaml` says."""
        setting = self.config.rules.get(file.id)
        return values(file, setting.params if setting else {})

    def compile_all(self, today: Day) -> Mapping[str, CompiledRule]:
        """Every rule that is asked, ready to run.

        Raises KeurError with every mistake in any rule, asked or not; those that ship, over kinds that ship, have none.
        """
        problems: list[str] = list(self.policies.problems)
        for id, file in self.policies.rules.items():
            if not file.rule.builtin:
                try:
                    self.compiled(id)
                except KeurError as error:
                    problems += error.problems
        if problems:
            count = f"{len(problems)} problem{'s' * (len(problems) > 1)}"
            raise KeurError(f"{count} in the rules, nothing was checked:", problems)
        return {id: rule for id, rule in self._compiled.items() if self.asked(id, today)}

    def ready_all(self, today: Day) -> None:
        """Compiles every rule that is asked to its end, for a catalog that is likely to hold every kind."""
        for rule in self.compile_all(today).values():
            rule.ready()

    def asked_rules(self, today: Day, reads: Mapping[str, Reads]) -> Mapping[str, CompiledRule]:
        """Every rule that is asked, compiled when it is first run; for rules that are known to have no mistake.

        reads: what those of them read that were run, by id.
        """
        asked = [file for id, file in self.policies.rules.items() if not file.rule.builtin and self.asked(id, today)]
        return {file.id: compiled_later(file, self.params(file), self.vocabulary, reads.get(file.id)) for file in asked}

    def rule_info(self, id: str, today: Day, outcomes: Mapping[str, int]) -> RuleInfo:
        """What a report says of a rule."""
        file = self.policies.rules[id]
        rule = file.rule
        return RuleInfo(
            id=id,
            title=rule.title,
            severity=self.severities.get(id, rule.severity),
            level=rule.level,
            rationale=rule.rationale,
            remedy=rule.remedy,
            requirements=rule.requirements,
            controls={name: rule.controls[name] for name in self.config.frameworks if name in rule.controls},
            digest=self.digest_of(file),
            outcomes={name: outcomes[name] for name in sorted(outcomes) if outcomes[name]},
            in_use=self.asked(id, today),
        )

    @cached_property
    def chosen_frameworks(self) -> tuple[FrameworkInfo, ...]:
        """What a report says of the frameworks that `keur.yaml` names."""
        named = {name: self.frameworks[name] for name in self.config.frameworks}
        return tuple(
            FrameworkInfo(
                name=name,
                title=one.title,
                edition=one.edition,
                publisher=one.publisher,
                controls={id: control.title for id, control in one.controls.items()},
            )
            for name, one in named.items()
        )

    def digest_of(self, file: RuleFile) -> str:
        """Of a rule with its settings: equal digests ask the same question."""
        setting = self.config.rules.get(file.id)
        said = json.dumps(asdict(setting), sort_keys=True, default=str) if setting else ""
        return hashlib.sha256(f"{file.digest}\n{said}".encode()).hexdigest()

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """Of everything that decides an outcome, by name."""
        rules = "\n".join(f"{id} {self.digest_of(file)}" for id, file in self.policies.rules.items())
        return {
            "configuration": self.config.digest,
            "schemas": self.kinds.digest,
            "mappings": _all(self.mappings.digests),
            "frameworks": _all(self.frameworks.digests),
            "rules": hashlib.sha256(rules.encode()).hexdigest(),
        }


def ground(
    schemas: Files,
    policies: Mapping[str, Files],
    config: Config,
    own: Mapping[str, Files] = MappingProxyType({}),
    *,
    config_from: str = "none",
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    ahead: bool = False,
    read_schema: Callable[[bytes], Mapping[str, Any]] = read_schema,
    read_rule: Callable[[bytes], Parsed] = parse,
    as_shipped: bool = False,
) -> Ground:
    """Loads what a run stands on. Raises KeurError with every problem of schemas, mappings or frameworks.

    policies: by folder ("" for what keur ships), its rules by path below it.
    own: the organisation's own `schemas` (frameworks among them) and `mappings`, each by path in the repository.
    read_schema, read_rule: read one file of either sort.
    as_shipped: kinds and the rules of folder "" are those that keur's own tests hold right.
    """
    kinds = load_kinds(
        _below(schemas, "mappings/", keep=False), extensions=own.get("schemas", {}), verified=True, read=read_schema
    )
    mappings = load_mappings(
        _below(schemas, "mappings/", keep=True), kinds, extensions=own.get("mappings"), verified=True
    )
    frameworks = load_frameworks(schemas, extensions=own.get("schemas"), verified=True)
    rules = bound(load_rules(policies, read_rule), frameworks, verified=True)
    return Ground(kinds, rules, mappings, frameworks, config, config_from, select, ignore, ahead, as_shipped)


def _all(digests: Mapping[str, str]) -> str:
    text = "\n".join(f"{name} {digest}" for name, digest in sorted(digests.items()))
    return hashlib.sha256(text.encode()).hexdigest()


def _below(files: Files, folder: str, *, keep: bool) -> Files:
    return {path: data for path, data in files.items() if path.startswith(folder) is keep}
