// Whose phone it is. A row of fans with what they have not read yet; arrow keys pass the phone on.

import type { ReactNode } from "react";
import { countUnread, placeKey, type ReadMarks } from "#src/sandbox/page/model/unread.ts";
import { messagesOf } from "#src/sandbox/page/model/world.ts";
import { Avatar } from "#src/sandbox/page/ui/avatar.tsx";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { Person } from "#src/sandbox/protocol.ts";

interface FanPickerProps {
  readonly fans: readonly Person[];
  readonly chosen: Person | null;
  readonly marks: ReadMarks;
  readonly onChoose: (fanId: number) => void;
}

/** One radio button a fan. */
export function FanPicker({ fans, chosen, marks, onChoose }: FanPickerProps): ReactNode {
  const { state } = useWorld().snapshot;
  return (
    <fieldset className="fan-picker" aria-label="Whose phone">
      {fans.map((fan) => {
        const isChosen = fan.id === chosen?.id;
        const mark = marks[placeKey(fan.id, null)] ?? 0;
        const unread = countUnread(messagesOf(state, fan.id), fan.id, mark);
        const news = unread === 0 ? "" : `, ${unread} unread`;
        return (
          <label
            key={fan.id}
            ref={(element) => {
              if (isChosen) element?.scrollIntoView({ block: "nearest", inline: "nearest" });
            }}
            className="fan"
            title={fan.username === null ? `${fan.id}` : `@${fan.username} · ${fan.id}`}
          >
            <input
              type="radio"
              name="fan"
              checked={isChosen}
              aria-label={`${fan.firstName}${news}${fan.hasBlockedBot ? ", has blocked the bot" : ""}`}
              data-testid={`fan-${fan.id}`}
              onChange={() => onChoose(fan.id)}
            />
            <Avatar id={fan.id} name={fan.firstName} size={26} />
            <span className="fan-name">{fan.firstName}</span>
            {unread > 0 && <span className="badge">{unread}</span>}
          </label>
        );
      })}
    </fieldset>
  );
}
