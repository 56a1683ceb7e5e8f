"""Shared vectors and golden payloads: what both sides of the wire are held to."""
