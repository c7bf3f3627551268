/** Where a terminal leaves one cell, two, or none: East Asian Wide and Fullwidth, emoji; combining marks. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const NONE = /\p{M}/u;
/** Two of them make one flag of two cells. */
const HALF_FLAG = /\p{Regional_Indicator}/u;
const ASCII = /^[ -~]*$/;

/** The number of terminal cells that a text takes, which must already be `visible()`. */
export function textWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const character of text) {
    if (NONE.test(character)) continue;
    width += WIDE.test(character) && !HALF_FLAG.test(character) ? 2 : 1;
  }
  return width;
}

/** Columns side by side, two spaces between, no space at a line's end; a column of figures stands to the right. */
export function columns(rows: readonly (readonly string[])[], align: string): readonly string[] {
  const measured = rows.map((row) => row.map(textWidth));
  const widths: number[] = [];
  for (const row of measured) {
    row.forEach((width, index) => {
      widths[index] = Math.max(widths[index] ?? 0, width);
    });
  }
  return rows.map((row, line) =>
    row
      .map((cell, index) => {
        const blank = " ".repeat((widths[index] ?? 0) - (measured[line]?.[index] ?? 0));
        return align[index] === ">" ? blank + cell : cell + blank;
      })
      .join("  ")
      .trimEnd(),
  );
}
