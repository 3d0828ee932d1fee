// The fan's side: who is holding the phone, and their private chat with the bot.

import type { ReactNode } from "react";
import { Chat } from "#src/sandbox/page/chat/chat.tsx";
import { useAction } from "#src/sandbox/page/chat/use-action.ts";
import type { ReadMarks } from "#src/sandbox/page/model/unread.ts";
import { fansOf, messagesOf } from "#src/sandbox/page/model/world.ts";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { Person, Place, State } from "#src/sandbox/protocol.ts";
import { AddFan } from "./add-fan.tsx";
import { BlockedBar } from "./blocked-bar.tsx";
import { FanPicker } from "./fan-picker.tsx";
import { PhoneHeader } from "./phone-header.tsx";
import { StatusBar } from "./status-bar.tsx";
import { Welcome } from "./welcome.tsx";

const PRIVATE: Place = { in: "private" };

interface PhoneProps {
  readonly fan: Person | null;
  readonly marks: ReadMarks;
  readonly onChoose: (fanId: number) => void;
}

/** The pane with the phone. */
export function Phone({ fan, marks, onChoose }: PhoneProps): ReactNode {
  const { state } = useWorld().snapshot;
  return (
    <section
      className="pane phone-pane"
      aria-label="Fan's phone"
      data-pane="phone"
      data-testid="phone"
    >
      <div className="fans">
        <FanPicker fans={fansOf(state)} chosen={fan} marks={marks} onChoose={onChoose} />
        <AddFan onAdded={onChoose} />
      </div>
      <div className="device">
        <StatusBar />
        {fan === null ? (
          <p className="empty-words">Nobody holds the phone. Add a fan to begin.</p>
        ) : (
          <PrivateChat key={fan.id} fan={fan} state={state} />
        )}
      </div>
    </section>
  );
}

interface PrivateChatProps {
  readonly fan: Person;
  readonly state: State;
}

function PrivateChat({ fan, state }: PrivateChatProps): ReactNode {
  const messages = messagesOf(state, fan.id);
  const action = useAction(fan.id, null);
  return (
    <div className="chat">
      <PhoneHeader fan={fan} messages={messages} action={action} />
      <Chat
        viewer={fan}
        place={PRIVATE}
        messages={messages}
        action={action}
        commands={state.bot.commands}
        placeholder="Message"
        empty={<Welcome fan={fan} />}
        instead={fan.hasBlockedBot ? <BlockedBar fan={fan} /> : null}
      />
    </div>
  );
}
