// What failed: envelopes that were given up, one of them, and the incidents that the owner was told
// about. A letter says where it was going, of which kind it is and why it failed, never what somebody
// wrote.
import { bold, code, joinRich, type Rich, rich } from "#actors/kernel/rich.ts";
import type { ScreenOf } from "#actors/kernel/screen.ts";
import type { LetterRow } from "#db/dead-letters.ts";
import { moment, plainName } from "#src/i18n/words.ts";
import type { ListReads } from "#src/panel/list-reads.ts";
import { act, go, type Looking, type PanelButton, type View } from "#src/panel/view.ts";
import { age, countText, numbered, openers, pagesOf } from "./list-kit.ts";

const ERROR_LENGTH_MAX = 90;
const ERROR_LENGTH_FULL = 600;

export async function lettersView(
  reads: ListReads,
  { page }: ScreenOf<"letters">,
  looking: Looking,
): Promise<View> {
  const found = await reads.letters(page);
  const lines = numbered(found.rows.map((letter) => lineOf(letter, looking.now)));
  const head =
    found.count === 0 ? "✨ Nothing was given up." : countText(found.count, "letter", "letters");
  return {
    title: "Dead letters",
    body: joinRich([rich(head), ...(lines.length > 0 ? [joinRich(lines, "\n")] : [])], "\n\n"),
    buttons: [
      ...openers(
        looking,
        found.rows.map(({ id }) => ({ at: "letter", letterId: id })),
      ),
      ...pagesOf(looking, found, page, (at) => ({ at: "letters", page: at })),
      [go(looking, "🚨 Incidents", { at: "incidents", page: 0 })],
    ],
  };
}

function lineOf({ address, type, attempts, error, at }: LetterRow, now: number): Rich {
  const where = rich(bold(plainName(type, 40)), ` to ${address.kind} `, code(address.key));
  return joinRich(
    [
      rich(where, ` · ${age(at, now)}`),
      rich(`   ${attempts} attempts: ${plainName(error, ERROR_LENGTH_MAX)}`),
    ],
    "\n",
  );
}

export async function letterView(
  reads: ListReads,
  { letterId }: ScreenOf<"letter">,
  looking: Looking,
): Promise<View> {
  const letter = await reads.letter(letterId);
  if (letter === null) {
    const gone = rich("It was put back or discarded meanwhile.");
    return { title: "Dead letter", body: gone, buttons: [] };
  }
  const { address, type, at, attempts, error } = letter;
  const body = joinRich(
    [
      rich(bold(plainName(type, 40)), ` to ${address.kind} `, code(address.key)),
      rich(`📅 ${moment(at, "en")}`),
      rich(`🔁 ${attempts} attempts`),
      rich(`❗ ${plainName(error, ERROR_LENGTH_FULL)}`),
    ],
    "\n",
  );
  const argument = String(letterId);
  return {
    title: "Dead letter",
    body,
    buttons: [
      ...fanButton(looking, letter),
      [
        act(looking, "🔁 Put back", { section: "letters", verb: "redrive", argument }, "success"),
        act(looking, "🗑 Discard", { section: "letters", verb: "discard", argument }, "danger"),
      ],
    ],
  };
}

function fanButton(looking: Looking, { address }: LetterRow): readonly (readonly PanelButton[])[] {
  const isFans = address.kind === "conversation" && /^\d{1,15}$/.test(address.key);
  return isFans ? [[go(looking, "👤 Fan", { at: "fan", fanId: Number(address.key) })]] : [];
}

export async function incidentsView(
  reads: ListReads,
  { page }: ScreenOf<"incidents">,
  looking: Looking,
): Promise<View> {
  const found = await reads.incidents(page);
  const lines = found.rows.map(({ kind, detail, mend, at }) =>
    joinRich(
      [
        rich(`${age(at, looking.now)} · `, bold(plainName(kind, 40))),
        rich(`   ${plainName(detail, 120)}`),
        rich(`   🔧 ${plainName(mend, 120)}`),
      ],
      "\n",
    ),
  );
  const head =
    found.count === 0 ? "✨ Nothing happened." : countText(found.count, "incident", "incidents");
  return {
    title: "Incidents",
    body: joinRich([rich(head), ...(lines.length > 0 ? [joinRich(lines, "\n")] : [])], "\n\n"),
    buttons: pagesOf(looking, found, page, (at) => ({ at: "incidents", page: at })),
  };
}
