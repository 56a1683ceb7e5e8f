"""What we say and hear back: strengths that rest on evidence, one open question, and the teacher's answer.

Sharing is a grant: the visited teachers become members of the visit's scope and read everything in
it. From then on nothing is hidden: each later change shows as a change. The answer and the consent
to quote belong to each teacher alone.
"""
