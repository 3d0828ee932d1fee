// Whose money it is, in one word.

import type { State } from "#src/sandbox/protocol.ts";

/** The first name of somebody of the sandbox; null and strangers are "Somebody". */
export function personName(state: State, personId: number | null): string {
  return state.people.find((person) => person.id === personId)?.firstName ?? "Somebody";
}
