"""The macros: calls that the parser turns into nodes of their own."""

from collections.abc import Callable

from keur.cel.ast import Bind, Call, Comprehension, Has, Ident, Node, Select

Refuse = Callable[[str, Node], Exception]

_SPELLINGS = {"existsOne": "exists_one"}
_ONE_VARIABLE = {"all": (2,), "exists": (2,), "exists_one": (2,), "existsOne": (2,), "map": (2, 3), "filter": (2,)}
_TWO_VARIABLES = {
    "all": (3,),
    "exists": (3,),
    "exists_one": (3,),
    "existsOne": (3,),
    "transformList": (3, 4),
    "transformMap": (3, 4),
    "transformMapEntry": (3, 4),
}
_ASKS = ("all", "exists", "exists_one", "filter")


def expand(call: Call, refuse: Refuse) -> Node:
    """The macro that a call is, or the call itself. refuse: makes the error for a macro used wrongly."""
    if call.target is None:
        return _has(call, refuse) if call.function == "has" and len(call.args) == 1 else call
    name, count = call.function, len(call.args)
    if name == "bind" and isinstance(call.target, Ident) and call.target.name == "cel" and count == 3:
        variable = _variable(call.args[0], refuse)
        return _node(call, Bind, macro="cel.bind", variable=variable, init=call.args[1], body=call.args[2])
    if name in ("optMap", "optFlatMap") and count == 2:
        variable = _variable(call.args[0], refuse)
        return _node(call, Bind, macro=name, variable=variable, init=call.target, body=call.args[1])
    if count in _ONE_VARIABLE.get(name, ()):
        return _comprehension(call, call.target, 1, refuse)
    if count in _TWO_VARIABLES.get(name, ()):
        return _comprehension(call, call.target, 2, refuse)
    return call


def _node(call: Call, make: Callable[..., Node], **parts: object) -> Node:
    return make(id=call.id, start=call.start, end=call.end, **parts)


def _has(call: Call, refuse: Refuse) -> Node:
    asked = call.args[0]
    if not isinstance(asked, Select):
        raise refuse("has() asks for a field: has(x.field)", asked)
    return _node(call, Has, operand=asked.operand, field=asked.field, optional=asked.optional, at=asked.at)


def _variable(node: Node, refuse: Refuse) -> str:
    if not isinstance(node, Ident) or node.name.startswith("."):
        raise refuse("a macro's variable is one simple name", node)
    return node.name


def _comprehension(call: Call, target: Node, variables: int, refuse: Refuse) -> Node:
    names = tuple(_variable(argument, refuse) for argument in call.args[:variables])
    if len(set(names)) < len(names):
        raise refuse("a macro's two variables have different names", call.args[1])
    macro = _SPELLINGS.get(call.function, call.function)
    rest = call.args[variables:]
    condition = rest[0] if macro in _ASKS or len(rest) == 2 else None
    result = None if macro in _ASKS else rest[-1]
    return _node(call, Comprehension, macro=macro, target=target, variables=names, condition=condition, result=result)
