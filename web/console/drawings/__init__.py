"""How the rows of a panel become what people see: one module a kind of chart."""
