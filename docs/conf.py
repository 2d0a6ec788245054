"""Sphinx: Markdown pages through MyST, a link to nothing is an error (`make docs`)."""

project = "guanjia 管家"
author = "the guanjia authors"
copyright = "2026, the guanjia authors"  # noqa: A001  (Sphinx's own name)

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "guanjia 管家"
html_copy_source = False
html_show_sphinx = False
