"""The language that every window speaks at this moment; all of them follow when it changes."""

from PySide6.QtCore import QObject, Signal

from pos_app.wording import Language, Wording


class Translation(QObject):
    """Says things in the chosen language; whoever shows words sets them again on `changed`."""

    changed = Signal()

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wording = Wording(language)

    @property
    def wording(self) -> Wording:
        return self._wording

    @property
    def language(self) -> Language:
        return self._wording.language

    def say(self, key: str, **values: object) -> str:
        return self._wording.say(key, **values)

    def speak(self, language: Language) -> None:
        """Change the language; nothing happens where it is spoken already."""
        if language is not self.language:
            self._wording = Wording(language)
            self.changed.emit()
