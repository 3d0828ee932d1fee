// A new fan walks in. The sandbox gives the id; the new one takes the phone at once.

import { type FormEvent, type ReactNode, useEffect, useRef } from "react";
import { fansOf } from "#src/sandbox/page/model/world.ts";
import { Icon } from "#src/sandbox/page/ui/icon.tsx";
import { Popover } from "#src/sandbox/page/ui/popover.tsx";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";

const LANGUAGES = [
  ["en", "English"],
  ["es", "Spanish"],
  ["pt-br", "Portuguese"],
  ["ru", "Russian"],
  ["de", "German"],
  ["ja", "Japanese (not translated)"],
] as const;

interface AddFanProps {
  readonly onAdded: (fanId: number) => void;
}

/** A plus, and a small form behind it. */
export function AddFan({ onAdded }: AddFanProps): ReactNode {
  const { act, snapshot } = useWorld();
  const newest = fansOf(snapshot.state).at(-1)?.id ?? 0;
  const newestBefore = useRef<number | null>(null);
  useEffect(() => {
    if (newestBefore.current === null || newest === newestBefore.current) return;
    newestBefore.current = null;
    onAdded(newest);
  }, [newest, onAdded]);

  const submit = async (event: FormEvent<HTMLFormElement>, close: () => void): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const words = (name: string): string => {
      const value = form.get(name);
      return typeof value === "string" ? value.trim() : "";
    };
    newestBefore.current = newest;
    const result = await act({
      act: "addFan",
      firstName: words("firstName"),
      username: words("username").replace(/^@/, "") || null,
      languageCode: words("language"),
    });
    if (result.ok) close();
    else newestBefore.current = null;
  };

  return (
    <Popover label="Add a fan" kind="dialog" face={<Icon name="plus" />} panelClass="down to-left">
      {(close) => (
        <form className="form" onSubmit={(event) => void submit(event, close)}>
          <label>
            First name
            <input name="firstName" required maxLength={64} autoComplete="off" />
          </label>
          <label>
            Username
            <input name="username" placeholder="none" maxLength={33} autoComplete="off" />
          </label>
          <label>
            Language
            <select name="language">
              {LANGUAGES.map(([code, name]) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" className="button primary">
            Add
          </button>
        </form>
      )}
    </Popover>
  );
}
