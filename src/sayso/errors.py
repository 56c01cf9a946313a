"""The few exceptions that sayso raises on purpose. Each says what happened and what to do next."""


class SaysoError(Exception):
    """Base of all: a message (what happened, where) and a hint (what to do next)."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)  # both in args, so that it survives pickling between workers
        self.message, self.hint = message, hint

    def __str__(self) -> str:
        return f"{self.message}\n  -> {self.hint}"


class SkipArticle(SaysoError):  # noqa: N818  (it names what happens, as StopIteration does)
    """One article cannot be coded: it is counted, named with the reason, and the run goes on."""


class StopRun(SaysoError):  # noqa: N818
    """Nothing further can succeed: a broken lexicon, a missing model, a full disk."""
