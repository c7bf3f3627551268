/** One step of the schema. A step that was released is never edited: a later one mends it. */
export interface Migration {
  readonly name: string;
  readonly statements: readonly string[];
}
