"""A school's timetable comes in: staff and classes from the files that student information systems write.

Read in this order: `package` opens what was given (a zip, a folder, one CSV) and trusts none of it;
`lines` and `table` turn bytes into rows; `oneroster`, `oneroster_classes`, `sds_v1` and `plain` know the
formats and give one `Roster`; `schools` picks one school out of it; `plan` compares that with what
`standing` says the school has; `apply` writes the difference in one transaction; `report` says it all in
words. Students and families are counted and passed by: nothing here keeps a row about them.
"""
