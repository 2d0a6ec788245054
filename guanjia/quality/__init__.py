"""The quality of data: what was set aside, refused or is silent, and what people do about it."""
