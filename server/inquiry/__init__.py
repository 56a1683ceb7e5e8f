"""What we agreed to look for: protocols in versions, their look-fors in every language, and the focus on offer.

A protocol is published once and never edited; a new version replaces it, so that a visit always
shows the look-fors under which it was made. A team's next step offers one look-for as the focus of
the walkthroughs that follow.
"""
