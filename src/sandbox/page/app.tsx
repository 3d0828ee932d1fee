// The three panes side by side. How many fit is the style sheet's business: on a middling window the
// group and the console take turns, on a narrow one all three do, and `view` says whose turn it is.

import { type ReactNode, useCallback, useState } from "react";
import type { Group, Person, State } from "#src/sandbox/protocol.ts";
import { ConsolePane } from "./console/console-pane.tsx";
import { AdminGroup } from "./group/admin-group.tsx";
import { countUnread, placeKey, type ReadMarks, toTopicRows } from "./model/unread.ts";
import { messagesOf } from "./model/world.ts";
import { Phone } from "./phone/phone.tsx";
import { TopBar } from "./top-bar.tsx";
import { Refusal } from "./ui/refusal.tsx";
import { type Follow, FollowContext } from "./use-app-links.ts";
import { useReadMarks } from "./use-read-marks.ts";
import { type Sandbox, SandboxContext, useSandbox } from "./use-sandbox.ts";
import { useSelection } from "./use-selection.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import type { View } from "./views.ts";

/** The page; a line of words until the sandbox has answered once. */
export function App(): ReactNode {
  const sandbox = useSandbox();
  if (sandbox === null) {
    return <output className="opening">Opening the sandbox…</output>;
  }
  return (
    <SandboxContext value={sandbox}>
      <Panes sandbox={sandbox} />
    </SandboxContext>
  );
}

function Panes({ sandbox }: { readonly sandbox: Sandbox }): ReactNode {
  const { state } = sandbox.snapshot;
  const [view, setView] = useState<View>("phone");
  const selection = useSelection(state);
  const { holder, group, topic, viewer } = selection;
  const [isThreadOpen, setIsThreadOpen] = useState(false);
  const marks = useReadMarks(state, holder, group, topic);
  const show = useCallback((next: View) => {
    setView(next);
    requestAnimationFrame(() => focusPane(next));
  }, []);
  const { act } = sandbox;
  const follow: Follow = (link, personId) => {
    if (link.to === "topic") {
      selection.openTopic(link.groupId, link.topicId);
      setIsThreadOpen(true);
      return show("group");
    }
    selection.handTo(personId);
    show("phone");
    void act({ act: "send", personId, place: { in: "private" }, text: `/start ${link.payload}` });
  };
  useShortcuts({ show, stepTopic: selection.stepTopic });
  return (
    <FollowContext value={follow}>
      <div className="app" data-view={view} data-status={sandbox.isLost ? "lost" : "live"}>
        <TopBar view={view} onView={setView} unread={unreadByView(state, group, viewer, marks)} />
        <main className="panes">
          <Phone holder={holder} marks={marks} onHandTo={selection.handTo} />
          <AdminGroup
            groups={state.groups}
            group={group}
            viewer={viewer}
            topicId={topic?.id ?? null}
            marks={marks}
            onChooseGroup={selection.chooseGroup}
            onChooseTopic={(topicId) => {
              selection.chooseTopic(topicId);
              setIsThreadOpen(true);
            }}
            isThreadOpen={isThreadOpen}
            onCloseThread={() => setIsThreadOpen(false)}
            onBe={selection.be}
          />
          <ConsolePane holder={holder} group={group} topic={topic} />
        </main>
        <Refusal />
      </div>
    </FollowContext>
  );
}

/** What waits in the panes that may be out of sight. */
function unreadByView(
  state: State,
  group: Group | null,
  viewer: Person | null,
  marks: ReadMarks,
): Readonly<Record<View, number>> {
  const privates = state.people.map(({ id }) =>
    countUnread(messagesOf(state, id), id, marks[placeKey(id, null)] ?? 0),
  );
  const topics = group === null ? [] : toTopicRows(group, viewer?.id ?? null, marks);
  const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);
  return { phone: sum(privates), group: sum(topics.map((row) => row.unread)), console: 0 };
}

function focusPane(view: View): void {
  const pane = document.querySelector(`[data-pane=${view}]`);
  pane?.querySelector<HTMLElement>("textarea, .button.big, [type=search]")?.focus();
}
