"""Costs and files of vehicles as people work with them: `guanjia vehicles`."""
