// The fan's side: who is holding the phone, and their private chat with the bot. One of the team can
// take it too: alerts and the panel come to their own private chats.

import { type ReactNode, useCallback, useMemo, useState } from "react";
import { Chat } from "#src/sandbox/page/chat/chat.tsx";
import { useAction } from "#src/sandbox/page/chat/use-action.ts";
import type { ReadMarks } from "#src/sandbox/page/model/unread.ts";
import { messagesOf } from "#src/sandbox/page/model/world.ts";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { Message, Person, Place, State } from "#src/sandbox/protocol.ts";
import { AddFan } from "./add-fan.tsx";
import { BlockedBar } from "./blocked-bar.tsx";
import { BrowserSheet } from "./browser-sheet.tsx";
import { HolderPicker } from "./holder-picker.tsx";
import { InvoiceSheet } from "./invoice-sheet.tsx";
import { PhoneHeader } from "./phone-header.tsx";
import { SheetsContext } from "./sheets.ts";
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

type Sheet =
  | { readonly kind: "page"; readonly url: string }
  | { readonly kind: "invoice"; readonly messageId: number };

function PrivateChat({ holder, state }: PrivateChatProps): ReactNode {
  const messages = messagesOf(state, holder.id);
  const action = useAction(holder.id, null);
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const close = useCallback(() => setSheet(null), [setSheet]);
  // The bot may take the invoice away while it is asked for.
  const asked =
    sheet?.kind === "invoice" ? messages.find((one) => one.id === sheet.messageId) : null;
  const invoice = asked?.invoice ?? null;
  const sheets = useMemo(
    () => ({
      openPage: (url: string) => setSheet({ kind: "page", url }),
      openInvoice: ({ id }: Message) => setSheet({ kind: "invoice", messageId: id }),
    }),
    [setSheet],
  );
  return (
    <SheetsContext value={sheets}>
      <div className="chat" inert={sheet?.kind === "page" || invoice !== null}>
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
      {sheet?.kind === "page" && <BrowserSheet url={sheet.url} onClose={close} />}
      {asked && invoice && (
        <InvoiceSheet holder={holder} message={asked} invoice={invoice} onClose={close} />
      )}
    </SheetsContext>
  );
}
