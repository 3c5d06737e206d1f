"""Draws README's picture: one conversation of the demo, as the terminal shows it.

python -m evals.picture evals/demo.svg
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console

from guard import Guard
from guard.assemble import data_folder
from guard.cli.demo import conversations, introduce
from guard.cli.placed import Placed
from guard.cli.show import Reading

WIDTH = 100
# The picture must load nothing from anywhere: a font that the reader's machine has will do.
FORMAT = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL).replace(
    "Fira Code, monospace", "ui-monospace, Menlo, Consolas, monospace"
)


def main(argv: Sequence[str] | None = None) -> int:
    """Write the picture and return 0."""
    (target,) = sys.argv[1:] if argv is None else argv
    console = Console(record=True, width=WIDTH, force_terminal=True, file=sys.stderr, color_system="truecolor")
    path, case = next(conversations(data_folder("demo", "evals/suites/demo")))
    reading = Reading(drafts=True, console=console)
    introduce(reading, case)
    reading.put(Placed(str(path), 1, case), Guard().check(case))
    Path(target).write_text(console.export_svg(title="guard demo", code_format=FORMAT), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
