"""A whole school in one file, and a whole school out of it again.

Made while the server runs, sealed, read back before it is called good; restored with one command on an
empty machine. What a restore has lost comes back from the devices; an admin's page says how far that is.
"""
