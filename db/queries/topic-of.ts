// Where one fan's topic is.
import type { Database } from "#db/client.ts";

export interface TopicPlace {
  readonly groupId: number;
  readonly topicId: number;
}

const TOPIC = `
select conversations.group_id as "groupId", conversations.topic_id as "topicId"
from users join conversations on conversations.user_id = users.id
where users.telegram_id = $1::bigint and conversations.topic_id is not null`;

/** The topic that a fan has now; null: none yet. */
export async function topicOf(database: Database, fanId: number): Promise<TopicPlace | null> {
  const [place] = await database.query<TopicPlace>("topic of", TOPIC, [fanId]);
  return place ?? null;
}
