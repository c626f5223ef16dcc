"""Signs typed as numbers on the keypad while Alt is held, as scanners do that want no keyboard layout in between."""

from dataclasses import dataclass

_LONGEST = 4  # 0126


@dataclass(frozen=True, slots=True)
class AltNumber:
    """The digits so far; None while Alt is up."""

    digits: str | None = None

    def press(self) -> "AltNumber":
        """Alt goes down."""
        return AltNumber("")

    def digit(self, sign: str) -> "AltNumber":
        """Take a digit of the keypad; a number longer than any sign's is nobody's."""
        if self.digits is None or len(self.digits) >= _LONGEST:
            return AltNumber()
        return AltNumber(self.digits + sign)

    def release(self) -> str:
        """Alt goes up: give the sign that was meant, or nothing for what is no ASCII sign."""
        if not self.digits:
            return ""
        number = int(self.digits)
        return chr(number) if number < 128 else ""
