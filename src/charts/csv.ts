// Tables as files that a spreadsheet opens. A cell that begins like a formula would be run by it, and
// names are written by strangers: such a cell gets an apostrophe before it
// (owasp.org/www-community/attacks/CSV_Injection). Figures are ours, and stay figures.

export type Cell = string | number | null;

/** RFC 4180, with the mark that makes Excel read it as UTF-8. */
export function csvOf(rows: readonly (readonly Cell[])[]): Uint8Array {
  const lines = rows.map((row) => `${row.map(cell).join(",")}\r\n`);
  return new TextEncoder().encode(`\uFEFF${lines.join("")}`);
}

function cell(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
