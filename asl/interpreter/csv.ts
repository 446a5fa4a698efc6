/**
 * Reads text with separated values: fields in double quotes may hold separators, line ends and doubled quotes. Lines
 * without any character are no rows.
 *
 * @example `parseCsv('a,"b,c"\n', ",")` gives `[["a", "b,c"]]`.
 */
export function parseCsv(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let quoted = false;
  let touched = false;

  const endField = (): void => {
    row.push(field);
    field = "";
  };
  const endRow = (): void => {
    if (!touched) return;
    endField();
    rows.push(row);
    row = [];
    touched = false;
  };

  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  for (let index = 0; index < source.length; index++) {
    const character = source[index];
    if (quoted) {
      if (character !== '"') field += character;
      else if (source[index + 1] === '"') {
        field += '"';
        index += 1;
      } else quoted = false;
    } else if (character === "\n" || character === "\r") {
      endRow();
    } else {
      touched = true;
      if (character === delimiter) endField();
      else if (character === '"' && field === "") quoted = true;
      else field += character;
    }
  }
  endRow();
  return rows;
}
