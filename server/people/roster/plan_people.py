"""The people's part of the plan."""

from server.kernel.ids import child_id, new_id
from server.people.roster.parsed import Roster
from server.people.roster.plan import STAFF, Change, Fields, Plan, details, differences
from server.people.roster.schools import Share, Wanted
from server.people.roster.standing import Link, Standing
from server.people.rules import may_hold

GROUP = "people"
_EVERYBODY = "*"


class PeoplePlan:
    """`same`: the roster's ids of people whom an admin knows to be those with the same address (`*`: all)."""

    def __init__(self, plan: Plan, roster: Roster, share: Share, standing: Standing, same: frozenset[str]) -> None:
        self.plan = plan
        self.roster = roster
        self.share = share
        self.standing = standing
        self.same = same
        self.links = dict(standing.linked("person"))
        self.by_email = {
            (now["email"] or "").casefold(): person for person, now in standing.people.items() if now["email"]
        }
        self.id_of = {link.row_id: sourced_id for sourced_id, link in self.links.items()}
        self.given_emails = {
            wanted.email.casefold(): wanted.id
            for wanted in reversed(share.people.values())
            if wanted.email and not wanted.gone and wanted.id in self.links
        }
        plan.safe.update(self.links[key].row_id for key in roster.kept_people if key in self.links)

    def make(self) -> None:
        for wanted in self.share.people.values():
            if not wanted.gone:
                self._want(wanted)
        for sourced_id, link in self.links.items():
            named = self.share.people.get(sourced_id)
            missing = named is None and self.roster.whole_people
            if (missing or (named is not None and named.gone)) and link.row_id not in self.plan.safe:
                self._end(sourced_id, link.row_id, named)
        self.plan.staff_now = sum(1 for held in self.standing.roles.values() if STAFF & held)

    def _want(self, wanted: Wanted) -> None:
        link = self.links.get(wanted.id) or self._recognised(wanted)
        if link is None and self._is_held(wanted):
            return
        if link is None and (wanted.name is None or not wanted.roles):
            if wanted.name is None:
                self.plan.findings.add("person_unknown", wanted.file, wanted.row, value="users.csv")
            return
        fields: Fields = {"name": wanted.name, "email": self._own_email(wanted, link.row_id if link else None)}
        if link is None:
            self._add(wanted, fields)
        else:
            self._change(wanted, link, fields)

    def _recognised(self, wanted: Wanted) -> Link | None:
        """The person under another id: confirmed by an admin, or given a new id by the same system."""
        person = self._namesake(wanted)
        if person is None:
            return None
        if wanted.id in self.same or _EVERYBODY in self.same:
            return Link(person, {})
        old = self.id_of.get(person)
        named_alike = (self.standing.people[person]["name"] or "").casefold() == (wanted.name or "").casefold()
        if old is None or not named_alike or not self.roster.whole_people:
            return None
        self.plan.findings.add("new_id", wanted.file, wanted.row)
        self.plan.forget.add(("person", old))
        return self.links.pop(old)

    def _is_held(self, wanted: Wanted) -> bool:
        """Somebody here has that address already: nothing happens to either until a person has said who it is."""
        person = self._namesake(wanted)
        if person is None:
            return False
        self.plan.safe.add(person)
        self.plan.findings.add("same_email", wanted.file, wanted.row)
        self.plan.note(Change(GROUP, "held", wanted.id, wanted.name or "", wanted.file, wanted.row))
        return True

    def _namesake(self, wanted: Wanted) -> str | None:
        """Somebody with this address whom the roster does not name under another id."""
        person = self.by_email.get(wanted.email.casefold()) if wanted.email else None
        if person is None or person in self.plan.rows.values():
            return None
        other = self.share.people.get(self.id_of.get(person, ""))
        return None if other is not None and not other.gone else person

    def _own_email(self, wanted: Wanted, person: str | None) -> str | None:
        """An address belongs to the first who has it; a join link must not reach two people."""
        if not wanted.email:
            if wanted.email == "":
                self.plan.findings.add("email_missing", wanted.file, wanted.row)
            return wanted.email
        first = self.given_emails.setdefault(wanted.email.casefold(), wanted.id)
        owner = self.by_email.get(wanted.email.casefold(), person)
        if first == wanted.id and (owner == person or self.id_of.get(owner or "") in self.share.people):
            return wanted.email
        self.plan.findings.add("email_shared", wanted.file, wanted.row)
        return None

    def _add(self, wanted: Wanted, fields: Fields) -> None:
        person = new_id()
        _, said = differences({}, {}, fields)
        self.plan.people[person] = {name: value or None for name, value in fields.items()}
        self.plan.rows[wanted.id] = person
        self.plan.link(self.standing, "person", wanted.id, person, said)
        self._give(wanted, person)
        roles = ("roles", "", _listed(wanted.roles))
        self.plan.note(Change(GROUP, "new", wanted.id, wanted.name or "", wanted.file, wanted.row, (roles,)))

    def _change(self, wanted: Wanted, link: Link, fields: Fields) -> None:
        person, now = link.row_id, self.standing.people[link.row_id]
        changed, said = differences(now, link.said, fields)
        held = self.standing.roles.get(person, set())
        vouched = {role for role in held if child_id(person, role) in self.standing.linked("role")}
        ending = vouched - wanted.roles if wanted.all_roles else wanted.taken & vouched
        fresh = self._give(wanted, person)
        if (held | fresh) - ending == {"representative"}:
            ending = held  # who has left speaks for nobody
        self.plan.end |= {(person, role) for role in ending}
        self.plan.rows[wanted.id] = person
        self.plan.link(self.standing, "person", wanted.id, person, said)
        if changed:
            self.plan.people[person] = changed
        after = (held - ending) | fresh
        if held and not after:
            self._count_end(wanted.id, person, wanted)
            return
        if not (changed or fresh or ending):
            self.plan.unchanged(GROUP)
            return
        told = details(now, changed) + ((("roles", _listed(held), _listed(after)),) if after != held else ())
        what = "changed" if held else "back"
        name = changed.get("name") or now["name"] or ""
        self.plan.note(Change(GROUP, what, wanted.id, name, wanted.file, wanted.row, told))

    def _give(self, wanted: Wanted, person: str) -> set[str]:
        """Give what is not held and vouch for all. What an admin ended by hand stays ended."""
        held, fresh = self.standing.roles.get(person, set()), set()
        for role in wanted.roles:
            row = child_id(person, role)
            if role in held or row not in self.standing.linked("role"):
                if role not in held and not may_hold(role, held):
                    self.plan.findings.add("representative_leads", wanted.file, wanted.row)
                    continue
                self.plan.link(self.standing, "role", row, row, {})
                fresh |= {role} - held
            else:
                self.plan.findings.add("hand_stands", wanted.file, wanted.row)
        self.plan.give |= {(person, role) for role in fresh}
        return fresh

    def _end(self, sourced_id: str, person: str, wanted: Wanted | None) -> None:
        held = self.standing.roles.get(person, set())
        ending = {role for role in held if child_id(person, role) in self.standing.linked("role")}
        if held - ending == {"representative"}:
            ending = held  # who has left speaks for nobody
        if not ending:
            return
        self.plan.end |= {(person, role) for role in ending}
        if held - ending:
            told = ("roles", _listed(held), _listed(held - ending))
            name = self.standing.people[person]["name"] or ""
            self.plan.note(Change(GROUP, "changed", sourced_id, name, "", None, (told,)))
        else:
            self._count_end(sourced_id, person, wanted)

    def _count_end(self, sourced_id: str, person: str, wanted: Wanted | None) -> None:
        self.plan.gone.add(person)
        self.plan.staff_ending += 1
        name = self.standing.people[person]["name"] or ""
        file, row = (wanted.file, wanted.row) if wanted else ("", None)
        self.plan.note(Change(GROUP, "ended", sourced_id, name, file, row))


def _listed(roles: set[str]) -> str:
    return ", ".join(sorted(roles))
