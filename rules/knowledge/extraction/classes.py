"""The classes of a source file: bases, how they compare, fields, and the parameters of methods."""

import ast
import re
from dataclasses import dataclass, field


@dataclass
class Class:
    """What a class statement says."""

    name: str
    bases: list = field(default_factory=list)
    compares: bool = False  # __eq__ in the body
    hashes: object = None  # __hash__ in the body: True, False (= None), or None for not there
    decorated: object = None  # keywords of @dataclass, or None
    fields: dict = field(default_factory=dict)  # dataclass field -> default as source ("" for none)
    methods: dict = field(default_factory=dict)  # method -> [(parameter, default as source or "")]
    assigns: dict = field(default_factory=dict)  # class attribute -> value as source


@dataclass
class Module:
    """The classes of a file, the other names that stand for them, and what it imports."""

    classes: dict = field(default_factory=dict)  # name -> Class
    imports: dict = field(default_factory=dict)  # local name -> (level, module, name there)


def read(source):
    """The top-level classes and imports of a source file, also those under `if`, `try` and `with`."""
    found = Module()
    pending = list(ast.parse(source).body)
    while pending:
        statement = pending.pop(0)
        if isinstance(statement, ast.ClassDef):
            # In `if available: from library import X; else: class X`, the first is what people have.
            if statement.name not in found.imports:
                found.classes[statement.name] = one(statement)
        elif isinstance(statement, (ast.If, ast.Try, ast.With)):
            pending = statement.body + getattr(statement, "orelse", []) + pending
        elif isinstance(statement, ast.ImportFrom):
            for alias in statement.names:
                found.imports[alias.asname or alias.name] = (
                    statement.level,
                    statement.module or "",
                    alias.name,
                )
        elif isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Name):
            if statement.value.id in found.classes and len(statement.targets) == 1:
                found.classes[getattr(statement.targets[0], "id", "")] = found.classes[statement.value.id]
    return found


def one(node):
    result = Class(node.name, [ast.unparse(base) for base in node.bases])
    for decorator in node.decorator_list:
        function = decorator.func if isinstance(decorator, ast.Call) else decorator
        if ast.unparse(function) in ("dataclass", "dataclasses.dataclass"):
            keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
            result.decorated = {word.arg: ast.unparse(word.value) for word in keywords}
    for statement in node.body:
        if isinstance(statement, ast.FunctionDef):
            result.compares |= statement.name == "__eq__"
            if statement.name == "__hash__":
                result.hashes = True
            result.methods[statement.name] = parameters(statement) + renamed(statement)
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            if "ClassVar" not in ast.unparse(statement.annotation):
                result.fields[statement.target.id] = default(statement.value)
        elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = getattr(statement.targets[0], "id", "")
            result.assigns[target] = ast.unparse(statement.value)
            if target == "__hash__":
                result.hashes = ast.unparse(statement.value) != "None"
            result.compares |= target == "__eq__"
    return result


def default(node):
    """A field's default as source; `field(default=x)` is x, `field(default_factory=f)` is f()."""
    if node is None:
        return ""
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("field", "dataclasses.field"):
        for keyword in node.keywords:
            if keyword.arg == "default":
                return ast.unparse(keyword.value)
            if keyword.arg == "default_factory":
                return ast.unparse(keyword.value) + "()"
        return ""
    return ast.unparse(node)


def parameters(function):
    """The parameters after self, `*args` and `**kwargs` with their stars."""
    arguments = function.args
    positional = arguments.posonlyargs + arguments.args
    defaults = [""] * (len(positional) - len(arguments.defaults)) + [
        ast.unparse(d) for d in arguments.defaults
    ]
    pairs = [(a.arg, d) for a, d in zip(positional, defaults)][1:]
    if arguments.vararg:
        pairs.append(("*" + arguments.vararg.arg, ""))
    pairs += [
        (a.arg, ast.unparse(d) if d else "") for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults)
    ]
    if arguments.kwarg:
        pairs.append(("**" + arguments.kwarg.arg, ""))
    return pairs


def renamed(function):
    """Old names that `deprecate_kwarg(old, version, new)` still takes, as (old, "-> new")."""
    found = []
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "deprecate_kwarg":
            given = dict(zip(("old_name", "version", "new_name"), decorator.args))
            given.update({word.arg: word.value for word in decorator.keywords})
            if "new_name" in given:
                found.append(
                    (ast.literal_eval(given["old_name"]), "-> " + ast.literal_eval(given["new_name"]))
                )
    return found


SPLIT = re.compile(r"^class\s+(\w+)\s*(?:\(([^)]*)\))?\s*:", re.M)
FORWARD = re.compile(r"^    def forward\(", re.M)


def forwards(source):
    """For each top-level class: (bases, parameters of `forward` or None), without parsing the bodies."""
    heads = list(SPLIT.finditer(source))
    found = {}
    for index, head in enumerate(heads):
        end = heads[index + 1].start() if index + 1 < len(heads) else len(source)
        start = FORWARD.search(source, head.end(), end)
        bases = [base.strip() for base in (head.group(2) or "").split(",") if base.strip()]
        found[head.group(1)] = (bases, signature(source, start.end() - 1) if start else None)
    return found


def signature(source, opening):
    """Parameter names of the function whose parenthesis opens at `opening`."""
    depth, position = 0, opening
    while True:
        letter = source[position]
        if letter == "#":
            position = source.index("\n", position)
        elif letter in "([":
            depth += 1
        elif letter in ")]":
            depth -= 1
        position += 1
        if depth == 0:
            break
    node = ast.parse("def forward" + source[opening:position] + ": pass").body[0]
    return [name for name, _ in parameters(node)]
