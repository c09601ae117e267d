"""The encoders extension: base64 in its standard alphabet; padding may be left out when decoding."""

import base64
import binascii
from typing import Any

from keur.cel.functions import Function, Library, Overload
from keur.cel.types import BYTES, STRING
from keur.cel.values import CelError, no_overload


def encode(value: Any) -> str:
    """Bytes as base64 text, padded."""
    if type(value) is bytes:
        return base64.b64encode(value).decode("ascii")
    raise no_overload("base64.encode", value)


def decode(value: Any) -> bytes:
    """The bytes of base64 text; CelError when it is none."""
    if type(value) is not str:
        raise no_overload("base64.decode", value)
    bare = value.rstrip("=")
    padding = -len(bare) % 4
    if len(value) - len(bare) in (0, padding):
        try:
            return base64.b64decode(bare + "=" * padding, validate=True)
        except (binascii.Error, ValueError):
            pass  # ValueError: characters beyond ASCII
    raise CelError("invalid_argument", "base64.decode: the string is not base64")


def _cost(value: Any) -> int:
    return len(value) >> 3 if type(value) is bytes or type(value) is str else 0


FUNCTIONS: Library = (
    Function("base64.encode", (Overload("base64.encode", (BYTES,), STRING),), encode, cost=_cost),
    Function("base64.decode", (Overload("base64.decode", (STRING,), BYTES),), decode, cost=_cost),
)
