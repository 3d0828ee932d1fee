// The bot's commands, offered while a `/` word is being written. The field keeps the focus and moves
// the choice; a click sends at once.

import type { ReactNode } from "react";
import type { Command } from "#src/sandbox/protocol.ts";

/** The commands that the text may begin, a whole one first; none when only that one is left. */
export function matchCommands(commands: readonly Command[], text: string): readonly Command[] {
  const word = /^\/([a-z0-9_]*)$/i.exec(text)?.[1]?.toLowerCase();
  if (word === undefined) return [];
  const matches = commands
    .filter((one) => one.command.startsWith(word))
    .toSorted((a, b) => Number(b.command === word) - Number(a.command === word));
  return matches.length === 1 && matches[0]?.command === word ? [] : matches;
}

interface CommandMenuProps {
  readonly matches: readonly Command[];
  readonly chosen: Command | undefined;
  readonly onPick: (command: Command) => void;
}

/** The list above the field. */
export function CommandMenu({ matches, chosen, onPick }: CommandMenuProps): ReactNode {
  return (
    <ul className="command-menu" aria-label="Commands" data-testid="commands">
      {matches.map((one) => (
        <li key={one.command}>
          <button
            type="button"
            tabIndex={-1}
            aria-current={one === chosen}
            ref={(element) => {
              if (one === chosen) element?.scrollIntoView({ block: "nearest" });
            }}
            onClick={() => onPick(one)}
          >
            <strong>/{one.command}</strong>
            <span>{one.description}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
