"""The small changes tried: each one a slip that a careful person could make.

A change is a piece of the source replaced by another, so that every other line stays as it was
written. Annotations, docstrings, decorators and the sentences a reader is shown are left alone.
"""

import ast
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_COMPARISONS: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_OPERATORS: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_NAMES: Final = {
    one: other
    for pair in (
        ("all", "any"),
        ("min", "max"),
        ("floor", "ceil"),
        ("minimum", "maximum"),
        ("logical_and", "logical_or"),
        ("zeros", "ones"),
        ("left", "right"),
    )
    for one, other in (pair, pair[::-1])
}
_NOTHING: Final = {
    "bool": ("True", "False"),
    "int": ("0",),
    "list": ("[]",),
    "tuple": ("()",),
    "dict": ("{}",),
    "str": ("''",),
}
"""What is returned instead, by the first word of what a function says it returns."""
_SENTENCES: Final = frozenset({"_", "n_", "N_"})


@dataclass(frozen=True, slots=True)
class Change:
    """One change to one module.

    ``start`` and ``end`` bound, in bytes, the piece of the source that ``after`` replaces.
    """

    path: str
    line: int
    start: int
    end: int
    before: str
    after: str

    @property
    def name(self) -> str:
        """Return a name that is the same for as long as the change means the same."""
        place = f"{self.path}:{self.start}:{self.end}:{self.after}"
        return hashlib.sha256(place.encode()).hexdigest()[:16]

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.before}  ->  {self.after}"

    def apply(self, source: bytes) -> bytes:
        """Return the source of the module with this change in it."""
        return source[: self.start] + self.after.encode() + source[self.end :]


def changes_of(path: str, source: bytes) -> list[Change]:
    """Return every change to a module, in the order of its text, each a program that differs."""
    tree = ast.parse(source)
    lines = [0]
    for line in source.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    found: dict[tuple[int, int, str], Change] = {}
    for node, after in _walk(tree, returns=""):
        start = lines[node.lineno - 1] + node.col_offset
        end = lines[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        before = " ".join(source[start:end].decode().split())
        change = Change(path, node.lineno, start, end, before, after)
        if ast.dump(ast.parse(change.apply(source))) != ast.dump(tree):
            found[start, end, after] = change
    return [found[key] for key in sorted(found)]


Replacement = tuple[ast.expr | ast.stmt, str]


def _walk(node: ast.AST, *, returns: str) -> Iterator[Replacement]:
    """Yield what may be replaced in a node and below it, and by what."""
    if _left_alone(node):
        return
    if isinstance(node, ast.FunctionDef):
        returns = ast.unparse(node.returns).split("[")[0] if node.returns else ""
    yield from _replacements(node, returns)
    for child in _children(node):
        yield from _walk(child, returns=returns)


def _left_alone(node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()):  # a docstring
            return True
        case ast.Call(func=ast.Name(id=name)) if name in _SENTENCES:
            return True
        case ast.keyword(arg="strict"):  # a program's check of itself: nothing can set it off
            return True
        case ast.AnnAssign(annotation=ast.Name(id="TypeAlias")):
            return True
        case _:
            return False


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of a node that run; an alternative of types (``|``) is not a sum."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "isinstance":
        yield node.args[0]
        return
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "bases", "pattern"}:
            continue
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, ast.AST):
                yield part


def _replacements(node: ast.AST, returns: str) -> Iterator[Replacement]:
    if isinstance(node, ast.stmt):
        yield from _of_statement(node, returns)
    elif isinstance(node, ast.Constant | ast.Name | ast.Attribute):
        yield from _of_atom(node)
    elif isinstance(node, ast.expr):
        yield from _of_expression(node)
    elif isinstance(node, ast.comprehension):
        yield from ((condition, "True") for condition in node.ifs)


def _of_statement(node: ast.stmt, returns: str) -> Iterator[Replacement]:
    """Leave the statement out, go always or never into a branch, return nothing of note."""
    match node:
        case ast.Expr() | ast.Raise() | ast.Continue() | ast.Break():
            yield node, "pass"
        case ast.AugAssign(op=operator):
            yield node, "pass"
            if type(operator) in _OPERATORS:
                changed = ast.AugAssign(node.target, _OPERATORS[type(operator)](), node.value)
                yield node, ast.unparse(changed)
        case ast.If(test=test) | ast.While(test=test):
            yield from ((test, truth) for truth in ("True", "False"))
        case ast.Return(value=ast.expr() as value):
            yield from ((value, nothing) for nothing in _NOTHING.get(returns, ()))


def _of_atom(node: ast.Constant | ast.Name | ast.Attribute) -> Iterator[Replacement]:
    match node:
        case ast.Constant(value=bool() as truth):
            yield node, str(not truth)
        case ast.Constant(value=int() as number):
            yield node, str(number + 1)
        case ast.Constant(value=str() as word) if word in {"left", "right"}:
            yield node, repr(_NAMES[word])
        case ast.Name(id=name, ctx=ast.Load()) if name in _NAMES:
            yield node, _NAMES[name]
        case ast.Attribute(attr=name, ctx=ast.Load()) if name in _NAMES:
            yield node, f"{ast.unparse(node.value)}.{_NAMES[name]}"


def _of_expression(node: ast.expr) -> Iterator[Replacement]:
    match node:
        case ast.Compare(ops=ops):
            for index, operator in enumerate(ops):
                changed = [*ops[:index], _COMPARISONS[type(operator)](), *ops[index + 1 :]]
                yield node, _written(ast.Compare(node.left, changed, node.comparators))
        case ast.BinOp(op=operator) if type(operator) in _OPERATORS:
            yield node, _written(ast.BinOp(node.left, _OPERATORS[type(operator)](), node.right))
        case ast.BoolOp(op=operator, values=values):
            other = ast.Or() if isinstance(operator, ast.And) else ast.And()
            yield node, _written(ast.BoolOp(other, values))
        case ast.UnaryOp(op=ast.Not() | ast.Invert() | ast.USub(), operand=operand):
            yield node, _written(operand)
        case ast.IfExp(body=body, orelse=orelse):
            yield from ((node, _written(arm)) for arm in (body, orelse))


def _written(node: ast.expr) -> str:
    """Return an expression in brackets, so that it means the same wherever it is put."""
    return f"({ast.unparse(node)})"
