"""Mail, if the school has set up SMTP: one short text, never a word about a visit.

It is handed in within ten seconds, in a thread, or not at all. When it fails nothing else does: the link
and its code are on the admin's screen anyway.
"""

import asyncio
import logging
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

_LOG = logging.getLogger("brightwalk.mail")
_WAIT = 10


@dataclass(frozen=True, slots=True)
class Post:
    """Where mail is handed in: `smtp://`, `smtp+starttls://` or `smtps://`, with user and password if needed."""

    url: str
    sender: str

    async def send(self, to: str, subject: str, text: str) -> bool:
        """Hand one mail in. False, and a line in the log without the address, if that did not work."""
        try:
            await asyncio.to_thread(self._hand_in, letter(self.sender, to, subject, text))
        except (OSError, smtplib.SMTPException, ValueError) as failure:
            _LOG.warning("a mail could not be sent: %s", type(failure).__name__)
            return False
        return True

    def _hand_in(self, message: EmailMessage) -> None:
        where = urlsplit(self.url)
        host, secure = where.hostname or "localhost", ssl.create_default_context()
        if where.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, where.port or 465, timeout=_WAIT, context=secure)
        else:
            server = smtplib.SMTP(host, where.port or (587 if where.scheme == "smtp+starttls" else 25), timeout=_WAIT)
        with server:
            if where.scheme == "smtp+starttls":
                server.starttls(context=secure)
            if where.username:
                server.login(unquote(where.username), unquote(where.password or ""))
            server.send_message(message)


def letter(sender: str, to: str, subject: str, text: str) -> EmailMessage:
    """The mail itself. A line break in an address or subject is refused with ValueError."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=sender.rpartition("@")[2].rstrip("> "))
    message.set_content(text)
    return message


_LETTERS = {
    "en": (
        "Your way into Brightwalk at {school}",
        "Hello {name},\n\n{school} has opened Brightwalk for you. Open this link on the device that you will use:\n\n"
        "{link}\n\nOr type this code inside the app: {code}\n\nThe link works once, until {until}.\n",
    ),
    "es": (
        "Su acceso a Brightwalk en {school}",
        "Hola, {name}:\n\n{school} le ha abierto Brightwalk. Abra este enlace en el dispositivo que va a usar:\n\n"
        "{link}\n\nO escriba este código en la aplicación: {code}\n\nEl enlace sirve una sola vez, hasta el {until}.\n",
    ),
}
_WARNINGS = {
    "en": (
        "A new link to your Brightwalk account",
        "Hello {name},\n\n{school} has made a new link to your account. It begins to work tomorrow, or as soon as you "
        "confirm it on a device that you already use (Me, Devices). If you did not ask for it, refuse it there "
        "and speak to your school.\n",
    ),
    "es": (
        "Un nuevo enlace para su cuenta de Brightwalk",
        "Hola, {name}:\n\n{school} ha creado un nuevo enlace para su cuenta. Empezará a funcionar mañana, o en cuanto "
        "lo confirme en un dispositivo que ya usa (Yo, Dispositivos). Si no lo pidió, rechácelo allí "
        "y hable con su escuela.\n",
    ),
}


def join_letter(language: str, **told: str) -> tuple[str, str]:
    """Subject and text of the mail that carries a join link: `school`, `name`, `link`, `code`, `until`."""
    return _filled(_LETTERS.get(language, _LETTERS["en"]), told)


def takeover_letter(language: str, **told: str) -> tuple[str, str]:
    """Subject and text that tell a person about a new link to a used account (RULINGS 14): `school`, `name`."""
    return _filled(_WARNINGS.get(language, _WARNINGS["en"]), told)


def _filled(text: tuple[str, str], told: dict[str, str]) -> tuple[str, str]:
    plain = {name: " ".join(value.split()) for name, value in told.items()}
    return text[0].format(**plain), text[1].format(**plain)
