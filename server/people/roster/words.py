"""What other systems call a role, a grade or a status, in English and Spanish, and what we call it.

Leader: who answers for a school or a department, and coaches. Teacher: who teaches a class. Support:
everybody else on the staff. `district` works above the schools. Students and families are named only to
be passed by. No word gives the role `admin`: that is handed over by a person, never by a file.
"""

import re
from datetime import date
from functools import lru_cache

from server.people.roster.table import fold

LEADER = """administrator principal assistantprincipal viceprincipal associateprincipal siteadministrator head
headteacher deputyhead chair departmentchair departmenthead dean director coach instructionalcoach leader
schoolleader schooladministrator directora subdirector subdirectora rector rectora vicerrector vicerrectora lider
jefedeestudios jefadeestudios jefededepartamento coordinador coordinadora administrador administradora"""
TEACHER = """teacher professor lecturer adjunct faculty instructor substitute substituteteacher educator coteacher
homeroomteacher leadteacher docente maestro maestra profesor profesora educador educadora suplente sustituto
sustituta"""
SUPPORT = """aide aid counselor counsellor proctor paraprofessional teacherassistant teachingassistant assistant
staff schoolstaff officestaff otherstaff nurse specialservices occupationaltherapist physicaltherapist
speechtherapist visiontherapist advisor adviser affiliate researcher librarian psychologist socialworker
specialist interventionist itadmin support supportstaff secretary registrar tutor orientador orientadora
consejero consejera auxiliar asistente apoyo personaldeapoyo bibliotecario bibliotecaria enfermero enfermera
psicologo psicologa trabajadorsocial trabajadorasocial secretario secretaria terapeuta"""
DISTRICT = """districtadministrator systemadministrator superintendent districtstaff districtadmin sysadmin
superintendente administradordeldistrito administradordistrital"""
STUDENT = "student students pupil learner alumni alumnus alumno alumna alumnos estudiante estudiantes applicant"
FAMILY = """guardian guardians parent parents relative family contact emergencycontact mother father padre madre
tutorlegal apoderado apoderada acudiente familia familiar encargado encargada legalguardian"""

_ROLES = {
    word: role
    for role, words in (
        ("leader", LEADER),
        ("teacher", TEACHER),
        ("support", SUPPORT),
        ("district", DISTRICT),
        ("student", STUDENT),
        ("family", FAMILY),
    )
    for word in words.split()
}
ABOVE_SCHOOLS = frozenset(
    fold(word)
    for word in (
        *("district", "local", "state", "national", "ministryOfEducation", "localEducationAgency"),
        *("stateEducationAgency", "educationServiceCenter", "region", "distrito"),
    )
)
_GRADES = {"it": -4, "pr": -3, "pk": -2, "tk": -1, "kg": 0, "k": 0}


@lru_cache(4096)
def role_of(word: str) -> str | None:
    """leader, teacher, support, district, student or family; None for a word that nobody told us."""
    return _ROLES.get(fold(without_mark(word)))


def without_mark(word: str) -> str:
    """`ext:coach` (OneRoster 1.2: a system's own word) gives `coach`."""
    return word[4:] if word[:4].lower() == "ext:" else word


def listed(cell: str) -> list[str]:
    """A cell that holds a list: commas, and what else people use."""
    return [part.strip() for part in re.split(r"[,;|]", cell) if part.strip()]


def grade_band(cell: str) -> str:
    """`06,07,08` gives `6–8`, `KG` gives `K`; words that are no grade codes stay as they are."""
    grades = listed(cell)
    places = [_grade(grade) for grade in grades]
    known = sorted({place for place in places if place is not None})
    if not known or None in places:
        return ", ".join(grades)
    first, last = _said(known[0]), _said(known[-1])
    return first if first == last else f"{first}–{last}"


def day(cell: str) -> tuple[date | None, bool]:
    """A date in any of the usual ways, and whether it was written the standard way (`2026-03-02`)."""
    text = cell.strip().partition("T")[0].partition(" ")[0]
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        return _date(*map(int, match.groups())), True
    if match := re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", text):
        first, second, year = map(int, match.groups())
        return _date(year, first, second) or _date(year, second, first), False
    if match := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text):
        return _date(*map(int, match.groups())), False
    return None, False


def is_email(text: str) -> bool:
    return len(text) <= 250 and re.fullmatch(r"[^\s@<>,;\"]+@[^\s@<>,;\".]+(\.[^\s@<>,;\".]+)+", text) is not None


def turned(name: str) -> str:
    """`García López, Ana` gives `Ana García López`."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() and last.strip() and "," not in first else name


def _grade(word: str) -> int | None:
    word = word.lower()
    if word in _GRADES:
        return _GRADES[word]
    return int(word) if re.fullmatch(r"0?\d|1[0-3]", word) else None


def _said(grade: int) -> str:
    return {-4: "IT", -3: "PR", -2: "PK", -1: "TK", 0: "K"}.get(grade, str(grade))


def _date(year: int, month: int, of_month: int) -> date | None:
    try:
        return date(year, month, of_month)
    except ValueError:
        return None
