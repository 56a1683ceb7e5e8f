"""The lens over labelled notes: read by the command, measured, held to floors."""
