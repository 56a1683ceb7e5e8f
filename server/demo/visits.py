"""A visit as its observer's device sends it, and what its teacher answers."""

from datetime import datetime, timedelta
from random import Random

from server.content import starter_look_fors, starter_protocols
from server.demo.place import InFocus, Place
from server.demo.saying import Mutation, put, without_names
from server.demo.shapes import Scene
from server.kernel.clock import instant
from server.kernel.ids import child_id

TAPPED = 0.75  # of the look-for tags that a note could bear, as many are tapped while standing in a room


class VisitOnPaper:
    """One scene at its moment: the ids of its notes, so that strengths, answers and consents can name them."""

    def __init__(self, place: Place, scene: Scene, began: datetime, rng: Random) -> None:
        self.place, self.scene, self.began = place, scene, began
        self.lesson = place.lessons[scene.lesson]
        self.teacher = place.people[self.lesson.teacher]
        self.observer = place.people[scene.observer]
        self.id = place.pen.new_id(began)
        self.scope = f"walkthrough:{self.id}"
        minutes = sorted(rng.sample(range(1, 12), len(scene.notes)))
        self.noted = [began + timedelta(minutes=minute, seconds=rng.randrange(60)) for minute in minutes]
        self.notes = [place.pen.new_id(when) for when in self.noted]
        self.left = began + timedelta(minutes=rng.randint(12, 15))
        self._rng = rng

    def captured(self) -> list[Mutation]:
        """Start, notes and finish, as they were made in the room."""
        mutation = self.place.pen.mutation
        done = [mutation("start_walkthrough", self.began, self._start(), self._visited())]
        for place, (note, when) in enumerate(zip(self.notes, self.noted, strict=True)):
            text = self.scene.notes[place].text
            own = put("evidence_note", note, self.scope, text=text, begunAt=instant(when), begunOffset=self._offset())
            tags = [self.place.look_fors[tag] for tag in self.scene.notes[place].tags if self._rng.random() < TAPPED]
            tagged = [put("note_tag", child_id(note, tag), self.scope, noteId=note, lookForId=tag) for tag in tags]
            done.append(mutation("add_evidence_note", when, own, *tagged))
        finished = put("walkthrough", self.id, self.scope, finishedAt=instant(self.left))
        return [*done, mutation("finish_walkthrough", self.left, finished)]

    def drafted(self, when: datetime) -> list[Mutation]:
        """The strengths with the notes that they rest on, and the growth question."""
        drafts = []
        for position, strength in enumerate(self.scene.strengths):
            row = self.place.pen.new_id(when)
            named = put("strength", row, self.scope, text=strength.text, position=position)
            rests = [
                put("strength_note", child_id(row, note), self.scope, strengthId=row, noteId=note)
                for note in (self.notes[number] for number in strength.rests_on)
            ]
            drafts.append(self.place.pen.mutation("name_strength", when, named, *rests))
        question = put("feedback", child_id(self.id, "feedback"), self.scope, question=self.scene.question)
        return [*drafts, self.place.pen.mutation("ask_growth_question", when, question)]

    def shared(self, when: datetime) -> list[Mutation]:
        """Into the teacher's hands."""
        shared = {"shared": True, "sharedAt": instant(when)}
        op = put("feedback", child_id(self.id, "feedback"), self.scope, **shared)
        return [self.place.pen.mutation("share_feedback", when, op)]

    def answered(self, when: datetime, rng: Random) -> list[Mutation]:
        """The teacher's answer, and for some notes whether they may be quoted."""
        said = self.scene.answer
        if said is None:
            return []
        answer = {"teacherId": self.teacher, "answer": said.kind, "text": said.text, "answeredAt": instant(when)}
        row = put("response", child_id(self.id, "response", self.teacher), self.scope, **answer)
        return [self.place.pen.mutation("answer_feedback", when, row), *self._consents(when, rng)]

    def _consents(self, when: datetime, rng: Random) -> list[Mutation]:
        surnames = [person.name.split()[-1] for person in self.place.written.values()]
        quotable = [
            note
            for note, text in zip(self.notes, (note.text for note in self.scene.notes), strict=True)
            if without_names(text, surnames)
        ]
        asked = rng.sample(quotable, min(len(quotable), rng.choice((0, 0, 0, 1, 2))))
        return [
            self.place.pen.mutation(
                "allow_quote",
                when,
                put(
                    "consent",
                    child_id(note, "consent", self.teacher),
                    self.scope,
                    noteId=note,
                    teacherId=self.teacher,
                    yes=rng.random() < 0.85,
                ),
            )
            for note in asked
        ]

    def _start(self) -> dict[str, object]:
        known = {
            "classId": self.place.class_ids[self.scene.lesson],
            "classTitle": self.lesson.title,
            "protocolId": self.place.protocols[self.scene.protocol],
            "charterId": self.place.charter,
            "observerId": self.observer,
            "startedAt": instant(self.began),
            "startedOffset": self._offset(),
        }
        if focus := self._focus():
            text = starter_look_fors()[focus.look_for].text.in_(self.scene.language)
            known |= {"focusLookForId": self.place.look_fors[focus.look_for], "focusText": text}
        return put("walkthrough", self.id, self.scope, **known)

    def _visited(self) -> dict[str, object]:
        name = self.place.written[self.lesson.teacher].name
        return put("visited", child_id(self.id, self.teacher), self.scope, personId=self.teacher, name=name)

    def _focus(self) -> InFocus | None:
        """What the teams ask visitors to notice, if it belongs to the protocol of this visit."""
        belonging = {look_for.id for look_for in starter_protocols()[self.scene.protocol].look_fors}
        offered = (self.place.focus.get(team) for team in self.place.covering(self.lesson.teacher))
        return next((focus for focus in offered if focus and focus.look_for in belonging), None)

    def _offset(self) -> int:
        return self.place.offset(self.began)
