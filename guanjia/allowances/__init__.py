"""Monthly allowances as people work with them: `guanjia allowance`."""
