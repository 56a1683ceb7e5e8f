"""Going to look: a visit of 5 to 15 minutes, its evidence notes, and the look-fors noticed in them.

A visit is a scope of its own. Its observer opens it, usually without signal, and is alone in it
until the feedback is shared. What was seen stays with the two who were there: the only row that
leaves is coverage, which tells the leaders that a room was visited and nothing of what was seen.
"""
