"""A small database, and every query with parameters that make it do something there.

Tests of several PostgreSQL versions and of TimescaleDB share it: the same goes in, the same must come out.
"""
