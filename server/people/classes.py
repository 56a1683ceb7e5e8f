"""The verbs about classes: what the timetable says, kept by the school's admin."""

from server.kernel.ids import child_id
from server.kernel.problems import NotYet, Refused
from server.kernel.verbs import Put, Remove, Verb, Write
from server.people.models import ClassTeacher, Person, SchoolClass

TIMETABLE = ("title", "subject", "grade_band", "period", "room")


async def teachers_are_known(write: Write) -> None:
    """Each teacher named is a person of this school, and each class is one that stands or arrives here."""
    arriving = {op.id for op in write.ops_on(SchoolClass)}
    for op in write.ops_on(ClassTeacher):
        taught, person = op.values.get("classId"), op.values.get("personId")
        if not taught or not person or op.id != child_id(taught, person):
            raise Refused("wrong_shape", kind="class_teacher")
        if taught not in arriving and await write.row(SchoolClass, taught) is None:
            raise NotYet(taught)
        if await write.row(Person, person) is None:
            raise NotYet(person)


ADD_CLASS = Verb(
    "add_class",
    puts=(
        Put(SchoolClass, by=("admin",), fields=TIMETABLE, new=True, least=1, most=1),
        Put(ClassTeacher, by=("admin",), new=True, most=10),
    ),
    check=teachers_are_known,
)
CHANGE_CLASS = Verb(
    "change_class", puts=(Put(SchoolClass, by=("admin",), fields=TIMETABLE, new=False, least=1, most=1),)
)
END_CLASS = Verb("end_class", puts=(Put(SchoolClass, by=("admin",), fields=("ended",), new=False, least=1),))
ASSIGN_TEACHER = Verb("assign_teacher", puts=(Put(ClassTeacher, by=("admin",), least=1),), check=teachers_are_known)
UNASSIGN_TEACHER = Verb("unassign_teacher", removes=(Remove(ClassTeacher, by=("admin",), least=1),))

VERBS = (ADD_CLASS, CHANGE_CLASS, END_CLASS, ASSIGN_TEACHER, UNASSIGN_TEACHER)
