"""Which memberships follow from which roles, and who may give them."""

from itertools import combinations

import pytest

from server.people.rules import STAFF_ROLES, may_end, may_give, may_hold, memberships, team_role

ROLES = ("leader", "teacher", "admin", "representative", "support", "family", "learner")
ANY_ROLES = [set(some) for size in range(len(ROLES) + 1) for some in combinations(ROLES, size)]


@pytest.mark.parametrize(
    ("roles", "opens"),
    [
        (set(), {"person": "self"}),
        ({"family"}, {"person": "self", "school": "member"}),
        ({"learner"}, {"person": "self", "school": "member"}),
        ({"teacher"}, {"person": "self", "school": "member", "staff": "staff"}),
        ({"support"}, {"person": "self", "school": "member", "staff": "staff"}),
        ({"leader"}, {"person": "self", "school": "member", "staff": "leader", "leaders": "leader"}),
        ({"admin"}, {"person": "self", "school": "admin", "staff": "admin", "leaders": "admin"}),
        ({"admin", "leader"}, {"person": "self", "school": "admin", "staff": "admin", "leaders": "admin"}),
        ({"teacher", "family"}, {"person": "self", "school": "member", "staff": "staff"}),
        ({"teacher", "leader"}, {"person": "self", "school": "member", "staff": "leader", "leaders": "leader"}),
    ],
)
def test_roles_open_scopes(roles: set[str], opens: dict[str, str]) -> None:
    granted = memberships("S", "P", roles)
    assert {scope.partition(":")[0]: role for scope, role in granted.items()} == opens
    assert set(granted) <= {"person:P", "school:S", "staff:S", "leaders:S"}


@pytest.mark.parametrize("roles", ANY_ROLES, ids=lambda roles: "+".join(sorted(roles)) or "none")
def test_only_employees_see_the_directory_and_only_those_who_lead_see_coverage(roles: set[str]) -> None:
    granted = memberships("S", "P", roles)
    assert ("staff:S" in granted) == bool(roles & STAFF_ROLES)
    assert ("leaders:S" in granted) == bool(roles & {"admin", "leader"})
    assert ("school:S" in granted) == bool(roles)
    assert granted["person:P"] == "self"


@pytest.mark.parametrize("roles", ANY_ROLES, ids=lambda roles: "+".join(sorted(roles)) or "none")
def test_a_representative_teaches_and_never_leads_in_whichever_order_roles_are_given(roles: set[str]) -> None:
    if may_hold("representative", roles):
        assert "teacher" in roles
        assert not roles & {"admin", "leader"}
    for leading in ("admin", "leader"):
        assert may_hold(leading, roles) == ("representative" not in roles)


def test_who_gives_and_ends_roles() -> None:
    assert may_give("teacher", {"admin"}, to_self=True)
    assert not may_give("teacher", {"leader", "teacher"}, to_self=False)
    assert may_give("representative", {"teacher"}, to_self=False)
    assert not may_give("representative", {"teacher"}, to_self=True)
    for leading in ("admin", "leader"):
        assert not may_give("representative", {leading}, to_self=False)
        assert not may_give("representative", {leading, "teacher"}, to_self=False)
        assert not may_end("representative", {leading, "teacher"}, own=False)
    assert may_end("teacher", {"admin"}, own=False)
    assert not may_end("teacher", {"teacher"}, own=True)
    assert may_end("representative", {"teacher"}, own=False)
    assert not may_end("representative", {"admin"}, own=False)


def test_what_somebody_is_in_a_team() -> None:
    assert team_role(seated=True, facilitates=False, is_admin=False) == "member"
    assert team_role(seated=True, facilitates=True, is_admin=False) == "facilitator"
    assert team_role(seated=True, facilitates=False, is_admin=True) == "facilitator"
    assert team_role(seated=False, facilitates=False, is_admin=True) == "admin"
    assert team_role(seated=False, facilitates=True, is_admin=False) is None
