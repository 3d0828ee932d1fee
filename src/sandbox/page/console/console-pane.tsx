// The workshop: the clock and the bot on top, because they are always wanted, and below them one tab
// a subject. A new subject is one more entry of `TABS`.

import { type ReactNode, useState } from "react";
import { activeFaults, activeStripeFaults } from "#src/sandbox/page/model/faults.ts";
import { roveAndChoose } from "#src/sandbox/page/ui/roving.ts";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { State } from "#src/sandbox/protocol.ts";
import { BotCard } from "./bot-card.tsx";
import { CallsTab } from "./calls-tab.tsx";
import { ClockCard } from "./clock-card.tsx";
import { FailuresTab } from "./failures-tab.tsx";
import type { OpenThings } from "./open-things.ts";
import { PeopleTab } from "./people-tab.tsx";
import { StripeTab } from "./stripe-tab.tsx";

interface Tab {
  readonly id: string;
  readonly label: string;
  /** A number worth seeing while the tab is closed; 0 shows nothing. */
  readonly count: (state: State) => number;
  readonly Panel: (open: OpenThings) => ReactNode;
}

const TABS: readonly Tab[] = [
  { id: "calls", label: "Bot API", count: () => 0, Panel: CallsTab },
  {
    id: "failures",
    label: "Failures",
    count: (state) => activeFaults(state.faults).length,
    Panel: FailuresTab,
  },
  {
    id: "stripe",
    label: "Stripe",
    count: (state) => activeStripeFaults(state.stripe.faults).length,
    Panel: StripeTab,
  },
  { id: "people", label: "People", count: () => 0, Panel: PeopleTab },
];

/** The pane with the console. */
export function ConsolePane(open: OpenThings): ReactNode {
  const { state } = useWorld().snapshot;
  const [chosen, setChosen] = useState("calls");
  const tab = TABS.find((one) => one.id === chosen);
  return (
    <section
      className="pane console-pane"
      aria-label="Console"
      data-pane="console"
      data-testid="console"
    >
      <div className="console-cards">
        <ClockCard />
        <BotCard />
      </div>
      <div className="tabs" role="tablist" aria-label="Console" data-rove="[role=tab]">
        {TABS.map(({ id, label, count }) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`tab-${id}`}
            aria-selected={id === chosen}
            aria-controls={`panel-${id}`}
            tabIndex={id === chosen ? 0 : -1}
            className="tab"
            onClick={() => setChosen(id)}
            onKeyDown={roveAndChoose}
          >
            {label}
            {count(state) > 0 && <span className="badge warn">{count(state)}</span>}
          </button>
        ))}
      </div>
      {tab !== undefined && (
        <div
          className="panel"
          role="tabpanel"
          id={`panel-${tab.id}`}
          aria-labelledby={`tab-${tab.id}`}
        >
          <tab.Panel {...open} />
        </div>
      )}
    </section>
  );
}
