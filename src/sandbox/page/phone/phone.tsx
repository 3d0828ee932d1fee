// The fan's side: who is holding the phone, and their private chat with the bot. One of the team can
// take it too: alerts and the panel come to their own private chats.

import type { ReactNode } from "react";
import { Chat } from "#src/sandbox/page/chat/chat.tsx";
import { useAction } from "#src/sandbox/page/chat/use-action.ts";
import type { ReadMarks } from "#src/sandbox/page/model/unread.ts";
import { messagesOf } from "#src/sandbox/page/model/world.ts";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { Person, Place, State } from "#src/sandbox/protocol.ts";
import { AddFan } from "./add-fan.tsx";
import { BlockedBar } from "./blocked-bar.tsx";
import { HolderPicker } from "./holder-picker.tsx";
import { PhoneHeader } from "./phone-header.tsx";
import { StatusBar } from "./status-bar.tsx";
import { Welcome } from "./welcome.tsx";

const PRIVATE: Place = { in: "private" };

interface PhoneProps {
  readonly holder: Person | null;
  readonly marks: ReadMarks;
  readonly onHandTo: (personId: number) => void;
}

/** The pane with the phone. */
export function Phone({ holder, marks, onHandTo }: PhoneProps): ReactNode {
  const { state } = useWorld().snapshot;
  return (
    <section
      className="pane phone-pane"
      aria-label="Fan's phone"
      data-pane="phone"
      data-testid="phone"
    >
      <div className="holder-line">
        <HolderPicker holder={holder} marks={marks} onHandTo={onHandTo} />
        <AddFan onAdded={onHandTo} />
      </div>
      <div className="device">
        <StatusBar />
        {holder === null ? (
          <p className="empty-words">Nobody holds the phone. Add a fan to begin.</p>
        ) : (
          <PrivateChat key={holder.id} holder={holder} state={state} />
        )}
      </div>
    </section>
  );
}

interface PrivateChatProps {
  readonly holder: Person;
  readonly state: State;
}

function PrivateChat({ holder, state }: PrivateChatProps): ReactNode {
  const messages = messagesOf(state, holder.id);
  const action = useAction(holder.id, null);
  return (
    <div className="chat">
      <PhoneHeader holder={holder} messages={messages} action={action} />
      <Chat
        viewer={holder}
        place={PRIVATE}
        messages={messages}
        action={action}
        commands={state.bot.commands}
        placeholder="Message"
        empty={<Welcome holder={holder} />}
        instead={holder.hasBlockedBot ? <BlockedBar holder={holder} /> : null}
      />
    </div>
  );
}
