"""A pattern turned into a question for a team, with its grounds beside it.

When a block closes, each team whose patterns hold it gets one prompt for each phase of its next
meeting, chosen by plain rules from stems that ship as data. Same release, same prompts, always.
"""
