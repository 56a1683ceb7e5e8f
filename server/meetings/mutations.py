"""The verbs of sitting down together. All lie in the team's scope, so a family member takes part in all.

What a phone wrote while it was away is taken in after the meeting has closed too: a thought, a decision
or a promise that arrives late is late, not wrong. Only a phase cannot be turned any more.
"""

from server.inquiry.models import Focus, LookFor
from server.kernel.ids import child_id, is_child_id, scope_owner
from server.kernel.known import known
from server.kernel.problems import Refused
from server.kernel.verbs import Op, Put, Verb, Write, register
from server.meetings.models import Contribution, Decision, Meeting, NextStep
from server.meetings.rules import Decided, closing_problem, decision_problem, opening_problem
from server.people.models import TeamMember
from server.people.school_days import day_of

EVERY_MEMBER = ("member", "facilitator", "admin")
FACILITATORS = ("facilitator", "admin")
STAFF = ("staff", "leader", "admin")


async def may_open(write: Write) -> None:
    """A purpose, a length, a beginning; held by its author."""
    op = write.op(Meeting)
    if any(not op.values.get(name) for name in ("minutes", "startedAt", "phase", "phaseStartedAt")):
        raise Refused("wrong_shape", kind="meeting")
    if op.values.get("heldBy") != write.author or op.values.get("closedAt"):
        raise Refused("wrong_shape", kind="meeting")
    _refuse(opening_problem(op.values.get("purpose")))


async def is_open(write: Write) -> None:
    """A closed meeting has no phase to turn to."""
    op = write.op(Meeting)
    if not op.values.get("phase"):
        raise Refused("wrong_shape", field="phase")
    if (await known(write, Meeting, op.id, op.scope)).closed_at:
        raise Refused("meeting_closed")


async def belongs_to_a_meeting(write: Write) -> None:
    """A thought says something, in a meeting of this team."""
    op = write.op(Contribution)
    if not op.values.get("text") or not op.values.get("phase"):
        raise Refused("wrong_shape", kind="contribution")
    await _in_meeting(write, op)


async def is_my_own(write: Write) -> None:
    """Everybody rewords their own thoughts only."""
    op = write.op(Contribution)
    thought = await known(write, Contribution, op.id, op.scope)
    if not op.values.get("text"):
        raise Refused("wrong_shape", kind="contribution")
    if all(by != write.author for _, by, _ in thought.heads.get("meetingId", ())):
        raise Refused("not_yours")


async def decision_holds(write: Write) -> None:
    """Taken together with what already stands, it says what, whose, and how input was used."""
    op = write.op(Decision)
    standing = await write.row(Decision, op.id)
    if standing is None:
        if is_child_id(op.id) and op.id != child_id(op.values.get("meetingId") or "", "decision"):
            raise Refused("wrong_shape", field="id")
        await _in_meeting(write, op)
    elif op.values.get("meetingId", standing.meeting_id) != standing.meeting_id:
        raise Refused("wrong_shape", field="meetingId")
    before = _decided(standing) if standing else Decided(None, None, None)
    _refuse(
        decision_problem(
            Decided(
                op.values.get("text", before.text),
                op.values.get("decisionKind", before.kind),
                op.values.get("howUsed", before.how_used),
            )
        )
    )


async def promise_holds(write: Write) -> None:
    """A next step has words, an owner on the team and a day; its look-for may be offered as the next focus."""
    op = write.op(NextStep)
    if not op.values.get("text") or not op.values.get("ownerId") or day_of(op.values.get("due")) is None:
        raise Refused("wrong_shape", kind="next_step")
    if op.values.get("status") != "open" or (op.values.get("agreed") and op.values["ownerId"] != write.author):
        raise Refused("wrong_shape", kind="next_step")
    await _in_meeting(write, op)
    if op.values.get("lookForId"):
        await known(write, LookFor, op.values["lookForId"])
    for focus in write.ops_on(Focus):
        _focus_is_of(focus, op)
    owner = await known(write, TeamMember, child_id(scope_owner(op.scope), op.values["ownerId"]), op.scope)
    if not owner.alive:
        raise Refused("not_a_member")


