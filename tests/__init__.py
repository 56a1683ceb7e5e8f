"""Tests mirror `server/`; `two_devices/` drives the app's sync core against the real server; `wire/` holds vectors."""
