// The stream of Bot API calls, newest first. A line opens to its parameters.

import { type ReactNode, useState } from "react";
import { type CallFilter, listCalls, prettyParams } from "#src/sandbox/page/model/calls.ts";
import { chatName, clockTimeSeconds } from "#src/sandbox/page/model/words.ts";
import { Icon } from "#src/sandbox/page/ui/icon.tsx";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { ApiCall } from "#src/sandbox/protocol.ts";

/** Filter and list. */
export function CallsTab(): ReactNode {
  const { calls } = useWorld().snapshot.state;
  const [filter, setFilter] = useState<CallFilter>({
    query: "",
    isFailuresOnly: false,
    clearedUpTo: 0,
  });
  const listed = listCalls(calls, filter);
  return (
    <>
      <div className="filter-line">
        <label className="search">
          <Icon name="search" size={15} />
          <input
            type="search"
            placeholder="Filter: method, status, words"
            aria-label="Filter calls"
            value={filter.query}
            onChange={(event) => setFilter({ ...filter, query: event.target.value })}
          />
        </label>
        <button
          type="button"
          className="button small"
          aria-pressed={filter.isFailuresOnly}
          onClick={() => setFilter({ ...filter, isFailuresOnly: !filter.isFailuresOnly })}
        >
          Failed
        </button>
        <button
          type="button"
          className="icon-button small"
          aria-label="Clear the list"
          title="Clear the list"
          onClick={() => setFilter({ ...filter, clearedUpTo: calls.at(-1)?.seq ?? 0 })}
        >
          <Icon name="trash" size={16} />
        </button>
      </div>
      {listed.length === 0 ? (
        <p className="empty-words">
          {filter.query === "" && !filter.isFailuresOnly
            ? "Every call the bot makes shows up here."
            : "No call matches the filter."}
        </p>
      ) : (
        <ul className="calls" aria-label="Bot API calls" data-testid="calls">
          {listed.map((call) => (
            <CallLine key={call.seq} call={call} />
          ))}
        </ul>
      )}
    </>
  );
}

function CallLine({ call }: { readonly call: ApiCall }): ReactNode {
  const { state } = useWorld().snapshot;
  const [isOpen, setIsOpen] = useState(false);
  const where = call.chatId === null ? "" : chatName(state, call.chatId, call.threadId);
  const tone = call.ok ? "ok" : call.status === 429 ? "warn" : "bad";
  return (
    <li className={`call call-${tone}`} data-testid="call" data-method={call.method}>
      <button
        type="button"
        className="call-line"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        <time>{clockTimeSeconds(call.at)}</time>
        <span className="call-method">{call.method}</span>
        <span className="call-where">{where}</span>
        <span className="call-status">{call.status}</span>
        <span className="call-took">{Math.round(call.tookMs)} ms</span>
      </button>
      {call.description !== null && !call.ok && <p className="call-error">{call.description}</p>}
      {isOpen && <pre className="call-params">{prettyParams(call.params)}</pre>}
    </li>
  );
}
