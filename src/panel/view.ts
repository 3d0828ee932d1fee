// What stands on a screen: text and buttons, maybe a picture. A view is drawn from what was read for
// it, for whoever looks at it; which buttons it has is a courtesy, what they do is checked again.
import { packDeskPress } from "#actors/kernel/desk.ts";
import type { ScreenContext, Viewer } from "#actors/kernel/effect-desk.ts";
import type { Rich } from "#actors/kernel/rich.ts";
import { pathOf, type Screen, type ScreenName, type ScreenOf } from "#actors/kernel/screen.ts";

export type PanelButton =
  | {
      readonly text: string;
      readonly data: string;
      readonly style?: "danger" | "success" | "primary";
    }
  | { readonly text: string; readonly url: string };

export interface View {
  /** Of the breadcrumbs: what this screen is called. */
  readonly title: string;
  /** At most 4,096 UTF-16 units with everything around it, 1,024 under a picture; longer is cut. */
  readonly body: Rich;
  readonly buttons: readonly (readonly PanelButton[])[];
  /** A PNG that the text stands under. */
  readonly picture?: Uint8Array;
}

/** Everything that a view may depend on besides what it reads. */
export interface Looking {
  readonly viewer: Viewer;
  readonly context: ScreenContext;
  /** Unix milliseconds. */
  readonly now: number;
  /** Without the @; null until Telegram has told it. */
  readonly botUsername: string | null;
}

/** Draws one kind of screen. @throws StoreError when it cannot be read now */
export type Draw<At extends ScreenName> = (screen: ScreenOf<At>, looking: Looking) => Promise<View>;

export type Views = { readonly [At in ScreenName]: Draw<At> };

/** A button that goes to another screen. */
export function go({ viewer }: Looking, text: string, screen: Screen): PanelButton {
  const argument = pathOf(screen);
  return {
    text,
    data: packDeskPress({ memberId: viewer.id, section: "nav", verb: "go", argument }),
  };
}

/** A button of a section. */
export function act(
  { viewer }: Looking,
  text: string,
  press: { readonly section: string; readonly verb: string; readonly argument?: string },
  style?: "danger" | "success" | "primary",
): PanelButton {
  const { section, verb, argument = "" } = press;
  const data = packDeskPress({ memberId: viewer.id, section, verb, argument });
  return style === undefined ? { text, data } : { text, data, style };
}

/** Buttons in rows of so many. */
export function inRows(
  buttons: readonly PanelButton[],
  aRow: number,
): readonly (readonly PanelButton[])[] {
  const rows: PanelButton[][] = [];
  for (let i = 0; i < buttons.length; i += aRow) rows.push(buttons.slice(i, i + aRow));
  return rows;
}

/** `‹ Newer · 2/7 · Older ›` where there is more than one page; `screen` gives a page's own. */
export function pager(
  looking: Looking,
  page: number,
  pages: number,
  screen: (page: number) => Screen,
): readonly (readonly PanelButton[])[] {
  if (pages <= 1) return [];
  const before = page > 0 ? [go(looking, "‹", screen(page - 1))] : [];
  const here = go(looking, `${page + 1} / ${pages}`, screen(page));
  const after = page + 1 < pages ? [go(looking, "›", screen(page + 1))] : [];
  return [[...before, here, ...after]];
}

/** Where a fan's topic is: a link that opens it in Telegram (core.telegram.org/api/links#message-links). */
export function topicLink(groupId: number, topicId: number): string {
  return `https://t.me/c/${String(groupId).replace(/^-100/, "")}/${topicId}`;
}
