import * as v from "valibot";

const optionalText = absentable(v.string());
const optionalNumber = absentable(v.number());
const bytes = v.pipe(
  v.string(),
  v.regex(/^\d{1,19}$/),
  v.transform((digits) => BigInt(digits)),
);

const client = v.strictObject({
  commonName: v.string(),
  realAddress: v.string(),
  virtualAddress: optionalText,
  virtualIpv6Address: optionalText,
  bytesReceived: bytes,
  bytesSent: bytes,
  connectedSinceText: v.string(),
  connectedSince: optionalNumber,
  username: optionalText,
  clientId: optionalNumber,
  cipher: optionalText,
  routed: v.boolean(),
});

const statusText = v.strictObject({
  version: v.picklist([1, 2, 3]),
  title: optionalText,
  time: optionalNumber,
  timeText: v.string(),
  clients: v.array(client),
  dcoEnabled: absentable(v.boolean()),
  warnings: v.array(v.string()),
});

/** A reading and its moment as the spool writes them: as they are in memory, bytes as text, null for what is absent. */
export const observedText = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({
    reading: v.strictObject({
      text: statusText,
      modifiedAt: v.number(),
      upSince: v.optional(optionalNumber),
      isSubstitute: v.exactOptional(v.boolean()),
      contentHash: v.string(),
      size: v.number(),
    }),
    moment: v.strictObject({ now: v.number(), uptime: optionalNumber, bootId: optionalText }),
    source: v.string(),
  }),
);

function absentable<T extends v.GenericSchema>(schema: T) {
  return v.pipe(
    v.nullable(schema),
    v.transform((value) => value ?? undefined),
  );
}
