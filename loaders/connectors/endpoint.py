"""Asking an OpenAI-compatible endpoint: one text a question, patient with a busy server, deaf to all that is no answer.

Protocol: https://platform.openai.com/docs/api-reference/chat. Waiting: RFC 9110, Retry-After. The key goes nowhere but into the request.
"""

from __future__ import annotations

import ipaddress
import json
import re
from contextlib import nullcontext
from dataclasses import dataclass, field
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from graph.errors import GovgraphError, InputError, LaterError, UsageError
from graph.text import clean
from loaders.connectors.patience import body_of, retry_after
from loaders.reading.checking import TASK, Answer, checked

if TYPE_CHECKING:
    import httpx2

LARGEST = 2_000_000
"""Bytes of an answer that are read at most."""
LONGEST_ANSWER = 4096
"""Tokens after which a model is to end: one that rambles would take the whole wait."""
TOLD = 200
"""Characters of an endpoint's own words that are passed on with an error."""
PATIENCE = 120.0
"""Seconds for which an endpoint may ask to be left alone between two tries."""
BACKOFF = 1.0
_STREAM = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:data|event|id|retry)?:")
"""How server-sent events begin."""
_WHOLE = "turn streaming off in the settings of the server or of the proxy before it, or give an address that answers in one piece"


