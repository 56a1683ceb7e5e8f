"""The verbs of agreeing what to look for."""

from server.inquiry import charter
from server.inquiry.lens_words import FORGET_LENS_WORD, TEACH_LENS_WORD
from server.inquiry.models import Focus, LookFor, Protocol, Wording
from server.inquiry.rules import Worded, publishing_problem
from server.kernel.ids import child_id, scope_of
from server.kernel.known import known
from server.kernel.problems import Refused
from server.kernel.verbs import Put, Verb, Write, register
from server.people.models import Team

MEMBERS = ("member", "admin")
STAFF = ("staff", "leader", "admin")


async def may_be_published(write: Write) -> None:
    """A leader or admin publishes; the protocol is complete; what it replaces is known."""
    if await write.role(scope_of("staff", write.school), write.author) not in ("leader", "admin"):
        raise Refused("not_yours")
    protocol, look_fors, wordings = write.op(Protocol), write.ops_on(LookFor), write.ops_on(Wording)
    if protocol.values.get("inForce") is not True:
        raise Refused("wrong_shape", field="inForce")
    if any(op.values.get("protocolId") != protocol.id for op in look_fors):
        raise Refused("wrong_shape", field="protocolId")
    said = [Worded(*(op.values.get(name) or "" for name in Worded._fields)) for op in wordings]
    if any(op.id != child_id(text.of, text.part, text.language) for op, text in zip(wordings, said, strict=True)):
        raise Refused("wrong_shape", field="id")
    problem = publishing_problem(protocol.id, {op.id for op in look_fors}, said, protocol.values.get("reason"))
    if problem:
        raise Refused(problem)
    if protocol.values.get("replaces"):
        await known(write, Protocol, protocol.values["replaces"])


async def the_replaced_one_retires(write: Write) -> None:
    """A version that a new one replaces is in force no longer; visits made under it keep it."""
    protocol = write.op(Protocol)
    replaced = protocol.values.get("replaces")
    if replaced:
        await write.put(Protocol, replaced, protocol.scope, in_force=False)


async def names_what_is_known(write: Write) -> None:
    """A focus names a look-for of this school, and a team if one asks for it."""
    focus = write.op(Focus)
    if not focus.values.get("lookForId") or not focus.values.get("since"):
        raise Refused("wrong_shape", field="lookForId")
    await known(write, LookFor, focus.values["lookForId"])
    if focus.values.get("teamId"):
        await known(write, Team, focus.values["teamId"])


PUBLISH_PROTOCOL = Verb(
    "publish_protocol",
    puts=(
        Put(Protocol, by=MEMBERS, new=True, least=1, most=1),
        Put(LookFor, by=MEMBERS, new=True, least=1, most=12),
        Put(Wording, by=MEMBERS, new=True, least=3, most=60),
    ),
    check=may_be_published,
    effect=the_replaced_one_retires,
)
OFFER_FOCUS = Verb("offer_focus", puts=(Put(Focus, by=STAFF, new=True, least=1, most=1),), check=names_what_is_known)
END_FOCUS = Verb("end_focus", puts=(Put(Focus, by=STAFF, fields=("until",), new=False, least=1, most=1),))

register(PUBLISH_PROTOCOL, OFFER_FOCUS, END_FOCUS, TEACH_LENS_WORD, FORGET_LENS_WORD, *charter.VERBS)
