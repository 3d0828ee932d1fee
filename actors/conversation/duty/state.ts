// Reading and changing what a conversation remembers of who looks after it.
import type { State } from "#actors/conversation/state.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import { type Duty, NO_DUTY } from "./schema.ts";

type Frozen<T> = { readonly [Key in keyof T]: T[Key] };

/** All of it, with what is not stored as it was at first. */
export function dutyOf({ duty }: Pick<State, "duty">): Frozen<Duty> {
  return { ...NO_DUTY, ...duty } as Duty;
}

/** Changes parts of it; what is as at first again is left out. */
export function setDuty(turn: Turn, changes: Partial<Frozen<Duty>>): void {
  const all = Object.entries({ ...turn.state.duty, ...changes });
  const kept = all.filter(([key, value]) => !isAsAtFirst(key as keyof Duty, value));
  turn.set({ duty: Object.fromEntries(kept) as State["duty"] });
}

function isAsAtFirst(key: keyof Duty, value: unknown): boolean {
  return value === NO_DUTY[key] || (Array.isArray(value) && value.length === 0);
}