@dataclass(slots=True, frozen=True)
class Endpoint:
    """Where to ask: the address up to `/v1` or of the chat completions themselves, the model's name, a key, and seconds to wait.

    `tries` is how often a busy endpoint is asked one thing. `connections` are those to go by, of `connected`; else each question opens
    its own.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = 60.0
    tries: int = 1
    connections: httpx2.Client | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The address as it may be told: without a user, password or parameters, which may be secrets."""
        try:
            parts = urlsplit(self.url)
            return f"{parts.scheme}://{self.host}{parts.path}" if parts.hostname else re.sub(r"^.*@|[?#].*$", "", self.url)[:TOLD]
        except ValueError:
            return "the endpoint"

    @property
    def host(self) -> str:
        """The host and port."""
        try:
            return urlsplit(self.url).netloc.rpartition("@")[2]
        except ValueError:
            return ""

    @property
    def is_here(self) -> bool:
        """Whether it is on this machine, by its name."""
        try:
            host = urlsplit(self.url).hostname or ""
            return host == "localhost" or ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False

    def connected(self) -> httpx2.Client:
        """Connections that stay open between questions; what is for this machine goes by no proxy."""
        import httpx2  # only where a person asks for it

        return httpx2.Client(timeout=self.seconds, trust_env=not self.is_here)

    def ask(self, text: str) -> Answer:
        """What the model says of the text, checked against it; raises as `said` does."""
        return checked(self.said(text), text)

    def said(self, text: str) -> dict[str, Any]:
        """What the model says of the text.

        Raises:
            UsageError: the address is none, or the endpoint refuses the key or the model.
            LaterError: it did not answer in time, or is overloaded.
            InputError: its answer is cut off or no JSON object.
        """
        body = {
            "model": self.model,
            "temperature": 0,
            "stream": False,
            "messages": [{"role": "system", "content": TASK}, {"role": "user", "content": text}],
        }
        longest = {"max_tokens": LONGEST_ANSWER}
        for more in ({**longest, "response_format": {"type": "json_object"}}, longest, {}):
            status, said = self._patiently({**body, **more})
            if status not in (400, 422):  # not every server knows the format, nor every model that limit
                break
        if status != 200:
            raise self._refused(status, self._told(said))
        try:
            choice = json.loads(said)["choices"][0]
            content, ended = choice["message"]["content"], choice.get("finish_reason")
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
            if _STREAM.match(said):
                raise InputError(f'{self.name} streams its answer, though asked with "stream": false; {_WHOLE}') from None
            told = self._told(said)
            raise InputError(f"{self.name}: no answer of a chat completion; is this an OpenAI-compatible endpoint?{told}") from None
        if ended == "length":
            raise InputError(f"{self.name}: the answer of {self.model} was cut off; give it more tokens or a shorter text")
        return _object(content, f"{self.name}: {self.model}")

    def _patiently(self, body: dict[str, Any]) -> tuple[int, bytes]:
        """(status, what was answered); a busy endpoint is left alone for as long as it asks, and asked again."""
        for number in range(1, self.tries + 1):
            status, said, asks = self._post(body)
            if (status != 429 and status < 500) or number == self.tries:
                break
            if asks > PATIENCE:
                raise LaterError(f"{self.name} answered {status} and asks for {asks:.0f} seconds of patience; try later")
            sleep(max(asks, BACKOFF * 2 ** (number - 1)))
        return status, said

    def _post(self, body: dict[str, Any]) -> tuple[int, bytes, float]:
        """(status, what was answered, the seconds that it asks to wait)."""
        import httpx2

        parts = urlsplit(self.url)
        path = parts.path.rstrip("/")
        parts = parts._replace(path=path if path.endswith("/chat/completions") else path + "/chat/completions")
        address = parts._replace(netloc=self.host if self.key else parts.netloc).geturl()  # of a user and a key the key counts
        if not (self.key.isascii() and self.key.isprintable()):
            raise UsageError("the key has signs that no request can carry; GOVGRAPH_LLM_KEY takes it as the service gave it")
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        try:
            with (
                self.connected() if self.connections is None else nullcontext(self.connections) as client,
                client.stream("POST", address, json=body, headers=headers) as reply,
            ):
                latest = monotonic() + 2 * self.seconds
                said = body_of(reply, self.name, LARGEST, lambda: self._late(latest))
                return reply.status_code, said, retry_after(reply.headers)
        except httpx2.TimeoutException:
            raise LaterError(f"{self.name} did not answer within {self.seconds:g} seconds; try later or wait longer") from None
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol):
            raise UsageError(f"'{self.name}' is no http(s) address of an endpoint") from None
        except httpx2.HTTPError as error:
            told = self._without_key(str(error) or type(error).__name__)
            raise LaterError(f"{self.name} could not be reached: {told}; is the server running?") from None

    def _late(self, latest: float) -> LaterError | None:
        told = f"{self.name} has not ended its answer within {2 * self.seconds:g} seconds; try later or wait longer"
        return LaterError(told) if monotonic() > latest else None

    def _refused(self, status: int, told: str) -> GovgraphError:
        if status in (401, 403, 404):
            return UsageError(f"{self.name} refused with {status}; look at the address, the key and the model '{self.model}'{told}")
        if 300 <= status < 400:
            return UsageError(f"{self.name} answered {status}: it has moved; give the address that it has now")
        if status == 429 or status >= 500:
            return LaterError(f"{self.name} answered {status}; try later{told}")
        return InputError(f"{self.name} would not answer: {status}{told}")

    def _told(self, said: bytes) -> str:
        """What an endpoint says of its error, as the end of a sentence; nothing of a page or of what is no text."""
        try:
            found = json.loads(said)["error"]
            words = found if isinstance(found, str) else found["message"]
        except (ValueError, KeyError, TypeError, RecursionError):
            return ""
        return f" (it says: {' '.join(self._without_key(clean(str(words))).split())[:TOLD]})"

    def _without_key(self, words: str) -> str:
        return words.replace(self.key, "…") if self.key else words


def _object(content: object, who: str) -> dict[str, Any]:
    """The JSON object of an answer; what a model thinks before it, a code fence and words around it are passed over."""
    if isinstance(content, list):
        content = "".join(str(part["text"]) for part in content if isinstance(part, dict) and "text" in part)
    said = re.sub(r"^\s*<think>.*?</think>", "", content, flags=re.DOTALL) if isinstance(content, str) else ""
    try:
        found, _ = json.JSONDecoder().raw_decode(said, max(said.find("{"), 0))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not found.keys() & {"mentions", "claims"}:
        raise InputError(f"{who} did not answer with a JSON object of mentions and claims")
    return found
