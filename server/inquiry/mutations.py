"""The verbs of agreeing what to look for."""

from server.inquiry import charter, drafts
from server.inquiry.lens_words import FORGET_LENS_WORD, TEACH_LENS_WORD
from server.inquiry.models import Focus, LookFor, Protocol, Wording
from server.inquiry.rules import Worded, publishing_problem, too_many_live
from server.inquiry.workshop import ProtocolDraft, SameLookFor
from server.kernel.ids import child_id, scope_of, scope_owner
from server.kernel.known import known
from server.kernel.problems import Refused
from server.kernel.verbs import Put, Remove, Verb, Write, register
from server.people.models import Team
from server.people.teams import LEADS_THE_TEAM

MEMBERS = ("member", "admin")
LEADERS = ("leader", "admin")
STAFF = ("staff", *LEADERS)


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
    await _few_are_live(write, protocol.values.get("reason"), but=protocol.values.get("replaces"))


async def may_be_retired(write: Write) -> None:
    """A leader or admin ends a protocol, or brings back one that no newer version has replaced. One stays in force."""
    if await write.role(scope_of("staff", write.school), write.author) not in ("leader", "admin"):
        raise Refused("not_yours")
    op = write.op(Protocol)
    protocol = await known(write, Protocol, op.id)
    if op.values.get("inForce") is False:
        if await _live(write) <= {op.id}:
            raise Refused("last_protocol")
    elif op.values.get("inForce") is True and not await write.rows(Protocol, replaces=op.id, in_force=True):
        await _few_are_live(write, protocol.reason, but=op.id)
    else:
        raise Refused("wrong_shape", field="inForce")


async def are_two_versions(write: Write) -> None:
    """Two look-fors of two protocols, both known, declared by the team in whose scope it lies."""
    op = write.op(SameLookFor)
    earlier, later = op.values.get("earlierId"), op.values.get("laterId")
    if not earlier or not later or not op.values.get("since"):
        raise Refused("wrong_shape", field="earlierId")
    if op.id != child_id(scope_owner(op.scope), earlier, later):
        raise Refused("wrong_shape", field="id")
    one, other = await known(write, LookFor, earlier), await known(write, LookFor, later)
    if one.protocol_id == other.protocol_id:
        raise Refused("wrong_shape", field="laterId")


async def _few_are_live(write: Write, reason: str | None, *, but: str | None) -> None:
    if too_many_live(len(await _live(write) - {but}), reason):
        raise Refused("too_many_live")


async def _live(write: Write) -> set[str | None]:
    return {protocol.id for protocol in await write.rows(Protocol, in_force=True)}


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
        Put(ProtocolDraft, by=LEADERS, fields=("protocol_id",), new=False, most=1),
    ),
    check=may_be_published,
    effect=the_replaced_one_retires,
)
RETIRE_PROTOCOL = Verb(
    "retire_protocol",
    puts=(Put(Protocol, by=MEMBERS, fields=("in_force",), new=False, least=1, most=1),),
    check=may_be_retired,
)
DECLARE_SAME_LOOK_FOR = Verb(
    "declare_same_look_for",
    puts=(Put(SameLookFor, by=LEADS_THE_TEAM, least=1, most=1),),
    check=are_two_versions,
)
DECLARE_OTHER_LOOK_FOR = Verb(
    "declare_other_look_for", removes=(Remove(SameLookFor, by=LEADS_THE_TEAM, least=1, most=1),)
)
OFFER_FOCUS = Verb("offer_focus", puts=(Put(Focus, by=STAFF, new=True, least=1, most=1),), check=names_what_is_known)
END_FOCUS = Verb("end_focus", puts=(Put(Focus, by=STAFF, fields=("until",), new=False, least=1, most=1),))

register(
    PUBLISH_PROTOCOL,
    RETIRE_PROTOCOL,
    DECLARE_SAME_LOOK_FOR,
    DECLARE_OTHER_LOOK_FOR,
    OFFER_FOCUS,
    END_FOCUS,
    TEACH_LENS_WORD,
    FORGET_LENS_WORD,
    *charter.VERBS,
    *drafts.VERBS,
)
