"""Rules, the alert's state machine, the worker, and the ways to notify."""
