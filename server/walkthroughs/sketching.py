"""The verbs of drawing. A sketch is made of strokes that come and go one by one, so two devices never write over
each other, and what is erased before sharing stays with its author.
"""

from server.kernel.known import known
from server.kernel.problems import Refused
from server.kernel.verbs import Put, Remove, Verb, Write
from server.walkthroughs.models import EvidenceNote, Sketch, Stroke
from server.walkthroughs.parts import note_holds
from server.walkthroughs.visits import OBSERVER, in_one_visit


async def sketch_is_whole(write: Write) -> None:
    """A sketch lies in a note of this visit and says on which paper it is drawn; its first strokes are its own."""
    sketch = write.op(Sketch)
    await note_holds(write, [sketch])
    if not sketch.values.get("paper"):
        raise Refused("wrong_shape", field="paper")
    await strokes_are_whole(write)


async def strokes_are_whole(write: Write) -> None:
    """Every stroke has points and belongs to a sketch of this visit."""
    in_one_visit(write)
    brought = {op.id for op in write.ops_on(Sketch)}
    for stroke in write.ops_on(Stroke):
        sketch = stroke.values.get("sketchId")
        if not sketch or not stroke.values.get("points"):
            raise Refused("wrong_shape", kind="stroke")
        if sketch not in brought:
            await known(write, Sketch, sketch, stroke.scope)


ADD_SKETCH = Verb(
    "add_sketch",
    puts=(
        Put(EvidenceNote, by=OBSERVER, new=True, most=1),
        Put(Sketch, by=OBSERVER, new=True, least=1, most=1),
        Put(Stroke, by=OBSERVER, new=True, most=40),
    ),
    check=sketch_is_whole,
)
CHANGE_SKETCH = Verb(
    "change_sketch",
    puts=(Put(Sketch, by=OBSERVER, fields=("paper", "described"), new=False, least=1, most=1),),
)
REMOVE_SKETCH = Verb("remove_sketch", removes=(Remove(Sketch, by=OBSERVER, least=1, most=1),))
RESTORE_SKETCH = Verb(
    "restore_sketch", puts=(Put(Sketch, by=OBSERVER, new=False, least=1, most=1),), check=sketch_is_whole
)
DRAW_STROKES = Verb("draw_strokes", puts=(Put(Stroke, by=OBSERVER, new=True, least=1),), check=strokes_are_whole)
ERASE_STROKES = Verb("erase_strokes", removes=(Remove(Stroke, by=OBSERVER, least=1),))
REDRAW_STROKES = Verb("redraw_strokes", puts=(Put(Stroke, by=OBSERVER, new=False, least=1),), check=strokes_are_whole)

VERBS = (ADD_SKETCH, CHANGE_SKETCH, REMOVE_SKETCH, RESTORE_SKETCH, DRAW_STROKES, ERASE_STROKES, REDRAW_STROKES)
