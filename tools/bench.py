"""Measure speed on the example articles and keep the table in docs/performance.md.

Usage: python tools/bench.py [--rounds 5] [--articles 1000] [--jobs 2] [--shared ../shared] [--write docs/performance.md]

Start-up is a whole new process that codes one short article: wall time, the best and the median of the rounds, and processor time, which
says what it would be on an idle machine. Many articles are coded into a project, with loading (tools/bench_corpus.py). Stages are timed one
after the other in this process, in processor time; words are tokens of the texts split at white space.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench_corpus import corpus

import sayso
from sayso.linking.attribution import attribute, nest
from sayso.readers.detect import read_paths
from sayso.records import Article
from sayso.show.coded import Coded
from sayso.store.rows import Entry, Lines, article_key
from sayso.store.schema import RUNS
from sayso.store.write import Writer

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    start = clock()
    work()
    return clock() - start


def children() -> float:
    """Processor seconds of the processes that ran so far."""
    spent = os.times()
    return spent.children_user + spent.children_system


def start_up(rounds: int) -> list[tuple[str, str]]:
    short = EXAMPLES / "articles/vta-state-agency.txt"
    commands = {
        "`sayso --help`": ["--help"],
        "`sayso code` of one article of 280 words": ["code", str(short), "--json"],
        "the same with a lexicon of the user's": ["code", str(short), "--json", "--lexicon", str(EXAMPLES / "lexicon.yaml")],
        "one web page of 360 words": ["code", str(EXAMPLES / "articles/free-orlenka.html"), "--json"],
    }
    rows = []
    for name, args in commands.items():
        command = [sys.executable, "-m", "sayso", *args]
        before = children()
        times = [seconds(lambda c=command: subprocess.run(c, check=True, capture_output=True), time.perf_counter) for _ in range(rounds)]  # type: ignore[misc]
        busy = (children() - before) / rounds
        rows.append((name, f"{min(times):.2f} s best, {statistics.median(times):.2f} s median; {busy:.2f} s of processor time"))
    return rows


def stages(rounds: int) -> list[tuple[str, str]]:
    loading = seconds(lambda: sayso.load([EXAMPLES / "lexicon.yaml"]))
    coder = sayso.load([EXAMPLES / "lexicon.yaml"])
    articles = [a for a in read_paths([EXAMPLES / "articles"]) if isinstance(a, Article)] * rounds
    words = sum(len(a.text.split()) for a in articles)
    list(coder.code_many(articles[:6]))  # warm up
    took: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        start = time.process_time()
        result = work()
        took[name] = took.get(name, 0.0) + time.process_time() - start
        return result

    readings = timed("parse", lambda: list(coder.parser.batch(articles)))
    for reading in readings:
        article = reading.article
        statements = nest(timed("statements", lambda r=reading: coder.statements(r)))
        reports = timed("reports", lambda r=reading: coder.reports(r))
        timed("actors", lambda r=reading, a=article, s=statements: coder.actors(a, r.mentions, s))
        reports = attribute(reports, statements)
        reports = timed("times", lambda a=article, r=reports: coder.times(a, r))
        timed("places", lambda a=article, r=reports: coder.places(a, r))
    results = list(coder.code_many(articles))
    timed("rows of a project, from results", lambda: [in_lines(c) for c in results])
    timed("Parquet, from rows", lambda: in_shard(results))
    whole = seconds(lambda: [c.to_json() for c in coder.code_many(articles)])
    rows = [("load", f"{loading:.2f} s")]
    rows += [(name, f"{words / t:,.0f} words/s ({100 * t / sum(took.values()):.0f} % of the time)") for name, t in took.items()]
    return [*rows, ("all, from text to JSON", f"{words / whole:,.0f} words/s")]


def in_lines(coded: Coded) -> Lines:
    lines = Lines()
    lines.add_coded(coded, Entry(article=coded.article, key=article_key(coded.article)), "000001")
    return lines


def in_shard(results: list[Coded]) -> None:
    lines = Lines()
    for coded in results:
        lines.add_lines(in_lines(coded))
    row = {c.name: 0 if c.kind is int else "" for c in RUNS.columns}
    with tempfile.TemporaryDirectory() as folder:
        Writer(Path(folder)).write(lines, {**row, "shard": "000001", "version": "0"})


def machine() -> str:
    info = Path("/proc/cpuinfo")
    models = (
        [line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")] if info.exists() else []
    )
    return f"{models[0] if models else platform.processor() or 'unknown processor'}, {os.cpu_count()} cores seen, {platform.system()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--articles", type=int, default=1000, help="for the runs over many articles; 0: none")
    parser.add_argument("--jobs", type=int, default=2, help="the most processes to try")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--write", type=Path)
    args = parser.parse_args()
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False, cwd=ROOT
    ).stdout.strip()
    threads = os.environ.get("OMP_NUM_THREADS", "unset")
    load = f", load average {os.getloadavg()[0]:.1f} before the start" if hasattr(os, "getloadavg") else ""
    lines = [
        "# Performance", "",
        f"Measured on {date.today():%Y-%m-%d} at commit {commit} by `make bench`, {args.rounds} rounds.",
        f"Machine: {machine()}{load}. Python {platform.python_version()}, spaCy {version('spacy')}, OMP_NUM_THREADS={threads}.",
    ]  # fmt: skip
    parts = [("Start-up to first record, a new process each time", lambda: start_up(args.rounds))]
    if args.articles:  # before a model is loaded here: the size of a process counts what it was started from
        parts.append(("Many articles into a project", lambda: corpus(args.shared, args.articles, args.jobs)))
    parts.append(("Stages, processor time", lambda: stages(args.rounds)))
    for title, measure in parts:
        rows = measure()
        lines += ["", f"## {title}", "", "| what | measured |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)]
    text = "\n".join(lines) + "\n"
    print(text)
    if args.write:
        args.write.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
