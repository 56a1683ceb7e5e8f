"""The verbs of saying and hearing back: the observer names, asks and shares; each teacher answers and consents."""

from server.feedback.models import Consent, Feedback, Response, Strength, StrengthNote
from server.feedback.purging import PURGE_WORDS
from server.feedback.sharing import let_in_whom_it_is_for, let_out_again, may_be_shared, may_be_withdrawn, still_rests
from server.kernel.ids import child_id, scope_owner
from server.kernel.known import known, seen
from server.kernel.problems import Refused
from server.kernel.verbs import Op, Put, Remove, Verb, Write, follow, register
from server.walkthroughs.models import Companion, EvidenceNote
from server.walkthroughs.mutations import REMOVE_EVIDENCE_NOTE
from server.walkthroughs.visits import OBSERVER, in_one_visit

TEACHER = ("teacher",)


async def notes_are_known(write: Write) -> None:
    """What a strength rests on is a note of the same visit, or of one that is (or was) one with it."""
    in_one_visit(write)
    brought = {op.id for op in write.ops_on(Strength)}
    for link in write.ops_on(StrengthNote):
        strength, note = link.values.get("strengthId"), link.values.get("noteId")
        if not strength or not note or link.id != child_id(strength, note):
            raise Refused("wrong_shape", field="id")
        await _noted_together(write, note, link.scope)
        if strength not in brought:
            await known(write, Strength, strength, link.scope)


async def _noted_together(write: Write, note: str, scope: str) -> None:
    """A join may have ended while the observer rested a strength on the other's note: that step is still honest."""
    row = await seen(write, EvidenceNote, note)
    other = scope_owner(row.scope) if row else ""
    if (
        row is None
        or row.scope == scope
        or not await seen(write, Companion, child_id(scope_owner(scope), other, "companion"))
    ):
        await known(write, EvidenceNote, note, scope)


async def is_the_one_feedback(write: Write) -> None:
    """A visit has one feedback, so its id follows from the visit's."""
    _one_of_the_visit(write.op(Feedback), "feedback")


async def is_my_answer(write: Write) -> None:
    """A teacher answers once, under their own name, with one of the stances; the answer may be changed."""
    op = write.op(Response)
    _one_of_the_visit(op, "response", write.author)
    if op.values.get("teacherId") != write.author:
        raise Refused("not_yours")
    if not op.values.get("answer"):
        raise Refused("wrong_shape", field="answer")


async def is_my_consent(write: Write) -> None:
    """A teacher speaks for themselves about a note of their visit, and may change their mind."""
    op = write.op(Consent)
    note = op.values.get("noteId")
    if op.values.get("teacherId") != write.author:
        raise Refused("not_yours")
    if not note or not isinstance(op.values.get("yes"), bool) or op.id != child_id(note, "consent", write.author):
        raise Refused("wrong_shape", field="id")
    await known(write, EvidenceNote, note, op.scope)


def _one_of_the_visit(op: Op, *parts: str) -> None:
    if op.id != child_id(scope_owner(op.scope), *parts):
        raise Refused("wrong_shape", field="id")


NAME_STRENGTH = Verb(
    "name_strength",
    puts=(Put(Strength, by=OBSERVER, new=True, least=1, most=1), Put(StrengthNote, by=OBSERVER)),
    check=notes_are_known,
    effect=still_rests,
)
REWORD_STRENGTH = Verb(
    "reword_strength", puts=(Put(Strength, by=OBSERVER, fields=("text", "position"), new=False, least=1, most=1),)
)
DROP_STRENGTH = Verb(
    "drop_strength",
    removes=(Remove(Strength, by=OBSERVER, least=1, most=1), Remove(StrengthNote, by=OBSERVER)),
    effect=still_rests,
)
REST_STRENGTH_ON_NOTE = Verb(
    "rest_strength_on_note", puts=(Put(StrengthNote, by=OBSERVER, least=1),), check=notes_are_known
)
LIFT_STRENGTH_FROM_NOTE = Verb(
    "lift_strength_from_note", removes=(Remove(StrengthNote, by=OBSERVER, least=1),), effect=still_rests
)
ASK_GROWTH_QUESTION = Verb(
    "ask_growth_question",
    puts=(Put(Feedback, by=OBSERVER, fields=("question",), least=1, most=1),),
    check=is_the_one_feedback,
)
SHARE_FEEDBACK = Verb(
    "share_feedback",
    puts=(Put(Feedback, by=OBSERVER, fields=("shared", "shared_at"), least=1, most=1),),
    check=may_be_shared,
    effect=let_in_whom_it_is_for,
)
WITHDRAW_SHARE = Verb(
    "withdraw_share",
    puts=(Put(Feedback, by=OBSERVER, fields=("shared", "shared_at"), least=1, most=1),),
    check=may_be_withdrawn,
    effect=let_out_again,
)
ANSWER_FEEDBACK = Verb("answer_feedback", puts=(Put(Response, by=TEACHER, least=1, most=1),), check=is_my_answer)
ALLOW_QUOTE = Verb("allow_quote", puts=(Put(Consent, by=TEACHER, least=1, most=1),), check=is_my_consent)

register(
    NAME_STRENGTH,
    REWORD_STRENGTH,
    DROP_STRENGTH,
    REST_STRENGTH_ON_NOTE,
    LIFT_STRENGTH_FROM_NOTE,
    ASK_GROWTH_QUESTION,
    SHARE_FEEDBACK,
    WITHDRAW_SHARE,
    ANSWER_FEEDBACK,
    ALLOW_QUOTE,
    PURGE_WORDS,
)
follow(REMOVE_EVIDENCE_NOTE, still_rests)
