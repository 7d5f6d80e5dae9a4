"""The source of what others wrote, read and not run: whatever was bent by then stands there as it came."""

import ast
import hashlib
import importlib.util
from functools import cache
from pathlib import Path

PACKAGES = ("django", "wagtail", "allauth", "modelcluster", "taggit", "treebeard")
LENGTH = 12


def print_of(source: str) -> str:
    """A fingerprint of a source, whatever its lines end with."""
    return hashlib.sha256("\n".join(source.split()).encode()).hexdigest()[:LENGTH]


def source_of(name: str) -> str:
    """The source of a function, class, method or constant. Raises LookupError where there is none."""
    module, path = _split(name)
    text = module.read_text(encoding="utf-8")
    body: list[ast.stmt] = ast.parse(text).body
    node: ast.stmt | None = None
    for part in path:
        node = next((one for one in body if part in _names(one)), None)
        if node is None:
            raise LookupError(f"{name} is not there any more.")
        body = getattr(node, "body", [])
    return ast.get_source_segment(text, node) or ""  # type: ignore[arg-type]


def template_of(name: str) -> str:
    """A template of one of the packages. Raises LookupError where none has it."""
    found = templates().get(name)
    if found is None:
        raise LookupError(f"The template {name} is not there any more.")
    return found.read_text(encoding="utf-8")


@cache
def templates() -> dict[str, Path]:
    """Where each template of the packages lies, by the name that it is asked for with."""
    found: dict[str, Path] = {}
    for package in PACKAGES:
        for folder in _folder(package).rglob("templates"):
            if not {"test", "tests", "project_template"} & set(folder.parts):
                names = (path for path in folder.rglob("*") if path.is_file())
                found |= {path.relative_to(folder).as_posix(): path for path in names}
    return found


def _folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise LookupError(f"{package} is not installed.")
    return Path(spec.origin).parent


def _split(name: str) -> tuple[Path, list[str]]:
    """The file of a dotted name's module, and the names below; no module is run to find it."""
    package, *parts = name.split(".")
    path = _folder(package)
    while parts and (path / parts[0]).is_dir():
        path /= parts.pop(0)
    if parts and (path / f"{parts[0]}.py").is_file():
        return path / f"{parts[0]}.py", parts[1:]
    return path / "__init__.py", parts


def _names(node: ast.stmt) -> set[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Assign(targets=targets):
            return {one.id for one in targets if isinstance(one, ast.Name)}
    return set()
