// Freezing what actors share with the runtime, so that a `decide` that changes its input fails at
// once. For tests and development: it visits every value of every state.

/** Freezes a value of plain objects and arrays all the way down; answers the same value. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
  return value;
}
