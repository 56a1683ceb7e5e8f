"""Two devices meet: the shipped sync core of the app, run in Node, against the real server on a real file."""
