"""Every case of the public conformance suite that needs no protocol buffers, through interpreter and compiler."""

import base64
import json
import math
from pathlib import Path
from typing import Any

import pytest

from keur.cel import (
    BOOL,
    BYTES,
    DOUBLE,
    INT,
    NULL,
    STRING,
    UINT,
    CelError,
    CheckErrors,
    Environment,
    UInt,
    list_of,
    map_of,
)
from keur.cel.interpreter import Interpreter
from keur.cel.problems import CelSyntaxError
from keur.cel.types import Type
from keur.cel.values import CelType, equals, make_map, type_of

SUITE = Path(__file__).resolve().parents[3] / "shared" / "data" / "cel-spec" / "conformance.json"

LEFT_ON_PURPOSE = {
    # The literals hold no backslash, the suite expects one: its text format lost an escape. The same cases for
    # strings expect none, and cel-expr-python gives for these what keur gives.
    **dict.fromkeys(
        (
            "parse/bytes_literals/triple_single_quoted_unescaped_punctuation",
            "parse/bytes_literals/triple_double_quoted_unescaped_punctuation",
        ),
        "The bytes literal is the sequence of bytes given by the UTF-8 representation of the string literal.",
    ),
}
"""Cases that keur does not follow, each with the sentence of the specification that it goes by instead."""

UNCHECKED = {
    "basic/variables/unbound_is_runtime_error",
    "basic/functions/unbound_is_runtime_error",
    "comparisons/eq_literal/not_eq_list_length",
    "comparisons/eq_literal/eq_list_elem_mixed_types",
    "logic/conditional/mixed_type",
    "logic/AND/short_circuit_type_left",
    "logic/AND/short_circuit_type_right",
    "logic/OR/short_circuit_type_left",
    "logic/OR/short_circuit_type_right",
    *(
        f"parse/receiver_function_names/{word}"
        for word in (
            *("as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package"),
            *("namespace", "return", "var", "void", "while"),
        )
    ),
}
"""Cases that the suite runs without a checker: they have a value although their types do not fit."""

SCALARS = {
    "bool": BOOL, "int": INT, "uint": UINT, "double": DOUBLE, "string": STRING, "bytes": BYTES, "null": NULL,
}  # fmt: skip


def cases() -> list[dict[str, Any]]:
    return json.loads(SUITE.read_text()) if SUITE.exists() else []


def name(case: dict[str, Any]) -> str:
    return f"{case['file']}/{case['section']}/{case['name']}"


def read_type(written: Any) -> Type:
    if isinstance(written, str):
        return SCALARS[written]
    return list_of(read_type(written[1])) if written[0] == "list" else map_of(*map(read_type, written[1:]))


def read_value(written: dict[str, Any]) -> Any:
    ((kind, value),) = written.items()
    readers = {
        "int": int, "uint": lambda text: UInt(int(text)), "double": float, "bytes": base64.b64decode,
        "null": lambda _: None, "type": CelType, "list": lambda items: [read_value(one) for one in items],
        "map": lambda pairs: make_map((read_value(key), read_value(one)) for key, one in pairs),
    }  # fmt: skip
    return readers[kind](value) if kind in readers else value


def same(found: Any, wanted: Any) -> bool:
    if isinstance(found, float) and isinstance(wanted, float):
        return (math.isnan(found) and math.isnan(wanted)) or (
            found == wanted and math.copysign(1, found) == math.copysign(1, wanted)
        )
    return type_of(found) == type_of(wanted) and equals(found, wanted)


def outcome(run: Any) -> Any:
    try:
        return run()
    except CelError as error:
        return error


def wrong(case: dict[str, Any], how: str, found: Any) -> list[str]:
    wanted = case["expect"]
    if "error" in wanted:
        right = isinstance(found, CelError)
    else:
        right = not isinstance(found, CelError) and same(found, read_value(wanted))
    return [] if right else [f"{name(case)} {how}: {case['expr']} gives {found!r}, wanted {wanted}"]


class Tally:
    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.failing: set[str] = set()
        self.unchecked: set[str] = set()
        self.compiled = self.declined = self.refused = 0

    def add(self, case: dict[str, Any], how: str, found: Any) -> None:
        mistakes = wrong(case, how, found)
        if mistakes:
            self.failing.add(name(case))
            self.wrong += mistakes

    def run(self, case: dict[str, Any]) -> None:
        environment = Environment(
            {key: read_type(one) for key, one in case.get("env", {}).items()}, container=case.get("container", "")
        )
        values = {key: read_value(one) for key, one in case.get("bindings", {}).items()}
        try:
            program = environment.compile(case["expr"])
        except CelSyntaxError as refused:
            self.add(case, "syntax", CelError("syntax", str(refused)))
            return
        except CheckErrors as refused:
            if "error" in case["expect"]:
                self.refused += 1
            else:
                self.unchecked.add(name(case))
                root = environment.parse(case["expr"]).root
                interpreter = Interpreter(environment.functions, values)
                self.add(case, f"unchecked ({refused})", outcome(lambda: interpreter.run(root)))
            return
        self.compiled += program.compiled
        self.declined += not program.compiled
        self.add(case, "interpreted", outcome(lambda: program.evaluate(values)))
        ordered = [values.get(key) for key in environment.variables]
        self.add(case, "compiled", outcome(lambda: program.run(None, *ordered)))
        self.add(case, "traced", outcome(lambda: traced(program.trace(values))))


def traced(trace: Any) -> Any:
    if trace.error is not None:
        raise trace.error
    return trace.value


def test_every_case_of_the_suite() -> None:
    if not SUITE.exists():
        pytest.skip("the conformance suite is not here: ../shared/data/cel-spec/conformance.json is absent")
    tally = Tally()
    suite = cases()
    for case in suite:
        tally.run(case)
    assert len(suite) == 1630
    unexpected = [line for line in tally.wrong if line.split(" ", 1)[0] not in LEFT_ON_PURPOSE]
    assert not unexpected, "\n".join(unexpected)
    assert tally.failing == LEFT_ON_PURPOSE.keys(), "the list of cases left on purpose holds nothing that passes"
    assert tally.unchecked == UNCHECKED
    assert tally.compiled > 1500
    assert tally.declined <= 10
