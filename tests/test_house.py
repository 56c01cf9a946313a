"""Imports go down the stairs, never up, never sideways."""

import ast
from pathlib import Path

import pytest

PACKAGE = "sayso"
SRC = Path(__file__).parents[1] / "src" / PACKAGE
BASE = {"errors", "records"}
MAY_IMPORT = {
    "errors": set(),
    "records": {"errors"},
    "lexicons": BASE,
    "readers": BASE,
    "language": BASE | {"lexicons"},
    "statements": BASE | {"lexicons", "language"},
    "reports": BASE | {"lexicons", "language"},
    "linking": BASE | {"lexicons"},
    "show": BASE,
    "events": BASE,  # grouping is pure: rows go in, values come out
    "store": BASE | {"show", "events"},  # the public columns and rows are defined in show
    "run": BASE | {"lexicons", "readers", "language", "statements", "reports", "linking", "show", "store"},
    "explore": BASE | {"show", "store", "events"},
    "app": BASE | {"lexicons", "show", "store", "explore"},  # lexicons: reviewers have the code book at hand
    "cli": {"errors", "__init__", "explore", "show", "app"},
    "__main__": {"cli"},
    "__init__": BASE | {"lexicons", "run", "show", "store", "explore"},  # the public face
}
HOMES = {  # third-party packages and the only folders that may touch them
    "spacy": {"language", "statements", "reports"},
    "numpy": {"language"},
    "threadpoolctl": {"language"},
    "trafilatura": {"readers"},
    "htmldate": {"readers"},
    "py3langid": {"readers"},
    "charset_normalizer": {"readers"},
    "feedparser": {"readers"},
    "fastwarc": {"readers"},
    "rensa": {"run"},
    "duckdb": {"store", "readers"},  # readers: DuckDB reads Parquet in batches, so pyarrow (five times its size) is not needed
    "yaml": {"lexicons"},
    "typer": {"cli"},
    "starlette": {"app"},
    "jinja2": {"app"},
    "markupsafe": {"app"},
    "uvicorn": {"app"},
    "sqlite3": {"store"},
    "rich": {"cli"},
    "pandas": {"show", "store"},
    "polars": {"show", "store"},
    "pyarrow": {"store"},
}


def unit(path: Path) -> str:
    """`reports/roles.py` -> `reports`; `errors.py` -> `errors`."""
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Absolute dotted names imported anywhere in the file, function bodies included."""
    here = [PACKAGE, *path.relative_to(SRC).with_suffix("").parts]
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = here[: -node.level] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            names |= {f"{stem}.{alias.name}" for alias in node.names}
    return names


def units_in(path: Path) -> set[str]:
    """Our own folders that this file imports. `from sayso import X` is the public face."""
    own = {([*name.split("."), "__init__"])[1] for name in imports(path) if name.split(".")[0] == PACKAGE}
    return {name if name in MAY_IMPORT else "__init__" for name in own}


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.py")), ids=lambda p: str(p.relative_to(SRC)))
def test_imports_go_down(path: Path) -> None:
    here = unit(path)
    upward = units_in(path) - MAY_IMPORT[here] - {here}
    assert not upward, f"{here}/ may not import {sorted(upward)}; it may import {sorted(MAY_IMPORT[here])}"
    for package, homes in HOMES.items():
        if any(n.split(".")[0] == package for n in imports(path)):
            assert here in homes, f"only {sorted(homes)} may import {package}"
