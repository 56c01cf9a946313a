"""Runs that end badly: killed, interrupted, beside another, on a full disk. Each is a process of its own."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso import StopRun
from sayso.store.lock import locked
from sayso.store.read import Project
from tests.run.corpora import contents, run, write_news

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits differ on Windows")
ROOT = Path(__file__).parents[2]
STARTED: "list[subprocess.Popen[str]]" = []
PROGRAM = """
import sys
from functools import partial
from pathlib import Path
from sayso.errors import SaysoError
from sayso.run import plan
from tests.run.corpora import run
plan.SHARD_INPUTS, plan.BATCH = 10, 4
if __name__ == "__main__":
    project, news, jobs, slow = sys.argv[1:]
    try:
        print(run(Path(project), Path(news), jobs=int(jobs), slow=float(slow)))
    except SaysoError as error:
        sys.exit(f"sayso: {error}")
"""


@pytest.fixture(autouse=True)
def no_process_stays(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever a test does not end itself, should it fail, ends with it."""
    started: list[subprocess.Popen[str]] = []
    monkeypatch.setattr(sys.modules[__name__], "STARTED", started)
    yield
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def program(tmp_path: Path) -> Path:
    (tmp_path / "program.py").write_text(PROGRAM, "utf-8")
    return tmp_path / "program.py"


def start(program: Path, project: Path, news: Path, *, jobs: int = 1, slow: float = 0.0, **options: object) -> "subprocess.Popen[str]":
    command = [sys.executable, str(program), str(project), str(news), str(jobs), str(slow)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    process: subprocess.Popen[str] = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, **options
    )  # type: ignore[call-overload]
    STARTED.append(process)
    return process


def alive(group: int) -> list[str]:
    """Processes of a group that have not ended, after some patience; those that nobody has fetched yet (zombies) have ended."""
    left: list[str] = []
    for _ in range(100):
        states = subprocess.run(["ps", "-A", "-o", "pgid=,stat=,args="], check=True, capture_output=True, text=True).stdout.splitlines()
        left = [s for s in states if s.split()[0] == str(group) and not s.split()[1].startswith("Z")]
        if not left:
            break
        time.sleep(0.1)
    return left


def wait_for_shards(project: Path, number: int, process: "subprocess.Popen[str]") -> None:
    """Until so many shards are finished. Fails where the process ends first."""
    for _ in range(3000):
        if len(list((project / "manifest").glob("*.json"))) >= number:
            return
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    pytest.fail("no shard was finished in a minute")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_run_loses_at_most_the_shard_in_flight_and_resumes_to_the_same_bytes(tmp_path: Path, program: Path, jobs: int) -> None:
    news = write_news(tmp_path / "news", 45)
    process = start(program, tmp_path / "p", news, jobs=jobs, slow=0.03)
    wait_for_shards(tmp_path / "p", 2, process)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    held = Project.open(tmp_path / "p").count(table="articles")
    assert 20 <= held < 45
    assert held % 10 == 0
    out, err = start(program, tmp_path / "p", news, jobs=jobs).communicate(timeout=120)
    assert f"{45 - held} articles coded" in out, err
    start(program, tmp_path / "whole", news).communicate(timeout=120)
    assert contents(tmp_path / "p") == contents(tmp_path / "whole")


def test_control_c_leaves_no_process_and_a_project_that_goes_on(tmp_path: Path, program: Path) -> None:
    news = write_news(tmp_path / "news", 45)
    process = start(program, tmp_path / "p", news, jobs=2, slow=0.03, start_new_session=True)
    wait_for_shards(tmp_path / "p", 1, process)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to parent and workers
    _, err = process.communicate(timeout=60)
    assert process.returncode != 0
    assert err.count("Traceback") == err.count("KeyboardInterrupt\n") == 1  # of the parent; the command line gives it its words
    assert not alive(process.pid)
    out, _ = start(program, tmp_path / "p", news).communicate(timeout=120)
    assert "done before" in out
    assert Project.open(tmp_path / "p").count(table="articles") == 45


def test_the_second_of_two_runs_is_told_so_and_a_killed_one_leaves_no_lock(tmp_path: Path, program: Path) -> None:
    news = write_news(tmp_path / "news", 45)
    process = start(program, tmp_path / "p", news, slow=0.1)
    wait_for_shards(tmp_path / "p", 1, process)
    _, err = start(program, tmp_path / "p", news).communicate(timeout=60)
    assert "Another run is writing" in err
    assert f"process {process.pid}" in err
    assert "--shard" in err
    process.kill()
    process.wait()
    out, _ = start(program, tmp_path / "p", news).communicate(timeout=120)
    assert "done before" in out


def test_parts_may_run_beside_each_other_but_not_beside_the_whole(tmp_path: Path) -> None:
    with locked(tmp_path, "1of2"), locked(tmp_path, "2of2"):
        for part in ("1of2", ""):
            with pytest.raises(StopRun, match="Another run"), locked(tmp_path, part):
                pass
    with locked(tmp_path):
        pass


def test_a_full_disk_is_told_and_what_was_finished_is_kept(tmp_path: Path, program: Path) -> None:
    news = write_news(tmp_path / "news", 45)

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    run(tmp_path / "sample", write_news(tmp_path / "few", 10))
    limit = max(f.stat().st_size for f in (tmp_path / "sample").rglob("*.parquet"))
    (news / "0025.txt").write_text(" ".join(f"and the {n}" for n in range(40_000)), "utf-8")  # its shard does not fit
    limit = max(40_000, limit)
    _, err = start(program, tmp_path / "p", news, preexec_fn=small_files).communicate(timeout=120)
    assert "cannot be written" in err
    assert "run the same command again" in err
    assert "Traceback" not in err
    assert Project.open(tmp_path / "p").count(table="articles") == 20
    out, _ = start(program, tmp_path / "p", news).communicate(timeout=120)
    assert "25 articles coded" in out
    assert not list((tmp_path / "p").glob(".parts/*"))


def test_a_damaged_shard_stops_a_run_before_it_codes_and_can_be_coded_anew(tmp_path: Path) -> None:
    news = write_news(tmp_path / "news", 5)
    run(tmp_path / "p", news)
    shard = next((tmp_path / "p/reports").iterdir())
    shard.write_bytes(shard.read_bytes()[:50])
    with pytest.raises(StopRun, match="cut short") as error:
        run(tmp_path / "p", news)
    manifest = Path(error.value.hint.removeprefix("Remove ").split(" and run")[0])
    manifest.unlink()
    assert run(tmp_path / "p", news).coded == 5
    assert Project.open(tmp_path / "p").count() == 5


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read and write everything")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    news = write_news(tmp_path / "news", 2)
    (tmp_path / "p").mkdir(mode=0o500)
    with pytest.raises(StopRun, match="cannot be written"):
        run(tmp_path / "p", news)


def test_a_project_path_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("x")
    with pytest.raises(StopRun) as error:
        run(tmp_path / "p", write_news(tmp_path / "news", 2))
    assert error.value.hint
