"""The product's promises in a real browser, against the server as people start it."""
