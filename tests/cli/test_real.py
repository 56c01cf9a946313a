"""The program as a user runs it, with the shipped pipeline and lexicons: a few runs, each a whole process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
SHARED = Path(os.environ.get("SAYSO_SHARED") or ROOT.parent / "shared")
CRISIS = [str(EXAMPLES / "articles"), "--outlet", "VTA", "--lexicon", str(EXAMPLES / "lexicon.yaml")]


def sayso(*args: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "sayso", "code", *args]
    return subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8", timeout=300)


def test_the_example_crisis_is_coded_and_reads_well() -> None:
    run = sayso(*CRISIS)
    assert run.returncode == 0
    assert run.stderr.startswith("6 articles coded: ")
    assert "Ondria did NOT attack Varkesh" in run.stdout
    assert "according to Jens Aldorf" in run.stdout
    for outlet in ("VTA", "Free Orlenka", "Meridian Wire", "Ondrian National Broadcasting"):
        assert f"Said by {outlet} itself" in run.stdout
    assert max(map(len, run.stdout.splitlines())) <= 100


def test_the_same_input_gives_the_same_bytes() -> None:
    assert sayso(*CRISIS, "--json").stdout == sayso(*CRISIS, "--json").stdout != ""


def test_why_names_rules_and_rows() -> None:
    shown = sayso(str(EXAMPLES / "articles/vta-state-agency.txt"), "--why").stdout
    assert shown.count("because ") > 20


def test_a_gold_article_goes_into_the_scorers_form(tmp_path: Path) -> None:
    gold = sorted((SHARED / "corpora/gold/dev").glob("*.json"))[:10]
    if not gold:
        pytest.skip("needs ../shared (or SAYSO_SHARED) with corpora/gold/dev")
    documents = [json.loads(path.read_text("utf-8")) for path in gold]
    rows = [json.dumps({k: d[k] for k in ("id", "title", "published", "publisher", "url", "text")}) for d in documents]
    (tmp_path / "docs.jsonl").write_text("\n".join(rows), "utf-8")
    run = sayso(str(tmp_path / "docs.jsonl"), "--annotations", str(tmp_path / "out"))
    assert (run.returncode, run.stdout) == (0, "")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [p.name for p in gold]
    for document in documents:
        found = json.loads((tmp_path / "out" / f"{document['id']}.json").read_text("utf-8"))
        assert all(found[k] == document[k] for k in ("id", "title", "published", "publisher", "url", "text"))
        ids = {s["id"] for s in found["statements"]}
        assert all(e["according_to"] is None or e["according_to"] in ids for e in found["events"])


def test_the_hard_sample_comes_out() -> None:
    sample = SHARED / "samples/minsk.txt"
    if not sample.is_file():
        pytest.skip("needs ../shared (or SAYSO_SHARED) with samples/minsk.txt")
    run = sayso(str(sample), "--outlet", "rg.ru", "--published", "2020-08-17", "--json")
    assert run.returncode == 0
    found = json.loads(run.stdout)
    assert (found["article"]["outlet"], found["article"]["published"]) == ("rg.ru", "2020-08-17")
    assert len(found["reports"]) > 15
    assert "Alexander Lukashenko" in {s["speaker"] for s in found["statements"]}
    assert {"BLR", "LTU"} <= {p["country"] for r in found["reports"] for p in r["actors"]}


def test_a_project_of_the_crisis_is_the_same_with_two_processes(tmp_path: Path) -> None:
    """The whole way with the real model: code, ask, show, export."""
    runs = {"one": "1", "two": "2"}
    for name, jobs in runs.items():
        run = sayso(*CRISIS, "--project", str(tmp_path / name), "--jobs", jobs)
        assert (run.returncode, run.stdout) == (0, "")
        assert "6 articles coded" in run.stderr
    files = sorted(f.relative_to(tmp_path / "one") for f in (tmp_path / "one").rglob("*.parquet"))
    assert len(files) == 5
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    one = str(tmp_path / "one")
    assert "Ondria did NOT attack" in command("query", one, "type:ASSAULT", "status:negated", "claimant:OND")
    assert "because " in command("show", one, "onb/r1", "--why")
    assert "6 articles" in command("status", one)
    command("export", one, str(tmp_path / "out"), "--to", "csv", "--query", "type:ASSAULT")
    assert any((tmp_path / "out").iterdir())


def command(*args: str) -> str:
    return subprocess.run([sys.executable, "-m", "sayso", *args], check=True, capture_output=True, text=True, encoding="utf-8").stdout
