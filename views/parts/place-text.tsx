/** @jsxImportSource preact */
import { Fragment } from "preact";
import { countryOf } from "../../src/report/country-names.ts";
import type { Locale } from "../../src/report/locale.ts";
import { OutsideText } from "./outside-text.tsx";

interface PlaceTextProps {
  readonly place: {
    readonly city: string | undefined;
    readonly region: string | undefined;
    readonly country: string | undefined;
    readonly provider: string | undefined;
  };
  readonly locale: Locale;
}

/** Where an address is, in a line: "Graz, Styria, Austria · A1 Telekom"; nothing where nobody knows. */
export function PlaceText({ place, locale }: PlaceTextProps) {
  const { city, region, country, provider } = place;
  const parts = [city, region, country].filter((part) => part !== undefined && part !== "");
  // A city is often called as its region.
  const told = parts.filter((part, index) => parts.indexOf(part) === index);
  return (
    <>
      {told.map((part, index) => (
        <Fragment key={part}>
          {index > 0 && ", "}
          <OutsideText text={(part === country ? countryOf(place, locale) : part) ?? ""} />
        </Fragment>
      ))}
      {told.length > 0 && provider !== undefined && " · "}
      {provider !== undefined && <OutsideText text={provider} />}
    </>
  );
}
