"""The daily digest and the monthly report: gathered, put into words and tables, mailed once."""
