"""Brightwalk's server: chapters in the order of the story, from people to meetings.

`people → inquiry → walkthroughs → feedback → patterns → prompts → meetings`; each imports only
earlier ones and `kernel`. `sync` stands above them all: it is the one way in and the one way out.
"""
