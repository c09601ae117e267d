"""keur.yaml: what a repository asks of keur, typed and checked."""

from keur.config.config import BASELINE, FILE, Config, RuleSetting, Source, Use
from keur.config.names import strangers
from keur.config.read import Locate, read
from keur.config.schema import schema_text

__all__ = [
    "BASELINE",
    "FILE",
    "Config",
    "Locate",
    "RuleSetting",
    "Source",
    "Use",
    "read",
    "schema_text",
    "strangers",
]
