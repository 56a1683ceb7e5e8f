"""What travels by this chapter's routes."""

from server.kernel.wire import Count, Wire


class BytesHere(Wire):
    """How many bytes of how many are on the server; the next piece begins at `here`."""

    here: Count
    size: Count
