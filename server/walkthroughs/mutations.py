"""The verbs of going to look. All but the first are the observer's alone, in the visit's own scope."""

from server.inquiry.models import CharterInForce, LookFor, Protocol
from server.kernel.ids import child_id, scope_owner
from server.kernel.known import known, seen
from server.kernel.problems import NotYet, Refused
from server.kernel.verbs import Op, Put, Remove, Verb, Write, register
from server.people.models import ClassTeacher, Person, Role, SchoolClass
from server.walkthroughs import invitations, joining, picturing, sketching
from server.walkthroughs.companions import part_if_discarded, say_who_was_here
from server.walkthroughs.models import EvidenceNote, NoteTag, Visited, Walkthrough
from server.walkthroughs.rules import OBSERVING, discard_problem, ever_was, start_problem
from server.walkthroughs.visits import OBSERVER, in_one_visit, is_shared


async def may_start(write: Write) -> None:
    """The author may observe, the class and protocol are known, and the visited teach the class."""
    in_one_visit(write)
    walkthrough = write.op(Walkthrough)
    needed = ("classId", "protocolId", "observerId", "startedAt")
    if any(not walkthrough.values.get(name) for name in needed):
        raise Refused("wrong_shape", field="walkthrough")
    if not ever_was(walkthrough.values["startedAt"]):
        raise Refused("wrong_shape", field="startedAt")
    if walkthrough.values["observerId"] != write.author:
        raise Refused("not_yours")
    await _may_observe(write)
    await known(write, SchoolClass, walkthrough.values["classId"])
    await known(write, Protocol, walkthrough.values["protocolId"])
    if walkthrough.values.get("focusLookForId"):
        await known(write, LookFor, walkthrough.values["focusLookForId"])
    if walkthrough.values.get("charterId"):  # one that both sides have signed, at whatever time the visit was
        await known(write, CharterInForce, child_id(walkthrough.values["charterId"], "in_force"))
    visited = [_visited_person(op) for op in write.ops_on(Visited)]
    teachers = [person for person in visited if await _teaches(write, walkthrough.values["classId"], person)]
    problem = start_problem(write.author, visited, teachers)
    if problem:
        raise Refused(problem)


async def tags_fit(write: Write) -> None:
    """Every tag names a note of this visit and a look-for of its protocol, or the focus that was asked for."""
    in_one_visit(write)
    brought = {op.id for op in write.ops_on(EvidenceNote)}
    for tag in write.ops_on(NoteTag):
        note, look_for = tag.values.get("noteId"), tag.values.get("lookForId")
        if not note or not look_for or tag.id != child_id(note, look_for):
            raise Refused("wrong_shape", field="id")
        if note not in brought:
            await known(write, EvidenceNote, note, tag.scope)
        await _look_for_fits(write, tag, look_for)


async def note_is_whole(write: Write) -> None:
    """A new note says when it was begun; its text may still be empty."""
    if not write.op(EvidenceNote).values.get("begunAt"):
        raise Refused("wrong_shape", field="begunAt")
    await tags_fit(write)


async def is_finished(write: Write) -> None:
    """Finishing gives the moment."""
    if not write.op(Walkthrough).values.get("finishedAt"):
        raise Refused("wrong_shape", field="finishedAt")


async def is_reopened(write: Write) -> None:
    """Reopening takes the moment of finishing away."""
    if write.op(Walkthrough).values.get("finishedAt") is not None:
        raise Refused("wrong_shape", field="finishedAt")


async def may_be_discarded(write: Write) -> None:
    """What a teacher has been given cannot be discarded. `discarded: false` brings a visit back."""
    op = write.op(Walkthrough)
    discarded = op.values.get("discarded")
    if not isinstance(discarded, bool):
        raise Refused("wrong_shape", field="discarded")
    problem = discard_problem(discarded, await is_shared(write, op.scope))
    if problem:
        raise Refused(problem)


async def _may_observe(write: Write) -> None:
    roles = await write.rows(Role, person_id=write.author)
    if not any(role.role in OBSERVING for role in roles):
        raise Refused("not_yours")


