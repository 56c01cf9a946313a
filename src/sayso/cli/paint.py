"""Lines of styled text -> the terminal's colours; none where the output is piped or NO_COLOR is set."""

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from sayso import Coded
from sayso.show.lines import Line, wrap

STYLES = {
    "title": "bold",
    "heading": "bold blue",
    "id": "dim",
    "party": "bold",
    "status": "bold yellow",
    "claimant": "cyan",
    "quiet": "dim",
    "trigger": "bold magenta",
    "why": "dim italic",
}
NARROWEST, WIDEST, PIPED = 60, 110, 100


class _Console(Console):
    def on_broken_pipe(self) -> None:
        raise  # noqa: PLE0704  (called while the error is handled; main gives it its exit code)


class Painter:
    """Writes accounts to standard output, each apart from the one before."""

    def __init__(self) -> None:
        self.console = _Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
        self.width = max(NARROWEST, min(WIDEST, self.console.width)) if self.console.is_terminal else PIPED
        self.first = True

    def show(self, coded: Coded, why: bool) -> None:
        if not self.first:
            self.console.print("\n" + "─" * self.width + "\n", style="dim")
        self._print(coded.lines(why=why))

    def lines(self, lines: Iterable[Line]) -> None:
        """Other lines than those of one account; an empty one before all but the first."""
        if not self.first:
            self.console.print()
        self._print(lines)

    def _print(self, lines: Iterable[Line]) -> None:
        self.first = False
        for line in (piece for whole in lines for piece in wrap(whole, self.width)):
            self.console.print(Text.assemble(*((s.text, STYLES.get(s.style, "")) for s in line.segments)))
