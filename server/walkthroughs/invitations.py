"""A teacher's "come and see": posted by the teacher it is about, taken back by the same, over by itself."""

from server.inquiry.models import LookFor
from server.kernel.ids import child_id
from server.kernel.known import known, seen
from server.kernel.problems import NotYet, Refused
from server.kernel.verbs import Put, Remove, Verb, Write
from server.people.models import ClassTeacher, Role, SchoolClass
from server.walkthroughs.models import Invitation

STAFF = ("staff", "leader", "admin")


async def is_my_invitation(write: Write) -> None:
    """A teacher invites into an own class, with a look-for that is known, until a day."""
    op = write.op(Invitation)
    standing = await write.seen(Invitation, op.id)
    if op.values.get("teacherId") != write.author or (standing and standing.teacher_id != write.author):
        raise Refused("not_yours")
    if not op.values.get("classId") or not op.values.get("until"):
        raise Refused("wrong_shape", field="until")
    if not await seen(write, Role, child_id(write.author, "teacher")):
        raise NotYet(child_id(write.author, "teacher"))
    await known(write, SchoolClass, op.values["classId"])
    lesson = child_id(op.values["classId"], write.author)
    if not await seen(write, ClassTeacher, lesson):
        raise NotYet(lesson)
    if op.values.get("lookForId"):
        await known(write, LookFor, op.values["lookForId"])


async def was_my_invitation(write: Write) -> None:
    """Only who has invited takes it back."""
    standing = await write.seen(Invitation, write.op(Invitation, "remove").id)
    if standing and standing.teacher_id != write.author:
        raise Refused("not_yours")


INVITE_OBSERVERS = Verb("invite_observers", puts=(Put(Invitation, by=STAFF, least=1, most=1),), check=is_my_invitation)
TAKE_BACK_INVITATION = Verb(
    "take_back_invitation", removes=(Remove(Invitation, by=STAFF, least=1, most=1),), check=was_my_invitation
)

VERBS = (INVITE_OBSERVERS, TAKE_BACK_INVITATION)
