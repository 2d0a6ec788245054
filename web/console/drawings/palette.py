"""What canvases are drawn with beside the colours of their panels."""

FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif'
"""As console.css has it: a canvas does not inherit."""
INK = "#7d8998"
"""Axes and legends."""
LINE = "rgba(128, 140, 156, 0.22)"
"""Grid lines."""
FAINTEST = 0.35
"""Opacity of a figure of which hardly anything is known."""
