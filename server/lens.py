"""`./brightwalk lens`: the app's own lens over a file of notes, in the Node of this environment.

The lens is TypeScript, because it runs where people write; this runs the very files that ship.
"""

import subprocess
import sys
from pathlib import Path

from server.settings import HOUSE, INSTALLED, Stop

COMMAND = Path("pwa/src/lens/command.ts")


def run(doing: str, file: str) -> int:
    """Read or measure the notes of a file, whose path counts from where the command is called; the exit code.

    JSON lines go to standard output; a line that cannot be read is told on standard error with its number, the
    others go on, and the code is 1.
    """
    if INSTALLED:
        raise Stop("The lens is read from the source. Clone the project, and run ./brightwalk there.")
    if not Path(file).is_file():
        raise Stop(f"There is no file {file} here.")
    node = Path(sys.executable).parent / "node"
    program = [str(node) if node.exists() else "node", "--no-warnings", str(HOUSE / COMMAND), doing, file]
    return subprocess.run(program, check=False).returncode
