"""One school out of a district's export: which one, and who belongs to it."""

import pytest

from server.people.roster.parsed import Roster
from server.people.roster.problems import Unreadable
from server.people.roster.schools import Choice, candidates, choose, share_of
from tests.people.roster.conftest import Files, found, read
from tests.people.roster.making import manifest

DISTRICT: Files = {
    "manifest.csv": manifest(),
    "orgs.csv": [
        ("sourcedId", "name", "type", "parentSourcedId"),
        ("d1", "Oak District", "district", ""),
        ("s1", "Oak Street School", "school", "d1"),
        ("s2", "Elm School", "school", "d1"),
        ("m1", "Mathematics", "department", "s1"),
    ],
    "users.csv": [
        ("sourcedId", "orgSourcedIds", "role", "givenName", "familyName"),
        ("t1", "s1", "teacher", "Ben", "Okafor"),
        ("t2", "m1", "teacher", "Dee", "Novak"),
        ("t3", "s2", "teacher", "Eli", "Brandt"),
        ("t4", "s2", "teacher", "Fay", "Fuentes"),
        ("a1", "d1", "administrator", "Sue", "Pereira"),
        ("a2", "d1,s1", "administrator", "Gus", "Grant"),
        ("x1", "s1", "districtAdministrator", "Uma", "Upward"),
    ],
    "classes.csv": [
        ("sourcedId", "title", "schoolSourcedId"),
        ("c1", "Algebra", "s1"),
        ("c2", "Sets", "m1"),
        ("c3", "Art", "s2"),
        ("c4", "Lost", "s9"),
    ],
    "enrollments.csv": [
        ("classSourcedId", "userSourcedId", "role"),
        ("c1", "t1", "teacher"),
        ("c2", "t3", "teacher"),
        ("c3", "t4", "teacher"),
        ("c9", "t1", "teacher"),
        ("c1", "t9", "teacher"),
    ],
}


def chosen(roster: Roster, asked: str = "", linked: str | None = None, own_name: str = "") -> Choice | None:
    return choose(roster, asked, linked, own_name)


def org_of(choice: Choice | None) -> str | None:
    return choice.org.id if choice and choice.org else None


def test_a_district_and_a_department_are_no_schools_to_choose() -> None:
    assert [org.id for org in candidates(read(DISTRICT))] == ["s1", "s2"]


def test_several_schools_wait_for_a_choice() -> None:
    assert chosen(read(DISTRICT)) is None


@pytest.mark.parametrize(
    ("asked", "linked", "own_name", "org"),
    [
        ("s2", None, "", "s2"),
        ("elm school", "s1", "Oak Street School", "s2"),
        ("", "s2", "Oak Street School", "s2"),
        ("", "gone", "OAK street school", "s1"),
        ("", None, "Oak Street School", "s1"),
    ],
)
def test_a_school_is_chosen_by_word_then_by_habit_then_by_name(
    asked: str, linked: str | None, own_name: str, org: str
) -> None:
    assert org_of(chosen(read(DISTRICT), asked, linked, own_name)) == org


def test_a_school_that_the_roster_does_not_name_is_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        chosen(read(DISTRICT), "Ash School")
    assert caught.value.finding.name == "school_unknown"


def test_a_school_has_its_departments_people_and_who_teaches_there() -> None:
    roster = read(DISTRICT)
    choice = chosen(roster, "s1")
    assert choice is not None
    share = share_of(roster, choice, frozenset(), frozenset())
    assert {person.name: person.roles for person in share.people.values()} == {
        "Ben Okafor": {"teacher"},
        "Dee Novak": {"teacher"},
        "Gus Grant": {"leader"},
        "Eli Brandt": {"teacher"},
    }
    assert set(share.classes) == {"c1", "c2"}
    assert share.teachers == {"c1": {"t1"}, "c2": {"t3"}}
    assert (share.district, share.elsewhere) == (2, 4)


def test_what_does_not_fit_is_told() -> None:
    roster = read(DISTRICT)
    choice = chosen(roster, "s1")
    assert choice is not None
    share_of(roster, choice, frozenset(), frozenset())
    told = found(roster)
    assert ("district_staff", "users.csv", 6) in told
    assert ("district_staff", "users.csv", 8) in told
    assert ("role_elsewhere", "users.csv", 7) in told
    assert ("teaches_here", "users.csv", 4) in told
    assert ("org_unknown", "classes.csv", 5) in told
    assert ("class_unknown", "enrollments.csv", 5) in told
    assert ("person_unknown", "enrollments.csv", 6) in told


def test_a_school_inside_a_school_stands_alone() -> None:
    orgs = [
        ("sourcedId", "name", "type", "parentSourcedId"),
        ("s1", "Upper", "school", ""),
        ("s2", "Lower", "school", "s1"),
    ]
    roster = read({**DISTRICT, "orgs.csv": orgs})
    choice = chosen(roster, "s1")
    assert choice is not None
    assert "s2" not in choice.orgs


def test_orgs_that_are_each_others_parents_do_not_go_round_for_ever() -> None:
    orgs = [
        ("sourcedId", "name", "type", "parentSourcedId"),
        ("s1", "A", "department", "s2"),
        ("s2", "B", "department", "s1"),
    ]
    roster = read({**DISTRICT, "orgs.csv": orgs})
    choice = chosen(roster, "s1")
    assert choice is not None
    assert choice.orgs == {"s1", "s2", ""} or choice.orgs == {"s1", "s2"}


def test_a_roster_without_orgs_is_one_schools() -> None:
    files = {name: rows for name, rows in DISTRICT.items() if name != "orgs.csv"}
    users = [("sourcedId", "role", "givenName", "familyName"), ("t1", "teacher", "Ben", "Okafor")]
    classes = [("sourcedId", "title"), ("c1", "Algebra")]
    roster = read({**files, "users.csv": users, "classes.csv": classes})
    choice = chosen(roster)
    assert choice is not None
    assert choice.org is None
    assert set(share_of(roster, choice, frozenset(), frozenset()).people) == {"t1"}


def test_ids_of_schools_without_their_names_can_be_chosen_too() -> None:
    roster = read({name: rows for name, rows in DISTRICT.items() if name != "orgs.csv"})
    assert {org.id for org in candidates(roster)} >= {"s1", "s2"}
    assert org_of(chosen(roster, "s1")) == "s1"
