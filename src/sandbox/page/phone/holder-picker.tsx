// Whose phone it is. Fans, then the team, each with what they have not read yet; only the holder's
// name is written out, so that a row of people fits.

import type { ReactNode } from "react";
import { countUnread, placeKey, type ReadMarks } from "#src/sandbox/page/model/unread.ts";
import { roleWords } from "#src/sandbox/page/model/words.ts";
import { fansOf, messagesOf, teamOf } from "#src/sandbox/page/model/world.ts";
import { Avatar } from "#src/sandbox/page/ui/avatar.tsx";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { Person } from "#src/sandbox/protocol.ts";

interface HolderPickerProps {
  readonly holder: Person | null;
  readonly marks: ReadMarks;
  readonly onHandTo: (personId: number) => void;
}

/** One radio button a person. */
export function HolderPicker({ holder, marks, onHandTo }: HolderPickerProps): ReactNode {
  const { state } = useWorld().snapshot;
  const choice = (person: Person): ReactNode => {
    const mark = marks[placeKey(person.id, null)] ?? 0;
    return (
      <Choice
        key={person.id}
        person={person}
        isHolder={person.id === holder?.id}
        unread={countUnread(messagesOf(state, person.id), person.id, mark)}
        onHandTo={onHandTo}
      />
    );
  };
  return (
    <fieldset className="holders" aria-label="Whose phone">
      {fansOf(state).map(choice)}
      <span className="holders-gap" />
      {teamOf(state).map(choice)}
    </fieldset>
  );
}

interface ChoiceProps {
  readonly person: Person;
  readonly isHolder: boolean;
  readonly unread: number;
  readonly onHandTo: (personId: number) => void;
}

function Choice({ person, isHolder, unread, onHandTo }: ChoiceProps): ReactNode {
  const { firstName, username, id, hasBlockedBot } = person;
  const news = unread === 0 ? "" : `, ${unread} unread`;
  const handle = username === null ? "" : `@${username} · `;
  return (
    <label
      ref={(element) => {
        if (isHolder) element?.scrollIntoView({ block: "nearest", inline: "nearest" });
      }}
      className="holder"
      title={`${firstName}, ${roleWords(person.role)} · ${handle}${id}`}
    >
      <input
        type="radio"
        name="holder"
        checked={isHolder}
        aria-label={`${firstName}${news}${hasBlockedBot ? ", has blocked the bot" : ""}`}
        data-testid={`holder-${id}`}
        onChange={() => onHandTo(id)}
      />
      <Avatar id={id} name={firstName} size={28} />
      <span className="holder-name">{firstName}</span>
      {unread > 0 && <span className="badge">{unread}</span>}
    </label>
  );
}
