// The strip on top: the name, whose turn it is on a narrow window, what to try, what is broken on
// purpose, help and theme.

import type { ReactNode } from "react";
import { HelpButton } from "./help-button.tsx";
import { activeFaults, activeStripeFaults } from "./model/faults.ts";
import { ThemeButton } from "./theme-button.tsx";
import { TryThisButton } from "./try-this.tsx";
import { Mark } from "./ui/avatar.tsx";
import { Icon } from "./ui/icon.tsx";
import { useWorld } from "./use-sandbox.ts";
import { VIEWS, type View } from "./views.ts";

interface TopBarProps {
  readonly view: View;
  readonly onView: (view: View) => void;
  readonly unread: Readonly<Record<View, number>>;
}

/** The page's header. */
export function TopBar({ view, onView, unread }: TopBarProps): ReactNode {
  return (
    <header className="top-bar">
      <h1>
        <Mark size={22} />
        <span>
          Stagedoor <em>sandbox</em>
        </span>
      </h1>
      <nav className="views" aria-label="Panes">
        {VIEWS.map(({ id, label, icon }) => (
          <button
            key={id}
            type="button"
            className="view"
            data-view-button={id}
            aria-pressed={view === id}
            onClick={() => onView(id)}
          >
            <Icon name={icon} size={16} /> <span>{label}</span>
            {unread[id] > 0 && (
              <span className="badge" aria-label={`${unread[id]} unread`}>
                {unread[id]}
              </span>
            )}
          </button>
        ))}
      </nav>
      <div className="top-end">
        <Health />
        <TryThisButton />
        <HelpButton />
        <ThemeButton />
      </div>
    </header>
  );
}

/** Only what is out of the ordinary: the line lost, the bot not running, failures switched on. */
function Health(): ReactNode {
  const { snapshot, isLost } = useWorld();
  const { bot, faults, stripe } = snapshot.state;
  const failures = [...activeFaults(faults), ...activeStripeFaults(stripe.faults)];
  return (
    <output className="health">
      {isLost && <span className="pill bad">Reconnecting…</span>}
      {bot.status !== "running" && <span className="pill bad">Bot {bot.status}</span>}
      {failures.length > 0 && (
        <span className="pill warn" title={failures.join(", ")}>
          <Icon name="alert" size={14} />
          <span className="pill-words">
            {failures.length === 1 ? failures[0] : `${failures.length} failures on`}
          </span>
        </span>
      )}
    </output>
  );
}
