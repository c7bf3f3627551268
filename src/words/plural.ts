/** What is counted: of one, and of any other number. */
export type Plural = readonly [one: string, many: string];
