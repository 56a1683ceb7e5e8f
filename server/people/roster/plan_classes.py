"""The classes' part of the plan; it comes after the people's, whose rows it names."""

from server.kernel.ids import child_id, new_id
from server.people.roster.parsed import Roster, Taught
from server.people.roster.plan import Change, Detail, Fields, Plan, details, differences
from server.people.roster.schools import Share
from server.people.roster.standing import Standing

GROUP = "classes"
ENDED = "ended"


class ClassesPlan:
    def __init__(self, plan: Plan, roster: Roster, share: Share, standing: Standing) -> None:
        self.plan = plan
        self.roster = roster
        self.share = share
        self.standing = standing
        links = standing.linked("person")
        self.kept = {links[key].row_id for key in roster.kept_people if key in links}
        staying = {
            key: link.row_id
            for key, link in links.items()
            if not roster.whole_people or link.row_id in self.kept or link.row_id in plan.safe
        }
        self.person = {**staying, **plan.rows}  # who is missing from a full export teaches nothing
        self.names = {person: now["name"] or "" for person, now in standing.people.items()}
        self.names.update({person: fields["name"] or "" for person, fields in plan.people.items() if "name" in fields})

    def make(self) -> None:
        links = self.standing.linked("class")
        named = set(self.share.classes)
        only_teachers = {key for key in {*self.share.teachers, *self.share.untaught} - named if key in links}
        for taught in self.share.classes.values():
            if not taught.gone:
                self._want(taught)
        for sourced_id in sorted(only_teachers):
            self._reteach(sourced_id, links[sourced_id].row_id)
        for sourced_id, link in links.items():
            given = self.share.classes.get(sourced_id)
            missing = given is None and self.roster.whole_classes and sourced_id not in self.roster.kept_classes
            if (missing or (given is not None and given.gone)) and link.row_id not in self.standing.ended:
                self._end(sourced_id, link.row_id, given)
        self._part_from_the_gone()

    def _want(self, taught: Taught) -> None:
        link = self.standing.linked("class").get(taught.id)
        fields: Fields = {
            "title": taught.title,
            "subject": taught.subject,
            "grade_band": taught.grade_band,
            "period": taught.period,
            "room": taught.room,
        }
        row = link.row_id if link else new_id()
        now = self.standing.classes.get(row, {})
        changed, said = differences(now, link.said if link else {}, fields)
        back = row in self.standing.ended and ENDED in said
        if back:
            del said[ENDED]
        elif row in self.standing.ended:
            self.plan.findings.add("hand_stands", taught.file, taught.row)
        self.plan.link(self.standing, "class", taught.id, row, said)
        written: dict[str, object] = {**changed, **({"ended": False} if back else {})}
        if link is None:
            written = {**{name: value or None for name, value in fields.items()}, "sourced_id": taught.id}
        if written:
            self.plan.classes[row] = written
        teachers, taught_by = self._teachers(taught.id, row)
        title = changed.get("title") or now.get("title") or ""
        told = details(now, changed) + teachers
        if link is None or back or told:
            what = "new" if link is None else "back" if back else "changed"
            self.plan.note(Change(GROUP, what, taught.id, title, taught.file, taught.row, told))
        else:
            self.plan.unchanged(GROUP)
        if self.roster.whole_teachings and not taught_by:
            self.plan.findings.add("class_without_teacher", taught.file, taught.row)

    def _reteach(self, sourced_id: str, row: str) -> None:
        """A class of which only the teachers are named: changes to enrollments alone."""
        told, _ = self._teachers(sourced_id, row)
        if told:
            title = self.standing.classes[row]["title"] or ""
            self.plan.note(Change(GROUP, "changed", sourced_id, title, "", None, told))

    def _teachers(self, sourced_id: str, row: str) -> tuple[tuple[Detail, ...], set[str]]:
        """What changes about who teaches the class, for the report, and who teaches it then."""
        held = self.standing.teachers.get(row, set())
        named = {self.person[key] for key in self.share.teachers.get(sourced_id, ()) if key in self.person}
        by_hand = {p for p in named - held if child_id(row, p) in self.standing.linked("class_teacher")}
        wanted = named - by_hand  # what an admin undid stays undone
        vouched = {person for person in held if child_id(row, person) in self.standing.linked("class_teacher")}
        leaving = {self.person[key] for key in self.share.untaught.get(sourced_id, ()) if key in self.person} & vouched
        if self.roster.whole_teachings:
            leaving = vouched - named - self.kept
        for person in wanted:
            link = child_id(row, person)
            self.plan.link(self.standing, "class_teacher", link, link, {})
        self.plan.assign |= {(row, person) for person in wanted - held}
        self.plan.unassign |= {(row, person) for person in leaving}
        after = (held | wanted) - leaving
        return () if after == held else (("teachers", self._named(held), self._named(after)),), after

    def _end(self, sourced_id: str, row: str, given: Taught | None) -> None:
        self.plan.classes[row] = {"ended": True}
        link = self.standing.linked("class")[sourced_id]
        self.plan.link(self.standing, "class", sourced_id, row, {**link.said, ENDED: "yes"})
        title = self.standing.classes[row]["title"] or ""
        file, number = (given.file, given.row) if given else ("", None)
        self.plan.note(Change(GROUP, "ended", sourced_id, title, file, number))

    def _part_from_the_gone(self) -> None:
        """Who has left teaches nothing here any more, as far as the roster had said so."""
        vouched = self.standing.linked("class_teacher")
        for row, people in self.standing.teachers.items():
            self.plan.unassign |= {
                (row, person) for person in people & self.plan.gone if child_id(row, person) in vouched
            }

    def _named(self, people: set[str]) -> str:
        return ", ".join(sorted(self.names.get(person, "") for person in people))
