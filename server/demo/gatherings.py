"""A team's meeting, each member's part sent from their own device, with the prompts that stood on the screen."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from server.content import meeting_templates
from server.demo.place import InFocus, Place
from server.demo.saying import Mutation, put
from server.demo.shapes import WrittenMeeting
from server.kernel.clock import instant
from server.people.rules import STAFF_ROLES
from server.prompts.models import Prompt


@dataclass(frozen=True, slots=True)
class Promised:
    """A next step that waits for its report."""

    row: str
    mutation: str
    owner: str
    became: str


class Gathering:
    """One meeting of a team at its moment."""

    def __init__(self, place: Place, meeting: WrittenMeeting, began: datetime) -> None:
        self.place, self.meeting, self.began = place, meeting, began
        self.team = place.teams[meeting.team]
        self.scope = f"team:{place.team_ids[meeting.team]}"
        self.id = place.pen.new_id(began)
        self.owner = meeting.next_step.owner

    async def hold(self, last: Promised | None) -> Promised:
        """The whole meeting, from its purpose to its next step."""
        await self._push(self.team.facilitator, self.began, [self._opened()])
        if last:
            await self._report(last)
        prompts = await self._prompts()
        when = self.began
        for thought in self.meeting.contributions:
            when += timedelta(minutes=self.meeting.minutes / (len(self.meeting.contributions) + 2))
            added = {"meetingId": self.id, "phase": thought.phase, "text": thought.text}
            added |= {"promptId": prompts[thought.phase]} if thought.phase in prompts else {}
            op = put("contribution", self.place.pen.new_id(when), self.scope, **added)
            await self._push(thought.person, when, [self.place.pen.mutation("contribute", when, op)])
        return await self._close(when + timedelta(minutes=2))

    async def _close(self, when: datetime) -> Promised:
        await self._push(self.team.facilitator, when, [self._decided(when)])
        promised = await self._promise(when)
        ended = self.began + timedelta(minutes=self.meeting.minutes)
        closed = put("meeting", self.id, self.scope, closedAt=instant(ended))
        last = [self._turned("close", when), self.place.pen.mutation("close_meeting", ended, closed)]
        await self._push(self.team.facilitator, ended, last)
        return promised

    def _opened(self) -> Mutation:
        at = instant(self.began)
        held_by = self.place.people[self.team.facilitator]
        said = {"purpose": self.meeting.purpose, "minutes": self.meeting.minutes, "phase": "gather", "heldBy": held_by}
        opened = put("meeting", self.id, self.scope, **said, startedAt=at, phaseStartedAt=at)
        mutation = self.place.pen.mutation("open_meeting", self.began, opened)
        self._phase_head = mutation["id"]
        return mutation

    def _turned(self, phase: str, when: datetime) -> Mutation:
        seen = {"phase": [self._phase_head], "phaseStartedAt": [self._phase_head]}
        op = put("meeting", self.id, self.scope, seen, phase=phase, phaseStartedAt=instant(when))
        return self.place.pen.mutation("turn_to_phase", when, op)

    def _decided(self, when: datetime) -> Mutation:
        decision = self.meeting.decision
        said = {"meetingId": self.id, "text": decision.text, "decisionKind": decision.kind}
        said |= {"howUsed": decision.how_used} if decision.how_used else {}
        return self.place.pen.mutation("decide", when, put("decision", self.place.pen.new_id(when), self.scope, **said))

    async def _promise(self, when: datetime) -> Promised:
        """Staff promise for themselves; for a family or community member the facilitator writes, and they agree."""
        step, row = self.meeting.next_step, self.place.pen.new_id(when)
        by_owner = bool(STAFF_ROLES.intersection(self.place.written[self.owner].roles))
        owner, look_for = self.place.people[self.owner], self.place.look_fors[step.look_for]
        due = (self.began + timedelta(days=step.days)).date()
        said = {"meetingId": self.id, "text": step.text, "ownerId": owner, "due": due.isoformat(), "status": "open"}
        said |= {"lookForId": look_for, "studentEffect": step.student_effect}
        promise = put("next_step", row, self.scope, **said, **({"agreed": True} if by_owner else {}))
        focus = self.place.pen.new_id(when)
        asked = {"lookForId": look_for, "teamId": self.place.team_ids[self.meeting.team], "nextStepId": row}
        offered = put("focus", focus, self.place.scope("staff"), **asked, since=self.began.date().isoformat())
        mutation = self.place.pen.mutation("promise_next_step", when, promise, offered)
        await self._push(self.owner if by_owner else self.team.facilitator, when, [mutation])
        if not by_owner:
            agreed = put("next_step", row, self.scope, agreed=True)
            await self._push(self.owner, when, [self.place.pen.mutation("agree_next_step", when, agreed)])
        self.place.focus[self.meeting.team] = InFocus(focus, step.look_for)
        return Promised(row, mutation["id"], self.owner, step.became)

    async def _report(self, last: Promised) -> None:
        """What became of the last next step; its focus ends with it."""
        when = self.began + timedelta(minutes=2)
        if last.became == "open":
            return
        op = put("next_step", last.row, self.scope, {"status": [last.mutation]}, status=last.became)
        await self._push(last.owner, when, [self.place.pen.mutation("report_next_step", when, op)])
        if focus := self.place.focus.pop(self.meeting.team, None):
            ended = put("focus", focus.row, self.place.scope("staff"), until=self.began.date().isoformat())
            await self._push(self.team.facilitator, when, [self.place.pen.mutation("end_focus", when, ended)])

    async def _prompts(self) -> dict[str, str]:
        """Meeting phase to the newest prompt that stands there."""
        newest = select(Prompt.phase, Prompt.id).where(Prompt.scope == self.scope, Prompt.alive.is_(True))
        rows = await self.place.teller.session.execute(newest.order_by(Prompt.block))
        found = dict(rows.all())
        return {
            phase.id: found[stem] for phase in meeting_templates().phases for stem in phase.stems[:1] if stem in found
        }

    async def _push(self, person: str, when: datetime, mutations: list[Mutation]) -> None:
        await self.place.teller.push(self.place.people[person], when, mutations)
