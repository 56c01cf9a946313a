"""Who may ask: only a browser on this machine that was given the token; and what its pages may load: nothing but our own files."""

import secrets
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOSTS = ("127.0.0.1", "localhost")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with none at all, our own forms would not say where they come from
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
NO_TOKEN = "sayso: this address needs its token.\n  -> Open the address that `sayso web` printed in the terminal; it holds the token.\n"
NO_HOST = "sayso: asked under another name than 127.0.0.1 or localhost.\n  -> Open the address that `sayso web` printed in the terminal.\n"
NO_ORIGIN = "sayso: this came from another page.\n  -> Go back and use the page that `sayso web` opened.\n"


class Guard:
    """Around the whole application. The token comes once in the address and from then on in a cookie that no script can read.

    Other sites can neither ask in the user's name (SameSite, and the origin of what changes something) nor under a name of their own that
    they let point here (the host).
    """

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self.app, self.token, self.port = app, token, port
        self.cookie = f"sayso-{port}"  # cookies do not tell ports apart

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        await (refusal or self.app)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if headers.get("host", "") not in {f"{host}:{self.port}" for host in HOSTS}:
            return PlainTextResponse(NO_HOST, 421)
        own = {f"http://{host}:{self.port}" for host in HOSTS}
        if scope["method"] not in {"GET", "HEAD"} and headers.get("origin") not in own:
            return PlainTextResponse(NO_ORIGIN, 403)
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = next((value for name, value in asked if name == "token"), None)
        if given is not None and _same(given, self.token) and scope["method"] == "GET":
            rest = urlencode([(name, value) for name, value in asked if name != "token"])
            answer = RedirectResponse(scope["path"] + (f"?{rest}" if rest else ""), 303)
            answer.set_cookie(self.cookie, self.token, httponly=True, samesite="strict")
            return answer
        if not _same(cookie_parser(headers.get("cookie", "")).get(self.cookie, ""), self.token):
            return PlainTextResponse(NO_TOKEN, 403)
        return None


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode(), other.encode())
