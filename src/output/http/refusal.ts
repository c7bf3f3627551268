/** Why a request is not answered: a status, one line of text, and the headers that go with the status. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 421 | 429 | 503;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}
