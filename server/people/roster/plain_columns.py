"""The one CSV that anybody can make: its columns, what else they may be called, and the template to start from.

One row is one teacher in one class, or one person without a class. English and Spanish headers may be mixed.
"""

import csv
import io

COLUMNS: dict[str, tuple[str, ...]] = {
    "name": (
        *("name", "fullname", "teachername", "staffname", "displayname", "teacher", "staff", "employee"),
        *("nombrecompleto", "nombreyapellidos", "docente", "profesor", "profesora", "maestro", "maestra"),
    ),
    "given": ("firstname", "givenname", "first", "nombre", "nombres", "primernombre"),
    "family": ("lastname", "familyname", "surname", "last", "apellido", "apellidos"),
    "email": (
        *("email", "emailaddress", "mail", "teacheremail", "staffemail", "workemail", "schoolemail"),
        *("correo", "correoelectronico", "direcciondecorreo", "correodeldocente"),
    ),
    "role": ("role", "roles", "position", "job", "jobtitle", "rol", "funcion", "cargo", "puesto"),
    "id": (
        *("id", "staffid", "employeeid", "teacherid", "personid", "sourcedid", "userid", "employeenumber"),
        *("identificador", "iddocente", "idempleado", "numerodeempleado", "idpersonal"),
    ),
    "school": ("school", "schoolname", "campus", "building", "escuela", "colegio", "centro", "plantel"),
    "class": (
        *("class", "classtitle", "classname", "title", "course", "coursetitle", "coursename", "sectionname"),
        *("clase", "nombredelaclase", "curso", "grupo"),
    ),
    "class_id": ("classid", "section", "sectionid", "sectionnumber", "crn", "idclase", "seccion", "idseccion"),
    "subject": ("subject", "subjects", "department", "materia", "asignatura", "area", "departamento"),
    "grade": ("grade", "grades", "gradeband", "gradelevel", "gradelevels", "grado", "grados"),
    "period": ("period", "periods", "block", "hour", "periodo", "periodos", "bloque", "hora"),
    "room": ("room", "roomnumber", "location", "classroom", "aula", "salon", "sala"),
}
OF_STUDENTS = frozenset(
    [
        "student",
        "studentname",
        "studentid",
        "studentnumber",
        "studentfirstname",
        "studentlastname",
        "studentemail",
        "pupil",
        "pupilname",
        "guardian",
        "guardianname",
        "guardianemail",
        "guardianphone",
        "parent",
        "parentname",
        "parentemail",
        "parentphone",
        "dateofbirth",
        "birthdate",
        "birthday",
        "dob",
        "alumno",
        "alumna",
        "nombredelalumno",
        "nombredelestudiante",
        "estudiante",
        "idestudiante",
        "matricula",
        "apoderado",
        "acudiente",
        "tutorlegal",
        "fechadenacimiento",
    ]
)
OF_TEACHERS = frozenset(("teacher", "teachername", "docente", "profesor", "profesora", "maestro", "maestra"))

_HEADERS = {
    "en": ("Name", "Email", "Role", "Staff ID", "Class", "Class ID", "Subject", "Grade", "Period", "Room"),
    "es": (
        *("Nombre completo", "Correo electrónico", "Rol", "Id docente", "Clase", "Id clase"),
        *("Materia", "Grado", "Período", "Aula"),
    ),
}
_ROWS = {
    "en": (
        ("Maria Example", "maria@school.example", "teacher", "T-1", "Algebra I", "C-1", "Mathematics", "9", "2", "B12"),
        ("Maria Example", "maria@school.example", "teacher", "T-1", "Geometry", "C-2", "Mathematics", "10", "4", "B12"),
        ("Sam Example", "sam@school.example", "teacher", "T-2", "Algebra I", "C-1", "Mathematics", "9", "2", "B12"),
        ("Lee Example", "lee@school.example", "principal", "T-3", "", "", "", "", "", ""),
    ),
    "es": (
        (
            "María Ejemplo",
            "maria@escuela.example",
            "docente",
            "D-1",
            "Álgebra I",
            "C-1",
            "Matemáticas",
            "9",
            "2",
            "B12",
        ),
        (
            "María Ejemplo",
            "maria@escuela.example",
            "docente",
            "D-1",
            "Geometría",
            "C-2",
            "Matemáticas",
            "10",
            "4",
            "B12",
        ),
        (
            "Samuel Ejemplo",
            "samuel@escuela.example",
            "docente",
            "D-2",
            "Álgebra I",
            "C-1",
            "Matemáticas",
            "9",
            "2",
            "B12",
        ),
        ("Lea Ejemplo", "lea@escuela.example", "directora", "D-3", "", "", "", "", "", ""),
    ),
}


def template(language: str = "en") -> str:
    """A CSV to fill in, with made-up rows that show two classes of one teacher and two teachers of one class."""
    told = language if language in _HEADERS else "en"
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows((_HEADERS[told], *_ROWS[told]))
    return "\ufeff" + text.getvalue()  # with a mark, so that a spreadsheet opens it as UTF-8
