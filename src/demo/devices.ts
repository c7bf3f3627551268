import { PLACE, type PlaceNumber } from "./places.ts";

/** When a device is connected. */
export type Habit =
  /** All the time, but for a moment every so many nights; what it moves swings about a day's average. */
  | { readonly kind: "stays"; readonly nights: number; readonly busiestHour: number; readonly swing: number }
  /** All the time, but its line breaks about every so many seconds. */
  | { readonly kind: "roams"; readonly seconds: number }
  /** On these weekdays (1 is Monday) between these local hours, give or take; after 24 it is the next morning. */
  | { readonly kind: "works"; readonly weekdays: string; readonly from: number; readonly to: number };

/** The demonstration's servers, by name. */
export type ServerName = "headquarters" | "field" | "porto";

/** What is not the same for all devices. */
interface Peculiarities {
  readonly ipv6: boolean;
  /** Days before the demonstration's beginning at which it first came, and was last seen. */
  readonly joined: number;
  readonly left: number;
  /** A place it was never at but between so many days before the beginning. */
  readonly trip: { readonly place: PlaceNumber; readonly from: number; readonly to: number } | undefined;
}

/** One client of the company's VPN. */
export interface Device extends Peculiarities {
  /** Apart from every other's; all that is chance about it hangs on it. */
  readonly number: number;
  readonly user: string;
  readonly server: ServerName;
  readonly habit: Habit;
  /** Where it is connected from: the first nearly always. */
  readonly places: readonly PlaceNumber[];
  /** In an ordinary hour. */
  readonly megabytesReceived: number;
  readonly megabytesSent: number;
}

type Row = readonly [
  user: string,
  server: ServerName,
  habit: Habit,
  places: readonly PlaceNumber[],
  megabytesReceived: number,
  megabytesSent: number,
  peculiarities?: Partial<Peculiarities>,
];

const { vienna, viennaMobile, linz, graz, salzburg, munich, berlin, zurich } = PLACE;
const { oslo, gothenburg, lisbon, porto, krakow, athens, london, japan } = PLACE;

/** A name as long as a certificate nearly allows (64 bytes). */
const LONG_NAME = "maximiliane-theodora.von-hohenberg-lichtenfels@partner.example";

const SAO_PAULO = { place: PLACE.saoPaulo, from: 10, to: 4 };
const SINGAPORE = { place: PLACE.singapore, from: 17, to: 12 };

const ROWS: readonly Row[] = [
  // Offices and machines, always there. Graz mirrors its archive at night: more than a third of all traffic.
  ["site-graz", "headquarters", stays(1, 1, 0.55), [graz], 260, 940],
  ["site-oslo", "headquarters", stays(1, 12, 0.6), [oslo], 45, 190],
  ["display.lobby", "headquarters", stays(7, 13, 0.3), [vienna], 0.4, 9],
  ["build-runner.ci", "headquarters", stays(1, 10, 0.55), [munich], 8, 75, { joined: 276 }],
  ["camera-gate.dock-4", "field", stays(7, 14, 0.15), [linz], 95, 2, { joined: 148 }],
  ["probe.monitoring", "field", stays(14, 9, 0.1), [berlin], 1.6, 1.1, { ipv6: true }],
  ["tablet.van-12", "field", { kind: "roams", seconds: 191 }, [viennaMobile, salzburg, linz], 7, 23, { joined: 60 }],
  ["tablet.van-17", "field", { kind: "roams", seconds: 142 }, [salzburg, munich], 5, 16, { joined: 45 }],
  // The branch whose server falls silent.
  ["site-porto", "porto", stays(1, 15, 0.5), [porto], 30, 120],
  ["inês.carvalho", "porto", works("12345", 9, 18), [porto, lisbon], 22, 170],
  ["rui.tavares", "porto", works("1234567", 7, 23), [porto], 9, 60, { joined: 233 }],
  // Night shift.
  ["nils.haugen", "headquarters", works("12347", 21.8, 30), [gothenburg], 12, 85, { joined: 60 }],
  ["oluwaseun.adeyemi", "field", works("3456", 21.5, 30.2), [london], 17, 130, { joined: 58 }],
  // Who works from home, some days a week.
  ["ada.lindqvist", "headquarters", works("1235", 7.6, 17), [vienna], 85, 720, { ipv6: true }],
  ["grace.hollander", "headquarters", works("124", 8.5, 18.2), [zurich, london], 310, 240],
  ["grace.hollander", "field", works("14567", 9.3, 20.5), [viennaMobile], 2, 11, { joined: 120 }],
  ["jürgen.weißmann", "headquarters", works("234", 7, 16), [linz], 30, 260],
  ["zoë.van-den-berg", "field", works("246", 8.8, 17.5), [salzburg], 18, 190, { ipv6: true }],
  ["tomás.herrera", "headquarters", works("34567", 13.6, 19), [lisbon], 40, 310, { joined: 301, trip: SAO_PAULO }],
  ["mei.tanaka", "headquarters", works("13567", 8, 17), [berlin, berlin, japan], 25, 420, { joined: 264, ipv6: true }],
  ["priya.raman", "field", works("12345", 6.4, 10.9), [munich, vienna], 14, 95],
  ["björn.åkesson", "headquarters", works("1234", 13.2, 18.4), [gothenburg], 21, 150, { trip: SINGAPORE }],
  ["katarzyna.wiśniewska", "headquarters", works("124", 7.8, 16.4), [krakow], 35, 280, { joined: 171 }],
  [LONG_NAME, "field", works("35", 10, 15.5), [athens], 3, 24, { joined: 88 }],
  ["noor.el-amrani", "headquarters", works("12345", 8.7, 17.3), [graz], 38, 350, { joined: 19 }],
  // Long unseen, and one who left.
  ["edsger.vandaal", "headquarters", works("12345", 8, 17.2), [zurich], 60, 480, { left: 118 }],
  ["heinz.obermüller", "field", works("1234", 7.3, 15.8), [salzburg], 20, 140, { left: 43 }],
  ["audit-team", "headquarters", works("12345", 9, 16), [london], 5, 510, { joined: 214, left: 197 }],
];

/** Older than the demonstration's history. */
const ALWAYS = 400;

/** All devices there ever are. */
export const DEVICES: readonly Device[] = ROWS.map(
  ([user, server, habit, places, megabytesReceived, megabytesSent, peculiarities], number) => ({
    ...{ number, user, server, habit, places, megabytesReceived, megabytesSent },
    ...{ ipv6: false, joined: ALWAYS, left: Number.NEGATIVE_INFINITY, trip: undefined },
    ...peculiarities,
  }),
);

function stays(nights: number, busiestHour: number, swing: number): Habit {
  return { kind: "stays", nights, busiestHour, swing };
}

function works(weekdays: string, from: number, to: number): Habit {
  return { kind: "works", weekdays, from, to };
}
