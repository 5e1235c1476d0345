"""What the tree promises as a whole: who writes rows, what may stand in a file, where things are.

The import directions themselves are contracts in ``pyproject.toml``, held by ``lint-imports``.
"""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "education"
SEED = ROOT.parent / "shared" / "seed" / "article.txt"

ROW_VERBS = frozenset({"save", "delete"})
#: QuerySet's verbs take keywords only, which tells them from those of sets and dictionaries.
QUERYSET_VERBS = frozenset({"create", "update", "get_or_create", "update_or_create"})
#: Files whose whole purpose is to write rows.
WRITERS = frozenset({"services.py", "chain.py", "history.py"})
#: Verbs whose package has more of them than one file should hold.
VERBS = frozenset(
    f"review/{name}.py" for name in ("guarding", "signing", "tasks", "remarks", "guests")
) | {
    *("content/rewriting.py", "publishing/recalls.py", "publishing/withdrawing.py"),
    *("publishing/feedback.py", "publishing/blanking.py"),
    "notifications/delivery.py",
}
#: Files that write and are named otherwise, each with the reason it may.
ALSO_WRITES = {
    "content/models.py": "a section keeps the index of its claims in step with its own text",
    "content/pictures.py": "a picture's pixels are saved into memory, which is no row",
}
#: What every package of the layout is made of (design, section 4).
DOCUMENTED = {
    "": {"admin.py", "apps.py", "errors.py", "models.py", "urls.py"},
    "audit": {"chain.py", "history.py", "models.py"},
    "people": {"models.py", "rules.py", "services.py"},
    "evidence": {"grading.py", "models.py"},
    "content": {"manuscript.py", "markdown.py", "models.py", "services.py"},
    "checks": {"base.py", "registry.py"},
    "review": {"models.py", "rules.py", "services.py", "states.py"},
    "publishing": {"guards.py", "models.py", "services.py"},
    "patients": {"urls.py", "views.py"},
    "staff": {"admin.py", "desk.py", "urls.py"},
    "api": {"api.py", "errors.py", "public.py", "schemas.py", "urls.py"},
    "exchange": {"article_import.py"},
    "notifications": {"models.py", "rules.py", "services.py", "urls.py", "views.py"},
}


def _modules() -> list[Path]:
    return [p for p in sorted(APP.rglob("*.py")) if "migrations" not in p.parts]


def _name(path: Path) -> str:
    return path.relative_to(APP).as_posix()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def _is_super(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "super"


def _row_writes(path: Path) -> Iterator[str]:
    """Yield each call that looks like a write of rows; a model's own ``super().save`` is none."""
    for node in ast.walk(_tree(path)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        verb, receiver = node.func.attr, node.func.value
        own = path.name == "models.py" and _is_super(receiver)
        writes = (
            verb in ROW_VERBS
            or verb.startswith(("bulk_", "abulk_"))
            or (verb in QUERYSET_VERBS and not node.args)
        )
        if writes and not own:
            yield f"{_name(path)}:{node.lineno} .{verb}("


def _files() -> list[Path]:
    """Every file that is, or is about to be, under version control."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [p for p in (ROOT / name for name in listed.split("\0") if name) if p.is_file()]


def _texts() -> Iterator[tuple[str, str]]:
    for path in _files():
        data = path.read_bytes()
        if b"\0" not in data:
            yield path.relative_to(ROOT).as_posix(), data.decode("utf-8", errors="replace")


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).lower().strip()


def test_rows_are_written_by_verbs_and_commands_only() -> None:
    found = [
        write
        for path in _modules()
        if path.name not in WRITERS and _name(path) not in VERBS and "management" not in path.parts
        for write in _row_writes(path)
        if _name(path) not in ALSO_WRITES
    ]
    assert found == []


def test_every_exception_to_that_rule_still_needs_to_be_one() -> None:
    assert [name for name in ALSO_WRITES if not list(_row_writes(APP / name))] == []


def test_there_is_at_most_one_signal_receiver() -> None:
    found = [
        f"{_name(path)}:{node.lineno}"
        for path in _modules()
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if getattr(getattr(decorator, "func", decorator), "id", "") == "receiver"
    ]
    assert len(found) <= 1, found


def test_no_verb_can_be_called_without_a_person() -> None:
    found = []
    for path in _modules():
        for node in ast.walk(_tree(path)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            positional = [*node.args.posonlyargs, *node.args.args]
            late = positional[len(positional) - len(node.args.defaults) :]
            pairs = [
                *zip(late, node.args.defaults, strict=True),
                *zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True),
            ]
            found += [
                f"{_name(path)}:{node.lineno} {node.name}({argument.arg}=None)"
                for argument, default in pairs
                if argument.arg in {"user", "by", "actor", "signer"}
                and isinstance(default, ast.Constant)
                and default.value is None
            ]
    assert found == []


def test_migrations_import_nothing_of_the_app() -> None:
    found = []
    for path in sorted((APP / "migrations").glob("*.py")):
        for node in ast.walk(_tree(path)):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = ["education" if node.level else node.module or ""]
            found += [f"{path.name}: {n}" for n in names if n.split(".")[0] == "education"]
    assert found == []


@pytest.mark.parametrize("package", DOCUMENTED)
def test_package_has_its_documented_files(package: str) -> None:
    there = {p.name for p in (APP / package).glob("*.py")}
    assert DOCUMENTED[package] | {"__init__.py"} <= there


def test_no_sentence_of_the_seed_article_is_in_the_tree() -> None:
    if not SEED.exists():
        pytest.skip("The seed article is not beside this checkout.")
    sentences = re.split(r"(?<=[.!?:])\s+|\n", SEED.read_text(encoding="utf-8"))
    wanted = {_plain(s): s for s in sentences if len(_plain(s).split()) >= 6}
    found = []
    for name, text in _texts():
        plain = _plain(text)
        found += [f"{name}: {sentence}" for key, sentence in wanted.items() if key in plain]
    assert found == []


def test_no_file_names_a_machine_path_or_a_package_registry() -> None:
    # Spelt in pieces, so that this file does not find itself.
    told = re.compile(
        r"(?<![\w.])/(?:wo" r"rk|ro" r"ot|ho" r"me|Us" r"ers)/\w"
        r"|py" r"pi\.org|python" r"hosted|npm" r"js\.org|--(?:extra-)?ind" r"ex-url"
    )  # fmt: skip
    found = [
        f"{name}: {match.group()}"
        for name, text in _texts()
        for match in told.finditer(text.replace("--no-emit-index-url", ""))
    ]
    assert found == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_by_hash_and_names_no_index(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [
        line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")
    ]
    pinned = re.compile(
        r"[A-Za-z0-9._-]+(\[[\w,-]+\])?==\S+( *;[^-]*)? +(--hash=sha256:[0-9a-f]{64} *)+"
    )
    assert lines
    assert [line[:80] for line in lines if not pinned.fullmatch(line)] == []
