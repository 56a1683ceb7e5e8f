"""Taking words back for good: a student's name, say, that should never have been written."""

from server.feedback.models import Feedback, Response, Strength
from server.kernel.ids import child_id, scope_owner
from server.kernel.problems import Refused
from server.kernel.verbs import Put, Verb, Write
from server.walkthroughs.models import EvidenceNote
from server.walkthroughs.visits import OBSERVER


async def is_one_text_of_mine(write: Write) -> None:
    """One text at a time, by whoever wrote it: the observer's notes, strengths and question, a teacher's own answer.

    The text may be missing: a purge that a later one has replaced comes emptied too, and must still be done.
    """
    if len(write.ops) != 1:
        raise Refused("not_agreed_parts")
    for op in write.ops_on(Response):
        if op.id != child_id(scope_owner(op.scope), "response", write.author):
            raise Refused("not_yours")


PURGE_WORDS = Verb(
    "purge_words",
    puts=(
        Put(EvidenceNote, by=OBSERVER, fields=("text",), new=False, most=1, purges=True),
        Put(Strength, by=OBSERVER, fields=("text",), new=False, most=1, purges=True),
        Put(Feedback, by=OBSERVER, fields=("question",), new=False, most=1, purges=True),
        Put(Response, by=("teacher",), fields=("text",), new=False, most=1, purges=True),
    ),
    check=is_one_text_of_mine,
)
