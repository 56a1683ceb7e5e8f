"""What hangs on a note (its sketches and pictures): checks that the verbs share."""

from collections.abc import Iterable

from server.kernel.known import known
from server.kernel.problems import Refused
from server.kernel.verbs import Op, Write
from server.walkthroughs.models import EvidenceNote
from server.walkthroughs.visits import in_one_visit


async def note_holds(write: Write, parts: Iterable[Op]) -> None:
    """Each part names a note of this visit: one that comes with it, whole, or one that is known."""
    in_one_visit(write)
    brought = {op.id: op for op in write.ops_on(EvidenceNote)}
    if any(not op.values.get("begunAt") for op in brought.values()):
        raise Refused("wrong_shape", field="begunAt")
    for part in parts:
        note = part.values.get("noteId")
        if not note:
            raise Refused("wrong_shape", field="noteId")
        if note not in brought:
            await known(write, EvidenceNote, note, part.scope)
