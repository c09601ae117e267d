"""What people write in keur's own files, as frozen dataclasses: built where plainly right, explained by pydantic."""

from keur.typed.build import Doubt, build
from keur.typed.marks import After, Before, Limits, camel, fields, says

__all__ = ["After", "Before", "Doubt", "Limits", "build", "camel", "fields", "says"]
