"""What was written for the demo school reads like a coach's notebook: varied, low-inference, about nobody by name."""

import re
from collections import Counter
from itertools import combinations

import pytest

from server.content import starter_look_fors, starter_protocols
from server.demo import written
from server.demo.shapes import Scene

SCENES = written.scenes()
IN_USE = {"learners-explain", "student-voice", "orderly-safe", "peer-visit"}
NOTES = [note.text for scene in SCENES for note in scene.notes]
FEEDBACK = [text for scene in SCENES for text in (scene.question, *(strength.text for strength in scene.strengths))]
UNSAID = re.compile(
    r"\b(scor|rating|level|rank(s|ed|ing)?\b|complian|evaluat|performanc|weakness|deficit|puntaj|calificac|nivel|desempeñ)",
    re.IGNORECASE,
)
CONTRAST = re.compile(r"\b(however|although|though|even better|pero|aunque|sin embargo)\b|, but\b", re.IGNORECASE)
ADVICE = re.compile(r"\b(you should|you must|needs? to work|try to|make sure|next time,|debería)\b", re.IGNORECASE)
PRAISE = re.compile(r"\b(I liked|I loved|great job|excellent|amazing|awesome|good job|me gustó)\b", re.IGNORECASE)
OPEN = re.compile(
    r"\b(how|what|where|which|when|who|whom|whose|cómo|qué|quién|quiénes|dónde|adónde|cuál|cuándo)\b", re.IGNORECASE
)
FIRST_NAMES = re.compile(
    r"\b(Emma|Liam|Noah|Olivia|Ava|Sophia|Mia|Lucas|Mateo|Diego|Sofia|Camila|Valentina|Jayden|Aiden|Ethan|Isabella|"
    r"Aaliyah|Zoe|Maya|Nia|Oscar|Carlos|Jose|Maria|Juan|Pedro|Ana|Lucia|Elena|Miguel|Jamal|Malik|Tyler|Ryan|Jordan|"
    r"Chloe|Layla|Omar|Ali|Fatou|Kwame|Aisha|Ravi|Anika|Minh|Ling|Wei|Hana|Yuki|Tomas|Jack|Henry|Leo|Max|Sam|Alex|"
    r"Ella|Lily|Grace)\b"
)


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def test_there_are_more_than_450_notes_and_none_twice() -> None:
    assert len(SCENES) >= 120
    assert len(NOTES) >= 450
    assert len(set(NOTES)) == len(NOTES)


def test_no_note_is_nearly_another() -> None:
    bags = [words(note) for note in NOTES]
    alike = [
        (NOTES[a], NOTES[b])
        for a, b in combinations(range(len(NOTES)), 2)
        if len(bags[a] & bags[b]) > 0.5 * len(bags[a] | bags[b])
    ]
    assert alike == []


def test_no_sentence_begins_all_the_time_in_the_same_way() -> None:
    for texts, most in ((NOTES, 0.02), (FEEDBACK, 0.05)):
        beginnings = Counter(" ".join(text.lower().split()[:3]) for text in texts)
        assert beginnings.most_common(1)[0][1] <= most * len(texts)


def test_notes_have_many_lengths_and_voices() -> None:
    lengths = [len(note) for note in NOTES]
    assert min(lengths) < 35
    assert max(lengths) > 170
    quoting = sum('"' in note for note in NOTES)
    counting = sum(bool(re.search(r"\d", note)) for note in NOTES)
    assert quoting > len(NOTES) // 3
    assert counting > len(NOTES) // 5
    assert {scene.observer for scene in SCENES} >= {"okafor", "ferrer", "lindqvist"}


def test_a_part_is_written_in_spanish() -> None:
    assert sum(scene.language == "es" for scene in SCENES) >= 5


def test_every_class_is_visited_and_every_protocol_used() -> None:
    assert {scene.lesson for scene in SCENES} == {lesson.key for lesson in written.school().classes}
    assert {scene.protocol for scene in SCENES} == IN_USE


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: f"{scene.lesson}-{scene.protocol}")
def test_a_scene_holds_together(scene: Scene) -> None:
    allowed = {look_for.id for look_for in starter_protocols()[scene.protocol].look_fors}
    assert 3 <= len(scene.notes) <= 5
    assert all(note.tags and set(note.tags) <= allowed for note in scene.notes)
    assert 1 <= len(scene.strengths) <= 2
    assert all(strength.rests_on for strength in scene.strengths)
    assert all(0 <= note < len(scene.notes) for strength in scene.strengths for note in strength.rests_on)
    assert len(" ".join(strength.text for strength in scene.strengths).split()) <= 120


def test_feedback_keeps_to_its_own_rules() -> None:
    for scene in SCENES:
        assert scene.question.count("?") == 1
        assert OPEN.search(scene.question)
    unquoted = [re.sub(r'"[^"]*"', "", text) for text in FEEDBACK]
    assert [text for text in unquoted if CONTRAST.search(text) or ADVICE.search(text)] == []


def test_nothing_says_what_we_do_not_say() -> None:
    meetings = [text for meeting in written.meetings() for text in (meeting.purpose, meeting.decision.text)]
    thoughts = [thought.text for meeting in written.meetings() for thought in meeting.contributions]
    assert [text for text in (*NOTES, *FEEDBACK, *meetings, *thoughts) if UNSAID.search(text)] == []
    assert [text for text in NOTES if PRAISE.search(text)] == []


def test_no_student_is_named() -> None:
    assert [text for text in (*NOTES, *FEEDBACK) if FIRST_NAMES.search(text)] == []


def test_every_look_for_is_noticed_somewhere() -> None:
    noticed = {tag for scene in SCENES for note in scene.notes for tag in note.tags}
    assert noticed == {look_for.id for used in IN_USE for look_for in starter_protocols()[used].look_fors}


def test_teachers_answer_in_every_way_and_sometimes_not() -> None:
    kinds = Counter(scene.answer.kind if scene.answer else None for scene in SCENES)
    assert set(kinds) == {"fits", "context", "wonder", "come_back", "differently", None}


def test_meetings_name_members_of_their_team_and_known_look_fors() -> None:
    teams = {team.key: {seat.person for seat in team.members} for team in written.school().teams}
    for meeting in written.meetings():
        assert {thought.person for thought in meeting.contributions} <= teams[meeting.team]
        assert meeting.next_step.owner in teams[meeting.team]
        assert meeting.next_step.look_for in starter_look_fors()
        assert bool(meeting.decision.how_used) == (meeting.decision.kind == "leader_with_input")


def test_the_leadership_team_holds_a_family_and_a_community_view() -> None:
    leading = next(team for team in written.school().teams if team.patterns == "school")
    views = {view for seat in leading.members for view in seat.perspectives}
    assert views == {"administrator", "educator", "pupil_services", "family", "community"}


def test_no_teacher_is_covered_twice() -> None:
    covered = [seat.person for team in written.school().teams for seat in team.members if seat.covered]
    assert len(set(covered)) == len(covered)
    assert {lesson.teacher for lesson in written.school().classes} == set(covered)
