/** @jsxImportSource preact */
import { networkText } from "../../src/parse/network.ts";
import { CONNECTION_STATES, connectionParams } from "../../src/report/connection-query.ts";
import type { ConnectionsReport } from "../../src/report/connections.ts";
import { visible, visibleName } from "../../src/report/visible.ts";
import { Fill } from "./fill.tsx";
import { HiddenFields } from "./hidden-fields.tsx";
import { PageLink } from "./page-link.tsx";

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly children: preact.ComponentChildren;
}

function Field({ name, label, children }: FieldProps) {
  return (
    <div class={`f-${name}`}>
      <label for={`f-${name}`}>{label}</label>
      {children}
    </div>
  );
}

interface InputProps {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly type?: "search" | "date" | "datetime-local";
  readonly hint?: string;
}

function Input({ name, label, value, type = "search", hint }: InputProps) {
  return (
    <Field name={name} label={label}>
      {type === "search" ? (
        <input
          type="search"
          id={`f-${name}`}
          name={name}
          value={value}
          title={hint}
          maxlength={200}
          autocomplete="off"
          spellcheck={false}
        />
      ) : (
        <input type={type} id={`f-${name}`} name={name} value={value} />
      )}
    </Field>
  );
}

/** A field of the browser's own can hold a day, or a local instant; what else was asked for it would lose. */
const DAY = /^\d{4}-\d\d-\d\d$/;
const LOCAL_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/;

/** A form for every filter, all of it in the address: so it can be sent and kept. */
export function LogFilter(report: ConnectionsReport) {
  const { query, servers, addressDetail, showPlaces, locale, chosen } = report;
  const { connections: words } = locale.words;
  const { name, user, server, address, virtual, place, from, to, at, state } = query;
  const isAsked = connectionParams({ ...query, before: undefined, after: undefined }).size > 0;
  const dayType = (text = "") => (text === "" || DAY.test(text) ? "date" : "search");
  return (
    <form class="panel asks" aria-label={words.filter}>
      <HiddenFields fields={chosen} />
      {user !== undefined && <HiddenFields fields={[["user", String(user)]]} />}
      {user !== undefined && <OnlyUser {...report} />}
      <Input name="q" label={words.name} value={name} />
      {(servers.length > 1 || server !== undefined) && (
        <Field name="server" label={words.server}>
          <select id="f-server" name="server">
            <option value="">{words.any}</option>
            {[...new Set([...servers, ...(server === undefined ? [] : [server])])].map((one) => (
              <option key={one} value={one} selected={one === server}>
                {visible(one)}
              </option>
            ))}
          </select>
        </Field>
      )}
      {addressDetail !== "none" && (
        <Input name="address" label={words.address} value={address && networkText(address)} hint={words.networks} />
      )}
      <Input name="virtual" label={words.virtual} value={virtual && networkText(virtual)} hint={words.networks} />
      {showPlaces && <Input name="place" label={words.place} value={place} />}
      <Field name="state" label={words.state}>
        <select id="f-state" name="state">
          <option value="">{words.any}</option>
          {CONNECTION_STATES.map((one) => (
            <option key={one} value={one} selected={one === state}>
              {words.states[one]}
            </option>
          ))}
        </select>
      </Field>
      <Input name="from" label={words.from} value={from?.text} type={dayType(from?.text)} />
      <Input name="to" label={words.to} value={to?.text} type={dayType(to?.text)} />
      <Input
        name="at"
        label={words.at}
        value={at?.text}
        type={at === undefined || LOCAL_INSTANT.test(at.text) ? "datetime-local" : "search"}
      />
      <p>
        <button type="submit">{words.find}</button>{" "}
        {isAsked && (
          <PageLink frame={report} to="connections" query={new URLSearchParams()}>
            {words.all}
          </PageLink>
        )}
      </p>
    </form>
  );
}

function OnlyUser(report: ConnectionsReport) {
  const { query, onlyUser, locale } = report;
  const { connections: words, users } = locale.words;
  const others = connectionParams({ ...query, user: undefined, before: undefined, after: undefined });
  return (
    <p class="only">
      <Fill text={words.only} parts={{ user: <bdi>{visibleName(onlyUser ?? "", users.noName)}</bdi> }} />{" "}
      <PageLink frame={report} to="connections" query={others}>
        {words.everybody}
      </PageLink>
    </p>
  );
}
