"""Figures of institutions as people read them: `guanjia figures`."""
