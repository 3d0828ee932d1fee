// The buttons under a bot's message. A press goes to the bot as a callback query and shows that it is
// on its way until the sandbox has taken it. On the phone, a page of the sandbox opens in the app's
// own browser, and Pay opens the sheet that asks first.

import { type ReactNode, useContext, useState } from "react";
import { safeHref } from "#src/sandbox/page/model/entities.ts";
import { isSandboxPage, SheetsContext } from "#src/sandbox/page/phone/sheets.ts";
import { Icon } from "#src/sandbox/page/ui/icon.tsx";
import { useAppLink } from "#src/sandbox/page/use-app-links.ts";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { Button, Message } from "#src/sandbox/protocol.ts";
import { useChat } from "./chat-scope.ts";

/** Rows of buttons; nothing when there are none. */
export function InlineKeyboard({ message }: { readonly message: Message }): ReactNode {
  if (message.buttons.length === 0) return null;
  return (
    <div className="keyboard" data-testid="keyboard">
      {message.buttons.map((row, index) => (
        <div className="keyboard-row" key={index}>
          {row.map((button, at) => (
            <KeyboardButton key={at} message={message} button={button} />
          ))}
        </div>
      ))}
    </div>
  );
}

interface KeyboardButtonProps {
  readonly message: Message;
  readonly button: Button;
}

function KeyboardButton({ message, button }: KeyboardButtonProps): ReactNode {
  const chat = useChat();
  const sheets = useContext(SheetsContext);
  const { act } = useWorld();
  const [isSending, setIsSending] = useState(false);
  const className = `key key-${button.style ?? "plain"}`;
  const href = button.url === undefined ? null : safeHref(button.url);
  const follow = useAppLink(href, chat.viewer.id);
  if (button.isPay === true) return <PayButton message={message} button={button} />;
  if (follow !== null) {
    return (
      <button type="button" className={className} onClick={follow}>
        {button.text} <Icon name="right" size={13} />
      </button>
    );
  }
  if (href !== null && sheets !== null && isSandboxPage(href)) {
    return (
      <button type="button" className={className} onClick={() => sheets.openPage(href)}>
        {button.text} <Icon name="away" size={13} />
      </button>
    );
  }
  if (href !== null) {
    return (
      <a className={className} href={href} target="_blank" rel="noopener noreferrer">
        {button.text} <Icon name="right" size={13} />
      </a>
    );
  }
  const { callbackData } = button;
  const press = async (data: string): Promise<void> => {
    setIsSending(true);
    const { id: messageId, chatId } = message;
    await act({ act: "press", personId: chat.viewer.id, chatId, messageId, callbackData: data });
    setIsSending(false);
  };
  return (
    <button
      type="button"
      className={className}
      disabled={callbackData === undefined}
      aria-busy={isSending}
      onClick={() => callbackData !== undefined && void press(callbackData)}
    >
      {button.text}
    </button>
  );
}

/** Once the invoice is paid there is nothing left to press. */
function PayButton({ message, button }: KeyboardButtonProps): ReactNode {
  const sheets = useContext(SheetsContext);
  const isPaid = message.invoice?.isPaid === true;
  return (
    <button
      type="button"
      className={isPaid ? "key" : "key key-primary"}
      disabled={isPaid || sheets === null}
      onClick={() => sheets?.openInvoice(message)}
    >
      {isPaid ? "Paid" : button.text}
      {isPaid && <Icon name="check" size={14} />}
    </button>
  );
}
