"""The command line, and the demo that starts everything."""
