// The line above the field that says what the words will do: answer, change, accompany, stay inside.

import type { ReactNode } from "react";
import { snippet } from "#src/sandbox/page/model/words.ts";
import { Icon, type IconName } from "#src/sandbox/page/ui/icon.tsx";
import type { Draft } from "./use-draft.ts";

interface ComposerBannerProps {
  readonly draft: Draft;
  readonly isNote: boolean;
}

/** Up to three lines, each of them dropped by its cross or by Escape. */
export function ComposerBanner({ draft, isNote }: ComposerBannerProps): ReactNode {
  const { replyTo, editing, staged } = draft;
  return (
    <>
      {replyTo !== null && (
        <Line
          icon="reply"
          title={`Reply to ${replyTo.from.name}`}
          words={snippet(replyTo)}
          onDrop={draft.cancel}
        />
      )}
      {editing !== null && (
        <Line icon="pencil" title="Editing" words={snippet(editing)} onDrop={draft.cancel} />
      )}
      {staged !== null && (
        <Line
          icon="clip"
          title={staged.label}
          words="Enter sends it, with a caption if you like"
          onDrop={draft.cancel}
        />
      )}
      {isNote && (
        <div className="banner banner-note">
          <Icon name="note" size={16} />
          <span className="banner-words">
            <strong>Note</strong>
            <span>Stays inside the team; the fan never sees it</span>
          </span>
        </div>
      )}
    </>
  );
}

interface LineProps {
  readonly icon: IconName;
  readonly title: string;
  readonly words: string;
  readonly onDrop: () => void;
}

function Line({ icon, title, words, onDrop }: LineProps): ReactNode {
  return (
    <div className="banner" data-testid="banner">
      <Icon name={icon} size={16} />
      <span className="banner-words">
        <strong>{title}</strong>
        <span>{words}</span>
      </span>
      <button type="button" className="icon-button small" aria-label="Cancel" onClick={onDrop}>
        <Icon name="close" size={16} />
      </button>
    </div>
  );
}
