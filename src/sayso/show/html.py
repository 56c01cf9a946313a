"""The account as HTML for a notebook. All text that comes from outside is escaped; no script, no style sheet, nothing loaded."""

from collections.abc import Iterable
from html import escape

from sayso.show.lines import Line, Style

STYLES: dict[Style, str] = {
    "title": "font-weight:600;font-size:1.15em",
    "heading": "font-weight:600;letter-spacing:.05em;opacity:.75",
    "id": "opacity:.55",
    "party": "font-weight:600",
    "status": "font-weight:600;color:#b45309",
    "claimant": "color:#1d6f9c;font-weight:600",
    "quiet": "opacity:.6",
    "trigger": "font-weight:600;background:rgba(250,204,21,.35)",
    "why": "opacity:.75;font-family:monospace",
}


def to_html(lines: Iterable[Line]) -> str:
    rows = []
    for one in lines:
        spans = "".join(
            f'<span style="{STYLES[s.style]}">{escape(s.text)}</span>' if s.style in STYLES else escape(s.text) for s in one.segments
        )
        indent = len(one.hang)
        rows.append(f'<div style="padding-left:{indent}ch;text-indent:-{indent}ch;white-space:pre-wrap">{spans or "&nbsp;"}</div>')
    return f'<div class="sayso" style="line-height:1.45;max-width:60em">{"".join(rows)}</div>'
