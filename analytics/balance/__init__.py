"""Trees of meters: what goes in, what comes out below, and what nobody accounts for."""
