"""Speed and memory over many articles: the part of bench.py that needs ../shared/corpora/text. Nothing of it is committed.

The articles are made of news.txt.xz, the same each time: a document of 300 to 1,000 words is one, shorter ones are joined until there are
400 words, longer ones are left out.
"""

import json
import lzma
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import sayso

CORPUS = "corpora/text/news.txt.xz"
SHORT, JOINED, LONG = 300, 400, 1000
Rows = list[tuple[str, str]]


def articles(path: Path) -> Iterator[str]:
    joined: list[str] = []
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            words = len(line.split())
            if SHORT <= words < LONG:
                yield line.strip()
            elif 0 < words < SHORT:
                joined.append(line.strip())
                if sum(len(j.split()) for j in joined) >= JOINED:
                    yield "\n".join(joined)
                    joined = []


def write_corpus(path: Path, number: int, out: Path) -> tuple[int, str]:
    """Words of the first so many articles, and a digest that pins them."""
    words, digest = 0, sha256()
    with out.open("w", encoding="utf-8") as file:
        for n, text in enumerate(articles(path)):
            if n == number:
                break
            words += len(text.split())
            digest.update(text.encode())
            file.write(json.dumps({"id": f"a{n:06}", "text": text, "published": "2020-08-17"}) + "\n")
    return words, digest.hexdigest()[:12]


def measured(*command: str) -> tuple[float, float, float]:
    """Wall seconds, processor seconds, megabytes of the largest of its processes."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as err:
        process = subprocess.Popen([sys.executable, "-m", "sayso", *command], stdout=subprocess.DEVNULL, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            err.seek(0)
            sys.exit(err.read().decode())
    unit = 1 if sys.platform == "darwin" else 1024
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6


def corpus(shared: Path, number: int, most_jobs: int) -> Rows:
    """A tenth of the articles with one process, then all of them with 1, 2, 4 ... processes; then what is asked of the project."""
    path = shared / CORPUS
    if not path.exists():
        return [("not measured", f"{path} is not there")]
    rows: Rows = []
    with tempfile.TemporaryDirectory() as folder:
        jobs = [1] + [2**n for n in range(1, 8) if 2**n <= most_jobs]
        runs = [(max(1, number // 10), 1), *((number, j) for j in jobs)]
        for count, job in runs:
            source, project = Path(folder, f"{count}.jsonl"), Path(folder, f"{count}-{job}")
            words, digest = write_corpus(path, count, source)
            wall, busy, memory = measured("code", str(source), "--project", str(project), "--jobs", str(job))
            found = sayso.open(project).count(table="articles")
            rate = (
                f"{found / wall:.1f} articles/s, {words / wall:,.0f} words/s; {wall:,.1f} s with loading, {busy:,.1f} s of processor time"
            )
            name = f"{found:,} articles of {words / count:.0f} words ({digest}), {job} {'process' if job == 1 else 'processes'}"
            rows.append((name, f"{rate}; largest process {memory:,.0f} MB"))
        size = sum(f.stat().st_size for f in project.rglob("*") if f.is_file())
        rows.append(("the project's size", f"{size / 1e6:.1f} MB, {size / number / 1000:.1f} kB an article"))
        asked = {
            "the same run again: nothing to do": ("code", str(source), "--project", str(project)),
            "`sayso status`": ("status", str(project)),
            "`sayso query type:ASSAULT`, 20 shown": ("query", str(project), "type:ASSAULT"),
            "`sayso query --by event_type`": ("query", str(project), "--by", "event_type"),
            "`sayso show a000000`": ("show", str(project), "a000000"),
            "`sayso export --to csv`": ("export", str(project), str(Path(folder, "out")), "--to", "csv"),
        }
        for name, command in asked.items():
            wall, busy, memory = measured(*command)
            rows.append((name, f"{wall:.2f} s, {busy:.2f} s of processor time; {memory:,.0f} MB"))
    return rows
