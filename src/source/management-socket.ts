import type { Buffer } from "node:buffer";
import { connect, type Socket } from "node:net";
import { createManagementReader, type ManagementMessage, ManagementSyntaxError } from "../parse/management.ts";
import { type ManagementEvent, parseEvent } from "../parse/management-event.ts";
import type { ManagementReply, OpenReply } from "../parse/management-reply.ts";
import { commandLine, type ManagementCommand, replyTo } from "./management-command.ts";
import {
  connectionError,
  lateError,
  type ManagementPhase,
  type ManagementPlace,
  managementError,
} from "./management-failure.ts";
import type { SourceError, SourceErrorKind } from "./source-error.ts";

export interface ManagementOptions {
  readonly place: ManagementPlace;
  readonly password: string | undefined;
  /** Takes the events that come while the connection is open. */
  readonly hear?: (event: ManagementEvent) => void;
  /** How long a conversation, or an answer, may take in all: 3 s unless told. */
  readonly deadlineMilliseconds?: number;
}

const DEADLINE_MILLISECONDS = 3000;
const GOODBYE_MILLISECONDS = 1000;

/** One of OpenVPN's words that a connection begins with. */
const GREETING = "OpenVPN Management Interface";
const WELCOME = "SUCCESS: password is correct";

interface Asked {
  readonly reply: OpenReply;
  readonly done: (reply: ManagementReply) => void;
  readonly failed: (error: SourceError) => void;
}

/** One connection to a management interface. Whatever goes wrong with it closes it, and is a SourceError. */
export class ManagementSocket {
  readonly #options: ManagementOptions;
  readonly #socket: Socket;
  readonly #reader = createManagementReader();
  readonly #greeting = Promise.withResolvers<void>();
  readonly #closing = Promise.withResolvers<void>();
  readonly #asked: Asked[] = [];
  #phase: ManagementPhase = "calling";
  #failure: SourceError | undefined;

  constructor(options: ManagementOptions) {
    this.#options = options;
    const { place } = options;
    this.#socket = connect(place.kind === "unix" ? { path: place.path } : { host: place.host, port: place.port });
    this.#socket.on("connect", () => {
      if (this.#phase === "calling") this.#phase = "connected";
    });
    this.#socket.on("data", (bytes) => this.#take(bytes));
    this.#socket.on("error", (error) => this.#fail(connectionError(place, error)));
    this.#socket.on("close", () => {
      this.#fail(this.#error("silent", "it hung up"));
      this.#closing.resolve();
    });
  }

  /** Whether it failed, or was closed. */
  get isClosed(): boolean {
    return this.#failure !== undefined;
  }

  /** Does something with the connection once OpenVPN has greeted, all within the deadline. */
  async converse<T>(talk: () => Promise<T>): Promise<T> {
    const limit = this.#options.deadlineMilliseconds ?? DEADLINE_MILLISECONDS;
    const timer = setTimeout(() => this.#fail(lateError(this.#options.place, this.#phase, limit)), limit);
    try {
      await this.#greeting.promise;
      return await talk();
    } finally {
      clearTimeout(timer);
    }
  }

  /** Says a command, after those said before it; its reply. */
  ask(command: ManagementCommand): Promise<ManagementReply> {
    const reply = replyTo(command);
    if (this.#failure) return Promise.reject(this.#failure);
    if (!reply) return Promise.reject(new RangeError(`there is no reply to ${command.say}`));
    const answer = new Promise<ManagementReply>((done, failed) => this.#asked.push({ reply, done, failed }));
    this.#socket.write(commandLine(command));
    return answer;
  }

  /** Takes its leave, so that OpenVPN serves the next one. */
  async close(): Promise<void> {
    if (this.#failure === undefined) this.#socket.end(commandLine({ say: "quit" }));
    const timer = setTimeout(() => {
      this.#socket.destroy();
      this.#closing.resolve();
    }, GOODBYE_MILLISECONDS);
    await this.#closing.promise;
    clearTimeout(timer);
  }

  #take(bytes: Buffer | string): void {
    if (this.#phase === "connected") this.#phase = "heard";
    try {
      const text = typeof bytes === "string" ? bytes : bytes.toString("latin1");
      for (const message of this.#reader.push(text)) if (!this.#failure) this.#hear(message);
    } catch (error) {
      if (!(error instanceof ManagementSyntaxError)) throw error;
      this.#fail(this.#error("unknown", `it does not speak as OpenVPN's management interface does: ${error.message}`));
    }
  }

  #hear(message: ManagementMessage): void {
    if (message.kind === "password prompt") this.#answerPrompt();
    else if (this.#phase === "greeted" && message.kind === "event") this.#hearEvent(message);
    else if (this.#phase === "greeted" && message.kind === "line") this.#takeLine(message.text);
    else if (this.#phase === "asked for the password" && message.text === WELCOME) this.#phase = "let in";
    else if (message.kind === "event" && message.name === "INFO" && message.text.startsWith(GREETING)) {
      this.#phase = "greeted";
      this.#greeting.resolve();
    } else throw new ManagementSyntaxError("it begins with something else");
  }

  /** A wrong password is asked for again, up to three times: one try tells as much. */
  #answerPrompt(): void {
    const { password } = this.#options;
    const first = this.#phase === "heard";
    if (first && password !== undefined) {
      this.#phase = "asked for the password";
      this.#socket.write(`${password}\n`);
    } else if (first) this.#fail(this.#error("password", "it wants a password: set management_password_file"));
    else this.#fail(this.#error("password", "it does not take the password of management_password_file"));
  }

  #hearEvent({ name, text }: { readonly name: string; readonly text: string }): void {
    const event = parseEvent(name, text);
    if (event?.kind === "login") {
      const why =
        "OpenVPN runs with management-client-auth: whoever is connected there decides on logins, as we do not";
      this.#fail(this.#error("logins", why));
    } else if (event) this.#options.hear?.(event);
  }

  #takeLine(line: string): void {
    const [asked] = this.#asked;
    if (!asked) throw new ManagementSyntaxError("it says something that was not asked for");
    const reply = asked.reply.take(line);
    if (!reply) return;
    this.#asked.shift();
    asked.done(reply);
  }

  #fail(error: SourceError): void {
    if (this.#failure) return;
    this.#failure = error;
    this.#greeting.reject(error);
    for (const { failed } of this.#asked.splice(0)) failed(error);
    this.#socket.destroy();
  }

  #error(kind: SourceErrorKind, why: string): SourceError {
    return managementError(this.#options.place, kind, why);
  }
}

/** One short conversation: connect, ask, quit, so that the next one is served. */
export async function converse<T>(
  options: ManagementOptions,
  talk: (socket: ManagementSocket) => Promise<T>,
): Promise<T> {
  const socket = new ManagementSocket(options);
  try {
    return await socket.converse(() => talk(socket));
  } finally {
    await socket.close();
  }
}
