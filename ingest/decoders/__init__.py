"""One file per kind of payload: bytes -> reports and refusals; pure."""
