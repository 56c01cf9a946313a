"""What the server holds while it runs: the project as it stands, and the journal."""

import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import RLock

from sayso.errors import SaysoError
from sayso.explore.review import Standing, standing
from sayso.lexicons.codebook import CodeBook, load_codebook
from sayso.records.review import Judgement
from sayso.store.journal import Journal
from sayso.store.read import Project
from sayso.store.schema import MANIFEST

Form = dict[str, str]  # what a page sent


class Desk:
    """One project on the table. Raises StopRun where there is none."""

    def __init__(self, folder: Path, reviewer: str = "") -> None:
        self.folder, self.reviewer = folder, reviewer
        self.journal = Journal(folder)
        self._lock = RLock()
        self._project, self._stamp = Project.open(folder), self._now()
        self._noted: Project | None = None
        self._standing: tuple[object, list[Standing]] = (None, [])

    @property
    def project(self) -> Project:
        """The project with all shards that are whole by now: a run may go on while somebody reads."""
        with self._lock:
            if (now := self._now()) != self._stamp:
                self._project, self._stamp = Project.open(self.folder), now
            if self._noted is not self._project:
                _ = self._project.connection  # opened by one thread, and looked through for damage
                self.journal.note_shards(
                    {s.name: [s.row["version"], s.row["article_count"], s.row["report_count"]] for s in self._project.shards}
                )
                self._noted = self._project
            return self._project

    @cached_property
    def codebook(self) -> CodeBook:
        """The project's own code book; ours alone where its lexicons have moved or are broken."""
        names = self.project.settings.get("coding", {}).get("lexicons", [])
        try:
            return load_codebook([Path(os.path.normpath(self.folder / name)) for name in names])
        except (SaysoError, OSError):
            return load_codebook()

    def standing(self) -> list[Standing]:
        """Where all decisions stand now; worked out anew after each decision and each run."""
        project = self.project
        with self._lock:
            state = (self.journal.last(), id(project), self._stamp)
            if self._standing[0] != state:
                self._standing = (state, standing(project, self.journal.judgements()))
            return self._standing[1]

    def stands(self, judgements: Sequence[Judgement]) -> list[Standing]:
        return standing(self.project, judgements)

    def _now(self) -> object:
        """Changes whenever a shard is written or taken away."""
        try:
            return tuple(sorted((f.name, f.stat().st_mtime_ns) for f in (self.folder / MANIFEST).glob("*.json")))
        except OSError:
            return None
