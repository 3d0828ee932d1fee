// Where a person writes. Enter sends, Shift+Enter breaks the line, Escape drops a reply, an edit or an
// attachment, Up in an empty field takes up the last message, `/` opens the bot's commands.

import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Icon } from "#src/sandbox/page/ui/icon.tsx";
import type { Command } from "#src/sandbox/protocol.ts";
import { AttachMenu } from "./attach-menu.tsx";
import { useChat } from "./chat-scope.ts";
import { CommandMenu, matchCommands } from "./command-menu.tsx";
import { ComposerBanner } from "./composer-banner.tsx";
import type { Draft } from "./use-draft.ts";

interface ComposerProps {
  readonly draft: Draft;
  readonly commands: readonly Command[];
  readonly placeholder: string;
}

/** The field with its banner, menus and send button. */
export function Composer({ draft, commands, placeholder }: ComposerProps): ReactNode {
  const chat = useChat();
  const field = useRef<HTMLTextAreaElement>(null);
  const matches = matchCommands(commands, draft.text);
  const [chosen, setChosen] = useState(0);
  const choice = matches[Math.min(chosen, matches.length - 1)];
  const isNote = chat.place.in === "group" && draft.text.startsWith("//");
  useFocusOnChange(field, draft);

  const pick = (command: Command): void => {
    chat.say(`/${command.command}`);
    draft.setText("");
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (choice !== undefined && step !== 0) {
      setChosen((chosen + step + matches.length) % matches.length);
    } else if (choice !== undefined && event.key === "Tab") {
      draft.setText(`/${choice.command} `);
    } else if (event.key === "Enter" && !event.shiftKey) {
      if (choice === undefined) draft.send();
      else pick(choice);
    } else if (event.key === "Escape") {
      if (matches.length > 0) draft.setText("");
      else draft.cancel();
    } else if (event.key === "ArrowUp" && draft.text === "") {
      draft.editLast();
    } else {
      return;
    }
    event.preventDefault();
  };

  return (
    <div className={isNote ? "composer is-note" : "composer"}>
      {matches.length > 0 && <CommandMenu matches={matches} chosen={choice} onPick={pick} />}
      <ComposerBanner draft={draft} isNote={isNote} />
      <div className="composer-line">
        <AttachMenu onPick={draft.attach} />
        <div className="field" data-text={draft.text}>
          <textarea
            ref={field}
            rows={1}
            value={draft.text}
            placeholder={draft.staged === null ? placeholder : "Add a caption"}
            aria-label={placeholder}
            onChange={(event) => {
              draft.setText(event.target.value);
              setChosen(0);
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        {chat.place.in === "group" && <NoteToggle draft={draft} isNote={isNote} />}
        <button
          type="button"
          className="send-button"
          aria-label={draft.editing === null ? "Send" : "Save the edit"}
          disabled={draft.isSending || (draft.text.trim() === "" && draft.staged === null)}
          onClick={draft.send}
        >
          <Icon name={draft.editing === null ? "send" : "check"} size={19} />
        </button>
      </div>
    </div>
  );
}

/** The field takes the focus when a reply, an edit or a file comes up. */
function useFocusOnChange(
  field: { readonly current: HTMLTextAreaElement | null },
  { replyTo, editing, staged }: Draft,
): void {
  const isSpecial = replyTo !== null || editing !== null || staged !== null;
  const key = `${replyTo?.id} ${editing?.id} ${staged?.label}`;
  const shown = useRef(key);
  useEffect(() => {
    if (isSpecial && key !== shown.current) field.current?.focus();
    shown.current = key;
  }, [field, isSpecial, key]);
}

interface NoteToggleProps {
  readonly draft: Draft;
  readonly isNote: boolean;
}

function NoteToggle({ draft, isNote }: NoteToggleProps): ReactNode {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label="Note"
      title="A note stays inside the team"
      aria-pressed={isNote}
      onClick={() =>
        draft.setText(isNote ? draft.text.replace(/^\/\/\s?/, "") : `// ${draft.text}`)
      }
    >
      <Icon name="note" />
    </button>
  );
}
