"""Dispatch orders: how they come in, who decides on them, and how they are shown."""
