"""Sharing and taking it back: who is let into a visit, decided by one field of its feedback.

Memberships follow `feedback.shared` as it stands after the merge, never the mutation that happened to
arrive last: a share that a withdrawal had already seen lets nobody in, whenever it arrives. So the field,
the memberships and coverage always say the same.
"""

from server.feedback.models import Feedback, Strength, StrengthNote
from server.feedback.rules import Named, Rests, resting_problem, sharing_problem
from server.kernel.clock import moment
from server.kernel.ids import child_id, scope_of, scope_owner
from server.kernel.known import known
from server.kernel.problems import Refused
from server.kernel.verbs import Write
from server.people.models import School
from server.walkthroughs.companions import group_of, host_of
from server.walkthroughs.models import (
    Coverage,
    EvidenceNote,
    NoteTag,
    Picture,
    Sketch,
    Stroke,
    Visited,
    Walkthrough,
)
from server.walkthroughs.rules import week_of


async def may_be_shared(write: Write) -> None:
    """A kept visit, at least one strength, each on a note, and one wording of everything."""
    op = write.op(Feedback)
    if op.id != _feedback_of(op.scope) or op.values.get("shared") is not True:
        raise Refused("wrong_shape", field="shared")
    if (await known(write, Walkthrough, scope_owner(op.scope), op.scope)).discarded:
        raise Refused("walkthrough_discarded")
    if await host_of(write, scope_owner(op.scope)) != scope_owner(op.scope):
        raise Refused("host_shares")
    feedback = await write.row(Feedback, op.id)
    await write.one_wording(Feedback, op.id, "question")
    for strength in await write.rows(Strength, scope=op.scope):
        await write.one_wording(Strength, strength.id, "text")
    strengths, links, notes = await _standing(write, op.scope)
    question = [feedback.question] if feedback and feedback.question else []
    problem = sharing_problem(strengths, links, notes, question)
    if problem:
        raise Refused(problem)


async def may_be_withdrawn(write: Write) -> None:
    """Until a visited teacher has read it (RULINGS 12). It may follow a share that was refused."""
    op = write.op(Feedback)
    if op.id != _feedback_of(op.scope) or op.values.get("shared") is not False:
        raise Refused("wrong_shape", field="shared")
    for scope in await _scopes(write, op.scope):
        for visited in await write.rows(Visited, scope=op.scope):
            if await write.has_read(scope, visited.person_id or ""):
                raise Refused("already_read")


async def let_in_whom_it_is_for(write: Write) -> None:
    """Every visited teacher becomes a member of the visit, and leaders see that it took place.

    What those saw who watched along is theirs to read too; the visit is counted once, as its host's.
    """
    scope = write.op(Feedback).scope
    feedback = await write.row(Feedback, _feedback_of(scope))
    if not (feedback and feedback.shared):
        return  # a withdrawal that nobody here had seen stands first
    for visited in await write.rows(Visited, scope=scope):
        for one in await _scopes(write, scope):
            await write.grant(one, visited.person_id or "", "teacher")
        await _count_visit(write, scope, visited.person_id or "")
    for one in await _scopes(write, scope):
        await _sweep(write, one)


async def let_out_again(write: Write) -> None:
    """Taking back takes back every share that stands, also one that this device had not seen."""
    scope = write.op(Feedback).scope
    await write.put(Feedback, _feedback_of(scope), scope, shared=False, shared_at=None)
    for visited in await write.rows(Visited, scope=scope):
        for one in await _scopes(write, scope):
            await write.end(one, visited.person_id or "")
        await write.remove(Coverage, _coverage_of(scope, visited.person_id or ""))


async def still_rests(write: Write) -> None:
    """Once shared, every strength keeps a note under it, and one strength at least stays."""
    for scope in {op.scope for op in write.ops}:
        feedback = await write.row(Feedback, _feedback_of(scope))
        if not (feedback and feedback.shared):
            continue
        strengths, links, notes = await _standing(write, scope)
        problem = resting_problem([strength.id for strength in strengths], links, notes)
        if not strengths or problem:
            raise Refused(problem or "nothing_to_share")


async def _standing(write: Write, scope: str) -> tuple[list[Named], list[Rests], set[str]]:
    strengths = [Named(row.id, [row.text or ""]) for row in await write.rows(Strength, scope=scope)]
    links = [Rests(row.strength_id or "", row.note_id or "") for row in await write.rows(StrengthNote, scope=scope)]
    notes = [note.id for one in await _scopes(write, scope) for note in await write.rows(EvidenceNote, scope=one)]
    return strengths, links, set(notes)


async def _scopes(write: Write, scope: str) -> list[str]:
    """The visit's own scope, and those of the visits that are one with it."""
    return [scope_of("walkthrough", visit) for visit in await group_of(write, scope_owner(scope))]


async def _count_visit(write: Write, scope: str, teacher: str) -> None:
    walkthrough = await known(write, Walkthrough, scope_owner(scope), scope)
    school = await write.row(School, write.school)
    await write.put(
        Coverage,
        _coverage_of(scope, teacher),
        scope_of("leaders", write.school),
        teacher_id=teacher,
        class_id=walkthrough.class_id,
        week=week_of(moment(walkthrough.started_at or ""), school.time_zone if school else None),
        observer_id=walkthrough.observer_id,
    )


async def _sweep(write: Write, scope: str) -> None:
    """What hung on something removed before sharing stays with its author too (RULINGS 12)."""
    strengths, links, notes = await _standing(write, scope)
    named = {strength.id for strength in strengths}
    for tag in await write.rows(NoteTag, scope=scope):
        if tag.note_id not in notes:
            await write.remove(NoteTag, tag.id)
    for link in links:
        if link.note not in notes or link.strength not in named:
            await write.remove(StrengthNote, child_id(link.strength, link.note))
    await _sweep_pictures(write, scope, notes)


async def _sweep_pictures(write: Write, scope: str, notes: set[str]) -> None:
    """A removed note's pictures and sketches, and the strokes of a removed sketch; bytes wait in the bin already."""
    for picture in await write.rows(Picture, scope=scope):
        if picture.note_id not in notes:
            await write.remove(Picture, picture.id)
    sketches = await write.rows(Sketch, scope=scope)
    kept = {sketch.id for sketch in sketches if sketch.note_id in notes}
    for sketch in sketches:
        if sketch.id not in kept:
            await write.remove(Sketch, sketch.id)
    for stroke in await write.rows(Stroke, scope=scope):
        if stroke.sketch_id not in kept:
            await write.remove(Stroke, stroke.id)


def _feedback_of(scope: str) -> str:
    return child_id(scope_owner(scope), "feedback")


def _coverage_of(scope: str, teacher: str) -> str:
    return child_id(scope_owner(scope), "coverage", teacher)
