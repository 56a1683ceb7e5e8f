"""The promise of RULINGS 31, on made-up schools: no sum or difference of released figures is about a few."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from server.patterns.rules import Finding, Visit, teachers_of
from tests.patterns.attacker import Cell, smallest_leak
from tests.patterns.schools import LOOK_FORS, MadeUp, Released, run

schools = st.builds(run, seed=st.integers(0, 10**9), k=st.integers(3, 5), size=st.integers(3, 24))
small_schools = st.builds(run, seed=st.integers(0, 10**9), k=st.integers(3, 5), size=st.integers(5, 11))


def test_made_up_schools_do_release_something() -> None:
    releases = [release for seed in range(20) for release in run(seed, 5, 14).releases]

    assert len(releases) > 20
    assert any(finding.nearly_all for release in releases for finding in release.figures)
    assert any(finding.noticed for release in releases for finding in release.figures)
    assert any(len(release.figures) < len(LOOK_FORS) for release in releases)


@settings(max_examples=150, deadline=None)
@given(schools)
def test_every_block_rests_on_enough_teachers_and_on_no_one_teacher(school: MadeUp) -> None:
    for release in school.releases:
        assert len(teachers_of(release.visits)) >= school.k
        visits = Counter(teacher for visit in release.visits for teacher in visit.teachers)
        assert max(visits.values()) * 5 <= len(release.visits) * 2


@settings(max_examples=150, deadline=None)
@given(schools)
def test_every_number_rests_on_enough_teachers_and_leaves_more_than_two_over(school: MadeUp) -> None:
    for release in school.releases:
        for finding in release.figures:
            noticed, others = _split(release, finding)
            assert len(teachers_of(noticed)) >= school.k
            if finding.noticed is not None:
                assert finding.noticed == len(noticed)
                assert len(teachers_of(others)) > 2


@settings(max_examples=150, deadline=None)
@given(schools)
def test_nearly_all_carries_no_number_and_is_true(school: MadeUp) -> None:
    for release in school.releases:
        for finding in release.figures:
            assert finding.nearly_all == (finding.noticed is None)
            if finding.nearly_all:
                noticed, others = _split(release, finding)
                assert len(noticed) >= 3 * len(others)


@settings(max_examples=150, deadline=None)
@given(schools)
def test_blocks_share_no_visit_and_never_change(school: MadeUp) -> None:
    counted = Counter(visit.id for release in school.releases for visit in release.visits)

    assert all(times == 1 for times in counted.values())
    for earlier in school.snapshots:
        assert school.releases[: len(earlier)] == earlier


@settings(max_examples=100, deadline=None)
@given(schools)
def test_a_team_s_block_holds_no_visit_that_another_group_s_block_holds(school: MadeUp) -> None:
    whole = {visit.id for release in school.releases for visit in release.visits}
    cuts = [
        {visit.id for release in school.releases if release.group == group for visit in release.visits}
        for group in ("north", "south", "")
    ]

    assert set().union(*cuts) == whole
    assert sum(map(len, cuts)) == len(whole)


@settings(max_examples=40, deadline=None)
@given(small_schools)
def test_no_combination_of_all_figures_and_cuts_rests_on_fewer_teachers_than_the_threshold(school: MadeUp) -> None:
    views = _views(school)
    teachers = {visit.id: visit.teachers for release in school.releases for visit in release.visits}

    assert smallest_leak(views, teachers, school.k) is None


@settings(max_examples=40, deadline=None)
@given(small_schools)
def test_what_the_numbers_add_up_never_rests_on_fewer_teachers_than_the_threshold(school: MadeUp) -> None:
    """Counting only the visits in which it was noticed, as a reader does who knows that the rest are zeros."""
    views = [
        {(visit.id, finding.look_for) for visit in _split(release, finding)[0]}
        for release in school.releases
        for finding in release.figures
        if finding.noticed is not None
    ]
    teachers = {visit.id: visit.teachers for release in school.releases for visit in release.visits}

    assert smallest_leak(views, teachers, school.k) is None


def test_the_attacker_finds_a_planted_leak_of_three_views() -> None:
    """Two grade bands and the subject that both teach but for one: each view alone is wide enough."""
    teachers = {f"v{n}": frozenset((f"t{n}",)) for n in range(1, 12)}
    lower, upper = _cells(range(1, 6)), _cells(range(6, 12))
    without_the_eleventh = _cells(range(1, 11))

    assert smallest_leak([lower, upper, without_the_eleventh], teachers, 5) == frozenset(("t11",))
    assert smallest_leak([lower, upper], teachers, 5) is None
    assert smallest_leak([lower, without_the_eleventh], teachers, 5) is None
    assert smallest_leak([upper, without_the_eleventh], teachers, 5) is None


def test_the_attacker_finds_a_visit_that_was_added_to_what_had_been_shown() -> None:
    teachers = {f"v{n}": frozenset((f"t{n}",)) for n in range(1, 8)}

    assert smallest_leak([_cells(range(1, 7)), _cells(range(1, 8))], teachers, 5) == frozenset(("t7",))


def test_two_who_teach_together_are_two_teachers_to_the_attacker() -> None:
    teachers = {"v1": frozenset(("a", "b")), "v2": frozenset("c"), "v3": frozenset("d")}

    assert smallest_leak([{("v1", "ask"), ("v2", "ask")}, {("v2", "ask"), ("v3", "ask")}], teachers, 3) == frozenset(
        "cd"
    )
    assert smallest_leak([{("v1", "ask"), ("v2", "ask")}], teachers, 3) is None


def _views(school: MadeUp) -> list[set[Cell]]:
    """Every figure of every block, and of every cut that a page may add up from them."""
    views = []
    for look_for in LOOK_FORS:
        said = [release for release in school.releases if any(f.look_for == look_for for f in release.figures)]
        for group in ("north", "south", "", None):
            cut = [release for release in said if group in (None, release.group)]
            views += [_of(release, look_for) for release in cut]
            views.append({cell for release in cut for cell in _of(release, look_for)})
    return [view for view in views if view]


def _of(release: Released, look_for: str) -> set[Cell]:
    return {(visit.id, look_for) for visit in release.visits}


def _split(release: Released, finding: Finding) -> tuple[list[Visit], list[Visit]]:
    noticed = [visit for visit in release.visits if finding.look_for in visit.noticed]
    return noticed, [visit for visit in release.visits if finding.look_for not in visit.noticed]


def _cells(numbers: range) -> set[Cell]:
    return {(f"v{n}", "ask") for n in numbers}
