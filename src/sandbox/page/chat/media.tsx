// A message's media as a card. Pictures are what the sandbox drew; sound is a waveform; the rest is
// an icon, a name and a length.

import { type ReactNode, useState } from "react";
import { waveform } from "#src/sandbox/page/model/waveform.ts";
import { kindWords, mediaLength } from "#src/sandbox/page/model/words.ts";
import { Icon, type IconName } from "#src/sandbox/page/ui/icon.tsx";
import type { Media } from "#src/sandbox/protocol.ts";

const PICTURES: readonly Media["kind"][] = ["photo", "video", "animation", "video_note", "sticker"];

/** Whether this media is drawn as a picture, edge to edge in its bubble. */
export function isPicture(media: Media): boolean {
  return PICTURES.includes(media.kind);
}

/** The card of one piece of media. */
export function MediaView({ media }: { readonly media: Media }): ReactNode {
  if (isPicture(media)) return <Picture media={media} />;
  if (media.kind === "voice") return <Voice media={media} />;
  if (media.kind === "location") return <Location media={media} />;
  return <FileCard media={media} />;
}

function Picture({ media }: { readonly media: Media }): ReactNode {
  const [isCovered, setIsCovered] = useState(media.isSpoiler);
  const plays = media.kind === "video" || media.kind === "animation" || media.kind === "video_note";
  return (
    <div className={`picture picture-${media.kind}${isCovered ? " is-covered" : ""}`}>
      {media.previewUrl === null ? (
        <span className="picture-blank">{media.label}</span>
      ) : (
        <img src={media.previewUrl} alt={`${kindWords(media.kind)}: ${media.label}`} />
      )}
      {plays && !isCovered && (
        <span className="picture-play">
          <Icon name="play" size={22} />
        </span>
      )}
      {plays && (
        <span className="picture-tag">
          {media.kind === "animation" ? "GIF" : mediaLength(media.durationSeconds ?? 0)}
        </span>
      )}
      {isCovered && (
        <button type="button" className="picture-cover" onClick={() => setIsCovered(false)}>
          Show hidden {kindWords(media.kind).toLowerCase()}
        </button>
      )}
    </div>
  );
}

const BARS = 36;

function Voice({ media }: { readonly media: Media }): ReactNode {
  const length = mediaLength(media.durationSeconds ?? 0);
  return (
    <div className="voice">
      <span className="sr-only">Voice message</span>
      <span className="media-disc">
        <Icon name="play" size={20} />
      </span>
      <span>
        <span className="voice-bars">
          {waveform(media.fileId, BARS).map((height, index) => (
            <i key={index} style={{ height: `${Math.round(height * 100)}%` }} />
          ))}
        </span>
        <span className="media-note">{length}</span>
      </span>
    </div>
  );
}

function Location({ media }: { readonly media: Media }): ReactNode {
  return (
    <div className="location">
      <div className="location-map">
        <Icon name="place" size={30} />
      </div>
      <span className="media-name">{withoutSign(media.label)}</span>
    </div>
  );
}

/** The card has its own sign, so one at the head of the label would be the second. */
function withoutSign(label: string): string {
  return label.replace(/^\p{Extended_Pictographic}\uFE0F?\s*/u, "");
}

const CARD_ICONS: Readonly<Partial<Record<Media["kind"], IconName>>> = {
  audio: "music",
  contact: "person",
  poll: "poll",
};

function FileCard({ media }: { readonly media: Media }): ReactNode {
  const length = media.durationSeconds === null ? "" : ` · ${mediaLength(media.durationSeconds)}`;
  const card = (
    <div className="file-card">
      <span className="media-disc">
        <Icon name={CARD_ICONS[media.kind] ?? "file"} size={20} />
      </span>
      <span>
        <span className="media-name">{withoutSign(media.label)}</span>
        <span className="media-note">
          {kindWords(media.kind)}
          {length}
        </span>
      </span>
    </div>
  );
  if (media.downloadUrl === null) return card;
  return (
    <a className="file-link" href={media.downloadUrl} download={media.label}>
      {card}
    </a>
  );
}
