"""Compiled schemas."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol

from keur.kinds.forms import Schema

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError


class Validator(Protocol):
    """What keur asks of a compiled schema."""

    def is_valid(self, instance: Any) -> bool:
        """Whether the data fits."""

    def iter_errors(self, instance: Any) -> "Iterator[ValidationError]":
        """Every way in which it does not."""


def linear(schema: Schema) -> Validator:
    """A validator that matches patterns in linear time, leaves formats to admission, and asks for nothing it was not
    given. Raises ValueError for a schema that cannot be compiled."""
    # Imported where it is used: a run that the cache answers validates nothing.
    from jsonschema_rs import Draft202012Validator, RegexOptions

    return Draft202012Validator(dict(schema), pattern_options=RegexOptions(), offline=True, validate_formats=False)
