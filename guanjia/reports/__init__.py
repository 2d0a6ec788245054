"""Reports of institutions by month, quarter and year: one immutable value, printed as xlsx, PDF or JSON."""
