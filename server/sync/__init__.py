"""One way in and one way out for everything that a person changes or sees: the README is the protocol.

It stands above the chapters: it knows every kind and verb, judges and merges what devices send, and gives
each account what is new in the scopes that it holds.
"""
