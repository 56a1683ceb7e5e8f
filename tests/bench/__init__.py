"""`./brightwalk bench`: how quick sync is beside its floors, on this machine, now. It measures; it proves nothing."""
