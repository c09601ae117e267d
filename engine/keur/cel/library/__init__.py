"""What CEL's functions are: plain functions over run-time values, with their signatures and costs.

Each module exports `FUNCTIONS`. `STANDARD` is CEL as specified, `EXTENSIONS` the strings, math, lists,
encoders and optionals extensions, `KEUR` what rules need besides; `LIBRARIES` are these three.
"""

from keur.cel.functions import Library
from keur.cel.library import (
    arithmetic,
    comparisons,
    conversions,
    encoders,
    keur,
    lists,
    math,
    optionals,
    standard,
    strings,
    time,
)

STANDARD: Library = (
    *arithmetic.FUNCTIONS,
    *comparisons.FUNCTIONS,
    *standard.FUNCTIONS,
    *conversions.FUNCTIONS,
    *time.FUNCTIONS,
)
EXTENSIONS: Library = (
    *strings.FUNCTIONS,
    *math.FUNCTIONS,
    *lists.FUNCTIONS,
    *encoders.FUNCTIONS,
    *optionals.FUNCTIONS,
)
KEUR: Library = keur.FUNCTIONS
LIBRARIES = (STANDARD, EXTENSIONS, KEUR)

__all__ = ["EXTENSIONS", "KEUR", "LIBRARIES", "STANDARD"]
