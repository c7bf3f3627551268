#!/usr/bin/env python3
"""The books that each recorded status text must lead to, worked out without any of ovpnstats.

This is the independent witness of the test suite: another language, no shared code, written from
the rules below and checked by hand. For every status text in test/fixtures/captures it answers:
is the text accepted, which connections does it show, and what stands in every account after ONE
first reading by a fresh ovpnstats, whose file carries the text's own time as its mtime and whose
clock is 5 seconds later.

    python3 scripts/expected-books.py            write test/fixtures/expected-books.json
    python3 scripts/expected-books.py --check    exit 1 if that file says anything else

The rules:

Accepted: the first line names the format, exactly one END and it is the last line, one of each
  HEADER, every line's tag and field count right, no Client ID twice. (That a file must also have
  been quiet for a while is the reader's business and not told by a text.)
Rows: columns go by their header names. Names are bytes and may hold commas; the other fields have
  a shape that anchors them. If several readings of a row fit, a routing row of the same text that
  names the client (common name and real address) decides; else the row is dropped with a warning.
  Rows without client id that are alike in common name, connected-since text and real address are
  one connection, with the highest counters.
Accounts: a row is a user's when it has a virtual address, or a routing row names it, or it is over
  120 s old and not named UNDEF. Else it is held: somebody is signing in.
Buckets: bytes are spread over [connected since, time of the text], in proportion, in whole bytes:
  up to a boundary t they are floor(bytes * (t - start) / (end - start)). No length: all in the
  bucket of the end. More than 12 buckets of 5 minutes or of an hour: that resolution's `unplaced`.

Where these rules are silent the script stops rather than guess.
"""

import difflib
import ipaddress
import json
import re
import sys
from dataclasses import dataclass
from datetime import datetime, timezone
from itertools import combinations
from pathlib import Path
from zoneinfo import ZoneInfo

FIXTURES = Path(__file__).resolve().parent.parent / "test" / "fixtures"
CAPTURES = FIXTURES / "captures"
BOOKS = FIXTURES / "expected-books.json"

READER_IS_LATER_BY = 5
A_USER_AFTER = 120
MOST_BUCKETS = 12


class Refused(Exception):
    """The text may not be used: why (a class), and because of what (a sentence)."""

    def __init__(self, why, because):
        super().__init__(because)
        self.why, self.because = why, because


class Unspecified(Exception):
    """The rules do not say what to expect here."""


# ---------------------------------------------------------------- fields and their shapes

ISO_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")  # OpenVPN 2.5 and later
C_TIME = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}")  # up to 2.4


def local_time(text):
    """OpenVPN's text of a time in the server's zone, or None."""
    for shape, form in ((ISO_TIME, "%Y-%m-%d %H:%M:%S"), (C_TIME, "%a %b %d %H:%M:%S %Y")):
        if shape.fullmatch(text):
            try:
                return datetime.strptime(text, form)
            except ValueError:
                return None
    return None


def is_ip(text, version=None):
    try:
        return version in (None, ipaddress.ip_address(text).version)
    except ValueError:
        return False


def is_port(text):
    return re.fullmatch(r"\d{1,5}", text) is not None and int(text) <= 65535


def is_real_address(text):
    bare = re.sub(r"^(udp|tcp)[46]?(-server|-client)?:", "", text)
    if bracketed := re.fullmatch(r"\[(.*)\]:(\d+)", bare):
        return is_ip(bracketed[1], 6) and is_port(bracketed[2])
    address, _, port = bare.rpartition(":")
    return is_ip(bare, 6) or (is_ip(address, 4) and is_port(port))


def is_route(text):
    """An address, a learned address (C), a subnet, or a MAC address with its VLAN."""
    if re.fullmatch(r"([0-9a-f]{2}:){5}[0-9a-f]{2}(@\d+)?C?", text):
        return True
    address, slash, bits = text.removesuffix("C").partition("/")
    return is_ip(address) and (not slash or bits.isdecimal())


