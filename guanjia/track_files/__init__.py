"""Tracks from files, and what is told of them."""
