"""What people open in a browser: the console."""
