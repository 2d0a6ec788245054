"""Dispatch orders beside what vehicles did: matching, what follows for an order, and what does not fit."""
