"""What knows no domain: the database, problems, the wire's base Struct, ids, the clock, rows and verbs.

Every chapter may import the kernel; the kernel imports no chapter. `rows` says what a synced row is
and `verbs` what a change is; `sync` does the work behind both.
"""
