"""What the server holds while it runs: the project as it stands, and the journal."""

from pathlib import Path
from threading import RLock

from sayso.store.journal import Journal
from sayso.store.read import Project
from sayso.store.schema import MANIFEST


class Desk:
    """One project on the table. Raises StopRun where there is none."""

    def __init__(self, folder: Path, reviewer: str = "") -> None:
        self.folder, self.reviewer = folder, reviewer
        self.journal = Journal(folder)
        self._lock = RLock()
        self._project, self._stamp = Project.open(folder), self._now()
        self._noted: Project | None = None

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

    def _now(self) -> object:
        """Changes whenever a shard is written or taken away."""
        try:
            return tuple(sorted((f.name, f.stat().st_mtime_ns) for f in (self.folder / MANIFEST).glob("*.json")))
        except OSError:
            return None
