"""Evaluates the module-level tables of a source file: dictionaries, updates, and what refers to them."""

import ast


class Unreadable(Exception):
    """The expression needs more than literals and names."""


def evaluate(node, names):
    """The value of a literal expression, in which `names` may appear. Raises Unreadable."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name) and node.id in names:
        return names[node.id]
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        values = []
        for element in node.elts:
            if isinstance(element, ast.Starred):
                values.extend(evaluate(element.value, names))
            else:
                values.append(evaluate(element, names))
        return tuple(values) if isinstance(node, ast.Tuple) else values
    if isinstance(node, ast.Dict):
        return dictionary(zip(node.keys, node.values), names)
    if isinstance(node, ast.IfExp):
        return evaluate(node.body, names)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return evaluate(node.left, names) + evaluate(node.right, names)
    if isinstance(node, ast.Call):
        return call(node, names)
    raise Unreadable(ast.unparse(node)[:80])


def dictionary(pairs, names):
    result = {}
    for key, value in pairs:
        if key is None:
            result.update(evaluate(value, names))
        else:
            result[evaluate(key, names)] = evaluate(value, names)
    return result


def call(node, names):
    function = node.func
    if isinstance(function, ast.Subscript):
        function = function.value
    name = getattr(function, "id", "")
    if name in ("OrderedDict", "dict"):
        result = dict(evaluate(node.args[0], names)) if node.args else {}
        for keyword in node.keywords:
            if keyword.arg is None:
                result.update(evaluate(keyword.value, names))
            else:
                result[keyword.arg] = evaluate(keyword.value, names)
        return result
    if name in ("list", "tuple", "set", "frozenset") and len(node.args) == 1:
        return list(evaluate(node.args[0], names))
    raise Unreadable(ast.unparse(node)[:80])


def tables(source, names):
    """Runs the module's assignments and updates over `names`; what cannot be read is left out."""
    for statement in ast.parse(source).body:
        try:
            run(statement, names)
        except (Unreadable, TypeError, ValueError, AttributeError):
            target = assigned(statement)
            if target is not None:
                names.pop(target, None)
    return names


def assigned(statement):
    """The one name that a statement assigns, else None."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        return getattr(statement.targets[0], "id", None)
    if isinstance(statement, ast.AnnAssign) and statement.value is not None:
        return getattr(statement.target, "id", None)
    return None


def run(statement, names):
    target = assigned(statement)
    if target is not None:
        names[target] = evaluate(statement.value, names)
    elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        function = statement.value.func
        if isinstance(function, ast.Attribute) and function.attr == "update":
            base = evaluate(function.value, names)
            base.update(evaluate(statement.value.args[0], names))
    elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Subscript):
        place = statement.targets[0]
        evaluate(place.value, names)[evaluate(place.slice, names)] = evaluate(statement.value, names)