def is_count(text):
    return re.fullmatch(r"\d{1,20}", text) is not None and int(text) < 2**64


def optional(shape):
    return lambda text: text == "" or shape(text)


def is_anything(_text):
    return True


NAMES = {"Common Name", "Username"}  # the only fields in which a comma may stand

SHAPES = {
    "Common Name": is_anything,
    "Username": is_anything,
    "Real Address": is_real_address,
    "Virtual Address": optional(lambda text: is_ip(text, 4)),
    "Virtual IPv6 Address": optional(lambda text: is_ip(text, 6)),
    "Bytes Received": is_count,
    "Bytes Sent": is_count,
    "Connected Since": local_time,
    "Connected Since (time_t)": is_count,
    "Client ID": optional(is_count),
    "Peer ID": optional(is_count),
    "Data Channel Cipher": optional(re.compile(r"[A-Za-z0-9-]+").fullmatch),
    "Last Ref": local_time,
    "Last Ref (time_t)": is_count,
}
ROUTE_SHAPES = SHAPES | {"Virtual Address": is_route}


def splits(parts, columns, separator):
    """Every way to give surplus parts back to the names they were cut out of."""
    surplus = len(parts) - len(columns)
    names = [at for at, column in enumerate(columns) if column in NAMES]
    # Stars and bars: `surplus` joins shared out among the names.
    for bars in combinations(range(surplus + len(names) - 1), len(names) - 1):
        edges = (-1, *bars, surplus + len(names) - 1)
        joins = dict(zip(names, (right - left - 1 for left, right in zip(edges, edges[1:]))))
        fields, at = {}, 0
        for index, column in enumerate(columns):
            width = 1 + joins.get(index, 0)
            fields[column] = separator.join(parts[at : at + width])
            at += width
        yield fields


def readings(line, parts, columns, separator, shapes):
    """The readings of a row that fit the shapes; a row has one, or several if names forge fields."""
    surplus = len(parts) - len(columns)
    if surplus < 0 or (surplus > 0 and separator == "\t"):
        raise Refused("torn", f"line {line}: {len(parts)} fields where the header has {len(columns)}")
    fitting = [
        fields
        for fields in splits(parts, columns, separator)
        if all(shapes.get(column, is_anything)(text) for column, text in fields.items())
    ]
    if not fitting:
        if surplus:
            raise Refused("torn", f"line {line}: {len(parts)} fields, and none may belong to a name")
        raise Unspecified(f"line {line}: the field count is right, a field's shape is not: {parts}")
    return fitting


# ---------------------------------------------------------------- texts

V1_CLIENTS = "Common Name,Real Address,Bytes Received,Bytes Sent,Connected Since"
V1_ROUTES = "Virtual Address,Common Name,Real Address,Last Ref"


@dataclass
class Text:
    version: int
    time_text: str
    clients: list  # for each row the list of its readings
    routes: list  # for each row its one reading: there is only one name in it


def lines_of(data):
    lines = data.decode("latin-1").split("\n")
    if lines[-1] == "":
        lines.pop()
    if lines[0] == "OpenVPN STATISTICS":
        raise Refused("client-mode", "a client's own statistics: there are no users in it")
    if lines.count("END") != 1 or lines[-1] != "END":
        raise Refused("torn", f"{lines.count('END')} END lines, and the last line is {lines[-1][:40]!r}")
    return lines


def read(data):
    lines = lines_of(data)
    if lines[0] == "OpenVPN CLIENT LIST":
        return read_v1(lines)
    for version, separator in ((2, ","), (3, "\t")):
        if lines[0].startswith("TITLE" + separator):
            return read_tagged(version, separator, lines)
    raise Refused("torn", f"the first line is {lines[0][:40]!r}")


