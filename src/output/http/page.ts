import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

/** What is answered for one target, kept finished: an answer costs little more than a copy of its headers. */
export interface Page {
  /** The body, compressed where that is accepted, or 304 where the caller has it already. */
  answer(request: Request): Response | Promise<Response>;
  /** The memory that it holds, about; infinite where it must not be kept. */
  readonly bytes: number;
}

/** The page in one encoding. */
interface Form {
  readonly etag: string;
  readonly whole: Response;
  readonly unchanged: Response;
}

const compress = promisify(gzip);

/** Text shrinks to a fraction; the compressed form is counted before it exists. */
const BYTES_WITH_GZIP = 1.5;

/** The page that an answer makes. One that is no success passes as it is, and is not to be kept. */
export async function createPage(response: Response): Promise<Page> {
  if (response.status !== 200) return { answer: () => response.clone(), bytes: Number.POSITIVE_INFINITY };
  const { headers } = response;
  const body = Buffer.from(await response.arrayBuffer());
  const tag = createHash("sha256").update(body).digest("base64url").slice(0, 22);
  const plain = formOf(body, { tag, headers });
  let zipped: Form | Promise<Form> | undefined;
  const zip = async () => {
    zipped = formOf(await compress(body), { tag: `${tag}-gzip`, headers, encoding: "gzip" });
    return zipped;
  };
  return {
    answer(request) {
      if (!acceptsGzip(request.headers.get("accept-encoding"))) return answerIn(plain, request);
      zipped ??= zip();
      return zipped instanceof Promise ? zipped.then((form) => answerIn(form, request)) : answerIn(zipped, request);
    },
    bytes: body.length * BYTES_WITH_GZIP,
  };
}

function formOf(
  body: Uint8Array<ArrayBuffer>,
  { tag, headers: inherited, encoding }: { tag: string; headers: Headers; encoding?: string },
): Form {
  const etag = `"${tag}"`;
  const headers = new Headers(inherited);
  headers.set("ETag", etag);
  headers.set("Vary", "Accept-Encoding");
  headers.set("Cache-Control", "no-cache");
  const unchanged = new Response(null, { status: 304, headers });
  if (encoding !== undefined) headers.set("Content-Encoding", encoding);
  return { etag, whole: new Response(body, { headers }), unchanged };
}

function answerIn({ etag, whole, unchanged }: Form, { headers }: Request): Response {
  const known = headers.get("if-none-match");
  return (known !== null && isKnown(etag, known) ? unchanged : whole).clone();
}

/** RFC 9110, 13.1.2: one of the tags, or any; a proxy that compressed the body anew has made ours a weak one. */
function isKnown(etag: string, known: string): boolean {
  return known.split(",").some((tag) => ["*", etag].includes(tag.trim().replace(/^W\//, "")));
}

/** RFC 9110, 12.5.3; without the header nothing is compressed: who leaves it out can seldom read that. */
function acceptsGzip(accepted: string | null): boolean {
  if (accepted === null) return false;
  const codings = accepted.toLowerCase().split(",");
  const weights = new Map(codings.map((coding) => partsOf(coding)));
  const weight = weights.get("gzip") ?? weights.get("*");
  return weight !== undefined && !/^q=0(\.0*)?$/.test(weight);
}

function partsOf(coding: string): readonly [name: string, weight: string] {
  const [name = "", weight = ""] = coding.split(";").map((part) => part.trim());
  return [name, weight];
}
