"""The Common Expression Language: parser, checker, interpreter and compiler.

An `Environment` says what expressions may use; it makes `Program`s. A program runs fast (`run`), exactly (`evaluate`)
or with its reasons (`trace`), and knows what it may read (`footprint`).
"""

from keur.cel.footprint import CalledFunction, Footprint
from keur.cel.functions import Const, Function, Library, Overload
from keur.cel.hoist import Hoisted, hoist
from keur.cel.inference import union
from keur.cel.problems import CelProblem, CelRefused, CelSyntaxError, CheckErrors, did_you_mean
from keur.cel.program import Environment, Program
from keur.cel.schema import any_entity, entity_type, object_type
from keur.cel.show import show
from keur.cel.template import Template, template
from keur.cel.trace import Origin, Read, Trace
from keur.cel.types import (
    BOOL,
    BYTES,
    DATE,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    NULL,
    PERIOD,
    STRING,
    TIMESTAMP,
    UINT,
    Field,
    Type,
    list_of,
    map_of,
    object_of,
    optional_of,
    param,
)
from keur.cel.values import CelError, CelMap, Optional, UInt

__all__ = [
    "BOOL", "BYTES", "DATE", "DOUBLE", "DURATION", "DYN", "INT", "NULL", "PERIOD", "STRING", "TIMESTAMP", "UINT",
    "CalledFunction", "CelError", "CelMap", "CelProblem", "CelRefused", "CelSyntaxError", "CheckErrors", "Const",
    "Environment", "Field", "Footprint", "Function", "Hoisted", "Library", "Optional", "Origin", "Overload", "Program",
    "Read", "Template", "Trace", "Type", "UInt", "any_entity", "did_you_mean", "entity_type", "hoist", "list_of",
    "map_of", "object_of", "object_type", "optional_of", "param", "show", "template", "union",
]  # fmt: skip
