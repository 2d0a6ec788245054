"""The balance of a site as people read it: `guanjia balance`."""
