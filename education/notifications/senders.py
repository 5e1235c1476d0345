"""The way out: one connection to the mail server, and what each of its failures means."""

from __future__ import annotations

import contextlib
from smtplib import (
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from django.core.mail import EmailMessage, get_connection


class NotSent(Exception):
    """The server answered that it does not take this mail: it may be tried again."""


class Unreachable(NotSent):
    """No server could be reached, so no other mail would get through now either."""


class Unsure(Exception):
    """The line broke while the mail was on its way: it may have gone out."""


#: Errors in which the server says itself that it did not take the mail.
_ANSWERED = (SMTPResponseException, SMTPRecipientsRefused, SMTPNotSupportedError)
#: Errors of putting a mail together, before any of it is sent (an address that is none).
_UNSENDABLE = (ValueError,)


class Sender:
    """Sends one mail after the other over one connection, opened when the first one goes."""

    def __init__(self) -> None:
        self._connection = get_connection()

    def send(self, mail: EmailMessage) -> None:
        """Send one mail; raises ``NotSent``, ``Unreachable`` or ``Unsure``."""
        try:
            self._connection.open()
        except (OSError, SMTPException) as error:
            self.close()
            raise Unreachable(_told(error)) from error
        try:
            self._connection.send_messages([mail])
        except (*_ANSWERED, *_UNSENDABLE) as error:
            self.close()
            raise NotSent(_told(error)) from error
        except (OSError, SMTPException) as error:
            self.close()
            raise Unsure(_told(error)) from error

    def close(self) -> None:
        """Hang up, whatever the server says to that."""
        with contextlib.suppress(OSError, SMTPException):
            self._connection.close()


def _told(error: Exception) -> str:
    if isinstance(error, SMTPResponseException):
        said = error.smtp_error
        words = said.decode(errors="replace") if isinstance(said, bytes) else said
        return f"The mail server said: {error.smtp_code} {words}"[:500]
    return f"{type(error).__name__}: {error}"[:500]
