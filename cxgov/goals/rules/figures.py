"""The value object of every computed figure, exact arithmetic, and how figures are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from enum import Enum
from fractions import Fraction

from cxgov.goals.enums import FigureState

PRECISION = 50
_EXACT = Context(prec=PRECISION)
NO_FIGURE = "–"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that can say why it is so: `rule` is its id, such as G1, `inputs` all that went into it.

    `value` is unrounded, and None unless the state is measured. Progress is a share: 0.5 is shown as 50.0 %.
    """

    value: Decimal | None
    state: FigureState
    rule: str
    inputs: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_measured(self) -> bool:
        return self.state is FigureState.MEASURED

    @property
    def counted(self) -> Decimal:
        """The value as a roll-up counts it: what is not measured counts as 0."""
        return Decimal(0) if self.value is None else self.value

    @property
    def percent(self) -> str:
        """As shown: half up to one digit, or a dash where there is no figure."""
        return NO_FIGURE if self.value is None else f"{rounded(self.value * 100, 1)} %"

    def as_json(self) -> dict[str, object]:
        """For JSON: numbers half up to six decimals, dates ISO, what is absent null."""
        return {
            "value": _plain(self.value),
            "state": self.state.value,
            "rule": self.rule,
            "inputs": _plain(self.inputs),
        }


def measured(value: Fraction | Decimal, rule: str, /, **inputs: object) -> Figure:
    """A figure that was measured."""
    exact = decimal_of(value) if isinstance(value, Fraction) else value
    return Figure(exact, FigureState.MEASURED, rule, inputs)


def no_data(rule: str, /, **inputs: object) -> Figure:
    """A figure without data: shown as a dash, never as zero, never green."""
    return Figure(None, FigureState.NO_DATA, rule, inputs)


def invalid(rule: str, why: str, /, **inputs: object) -> Figure:
    """A figure that cannot be computed; `why` stands among its inputs."""
    return Figure(None, FigureState.INVALID, rule, {"why": why, **inputs})


def decimal_of(exact: Fraction) -> Decimal:
    """An exact quotient as a Decimal of 50 significant digits, without trailing zeros."""
    quotient = _EXACT.divide(Decimal(exact.numerator), Decimal(exact.denominator))
    return Decimal(0) if not quotient else plain_decimal(quotient)


def plain_decimal(value: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent: 1E+2 is 100."""
    normal = value.normalize(Context(prec=max(PRECISION, len(value.as_tuple().digits))))
    exponent = normal.as_tuple().exponent
    return normal if not isinstance(exponent, int) or exponent <= 0 else Decimal(int(normal))


def clamped(value: Decimal) -> Decimal:
    """The value within 0 and 1."""
    return min(Decimal(1), max(Decimal(0), value))


def rounded(value: Decimal, digits: int) -> Decimal:
    """Half up to so many decimals, away from zero: 2.25 is 2.3 and −2.25 is −2.3. Never −0."""
    with localcontext(Context(prec=PRECISION * 2)):
        result = value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return result or abs(result)


def _plain(value: object) -> object:
    """What JSON can hold of an input."""
    if isinstance(value, Decimal):
        return float(rounded(value, 6)) if value.is_finite() else None
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Figure):
        return value.as_json()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value
