// What is open in the other panes, for the parts of the console that are about it.

import type { Group, Person, Topic } from "#src/sandbox/protocol.ts";

export interface OpenThings {
  readonly holder: Person | null;
  readonly group: Group | null;
  readonly topic: Topic | null;
}
