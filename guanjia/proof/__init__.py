"""Proves that what meters used comes to what their registers turned."""
