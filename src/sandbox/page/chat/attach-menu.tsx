// What can be attached. The sandbox makes the files; what takes a caption waits for Enter.

import type { ReactNode } from "react";
import { Icon, type IconName } from "#src/sandbox/page/ui/icon.tsx";
import { MenuItem, Popover } from "#src/sandbox/page/ui/popover.tsx";
import type { Attachment } from "./use-draft.ts";

const CHOICES: readonly (Attachment & { readonly icon: IconName })[] = [
  { label: "Photo", icon: "photo", kinds: ["photo"], takesCaption: true },
  { label: "Video", icon: "video", kinds: ["video"], takesCaption: true },
  { label: "Album of 3", icon: "album", kinds: ["photo", "photo", "photo"], takesCaption: true },
  { label: "Voice", icon: "mic", kinds: ["voice"], takesCaption: true },
  { label: "Video note", icon: "ring", kinds: ["video_note"], takesCaption: false },
  { label: "Audio", icon: "music", kinds: ["audio"], takesCaption: true },
  { label: "Document", icon: "file", kinds: ["document"], takesCaption: true },
  { label: "Animation", icon: "gif", kinds: ["animation"], takesCaption: true },
  { label: "Sticker", icon: "sticker", kinds: ["sticker"], takesCaption: false },
  { label: "Location", icon: "place", kinds: ["location"], takesCaption: false },
  { label: "Contact", icon: "person", kinds: ["contact"], takesCaption: false },
  { label: "Poll", icon: "poll", kinds: ["poll"], takesCaption: false },
];

interface AttachMenuProps {
  readonly onPick: (attachment: Attachment) => void;
}

/** The paper clip. */
export function AttachMenu({ onPick }: AttachMenuProps): ReactNode {
  return (
    <Popover
      label="Attach"
      kind="menu"
      face={<Icon name="clip" size={20} />}
      panelClass="attach-panel"
    >
      {(close) =>
        CHOICES.map((choice) => (
          <MenuItem
            key={choice.label}
            icon={<Icon name={choice.icon} />}
            onSelect={() => {
              close();
              onPick(choice);
            }}
          >
            {choice.label}
          </MenuItem>
        ))
      }
    </Popover>
  );
}
