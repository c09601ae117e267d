"""keur.yaml: what a repository asks of keur, typed and checked."""

from keur.config.config import BASELINE, CODEOWNERS, FILE, Config, RuleSetting, Source, Use
from keur.config.names import strangers
from keur.config.read import Locate, read


def schema_text() -> str:
    """JSON Schema of keur.yaml as text, one newline at its end."""
    # Imported where it is used: making schemas is a part of pydantic that a check never needs.
    from keur.config.schema import schema_text as made

    return made()


__all__ = [
    "BASELINE",
    "CODEOWNERS",
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
