// Which of the team's words are for the team. Whatever begins with a slash is: a note, a command, a
// command that is misspelt (`/lock-3` costs a sale when it is sent as a caption), a path. Telegram marks
// a command where a slash begins the text, so this is wider than its mark. One rule for topics, the API
// and saved replies: what is not plainly meant for the fan does not go to them.

// Blanks, and characters that nobody sees, in front make no message for the fan of any of these.
const INSIDE = /^[\s\p{Cf}]*\//u;
const NOTE = /^[\s\p{Cf}]*\/\/\s*/u;
const COMMAND = /^[\s\p{Cf}]*\/(\S*)/u;

/** Whether words of the team stay with the team. */
export function staysInside(text: string): boolean {
  return INSIDE.test(text);
}

/** What a note says, as it was written; null: it is none. */
export function noteIn(text: string): string | null {
  return NOTE.test(text) ? text.replace(NOTE, "") : null;
}

/** What stands behind the slash up to the first blank, "" where nothing does; null: no slash begins it. */
export function commandIn(text: string): string | null {
  return COMMAND.exec(text)?.[1] ?? null;
}