async def says_how_it_went(write: Write) -> None:
    """Done, learning, or still open: one of the three."""
    if not write.op(NextStep).values.get("status"):
        raise Refused("wrong_shape", field="status")


async def is_the_owner(write: Write) -> None:
    """Nobody agrees for somebody else."""
    op = write.op(NextStep)
    if not isinstance(op.values.get("agreed"), bool):
        raise Refused("wrong_shape", field="agreed")
    if (await known(write, NextStep, op.id, op.scope)).owner_id != write.author:
        raise Refused("not_yours")


async def may_close(write: Write) -> None:
    """A meeting ends with one decision that holds, in one wording."""
    op = write.op(Meeting)
    if not op.values.get("closedAt"):
        raise Refused("wrong_shape", field="closedAt")
    decisions = await write.rows(Decision, scope=op.scope, meeting_id=op.id)
    for decision in decisions:
        await write.one_wording(Decision, decision.id)
    _refuse(closing_problem(_decided(decision) for decision in decisions))


async def _in_meeting(write: Write, op: Op) -> None:
    meeting = op.values.get("meetingId")
    if not meeting:
        raise Refused("wrong_shape", field="meetingId")
    await known(write, Meeting, meeting, op.scope)


def _focus_is_of(focus: Op, step: Op) -> None:
    team, look_for = scope_owner(step.scope), step.values.get("lookForId")
    wanted = {"lookForId": look_for, "teamId": team, "nextStepId": step.id}
    if not look_for or not focus.values.get("since") or any(focus.values.get(k) != v for k, v in wanted.items()):
        raise Refused("wrong_shape", kind="focus")


def _decided(decision: Decision) -> Decided:
    return Decided(decision.text, decision.decision_kind, decision.how_used)


def _refuse(problem: str | None) -> None:
    if problem:
        raise Refused(problem)


OPEN_MEETING = Verb("open_meeting", puts=(Put(Meeting, by=FACILITATORS, new=True, least=1, most=1),), check=may_open)
TURN_TO_PHASE = Verb(
    "turn_to_phase",
    puts=(Put(Meeting, by=FACILITATORS, fields=("phase", "phase_started_at"), new=False, least=1, most=1),),
    check=is_open,
)
CONTRIBUTE = Verb(
    "contribute", puts=(Put(Contribution, by=EVERY_MEMBER, new=True, least=1, most=1),), check=belongs_to_a_meeting
)
REWORD_CONTRIBUTION = Verb(
    "reword_contribution",
    puts=(Put(Contribution, by=EVERY_MEMBER, fields=("text",), new=False, least=1, most=1),),
    check=is_my_own,
)
DECIDE = Verb("decide", puts=(Put(Decision, by=EVERY_MEMBER, least=1, most=1),), check=decision_holds)
PROMISE_NEXT_STEP = Verb(
    "promise_next_step",
    puts=(
        Put(NextStep, by=EVERY_MEMBER, new=True, least=1, most=1),
        Put(Focus, by=STAFF, new=True, most=1),
    ),
    check=promise_holds,
)
REPORT_NEXT_STEP = Verb(
    "report_next_step",
    puts=(Put(NextStep, by=EVERY_MEMBER, fields=("status",), new=False, least=1, most=1),),
    check=says_how_it_went,
)
AGREE_NEXT_STEP = Verb(
    "agree_next_step",
    puts=(Put(NextStep, by=EVERY_MEMBER, fields=("agreed",), new=False, least=1, most=1),),
    check=is_the_owner,
)
CLOSE_MEETING = Verb(
    "close_meeting",
    puts=(Put(Meeting, by=FACILITATORS, fields=("closed_at",), new=False, least=1, most=1),),
    check=may_close,
)

register(
    OPEN_MEETING,
    TURN_TO_PHASE,
    CONTRIBUTE,
    REWORD_CONTRIBUTION,
    DECIDE,
    PROMISE_NEXT_STEP,
    REPORT_NEXT_STEP,
    AGREE_NEXT_STEP,
    CLOSE_MEETING,
)
