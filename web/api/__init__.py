"""REST under /api/v1: what the console shows, for programs that hold a token."""
