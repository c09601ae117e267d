"""Rules: files that say which entities, what must hold, how bad it is otherwise, why, and how to mend it."""

from keur.rules.compile import CompiledRule, Reads, compile_rule, compiled_later
from keur.rules.failure import Failure, stable_name
from keur.rules.functions import STRONG, Reader
from keur.rules.load import Policies, RuleFile, load
from keur.rules.reads import reads
from keur.rules.reference import INHERITED
from keur.rules.rule import ANY, CATALOG, Area, Example, Rule
from keur.rules.run import failures
from keur.rules.vocabulary import Vocabulary

__all__ = [
    "ANY",
    "CATALOG",
    "INHERITED",
    "STRONG",
    "Area",
    "CompiledRule",
    "Example",
    "Failure",
    "Policies",
    "Reader",
    "Reads",
    "Rule",
    "RuleFile",
    "Vocabulary",
    "compile_rule",
    "compiled_later",
    "failures",
    "load",
    "reads",
    "stable_name",
]
