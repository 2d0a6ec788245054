"""The correctness table: registers of which the true use is known, and what a system has to make of them."""
