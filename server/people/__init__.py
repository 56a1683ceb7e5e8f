"""Who takes part, what each may see, and how a person gets in.

A *person* is somebody in one school; an *account* signs in and may be a person in several schools. What
a person may see is a list of *memberships*, one per scope; roles decide which memberships a person gets
(`rules.py`), and every later chapter grants and ends its own. Signing in is the only thing here that
needs the network now; people, classes and teams change through verbs like everything else.
"""
