"""The pen: marks in the print palette, each with its colour as attribute and as class, text escaped."""

from collections.abc import Sequence

from markupsafe import Markup, escape

INK, MUTED, BRAND, LINE, FAINT = "#16202E", "#535F70", "#0F5462", "#C3CBD6", "#E3E7EC"
WHITE, TINT, TRACK, TEAL, RUST = "#FFFFFF", "#F1F4F8", "#DFE6EE", "#8FBDC4", "#BF4A1B"
GREEN, AMBER, RED, NOISE = "#2B7A4B", "#D98E04", "#A61C2E", "#B9C6D5"

NAMES = {
    INK: "ink", MUTED: "muted", BRAND: "brand", LINE: "line", FAINT: "line", WHITE: "surface", TINT: "track",
    TRACK: "track", TEAL: "teal", RUST: "rust", GREEN: "ok", AMBER: "warn", RED: "bad", NOISE: "noise",
}  # fmt: skip

Point = tuple[float, float]
Frame = tuple[float, float, float, float]


class Drawing:
    """One picture; marks are painted in the order in which they are asked for."""

    def __init__(self, width: float, height: float, sentence: str) -> None:
        self.width = width
        self.height = height
        self.sentence = sentence
        self.marks: list[str] = []

    def path(
        self,
        points: Sequence[Point],
        stroke: str,
        weight: float,
        *,
        dash: str = "",
        fill: str = "",
        close: bool = False,
    ) -> None:
        """A line through these points, or a filled shape."""
        way = "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points) + ("Z" if close else "")
        paint = f'fill="{fill}" class="f-{NAMES[fill]}"' if fill else 'fill="none"'
        if stroke:
            line = f' stroke-dasharray="{dash}"' if dash else ""
            name = "" if fill else f' class="s-{NAMES[stroke]}"'
            paint += f'{name} stroke="{stroke}" stroke-width="{weight}"{line}'
        self.marks.append(f'<path d="{way}" {paint}/>')

    def line(self, start: Point, end: Point, stroke: str, weight: float, *, dash: str = "") -> None:
        """A straight line."""
        self.path((start, end), stroke, weight, dash=dash)

    def box(self, frame: Frame, fill: str, *, stroke: str = "", weight: float = 0.8) -> None:
        """A rectangle: left, top, width, height."""
        left, top, width, height = frame
        edge = f' stroke="{stroke}" stroke-width="{weight}"' if stroke else ""
        names = f"f-{NAMES[fill]}" + (f" s-{NAMES[stroke]}" if stroke else "")
        self.marks.append(
            f'<rect x="{left:.2f}" y="{top:.2f}" width="{max(0, width):.2f}" height="{max(0, height):.2f}"'
            f' fill="{fill}"{edge} class="{names}"/>'
        )

    def dot(self, at: Point, radius: float, fill: str, *, stroke: str = "", weight: float = 1.1) -> None:
        """A disc or, with a stroke, a ring."""
        edge = f' stroke="{stroke}" stroke-width="{weight}"' if stroke else ""
        names = f"f-{NAMES[fill]}" + (f" s-{NAMES[stroke]}" if stroke else "")
        self.marks.append(
            f'<circle cx="{at[0]:.2f}" cy="{at[1]:.2f}" r="{radius}" fill="{fill}"{edge} class="{names}"/>'
        )

    def text(
        self, at: Point, words: str, size: float, *, colour: str = INK, weight: int = 400, anchor: str = "start"
    ) -> None:
        """Words, their baseline at this point."""
        self.marks.append(
            f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" font-family="Source Sans 3" font-size="{size}"'
            f' font-weight="{weight}" fill="{colour}" class="f-{NAMES[colour]}" text-anchor="{anchor}">'
            f"{escape(words)}</text>"
        )

    def diamond(self, at: Point, half: float, fill: str) -> None:
        """The mark of what is off track or overdue."""
        x, y = at
        self.path(((x, y - half), (x + half, y), (x, y + half), (x - half, y)), "", 0, fill=fill, close=True)

    def triangle(self, at: Point, half: float, fill: str) -> None:
        """The mark of what is at risk."""
        x, y = at
        self.path(
            ((x, y - half), (x + half, y + half * 0.74), (x - half, y + half * 0.74)), "", 0, fill=fill, close=True
        )

    def status(self, at: Point, status: str) -> None:
        """The shape and the colour of a status, so that grey print tells them apart."""
        if status == "green":
            self.dot(at, 2.5, GREEN)
        elif status == "amber":
            self.triangle(at, 2.76, AMBER)
        elif status == "red":
            self.diamond(at, 3.1, RED)
        else:
            self.dot(at, 2.4, WHITE, stroke=MUTED)

    def svg(self) -> Markup:
        """The picture; its title becomes the alternative text in the PDF and the name on the page."""
        return Markup(  # noqa: S704 - every mark is built here, and all words are escaped above
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" class="cx-print" width="{self.width:g}pt"'
            f' height="{self.height:g}pt" viewBox="0 0 {self.width:g} {self.height:g}">'
            f"<title>{escape(self.sentence)}</title>{''.join(self.marks)}</svg>"
        )