def read_v1(lines):
    def section(first, last, columns, shapes):
        return [readings(n + 1, lines[n].split(","), columns.split(","), ",", shapes) for n in range(first, last)]

    for heading in (V1_CLIENTS, "ROUTING TABLE", V1_ROUTES, "GLOBAL STATS"):
        if lines.count(heading) != 1:
            raise Refused("torn", f"{lines.count(heading)} lines {heading!r}")
    routing, statistics = lines.index("ROUTING TABLE"), lines.index("GLOBAL STATS")
    updated, _, time_text = lines[1].partition(",")
    in_place = updated == "Updated" and lines[2] == V1_CLIENTS and lines[routing + 1] == V1_ROUTES
    if not in_place or routing > statistics:
        raise Refused("torn", "a heading is not in its place")
    for number in range(statistics + 1, len(lines) - 1):
        if not re.fullmatch(r"Max bcast/mcast queue length,\d+", lines[number]):
            raise Refused("torn", f"line {number + 1} is no statistic: {lines[number][:40]!r}")
    clients = section(3, routing, V1_CLIENTS, SHAPES)
    routes = section(routing + 2, statistics, V1_ROUTES, ROUTE_SHAPES)
    return Text(1, time_text, clients, [only for (only,) in routes])


def read_tagged(version, separator, lines):
    columns, times, client_parts, route_parts = {}, [], [], []
    for number, line in enumerate(lines[1:-1], start=2):
        tag, *parts = line.split(separator)
        if tag == "TIME" and len(parts) == 2:
            times.append(parts)
        elif tag == "HEADER" and len(parts) > 1 and parts[0] in ("CLIENT_LIST", "ROUTING_TABLE"):
            if parts[0] in columns:
                raise Refused("torn", f"line {number}: a second HEADER of {parts[0]}")
            columns[parts[0]] = parts[1:]
        elif tag == "CLIENT_LIST":
            client_parts.append((number, parts))
        elif tag == "ROUTING_TABLE":
            route_parts.append((number, parts))
        elif tag != "GLOBAL_STATS" or len(parts) != 2:
            raise Refused("torn", f"line {number} has no such tag or field count: {line[:40]!r}")
    if len(times) != 1 or set(columns) != {"CLIENT_LIST", "ROUTING_TABLE"}:
        raise Refused("torn", f"{len(times)} TIME lines and headers of {sorted(columns)}")
    clients = [readings(n, parts, columns["CLIENT_LIST"], separator, SHAPES) for n, parts in client_parts]
    routes = [readings(n, parts, columns["ROUTING_TABLE"], separator, ROUTE_SHAPES) for n, parts in route_parts]
    return Text(version, times[0][0], clients, [only for (only,) in routes])


# ---------------------------------------------------------------- connections


@dataclass
class Connection:
    common_name: str
    real_address: str
    connected_since: int
    client_id: int | None
    username: str | None
    virtual_address: str | None
    virtual_ipv6_address: str | None
    received: int
    sent: int
    is_users: bool


def epoch(text, zone):
    moment = local_time(text)
    if moment is None:
        raise Unspecified(f"not a time: {text!r}")
    return int(moment.replace(tzinfo=zone).timestamp())


