"""What is tried at two sizes, or leaves a figure, is what ``make prove`` runs: it takes the mark alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
OF_PROOFS = {"proof_size", "record_figure"}


def names_in(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def unmarked(tree: ast.Module) -> Iterator[str]:
    """Tests with a size or a figure, also by a number of their module, that are no proofs by their mark."""
    of_module = [node for node in tree.body if isinstance(node, ast.Assign)]
    sized = [node for node in of_module if names_in(node.value) & OF_PROOFS]
    sizes = {name for node in sized for target in node.targets for name in names_in(target)}
    if any("mark.proof" in ast.unparse(node) for node in of_module):
        return
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_"):
            continue
        marks = " ".join(ast.unparse(one) for one in node.decorator_list)
        if names_in(node) & (sizes | OF_PROOFS) and "mark.proof" not in marks:
            yield node.name


def test_whatever_has_a_full_size_or_a_figure_is_run_by_make_prove():
    found = [
        f"{path.relative_to(HERE)}: {name}"
        for path in sorted(HERE.rglob("test_*.py"))
        for name in unmarked(ast.parse(path.read_text()))
    ]

    assert found == []
