"""Ordered work on several processes, each of which loads what it needs once. A process that dies costs one article, not the run."""

import multiprocessing
import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

from sayso.errors import SaysoError, StopRun
from sayso.run.work import Batch, join, lost, split
from sayso.store.rows import Lines

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")  # processes share the cores; threads would fight for them
AHEAD = 4  # finished batches for each worker that may wait for a slow one before them


class Worker(Protocol):
    """What codes batches in a process. `made_by` is told to the parent once it is loaded."""

    @property
    def made_by(self) -> tuple[str, ...]: ...
    def __call__(self, batch: Batch) -> Lines: ...


@dataclass(slots=True)
class _Process:
    process: BaseProcess
    pipe: Connection
    batch: tuple[int, Batch] | None = None  # in work; None: idle


class Pool:
    """Codes batches in `jobs` processes; with one job, in this one. `make` builds a worker; it is picklable and called in each process."""

    def __init__(self, make: Callable[[], Worker], jobs: int) -> None:
        self._make, self._jobs = make, jobs
        self._workers: list[_Process] = []
        self._here: Worker | None = None
        self.made_by: tuple[str, ...] = ()

    def __enter__(self) -> "Pool":
        if self._jobs == 1:
            self._here = self._make()
            self.made_by = self._here.made_by
            return self
        try:
            self._workers = [self._start() for _ in range(self._jobs)]
            for worker in self._workers:
                self.made_by = self._ready(worker)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def run(self, batches: Iterator[Batch]) -> Iterator[tuple[Batch, Lines]]:
        """Each batch with its rows, in the order of the batches; few are read ahead."""
        if self._here:
            for batch in batches:
                yield batch, self._here(batch)
            return
        numbered = enumerate(batches)
        waiting: deque[tuple[int, Batch]] = deque()  # read, but not handed out
        done: dict[int, tuple[Batch, Lines]] = {}
        next_out = 0
        while True:
            room = self._jobs * AHEAD - len(done)
            while len(waiting) < min(self._jobs, room) and (following := next(numbered, None)) is not None:
                waiting.append(following)
                self._hand_out(waiting)
            self._hand_out(waiting)
            busy = [w for w in self._workers if w.batch]
            if not busy:
                return
            for pipe in wait([w.pipe for w in busy]):
                worker = next(w for w in busy if w.pipe is pipe)
                assert worker.batch
                number, batch = worker.batch
                worker.batch = None
                done[number] = batch, self._result(worker, batch)
            while next_out in done:
                yield done.pop(next_out)
                next_out += 1

    def _hand_out(self, waiting: "deque[tuple[int, Batch]]") -> None:
        for worker in self._workers:
            if waiting and not worker.batch:
                worker.batch = waiting.popleft()
                with suppress(BrokenPipeError):  # it died idle: found out when its result is fetched
                    worker.pipe.send(worker.batch[1])

    def _result(self, worker: _Process, batch: Batch) -> Lines:
        try:
            return self._received(worker.pipe.recv())
        except (EOFError, OSError):
            self._restart(worker)
        return join([self._alone(worker, part) for part in split(batch)])

    def _alone(self, worker: _Process, part: Batch) -> Lines:
        try:
            worker.pipe.send(part)
            return self._received(worker.pipe.recv())
        except (EOFError, OSError):
            self._restart(worker)
            return lost(part)

    def _restart(self, worker: _Process) -> None:
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        fresh = self._start()
        worker.process, worker.pipe = fresh.process, fresh.pipe
        self._ready(worker)

    def _received(self, message: tuple[str, Any]) -> Lines:
        kind, value = message
        if kind == "stop":
            raise value
        if kind == "bug":
            raise RuntimeError(f"in a worker process:\n{value}")
        result: Lines = value
        return result

    def _start(self) -> _Process:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self._make), daemon=True)
        with _starting():
            process.start()
        theirs.close()
        return _Process(process, ours)

    def _ready(self, worker: _Process) -> tuple[str, ...]:
        try:
            kind, value = worker.pipe.recv()
        except (EOFError, OSError) as error:
            raise StopRun(
                "A worker process died while it loaded the language pipeline.", "Give it more memory, or fewer processes: --jobs 1."
            ) from error
        if kind != "ready":
            self._received((kind, value))
        return tuple(value)

    def _end(self) -> None:
        for worker in self._workers:
            worker.process.terminate()
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join()
        self._workers = []


@contextmanager
def _starting() -> Iterator[None]:
    """A process starts with these: one thread for sums, and deaf to Ctrl-C, which is its parent's business."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    main = threading.current_thread() is threading.main_thread()
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN) if main else None
    try:
        yield
    finally:
        if main:
            signal.signal(signal.SIGINT, handler)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _work(pipe: Connection, make: Callable[[], Worker]) -> None:
    """The life of a worker process. It ends with its parent, however that ends: then its pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        worker = make()
        pipe.send(("ready", worker.made_by))
        while True:
            pipe.send(("done", worker(pipe.recv())))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except SaysoError as error:
        with suppress(OSError):
            pipe.send(("stop", error))
    except Exception:
        with suppress(OSError):
            pipe.send(("bug", traceback.format_exc()))
