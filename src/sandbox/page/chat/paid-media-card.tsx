// Media that is sold for Stars, as Telegram draws it: covered, with its price, until it is paid; then the
// media itself. Who holds the phone buys with one press; the sandbox refuses whoever has too few Stars.

import { type ReactNode, useState } from "react";
import { Icon } from "#src/sandbox/page/ui/icon.tsx";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { Message, PaidMediaView } from "#src/sandbox/protocol.ts";
import { useChat } from "./chat-scope.ts";
import { MediaView } from "./media.tsx";

interface PaidMediaCardProps {
  readonly message: Message;
  readonly paid: PaidMediaView;
}

/** The inside of the bubble, above its caption. */
export function PaidMediaCard({ message, paid }: PaidMediaCardProps): ReactNode {
  const { amount, count, isOpen, media } = paid;
  if (!isOpen) return <Cover message={message} paid={paid} />;
  return (
    <div className="paid-media" data-testid="paid-media" data-open="true">
      <div className={count > 1 ? `album album-${count}` : undefined}>
        {media.map((one) => (
          <MediaView key={one.fileId} media={one} />
        ))}
      </div>
      <span className="paid-tag">⭐️ {amount}</span>
    </div>
  );
}

function Cover({ message, paid: { amount, count } }: PaidMediaCardProps): ReactNode {
  const { viewer } = useChat();
  const { act } = useWorld();
  const [isPaying, setIsPaying] = useState(false);
  const buy = async (): Promise<void> => {
    setIsPaying(true);
    const { chatId, id: messageId } = message;
    await act({ act: "buyMedia", personId: viewer.id, chatId, messageId });
    setIsPaying(false);
  };
  return (
    <div className="paid-media paid-cover" data-testid="paid-media" data-open="false">
      <span className="paid-lock">
        <Icon name="lock" size={22} />
      </span>
      {count > 1 && <span className="paid-tag">{count} pieces</span>}
      <button
        type="button"
        className="paid-price"
        disabled={viewer.id !== message.chatId}
        aria-busy={isPaying}
        onClick={() => void buy()}
      >
        Unlock for ⭐️ {amount}
      </button>
    </div>
  );
}
