"""Pictures for print and page: SVG with presentation attributes, a sentence with the figures as its title.

Widths are in points and equal the view box, so a line keeps its weight in the PDF; the `f-` and `s-` classes let a
page repaint the same marks in its own colours, light and dark.
"""