def connections_of(text, time, zone):
    """The connections of a text, and how many of its rows were dropped."""
    routed = {(route["Common Name"], route["Real Address"]) for route in text.routes}
    rows, dropped = [], 0
    for fitting in text.clients:
        if len(fitting) > 1:
            fitting = [row for row in fitting if (row["Common Name"], row["Real Address"]) in routed]
        if len(fitting) == 1:
            rows.append(fitting[0])
        else:
            dropped += 1

    found, ids = {}, set()
    for row in rows:
        client_id = int(row["Client ID"]) if row.get("Client ID") else None
        since = int(row.get("Connected Since (time_t)", epoch(row["Connected Since"], zone)))
        if since != epoch(row["Connected Since"], zone):
            raise Unspecified(f"the two times of a row differ: {row}")
        virtual = row.get("Virtual Address") or None, row.get("Virtual IPv6 Address") or None
        named = (row["Common Name"], row["Real Address"])
        is_old = time - since > A_USER_AFTER and row["Common Name"] != "UNDEF"
        connection = Connection(
            common_name=row["Common Name"],
            real_address=row["Real Address"],
            connected_since=since,
            client_id=client_id,
            username=None if row.get("Username", "UNDEF") == "UNDEF" else row["Username"],
            virtual_address=virtual[0],
            virtual_ipv6_address=virtual[1],
            received=int(row["Bytes Received"]),
            sent=int(row["Bytes Sent"]),
            is_users=any(virtual) or named in routed or is_old,
        )
        if client_id is not None and client_id in ids:
            raise Refused("torn", f"client id {client_id} twice")
        ids.add(client_id)
        key = (since, client_id) if client_id is not None else (*named, row["Connected Since"])
        if alike := found.get(key):
            alike.received = max(alike.received, connection.received)
            alike.sent = max(alike.sent, connection.sent)
        else:
            found[key] = connection
    return list(found.values()), dropped


# ---------------------------------------------------------------- accounts


def bucket_start(resolution, at):
    if seconds := {"five_minutes": 300, "hour": 3600}.get(resolution):
        return at - at % seconds
    day = datetime.fromtimestamp(at, timezone.utc).replace(hour=0, minute=0, second=0)
    first = {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}
    return int(first[resolution].timestamp())


def next_bucket(resolution, start):
    # Some moment of the next bucket, whatever its length, and back to that bucket's start.
    step = {"five_minutes": 300, "hour": 3600, "day": 86400, "month": 31 * 86400, "year": 366 * 86400}
    return bucket_start(resolution, start + step[resolution])


RESOLUTIONS = ("year", "month", "day", "hour", "five_minutes")


