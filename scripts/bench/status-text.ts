/** A status text of n clients, each with its route, as OpenVPN 2.6 writes it. */
export function statusText(version: 2 | 3, clients: number, at: number, moved: number): string {
  const s = version === 3 ? "\t" : ",";
  const local = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ");
  const since = at - (at % 86_400);
  const lines = [
    ["TITLE", "OpenVPN 2.6.14 x86_64-pc-linux-gnu [SSL (OpenSSL)] [LZO] [LZ4] [EPOLL] [PKCS11] [MH/PKTINFO] [AEAD]"],
    ["TIME", local(at), String(at)],
    [
      ...["HEADER", "CLIENT_LIST", "Common Name", "Real Address", "Virtual Address", "Virtual IPv6 Address"],
      ...["Bytes Received", "Bytes Sent", "Connected Since", "Connected Since (time_t)", "Username", "Client ID"],
      ...["Peer ID", "Data Channel Cipher"],
    ],
  ];
  const name = (i: number) => `user${String(i).padStart(6, "0")}`;
  const real = (i: number) => `203.0.113.${i % 250}:${20_000 + (i % 40_000)}`;
  const virtual = (i: number) => `10.${8 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`;
  for (let i = 0; i < clients; i++) {
    const bytes = [String(1_000_000 + i + moved), String(9_000_000 + i + moved * 7)];
    const began = [local(since), String(since)];
    lines.push([
      "CLIENT_LIST",
      name(i),
      real(i),
      virtual(i),
      "",
      ...bytes,
      ...began,
      "UNDEF",
      String(i),
      String(i),
      "AES-256-GCM",
    ]);
  }
  lines.push([
    "HEADER",
    "ROUTING_TABLE",
    "Virtual Address",
    "Common Name",
    "Real Address",
    "Last Ref",
    "Last Ref (time_t)",
  ]);
  for (let i = 0; i < clients; i++) lines.push(["ROUTING_TABLE", virtual(i), name(i), real(i), local(at), String(at)]);
  lines.push(["GLOBAL_STATS", "Max bcast/mcast queue length", "0"], ["GLOBAL_STATS", "dco_enabled", "0"], ["END"]);
  return `${lines.map((line) => line.join(s)).join("\n")}\n`;
}
