// Everybody in the sandbox, with the ids that commands and logs speak of. Roles of the team can be
// changed, so that rights can be tried.

import type { ReactNode } from "react";
import { roleWords } from "#src/sandbox/page/model/words.ts";
import { fansOf, teamOf } from "#src/sandbox/page/model/world.ts";
import { Avatar } from "#src/sandbox/page/ui/avatar.tsx";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { Person } from "#src/sandbox/protocol.ts";

const TEAM_ROLES: readonly Person["role"][] = ["creator", "administrator", "member"];

/** The team, then the fans. */
export function PeopleTab(): ReactNode {
  const { state } = useWorld().snapshot;
  return (
    <>
      <h3 className="panel-title">Team</h3>
      <ul className="people">
        {teamOf(state).map((person) => (
          <PersonLine key={person.id} person={person}>
            <RoleSelect person={person} />
          </PersonLine>
        ))}
      </ul>
      <h3 className="panel-title">Fans</h3>
      <ul className="people">
        {fansOf(state).map((person) => (
          <PersonLine key={person.id} person={person}>
            <TopUp person={person} />
            <span className="tag">{person.languageCode}</span>
            {person.hasBlockedBot && <span className="tag bad">has blocked the bot</span>}
          </PersonLine>
        ))}
      </ul>
    </>
  );
}

interface PersonLineProps {
  readonly person: Person;
  readonly children: ReactNode;
}

function PersonLine({ person, children }: PersonLineProps): ReactNode {
  const handle = person.username === null ? "" : `@${person.username} · `;
  return (
    <li className="person">
      <Avatar id={person.id} name={person.firstName} size={30} />
      <span className="person-words">
        <strong>{person.firstName}</strong>
        <span>
          {handle}
          {person.id}
        </span>
      </span>
      {children}
    </li>
  );
}

/** Stars in one pack, as Telegram's app sells them. */
const STARS_PACK = 500;

function TopUp({ person }: { readonly person: Person }): ReactNode {
  const { act } = useWorld();
  return (
    <button
      type="button"
      className="button small"
      aria-label={`${person.firstName} has ${person.stars} Stars: buy ${STARS_PACK} more`}
      title={`Buy ${STARS_PACK} more`}
      onClick={() => void act({ act: "topUpStars", personId: person.id, amount: STARS_PACK })}
    >
      ⭐️ {person.stars}
    </button>
  );
}

function RoleSelect({ person }: { readonly person: Person }): ReactNode {
  const { act } = useWorld();
  return (
    <select
      aria-label={`Role of ${person.firstName}`}
      value={person.role}
      onChange={(event) => {
        const role = TEAM_ROLES.find((one) => one === event.target.value);
        if (role !== undefined) void act({ act: "setRole", personId: person.id, role });
      }}
    >
      {TEAM_ROLES.map((role) => (
        <option key={role} value={role}>
          {roleWords(role)}
        </option>
      ))}
    </select>
  );
}
