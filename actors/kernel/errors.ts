// Bugs, as opposed to refusals. A refusal is a value that `decide` handles; an InvariantError is
// thrown, the turn rolls back, and the supervisor restarts the actor from committed state.

/** Something that cannot happen did. Its message names the rule, never a person's words. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

/**
 * A Store's promise rejected. `isRefusal`: it has answered, nothing was done, and the same never will
 * be (a rule of the tables forbids it). Otherwise nobody knows what became of it.
 */
export class StoreFailure extends Error {
  readonly isRefusal: boolean;

  constructor(message: string, isRefusal: boolean) {
    super(message);
    this.isRefusal = isRefusal;
  }
}

/**
 * Asserts a rule that the program itself must keep (operating errors are outcomes, not asserts).
 * @throws InvariantError when `condition` is false.
 */
export function invariant(condition: boolean, rule: string): asserts condition {
  if (!condition) throw new InvariantError(rule);
}

/** For the default branch of an exhaustive switch. */
export function unreachable(value: never): never {
  throw new InvariantError(`no branch for ${JSON.stringify(value)}`);
}
