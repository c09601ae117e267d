"""The parser: what it reads it can be written back from, and whatever else it gets, it says what is wrong and where."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keur.cel import CelSyntaxError, UInt, ast
from keur.cel.ast import Node
from keur.cel.lexer import MAX_LENGTH
from keur.cel.parser import MAX_DEPTH, parse

BINARY = {"@in": "in"} | {f"_{sign}_": sign for sign in ("+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=")}


def unparse(node: Node) -> str:
    """A text with this tree: brackets around everything."""
    match node:
        case ast.Literal(value=value):
            return literal(value)
        case ast.Ident(name=name):
            return name
        case ast.Select(operand=operand, field=field, optional=optional):
            return f"{inner(operand)}.{'?' if optional else ''}{quoted(field)}"
        case ast.Has(operand=operand, field=field, optional=optional):
            return f"has({inner(operand)}.{'?' if optional else ''}{quoted(field)})"
        case ast.Index(operand=operand, index=index, optional=optional):
            return f"{inner(operand)}[{'?' if optional else ''}{unparse(index)}]"
        case ast.Call(function=name, args=(left, right)) if name in BINARY:
            return f"{inner(left)} {BINARY[name]} {inner(right)}"
        case ast.Call(function="!_" | "-_" as name, args=(operand,)):
            return f"{name[0]}{inner(operand)}"
        case ast.Call(function=name, args=args, target=target):
            prefix = "" if target is None else f"{inner(target)}."
            return f"{prefix}{name}({', '.join(map(unparse, args))})"
        case ast.Logic(operator=operator, operands=operands):
            return f" {operator} ".join(map(inner, operands))
        case ast.Conditional(condition=condition, then=then, otherwise=otherwise):
            return f"{inner(condition)} ? {inner(then)} : {inner(otherwise)}"
        case ast.ListLiteral(elements=elements, optional=optional):
            return f"[{', '.join(mark(i, optional) + unparse(one) for i, one in enumerate(elements))}]"
        case ast.MapLiteral(keys=keys, values=values, optional=optional):
            pairs = enumerate(zip(keys, values, strict=True))
            return f"{{{', '.join(f'{mark(i, optional)}{unparse(k)}: {unparse(v)}' for i, (k, v) in pairs)}}}"
        case ast.Message(name=name, names=names, values=values):
            return f"{name}{{{', '.join(f'{k}: {unparse(v)}' for k, v in zip(names, values, strict=True))}}}"
        case ast.Bind(macro="cel.bind", variable=variable, init=init, body=body):
            return f"cel.bind({variable}, {unparse(init)}, {unparse(body)})"
        case ast.Bind(macro=macro, variable=variable, init=init, body=body):
            return f"{inner(init)}.{macro}({variable}, {unparse(body)})"
        case ast.Comprehension(macro=macro, target=target, variables=variables, condition=condition, result=result):
            parts = [*variables, *(unparse(one) for one in (condition, result) if one is not None)]
            return f"{inner(target)}.{macro}({', '.join(parts)})"
    raise AssertionError(node)


def inner(node: Node) -> str:
    text = unparse(node)
    return text if isinstance(node, ast.Ident | ast.Select | ast.ListLiteral) else f"({text})"


def mark(position: int, optional: frozenset[int]) -> str:
    return "?" if position in optional else ""


def quoted(field: str) -> str:
    return f"`{field}`" if not field.isidentifier() or field == "in" else field


def literal(value: Any) -> str:
    match value:
        case bool() | None:
            return {True: "true", False: "false", None: "null"}[value]
        case UInt():
            return f"{int(value)}u"
        case str():
            return '"' + "".join(f"\\U{ord(character):08x}" for character in value) + '"'
        case bytes():
            return 'b"' + "".join(f"\\x{octet:02x}" for octet in value) + '"'
    return repr(value)


def shape(node: Node) -> Any:
    """The tree with the types of its constants, which Python's equality would confuse."""
    return [type(one).__name__ + repr(getattr(one, "value", "")) for one in ast.walk(node)], node


ATOMS = st.one_of(
    st.sampled_from(["a", "b.c", "true", "null", "x.y[0]", "[]", "{}", ".root", "has(a.b)", "a.`content-type`"]),
    st.integers(-(2**63), 2**63 - 1).map(str),
    st.integers(0, 2**64 - 1).map(lambda number: f"{number}u"),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=5).map(literal),
    st.binary(max_size=4).map(literal),
)
FORMS = [
    "{} + {}", "{} - {}", "{} * {}", "{} / {} % {}", "{} && {}", "{} || {} && {}", "({} ? {} : {})", "!({})", "-({})",
    "-a.b({})", "[{}, {}]", "[?{}, {}]", "{{{}: {}}}", "{{?{}: {}, {}: {}}}", "f({}, {})", "({}).m({})", "({})[{}]",
    "({})[?{}]", "({}).?f.g", "({}) in ({})", "({}) <= ({})", "({}) != ({})", "a.all(x, {})",
    "a.exists(i, v, {} || {})",
    "({}).map(x, {}, {})", "({}).transformMap(k, v, {})", "cel.bind(v, {}, {})", "({}).optMap(v, {})", "M.N{{f: {}}}",
    "a.existsOne(x, {})", "({}).filter(x, {})", "{} < {} || {}",
]  # fmt: skip


@st.composite
def texts(draw: st.DrawFn, depth: int = 3) -> str:
    form = draw(st.sampled_from(FORMS)) if depth and draw(st.integers(0, 3)) else "{}"
    parts = [draw(texts(depth - 1)) if depth else draw(ATOMS) for _ in range(form.replace("{{", "").count("{}"))]
    return form.format(*parts)