def _visited_person(op: Op) -> str:
    person = op.values.get("personId")
    if not person or op.id != child_id(scope_owner(op.scope), person):
        raise Refused("wrong_shape", field="personId")
    return str(person)


async def _teaches(write: Write, class_id: str, person: str) -> bool:
    """Whether the person teaches the class, or did: the visit may be older than the timetable.

    A teacher whose lesson here has not been heard of is waited for, since the admin's change may arrive
    after the visit (RULINGS 21); somebody who is no teacher is not.
    """
    await known(write, Person, person)
    lesson = child_id(class_id, person)
    if await seen(write, ClassTeacher, lesson):
        return True
    if await seen(write, Role, child_id(person, "teacher")):
        raise NotYet(lesson)
    return False


async def _look_for_fits(write: Write, tag: Op, look_for_id: str) -> None:
    look_for = await known(write, LookFor, look_for_id)
    walkthrough = await known(write, Walkthrough, scope_owner(tag.scope), tag.scope)
    if look_for.protocol_id != walkthrough.protocol_id and look_for_id != walkthrough.focus_look_for_id:
        raise Refused("wrong_shape", field="lookForId")


START_WALKTHROUGH = Verb(
    "start_walkthrough",
    puts=(
        Put(Walkthrough, by=OBSERVER, new=True, least=1, most=1),
        Put(Visited, by=OBSERVER, new=True, least=1, most=6),
    ),
    check=may_start,
    effect=say_who_was_here,
    opens="walkthrough",
    opener="observer",
)
ADD_EVIDENCE_NOTE = Verb(
    "add_evidence_note",
    puts=(Put(EvidenceNote, by=OBSERVER, new=True, least=1, most=1), Put(NoteTag, by=OBSERVER)),
    check=note_is_whole,
)
REWORD_EVIDENCE_NOTE = Verb(
    "reword_evidence_note", puts=(Put(EvidenceNote, by=OBSERVER, fields=("text",), new=False, least=1, most=1),)
)
TAG_NOTE = Verb("tag_note", puts=(Put(NoteTag, by=OBSERVER, least=1),), check=tags_fit)
UNTAG_NOTE = Verb("untag_note", removes=(Remove(NoteTag, by=OBSERVER, least=1),))
REMOVE_EVIDENCE_NOTE = Verb(
    "remove_evidence_note",
    removes=(Remove(EvidenceNote, by=OBSERVER, least=1, most=1),),
    effect=picturing.bytes_follow_the_note,
)
RESTORE_EVIDENCE_NOTE = Verb(
    "restore_evidence_note",
    puts=(Put(EvidenceNote, by=OBSERVER, new=False, least=1, most=1), Put(NoteTag, by=OBSERVER)),
    check=tags_fit,
    effect=picturing.bytes_follow_the_note,
)
FINISH_WALKTHROUGH = Verb(
    "finish_walkthrough",
    puts=(Put(Walkthrough, by=OBSERVER, fields=("finished_at",), new=False, least=1, most=1),),
    check=is_finished,
    effect=say_who_was_here,
)
REOPEN_WALKTHROUGH = Verb(
    "reopen_walkthrough",
    puts=(Put(Walkthrough, by=OBSERVER, fields=("finished_at",), new=False, least=1, most=1),),
    check=is_reopened,
)
DISCARD_WALKTHROUGH = Verb(
    "discard_walkthrough",
    puts=(Put(Walkthrough, by=OBSERVER, fields=("discarded",), new=False, least=1, most=1),),
    check=may_be_discarded,
    effect=part_if_discarded,
)

register(
    START_WALKTHROUGH,
    ADD_EVIDENCE_NOTE,
    REWORD_EVIDENCE_NOTE,
    TAG_NOTE,
    UNTAG_NOTE,
    REMOVE_EVIDENCE_NOTE,
    RESTORE_EVIDENCE_NOTE,
    FINISH_WALKTHROUGH,
    REOPEN_WALKTHROUGH,
    DISCARD_WALKTHROUGH,
    *invitations.VERBS,
    *joining.VERBS,
    *sketching.VERBS,
    *picturing.VERBS,
)
