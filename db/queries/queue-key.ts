// The rule of kernel/queue-order.ts in SQL, for rows that no turn has written: seeds of benchmarks, and
// the proof that both say the same. The commit writes what the rule itself says.
import { unixMs } from "#db/columns.ts";

/** SQL: `queue_key` of a row of `conversations` joined to its row of `users`. */
export const QUEUE_KEY = `
case
  when conversations.status in ('banned', 'closed') and conversations.unread_messages = 0 then null
  when conversations.waiting_since is null and conversations.last_message_at is null then null
  else (
    case when conversations.is_pinned then 0 else 24 end
    + case when conversations.waiting_since is null then 12 else 0 end
    + case conversations.priority_level
        when 'urgent' then 0 when 'high' then 3 when 'normal' then 6 else 9 end
    + case users.tier when 'vip' then 0 when 'regular' then 1 else 2 end
  ) * 10000000000000 + coalesce(
    ${unixMs("conversations.waiting_since")},
    9999999999999 - floor(extract(epoch from conversations.last_message_at) / 86400)::bigint
      * 86400000
  ) end`;