def spread(resolution, amount, start, end):
    """[(bucket, bytes)] for bytes moved in [start, end); a bucket of None is `unplaced`."""
    if end <= start:
        return [(bucket_start(resolution, end), amount)]
    edges = [bucket_start(resolution, start)]
    while edges[-1] < end:
        edges.append(next_bucket(resolution, edges[-1]))
    if resolution in ("hour", "five_minutes") and len(edges) - 1 > MOST_BUCKETS:
        return [(None, amount)]
    until = [amount * (min(max(edge, start), end) - start) // (end - start) for edge in edges]
    return [(edge, upper - lower) for edge, lower, upper in zip(edges, until, until[1:])]


def accounts_of(connections, time):
    accounts = {}
    for connection in connections:
        if not connection.is_users:
            continue
        account = accounts.setdefault(
            connection.common_name,
            {"all_time": [0, 0], **{resolution: {} for resolution in RESOLUTIONS}, "unplaced": {}},
        )
        for direction, amount in enumerate((connection.received, connection.sent)):
            account["all_time"][direction] += amount
            for resolution in RESOLUTIONS:
                for bucket, part in spread(resolution, amount, connection.connected_since, time):
                    if part == 0:
                        continue
                    place, key = (account["unplaced"], resolution) if bucket is None else (account[resolution], bucket)
                    place.setdefault(key, [0, 0])[direction] += part
    for account in accounts.values():
        for resolution in RESOLUTIONS:
            parts = [*account[resolution].values(), account["unplaced"].get(resolution, (0, 0))]
            assert [sum(direction) for direction in zip(*parts)] == account["all_time"]
    return accounts


# ---------------------------------------------------------------- the books


def hex_of(name):
    return None if name is None else name.encode("latin-1").hex()


def written_time(data, zone):
    """The text's own time, even of a text that will be refused: its file's mtime must be something."""
    first, *rest = data.decode("latin-1").split("\n", 2)
    second = rest[0] if rest else first
    if stamp := re.fullmatch(r"TIME[,\t].*[,\t](\d+)", second):
        return int(stamp[1])
    return epoch(second.removeprefix("Updated,"), zone)


def books_of(path):
    data = path.read_bytes()
    zone = ZoneInfo("America/New_York") if path.name.startswith("tz-new-york") else timezone.utc
    time = written_time(data, zone)
    clock = {"mtime": time, "now": time + READER_IS_LATER_BY}
    try:
        text = read(data)
        connections, dropped = connections_of(text, time, zone)
    except Refused as refusal:
        return {"accepted": False, **clock, "refused": refusal.why, "because": refusal.because}
    if epoch(text.time_text, zone) != time:
        raise Unspecified("the text's two times differ")
    held = [connection for connection in connections if not connection.is_users]
    return {
        "accepted": True,
        **clock,
        "version": text.version,
        "dropped_rows": dropped,
        "signing_in": {"rows": len(held), "undef": sum(c.common_name == "UNDEF" for c in held)},
        "connections": [
            {
                "common_name": hex_of(c.common_name),
                "real_address": c.real_address,
                "connected_since": c.connected_since,
                "client_id": c.client_id,
                "username": hex_of(c.username),
                "virtual_address": c.virtual_address,
                "virtual_ipv6_address": c.virtual_ipv6_address,
                "bytes_received": str(c.received),
                "bytes_sent": str(c.sent),
                "account": hex_of(c.common_name) if c.is_users else None,
            }
            for c in connections
        ],
        "accounts": {
            hex_of(name): account_text(account)
            for name, account in sorted(accounts_of(connections, time).items())
        },
    }


def account_text(account):
    """Counters as decimal strings, buckets in order of time, keys as JSON wants them."""

    def pairs(amounts):
        return {str(key): [str(received), str(sent)] for key, (received, sent) in sorted(amounts.items())}

    received, sent = account["all_time"]
    buckets = {key: pairs(account[key]) for key in (*RESOLUTIONS, "unplaced")}
    return {"all_time": [str(received), str(sent)], **buckets}


def is_status_text(path):
    return path.suffix in (".v1", ".v2", ".v3", ".mgmt") or path.parent.name == "torn" or path.stem == "client-side"


def pretty(books):
    """JSON with one connection and one account a line, so that a difference is a line of its own."""

    def line(value):
        return json.dumps(value, ensure_ascii=True)

    def member(key, value):
        if key == "connections":
            return f'"{key}": [' + ",".join(f"\n      {line(each)}" for each in value) + ("\n    ]" if value else "]")
        if key == "accounts":
            rows = ",".join(f"\n      {line(name)}: {line(account)}" for name, account in value.items())
            return f'"{key}": {{' + rows + ("\n    }" if rows else "}")
        return f'"{key}": {line(value)}'

    files = []
    for name, book in books.items():
        members = ",".join(f"\n    {member(key, value)}" for key, value in book.items())
        files.append(f"\n  {line(name)}: {{{members}\n  }}")
    return "{" + ",".join(files) + "\n}\n"


def main(arguments):
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    books = {}
    for path in sorted(filter(is_status_text, CAPTURES.rglob("*"))):
        name = path.relative_to(CAPTURES).as_posix()
        try:
            books[name] = books_of(path)
        except Unspecified as silence:
            print(f"{name}: the rules are silent: {silence}", file=sys.stderr)
            return 1
    expected = pretty(books)
    assert json.loads(expected) == books
    if not arguments:
        BOOKS.write_text(expected, encoding="ascii", newline="\n")
        print(f"{len(books)} status texts, {sum(not book['accepted'] for book in books.values())} refused: {BOOKS}")
        return 0
    found = BOOKS.read_text(encoding="utf-8") if BOOKS.exists() else ""
    if found == expected:
        print(f"{len(books)} status texts: the expected books are up to date")
        return 0
    texts = found.splitlines(), expected.splitlines()
    difference = list(difflib.unified_diff(*texts, BOOKS.name, "worked out", lineterm="", n=0))
    print("\n".join(difference[:60]))
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
