"""The office compound under rules that a test writes."""
