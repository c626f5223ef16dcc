"""Moments as whole milliseconds since 1970, the form the store and the platform's numbers keep them in."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def epoch_ms(moment: datetime) -> int:
    return (moment - _EPOCH) // _MILLISECOND


def moment_of(milliseconds: int) -> datetime:
    return _EPOCH + milliseconds * _MILLISECOND


def whole_ms(moment: datetime) -> datetime:
    """Drop what the store would not keep, so that a moment reads back as it was."""
    return moment_of(epoch_ms(moment))
