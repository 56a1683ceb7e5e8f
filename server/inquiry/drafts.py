"""A protocol while it is being made: drafted by leaders where every employee reads it, and shaped by many."""

from collections.abc import Mapping

from server.inquiry.models import Protocol
from server.inquiry.workshop import DraftComment, DraftLookFor, DraftShaped, DraftWording, ProtocolDraft
from server.kernel.ids import child_id
from server.kernel.known import known
from server.kernel.problems import Refused
from server.kernel.verbs import Put, Remove, Verb, Write

LEADERS = ("leader", "admin")
EMPLOYEES = ("staff", *LEADERS)
MOST = 12
"""Look-fors that a draft may hold while a team chooses; five are published, more with a reason."""


async def draft_fits(write: Write) -> None:
    """Look-fors and words belong to a draft that is known, and words bear the id that follows from what they word."""
    drafts = {op.id for op in write.ops_on(ProtocolDraft)}
    look_fors = {op.id for op in write.ops_on(DraftLookFor)}
    for op in write.ops_on(ProtocolDraft):
        if op.values.get("replaces"):
            await known(write, Protocol, op.values["replaces"])
    for op in write.ops_on(DraftLookFor):
        draft = op.values.get("draftId")
        if draft is None:
            await known(write, DraftLookFor, op.id)
        elif draft not in drafts:
            await known(write, ProtocolDraft, draft)
    for op in write.ops_on(DraftWording):
        await _words_fit(write, op.id, op.values, drafts | look_fors)


async def is_own_comment(write: Write) -> None:
    """A comment says who made it and says something; it is about a draft that is known."""
    op = write.op(DraftComment)
    if op.values.get("personId") != write.author:
        raise Refused("not_yours")
    if not (op.values.get("text") or "").strip() or not op.values.get("draftId"):
        raise Refused("wrong_shape", field="text")
    await known(write, ProtocolDraft, op.values["draftId"])


async def takes_own_comment(write: Write) -> None:
    """Whoever wrote a comment takes it away, and nobody else."""
    comment = await write.row(DraftComment, write.op(DraftComment, "remove").id)
    if comment and comment.person_id != write.author:
        raise Refused("not_yours")


async def shaped_it_oneself(write: Write) -> None:
    """ "I shaped this" is said by each for oneself."""
    op = write.op(DraftShaped)
    draft = op.values.get("draftId")
    if op.values.get("personId") != write.author or not draft:
        raise Refused("not_yours")
    if op.id != child_id(draft, write.author):
        raise Refused("wrong_shape", field="id")
    await known(write, ProtocolDraft, draft)


async def steps_back_oneself(write: Write) -> None:
    """And taken back by each for oneself."""
    shaped = await write.row(DraftShaped, write.op(DraftShaped, "remove").id)
    if shaped and shaped.person_id != write.author:
        raise Refused("not_yours")


async def _words_fit(write: Write, row: str, values: Mapping[str, object], arriving: set[str]) -> None:
    of, part, language = (values.get(name) for name in ("of", "part", "language"))
    if of is None and part is None and language is None:
        await known(write, DraftWording, row)
    elif not of or not part or not language or row != child_id(str(of), str(part), str(language)):
        raise Refused("wrong_shape", field="id")
    elif of not in arriving:
        await known(write, ProtocolDraft if part in ("title", "focus") else DraftLookFor, str(of))


DRAFT_PROTOCOL = Verb(
    "draft_protocol",
    puts=(
        Put(ProtocolDraft, by=LEADERS, new=True, least=1, most=1),
        Put(DraftLookFor, by=LEADERS, new=True, most=MOST),
        Put(DraftWording, by=LEADERS, new=True, most=60),
    ),
    check=draft_fits,
)
CHANGE_PROTOCOL_DRAFT = Verb(
    "change_protocol_draft",
    puts=(
        Put(ProtocolDraft, by=LEADERS, fields=("reason", "put_away"), new=False, most=1),
        Put(DraftLookFor, by=LEADERS, most=MOST),
        Put(DraftWording, by=LEADERS, most=24),
    ),
    check=draft_fits,
)
DROP_DRAFT_LOOK_FOR = Verb("drop_draft_look_for", removes=(Remove(DraftLookFor, by=LEADERS, least=1, most=1),))
COMMENT_ON_DRAFT = Verb(
    "comment_on_draft",
    puts=(Put(DraftComment, by=EMPLOYEES, new=True, least=1, most=1),),
    check=is_own_comment,
)
TAKE_COMMENT_AWAY = Verb(
    "take_comment_away",
    removes=(Remove(DraftComment, by=EMPLOYEES, least=1, most=1),),
    check=takes_own_comment,
)
SHAPE_DRAFT = Verb("shape_draft", puts=(Put(DraftShaped, by=EMPLOYEES, least=1, most=1),), check=shaped_it_oneself)
STEP_BACK_FROM_DRAFT = Verb(
    "step_back_from_draft",
    removes=(Remove(DraftShaped, by=EMPLOYEES, least=1, most=1),),
    check=steps_back_oneself,
)

VERBS = (
    DRAFT_PROTOCOL,
    CHANGE_PROTOCOL_DRAFT,
    DROP_DRAFT_LOOK_FOR,
    COMMENT_ON_DRAFT,
    TAKE_COMMENT_AWAY,
    SHAPE_DRAFT,
    STEP_BACK_FROM_DRAFT,
)
