"""The verbs of the charter: drafted by leaders, laid before the school, in force only once both sides have signed."""

from server.inquiry.charter_rules import NUMBERS, TEXTS, Signed, both_have_signed, is_whole, signing_problem
from server.inquiry.models import (
    Charter,
    CharterDraft,
    CharterDraftText,
    CharterInForce,
    CharterSignature,
    CharterText,
)
from server.kernel import clock
from server.kernel.ids import child_id, scope_of
from server.kernel.known import known
from server.kernel.problems import Refused
from server.kernel.rows import Synced, columns
from server.kernel.verbs import Op, Put, Remove, Verb, Write
from server.people.models import Person, Role

MEMBERS = ("member", "admin")
LEADERS = ("leader", "admin")


async def draft_fits(write: Write) -> None:
    """Every text belongs to the draft that it arrives with, and bears the id that follows from it."""
    arriving = {op.id for op in write.ops_on(CharterDraft)}
    for op in write.ops_on(CharterDraftText):
        draft = _names_its_parent(op, "draftId")
        if draft not in arriving:
            raise Refused("wrong_shape", field="draftId")


async def may_be_laid_open(write: Write) -> None:
    """Leaders lay a whole text before the school. What both sides may have signed is never written again."""
    await _leads(write)
    charter, texts = write.op(Charter), write.ops_on(CharterText)
    standing = [await write.seen(Charter, charter.id), *[await write.seen(CharterText, op.id) for op in texts]]
    if any(standing):
        raise Refused("charter_in_force")
    if any(charter.values.get(_wire(Charter, name)) is None for name in NUMBERS):
        raise Refused("wrong_shape", field="charter")
    if any(_names_its_parent(op, "charterId") != charter.id for op in texts):
        raise Refused("wrong_shape", field="charterId")
    if not is_whole({part: op.values.get(_wire(CharterText, part)) for part in TEXTS} for op in texts):
        raise Refused("wrong_shape", field="texts")
    if charter.values.get("replaces"):
        await known(write, CharterInForce, child_id(charter.values["replaces"], "in_force"))


async def may_be_signed(write: Write) -> None:
    """Leadership signs for leadership, a confirmed representative for the teachers; nobody for another person."""
    op = write.op(CharterSignature)
    charter_id, person = op.values.get("charterId"), op.values.get("personId")
    if not charter_id or person != write.author or op.id != child_id(charter_id, person):
        raise Refused("wrong_shape", field="id")
    charter = await known(write, Charter, charter_id, op.scope)
    standing = await in_force(write)
    problem = signing_problem(
        op.values.get("side") or "",
        await _roles(write, write.author),
        in_force=await write.row(CharterInForce, child_id(charter_id, "in_force")) is not None,
        replaces=charter.replaces,
        standing=standing.charter_id if standing else None,
    )
    if problem:
        raise Refused(problem)


async def comes_into_force(write: Write) -> None:
    """The signer's name is written beside the signature; with the second side's the charter is in force."""
    op = write.op(CharterSignature)
    charter = str(op.values["charterId"])
    signer = await write.row(Person, write.author)
    await write.put(CharterSignature, op.id, op.scope, name=signer.name if signer else None)
    signatures = await write.rows(CharterSignature, charter_id=charter)
    signed = [Signed(one.side or "", await _roles(write, one.person_id or "")) for one in signatures]
    if both_have_signed(signed):
        before = await in_force(write)
        number = (before.number or 0) + 1 if before else 1
        said = {"charter_id": charter, "number": number, "since": clock.instant(write.now)}
        await write.put(CharterInForce, child_id(charter, "in_force"), op.scope, **said)


async def may_be_withdrawn(write: Write) -> None:
    """One's own signature, until the charter is in force."""
    signature = await write.row(CharterSignature, write.op(CharterSignature, "remove").id)
    if signature is None:
        return
    if signature.person_id != write.author:
        raise Refused("not_yours")
    if await write.row(CharterInForce, child_id(signature.charter_id or "", "in_force")):
        raise Refused("charter_in_force")


async def in_force(write: Write) -> CharterInForce | None:
    """The charter under which visits are made now, or None before the first is signed."""
    return max(await write.rows(CharterInForce), key=lambda one: one.number or 0, default=None)


async def _leads(write: Write) -> None:
    if await write.role(scope_of("leaders", write.school), write.author) not in LEADERS:
        raise Refused("not_yours")


async def _roles(write: Write, person: str) -> set[str]:
    return {role.role or "" for role in await write.rows(Role, person_id=person)}


def _names_its_parent(op: Op, field: str) -> str:
    """The parent of a text, whose id follows from it and the language."""
    parent, language = op.values.get(field), op.values.get("language")
    if not parent or not language or op.id != child_id(parent, language):
        raise Refused("wrong_shape", field="id")
    return str(parent)


def _wire(model: type[Synced], column: str) -> str:
    return next(wire for wire, name in columns(model).items() if name == column)


DRAFT_CHARTER = Verb(
    "draft_charter",
    puts=(
        Put(CharterDraft, by=LEADERS, new=True, least=1, most=1),
        Put(CharterDraftText, by=LEADERS, new=True, most=4),
    ),
    check=draft_fits,
)
CHANGE_CHARTER_DRAFT = Verb(
    "change_charter_draft",
    puts=(
        Put(CharterDraft, by=LEADERS, fields=(*NUMBERS, "put_away"), new=False, most=1),
        Put(CharterDraftText, by=LEADERS, fields=TEXTS, new=False, most=4),
    ),
)
LAY_OPEN_CHARTER = Verb(
    "lay_open_charter",
    puts=(
        Put(Charter, by=MEMBERS, least=1, most=1),
        Put(CharterText, by=MEMBERS, least=1, most=4),
        Put(CharterDraft, by=LEADERS, fields=("charter_id",), new=False, most=1),
    ),
    check=may_be_laid_open,
)
SIGN_CHARTER = Verb(
    "sign_charter",
    puts=(Put(CharterSignature, by=MEMBERS, fields=("charter_id", "person_id", "side"), least=1, most=1),),
    check=may_be_signed,
    effect=comes_into_force,
)
WITHDRAW_SIGNATURE = Verb(
    "withdraw_signature",
    removes=(Remove(CharterSignature, by=MEMBERS, least=1, most=1),),
    check=may_be_withdrawn,
)

VERBS = (DRAFT_CHARTER, CHANGE_CHARTER_DRAFT, LAY_OPEN_CHARTER, SIGN_CHARTER, WITHDRAW_SIGNATURE)
