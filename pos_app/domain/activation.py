"""How a certificate is opened: the steps of each channel, and who says no on the way.

One certificate stands behind all channels; each shows it only once its own last step is done.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias, assert_never

from pos_app.domain.identity import is_real_resident_id
from pos_app.domain.password import is_fit_password
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.voucher import Channel


class ActivationStep(StrEnum):
    """One screen of a channel; what has to be given at it says `needs`."""

    REGISTER = "register"
    REAL_NAME = "real-name"
    FACE = "face"
    TAKE_VOUCHER = "take-voucher"
    OPEN_CARD_PACKAGE = "open-card-package"
    CHOOSE_CERTIFICATES = "choose-certificates"
    ADD_VOUCHER = "add-voucher"
    OPEN_HEALTH_SERVICE = "open-health-service"
    ACTIVATE = "activate"
    AUTHORISE = "authorise"
    USE_NOW = "use-now"
    SET_PASSWORD = "set-password"


_Step = ActivationStep

STEPS: Mapping[Channel, tuple[ActivationStep, ...]] = MappingProxyType(
    {
        Channel.NATIONAL: (_Step.REGISTER, _Step.REAL_NAME, _Step.FACE, _Step.TAKE_VOUCHER, _Step.SET_PASSWORD),
        Channel.ALIPAY: (
            _Step.OPEN_CARD_PACKAGE,
            _Step.CHOOSE_CERTIFICATES,
            _Step.ADD_VOUCHER,
            _Step.REAL_NAME,
            _Step.FACE,
            _Step.SET_PASSWORD,
        ),
        Channel.WECHAT: (
            _Step.OPEN_HEALTH_SERVICE,
            _Step.ACTIVATE,
            _Step.REAL_NAME,
            _Step.AUTHORISE,
            _Step.FACE,
            _Step.USE_NOW,
            _Step.SET_PASSWORD,
        ),
    }
)

# Where a channel asks for the certificate itself, the insurance data behind it has to be right.
_ASKS_INSURER = frozenset({_Step.TAKE_VOUCHER, _Step.ADD_VOUCHER, _Step.ACTIVATE})


class Authority(StrEnum):
    """Who can put right what stopped an activation."""

    POLICE = "police"  # 户籍所在地公安机关: name, ID number and the photograph on file
    INSURANCE_AGENCY = "insurance-agency"  # 参保地医保经办机构: the insurance records


AUTHORITY_OF: Mapping[RefusalCode, Authority] = MappingProxyType(
    {
        RefusalCode.REAL_NAME_FAILED: Authority.POLICE,
        RefusalCode.FACE_CHECK_FAILED: Authority.POLICE,
        RefusalCode.INSURANCE_DATA_WRONG: Authority.INSURANCE_AGENCY,
        RefusalCode.RECORDS_NOT_MERGED: Authority.INSURANCE_AGENCY,
    }
)


class Face(StrEnum):
    """Whose face the simulated camera sees."""

    OWN = "own"
    SOMEBODY_ELSE = "somebody-else"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Tapped:
    """Nothing but a tap on the screen's button."""


@dataclass(frozen=True, slots=True)
class IdentityTyped:
    name: str = field(repr=False)
    certno: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FaceShown:
    face: Face


@dataclass(frozen=True, slots=True)
class PasswordChosen:
    password: str = field(repr=False)


StepInput: TypeAlias = Tapped | IdentityTyped | FaceShown | PasswordChosen


@dataclass(frozen=True, slots=True)
class PersonFile:
    """What the authorities have on somebody, as far as an activation asks them."""

    name: str = field(repr=False)
    certno: str = field(repr=False)
    is_alive: bool = True
    is_known_to_police: bool = True
    has_face_on_file: bool = True
    is_insurance_data_right: bool = True
    are_records_merged: bool = True


@dataclass(frozen=True, slots=True)
class Activation:
    """How far somebody has come in one channel."""

    channel: Channel
    done: int = 0

    @property
    def step(self) -> ActivationStep | None:
        """The next step; None when the certificate is open."""
        steps = STEPS[self.channel]
        return steps[self.done] if self.done < len(steps) else None

    @property
    def is_active(self) -> bool:
        return self.step is None


def opened(channel: Channel) -> Activation:
    return Activation(channel, len(STEPS[channel]))


def needs(step: ActivationStep) -> type[StepInput]:
    match step:
        case ActivationStep.REAL_NAME:
            return IdentityTyped
        case ActivationStep.FACE:
            return FaceShown
        case ActivationStep.SET_PASSWORD:
            return PasswordChosen
        case _:
            return Tapped


def advance(activation: Activation, given: StepInput, file: PersonFile) -> Activation | Refusal:
    """Take the next step, or stay at it with the reason; an open certificate stays open whatever is given."""
    step = activation.step
    if step is None:
        return activation
    if not isinstance(given, needs(step)):
        return Refusal(RefusalCode.STEP_OUT_OF_TURN, str(step))
    refusal = _insurer_refuses(file) if step in _ASKS_INSURER else check_given(given, file)
    return refusal or replace(activation, done=activation.done + 1)


def check_given(given: StepInput, file: PersonFile) -> Refusal | None:
    """Ask who has to be asked about what a person gave."""
    match given:
        case Tapped():
            return None
        case IdentityTyped(name, certno):
            return _police_refuse(name, certno, file)
        case FaceShown(face):
            is_matched = face is Face.OWN and file.has_face_on_file
            return None if is_matched else Refusal(RefusalCode.FACE_CHECK_FAILED)
        case PasswordChosen(password):
            return None if is_fit_password(password) else Refusal(RefusalCode.PASSWORD_UNFIT)
        case _:
            assert_never(given)


def _police_refuse(name: str, certno: str, file: PersonFile) -> Refusal | None:
    if is_real_resident_id(certno):
        return Refusal(RefusalCode.REAL_ID_REFUSED)
    if not file.is_alive:
        return Refusal(RefusalCode.PERSON_DECEASED)
    is_right = (name.strip(), certno.strip().upper()) == (file.name, file.certno)
    return None if is_right and file.is_known_to_police else Refusal(RefusalCode.REAL_NAME_FAILED)


def _insurer_refuses(file: PersonFile) -> Refusal | None:
    if not file.are_records_merged:
        return Refusal(RefusalCode.RECORDS_NOT_MERGED)
    return None if file.is_insurance_data_right else Refusal(RefusalCode.INSURANCE_DATA_WRONG)