@settings(max_examples=200, deadline=None)
@given(texts())
def test_a_tree_written_back_reads_the_same(text: str) -> None:
    tree = parse(text).root
    assert shape(parse(unparse(tree)).root) == shape(tree)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=40), st.text("abc.?:[](){}!-+&|<=>'\"`\\01eux ,%*/\n", max_size=40)))
def test_any_text_parses_or_is_refused(text: str) -> None:
    try:
        parse(text)
    except CelSyntaxError as error:
        (problem,) = error.problems
        lines = text.split("\n")
        assert 1 <= problem.region.line <= len(lines)
        assert 1 <= problem.region.column <= len(lines[problem.region.line - 1]) + 1


HOSTILE = {
    "brackets": "(" * 50_000,
    "lists": "[" * 50_000 + "]" * 50_000,
    "maps": "{1:" * 20_000,
    "calls": "f(" * 20_000,
    "conditions": "a?b:" * 15_000 + "c",
    "sums": "1" + "+1" * 30_000,
    "selections": "a" + ".b" * 30_000,
    "indices": "a" + "[0]" * 20_000,
    "macros": "[1].all(x, " * 70 + "true" + ")" * 70,
    "too long": "1 " * MAX_LENGTH,
    "digits": "1" * 5_000,
    "exponent": "1e999999",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_are_refused(text: str) -> None:
    with pytest.raises(CelSyntaxError) as refused:
        parse(text)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    "text",
    ["!" * 50_000 + "true", "-" * 50_000 + "1", "true" + " && true" * 5_000, "[" + "1, " * 20_000 + "]",
     "(" * (MAX_DEPTH - 1) + "1" + ")" * (MAX_DEPTH - 1)],
    ids=["not", "minus", "and", "elements", "brackets"],
)  # fmt: skip
def test_long_is_not_deep(text: str) -> None:
    parse(text)


REFUSED = [
    ("", 1, 1, "expected a value, found the end"),
    ("1 +", 1, 4, "expected a value, found the end"),
    ("a b", 1, 3, "the expression ends before this, found b"),
    ("a.b[1", 1, 6, "expected ], found the end"),
    ("f(1,)", 1, 5, "expected a value, found )"),
    ("a\n  .all(1, x)", 2, 8, "a macro's variable is one simple name"),
    ("a.all(x.y, true)", 1, 7, "a macro's variable is one simple name"),
    ("a.all(x, x, true)", 1, 10, "a macro's two variables have different names"),
    ("has(a)", 1, 5, "has() asks for a field: has(x.field)"),
    ("a = 1", 1, 3, "unexpected character =; equality is written =="),
    ("a & b", 1, 3, "unexpected character &; and is written &&"),
    ("'abc", 1, 1, "this string is not closed"),
    ("'a\nb'", 1, 1, "this string is not closed"),
    ('"\\q"', 1, 2, "unknown escape \\q"),
    ('"\\ud800"', 1, 2, "\\ud800 is no character"),
    ('"\\U00110000"', 1, 2, "\\U00110000 is no character"),
    ("b'\\u0041'", 1, 3, "unknown escape \\u0041"),
    ("9223372036854775808", 1, 1, "9223372036854775808 is beyond 64 bits"),
    ("-9223372036854775809", 1, 2, "9223372036854775809 is beyond 64 bits"),
    ("18446744073709551616u", 1, 1, "18446744073709551616u is beyond 64 bits"),
    ("x.in", 1, 3, "in is an operator; write the field as `in`"),
    ("for", 1, 1, "for is a reserved word"),
    ("'\ud800'", 1, 2, "half a surrogate pair is no character"),
    ("\u2028", 1, 1, "unexpected character U+2028"),
    ("a.?b()", 1, 5, "the expression ends before this, found ("),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), REFUSED, ids=[repr(row[0]) for row in REFUSED])
def test_refusals_say_where_and_why(text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(CelSyntaxError) as refused:
        parse(text)
    (problem,) = refused.value.problems
    assert (problem.region.line, problem.region.column, problem.message) == (line, column, message)


def test_positions_of_nodes() -> None:
    text = "a.b == 'é' &&\n  c.all(x, x.?y[0] > 1)"
    expression = parse(text)
    found = [expression.text(node) for node in ast.walk(expression.root)]
    assert found == [
        text, "a.b == 'é'", "a.b", "a", "'é'", "c.all(x, x.?y[0] > 1)", "c", "x.?y[0] > 1", "x.?y[0]", "x.?y", "x", "0",
        "1",
    ]  # fmt: skip
    region = expression.source.region(text.index("x.?y"), text.index(" > 1"))
    assert (region.line, region.column, region.end_line, region.end_column) == (2, 12, 2, 19)


PRECEDENCE = [
    ("a + b * c - d", "(a + (b * c)) - d"),
    ("a || b && c || d", "a || (b && c) || d"),
    ("!a.b && -c.d < e", "(!(a.b)) && ((-(c.d)) < e)"),
    ("a ? b : c ? d : e", "a ? b : (c ? d : e)"),
    ("a in b == c", "(a in b) == c"),
    ("(a && b) && c", "a && b && c"),
]


@pytest.mark.parametrize(("text", "same"), PRECEDENCE)
def test_precedence(text: str, same: str) -> None:
    assert shape(parse(text).root) == shape(parse(same).root)
