import type { BrowserContext, ConsoleMessage, Page } from "playwright-core";

/** A page that was opened, and what it did that it should not. */
export interface Visit {
  readonly page: Page;
  readonly status: number;
  readonly contentType: string;
  /** Console messages, errors, violations of the policy, dialogs, windows, requests to others; each once. */
  complaints(): readonly string[];
}

/** Opens an address in a new page of `context`; its scripts, if they may run, report violations of the policy as well. */
export async function visit(context: BrowserContext, url: string): Promise<Visit> {
  if (context.pages().length === 0 && url.startsWith("http:")) await keepRenderer(context, url);
  const page = await context.newPage();
  const heard = new Set<string>();
  const own = (address: string) => address.startsWith("data:") || homeOf(address) === homeOf(url);
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      console.error(`violation of ${violatedDirective} by ${blockedURI}`);
    });
  });
  page.on("console", (message) => {
    if (!isOwnStatus(message, url)) heard.add(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", ({ message }) => heard.add(`error: ${message}`));
  page.on("popup", (popup) => heard.add(`opens ${popup.url()}`));
  page.on("request", (request) => {
    if (!own(request.url())) heard.add(`asks for ${request.url()}`);
  });
  page.on("dialog", (dialog) => {
    heard.add(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const response = await page.goto(url);
  const contentType = (await response?.headerValue("content-type")) ?? "";
  return { page, status: response?.status() ?? 0, contentType, complaints: () => [...heard] };
}

/** Opens a page that stays: the process that renders this server's pages starts once, which takes longer than a page. */
async function keepRenderer(context: BrowserContext, url: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(new URL("/healthz", url).href);
}

/** Who is asked: a server, or for files the one file. */
function homeOf(address: string): string {
  const { protocol, host, pathname } = new URL(address);
  return protocol === "file:" ? pathname : `${protocol}//${host}`;
}

/** Chromium says on the console that the page itself came with 400 or 404; it is told apart from what a page asks for. */
function isOwnStatus(message: ConsoleMessage, url: string): boolean {
  return /^Failed to load resource: the server responded/.test(message.text()) && message.location().url === url;
}
